"""One article: readable, with its facts beside it and a fix check below them."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kbservice import fixcheck, lookups, serving
from kbservice.record import article_id, parse_article_id
from kbservice.web import reading


def page(article: str) -> str | Response:
    """The article; with `runs` in the address, also whether that includes its fix."""
    number = parse_article_id(article)
    if article != article_id(number):
        return redirect(url_for("web.articles_page", article=article_id(number), **request.args.to_dict()), 301)
    index = serving.index()
    found = lookups.article(index, number)
    runs = request.args.get("runs", "").strip()
    answer = lookups.check(index, number, fixcheck.from_text(runs)) if runs else None
    return render_template(
        "article.html",
        article=found,
        record=found.record,
        parts=reading.parts(found.record),
        related=lookups.related(index, number),
        runs=runs,
        answer=answer,
    )
