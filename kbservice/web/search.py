"""The box that takes anything, and what it finds."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from kbservice import lookups, serving
from kbservice.api.schemas.questions import SORTS, SearchSchema
from kbservice.api.search import FILTERS, question_of
from kbservice.errors import InvalidArticleId
from kbservice.index import Index, Page
from kbservice.index.query import MOST_CHARACTERS
from kbservice.record import parse_article_id
from kbservice.web import asking, mine, old
from kbservice.web.anchors import article_path
from kbservice.web.chips import chips
from kbservice.web.sheets import Sheet

_schema = SearchSchema()
_DATES = ("date_from", "date_to")


def home() -> str | Answer:
    """The box alone, with what the index holds; `?kbid=` is an old address of an article."""
    number = _exact(asking.text("kbid"))
    if number is not None:
        return redirect(article_path(number), 301)
    return render_template("home.html", stats=lookups.stats(serving.index()), here=url_for("web.search_home"))


def results() -> Sheet | Answer:
    """The page of results; an exact article number leads straight to the article."""
    index = serving.index()
    asked = asking.given(_schema)
    number = _exact(asked["q"])
    if number is not None and (number in index or not asked["q"].strip().isdigit()) and not _narrowed(asked):
        return redirect(article_path(number))
    page = lookups.search(index, question_of(asked), asked["min_confidence"])
    last = -(-page.total // asked["per_page"])
    if page.total and asked["page"] > last:
        return redirect(_address(page=last))
    values = {
        "page": page,
        "asked": asked,
        "chips": chips(index, asked["q"], page.understood),
        "unstated": lookups.unstated(index, page.understood),
        "event": _bare_event(index, asked["q"]),
        "narrowed": _narrowed(asked),
        "broader": _broader(asked, page),
        "verdicts": _verdicts(index, page),
        "last": last,
        "sorts": SORTS,
        "address": _address,
    }
    kept = {name: text for name, text in request.args.items() if name != mine.PARAMETER}
    return Sheet("search", values, _address_of("search.search"), feed=_feed(), kept=kept)


def suggestions() -> Response:
    """What the browser's own search bar offers, as OpenSearch wants it: [what was typed, [titles]]."""
    typed = asking.text("q")[:200]
    answer = jsonify([typed, serving.index().complete(typed)])
    answer.mimetype = "application/x-suggestions+json"
    return answer


def recent() -> Answer:
    """The articles that changed last."""
    return redirect(url_for("web.search_results", sort="newest"))


def _exact(text: str) -> int | None:
    """The article that a text names and nothing else, by its number or by an old address."""
    try:
        return parse_article_id(text)
    except InvalidArticleId:
        return old.pasted(text)


def _bare_event(index: Index, text: str) -> tuple[str, int]:
    """An event ID without a word beside it, and how many articles state it; empty if the text is none."""
    digits = text.strip()
    stated = len(index.find("event", digits)) if digits.isdecimal() else 0
    return (digits, stated) if stated else ("", 0)


def _narrowed(asked: dict[str, Any]) -> list[tuple[str, str]]:
    """The filters that are set, as (parameter, value)."""
    several = [(name, str(value)) for name in FILTERS for value in asked[name]]
    several += [("min_confidence", f"{asked['min_confidence']}")] if asked["min_confidence"] is not None else []
    return several + [(name, asked[name].isoformat()) for name in _DATES if asked[name]]


def _broader(asked: dict[str, Any], page: Page) -> list[tuple[str, str]]:
    """Where nothing was found: what may be left out, and the address without it."""
    if page.total:
        return []
    found = [(f"without {name.replace('_', ' ')} {value}", _without(name, value)) for name, value in _narrowed(asked)]
    for word in page.missing_words:
        rest = " ".join(w for w in asked["q"].split() if w.strip('",.').lower() != word.lower())
        if rest and rest != asked["q"]:
            found.append((f"without “{word}”", _address(q=rest)))
    return found


def _verdicts(index: Index, page: Page) -> dict[int, tuple[str, lookups.CheckAnswer]]:
    """For each hit the answer that counts, and for which of the things that run."""
    runs = mine.runs()
    each = {hit.number: lookups.check_each(index, hit.number, runs) for hit in page.hits} if runs else {}
    return {number: next(iter(answers.items())) for number, answers in each.items()}


def _address(**changes: Any) -> str:
    """The address of this page with some parameters changed; None takes one away."""
    return url_for("web.search_results", **_changed(changes))


def _without(name: str, value: str) -> str:
    kept = [other for other in request.args.getlist(name) if other != value]
    return _address(**{name: kept or None})


def _address_of(endpoint: str) -> str:
    """The same question in another form."""
    return url_for(endpoint, **{k: v for k, v in _changed({}).items() if k != mine.PARAMETER})


def _feed() -> str:
    """The feed of the question, which has its own order and no pages."""
    return url_for("web.feeds_search", **_changed({"sort": None, mine.PARAMETER: None}))


def _changed(changes: dict[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = {k: v for k, v in request.args.lists() if k not in changes and k != "page" and any(v)}
    if "q" in given:
        given["q"] = given["q"][0][:MOST_CHARACTERS]  # dozens of links carry it; no more of it is read
    return given | {name: value for name, value in changes.items() if value is not None}
