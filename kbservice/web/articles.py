"""One article: readable, with its facts beside it; its copies, its source, and what to paste into a ticket."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from kbservice import lookups, serving
from kbservice.errors import InvalidInput
from kbservice.lookups import brief
from kbservice.record import article_id, parse_article_id
from kbservice.web import differences, mine, reading, setting
from kbservice.web.sheets import Sheet


def page(article: str) -> Sheet | Answer:
    """The article; with what runs, also whether that includes its fix. One that is only named is said to be so."""
    number = parse_article_id(article)
    if article != article_id(number):
        given: dict[str, Any] = request.args.to_dict()
        return redirect(url_for(str(request.endpoint), article=article_id(number), **given), 301)
    index = serving.index()
    if number not in index:
        return _missing(number)
    found = lookups.article(index, number)
    answers, refused = _answers(number)
    values = {
        "article": found,
        "record": found.record,
        "parts": reading.parts(found.record),
        "frame": reading.frame(found.record),
        "about": reading.about(found.record),
        "related": lookups.related(index, number),
        "answers": answers,
        "answer": next(iter(answers.values()), None),
        "refused": refused,
        "cause": brief.cause(found.record),
        "fix": brief.fix(found.record),
    }
    return Sheet("article", values, url_for("articles.article", article=article), status=422 if refused else 200)


def source(article: str) -> Answer:
    """The text as ingested."""
    return redirect(url_for("articles.source", article=article_id(parse_article_id(article))))


def copies(article: str) -> Sheet:
    """The other copies and revisions of an article, each with what differs from the leading one."""
    found = lookups.article(serving.index(), parse_article_id(article))
    compared = [(copy, differences.between(copy.text, found.record.text)) for copy in found.record.copies]
    values = {"article": found, "record": found.record, "copies": compared}
    return Sheet("copies", values, url_for("articles.article", article=found.record.article_id))


def ticket(article: str, form: str) -> Answer:
    """What to paste into a ticket, as plain text or Markdown: issue, environment, cause, resolution, evidence."""
    number = parse_article_id(article)
    index = serving.index()
    found = lookups.article(index, number)
    answers = lookups.check_each(index, number, mine.runs())
    text = render_template(
        f"ticket.{form}",
        article=found,
        record=found.record,
        parts=reading.parts(found.record),
        products=[
            " ".join(filter(None, (p.product, p.version, setting.pack(p.service_pack))))
            for p in found.record.applies_to
        ],
        answers=answers,
        answer=next(iter(answers.values()), None),
        today=dt.datetime.now(dt.UTC).date(),
    )
    return Response(text, mimetype="text/markdown" if form == "md" else "text/plain")


def _answers(number: int) -> tuple[dict[str, lookups.CheckAnswer], str]:
    """Whether what runs has the fix, the answer that counts first; or why what was said cannot be understood."""
    try:
        return lookups.check_each(serving.index(), number, mine.runs()), ""
    except InvalidInput as error:
        return {}, error.message


def _missing(number: int) -> Sheet:
    """The page of an article that others name but that is not held."""
    values = {"missing": lookups.referring(serving.index(), number)}
    return Sheet("missing", values, url_for("articles.article", article=article_id(number)), status=404)
