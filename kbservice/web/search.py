"""The box that takes anything, and what it finds."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from kbservice import lookups, serving
from kbservice.api.schemas.questions import SearchSchema
from kbservice.api.search import question_of
from kbservice.record import article_id

_schema = SearchSchema()


def home() -> str:
    """The box alone, with what the index holds."""
    return render_template("home.html", stats=lookups.stats(serving.index()))


def results() -> str | Response:
    """The page of results; an exact article number leads straight to the article."""
    index = serving.index()
    asked: dict[str, Any] = _schema.load(_given())
    page = lookups.search(index, question_of(asked))
    alone = [part for part in page.understood if part.kind == "article"]
    if len(page.understood) == 1 and alone and page.total and asked["page"] == 1:
        return redirect(url_for("web.articles_page", article=article_id(page.hits[0].number)))
    last = -(-page.total // asked["per_page"])
    return render_template("search.html", page=page, asked=asked, last=last, address=_address)


def _given() -> dict[str, Any]:
    """The parameters that were not left blank; those that may stand several times as lists."""
    given: dict[str, Any] = {}
    for name, values in request.args.lists():
        kept = [value for value in values if value.strip()]
        if name in _schema.fields and kept:
            given[name] = kept if _many(name) else kept[0]
    return given


def _many(name: str) -> bool:
    return type(_schema.fields[name]).__name__ in ("List", "DelimitedList")


def _address(**changes: Any) -> str:
    """The address of this page with some parameters changed; None takes one away."""
    kept: dict[str, Any] = {k: v for k, v in request.args.lists() if k not in changes and k != "page"}
    kept |= {name: value for name, value in changes.items() if value is not None}
    return url_for("web.search_results", **kept)
