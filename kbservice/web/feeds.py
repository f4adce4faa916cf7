"""Atom feeds (RFC 4287): what changed last among the articles that a search finds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, render_template, request, url_for

from kbservice import lookups, serving
from kbservice.api.schemas.questions import SearchSchema
from kbservice.api.search import question_of
from kbservice.web import asking

_ENTRIES = 30
_schema = SearchSchema()


def search() -> Response:
    """The newest articles that a question finds: of words, of a product, of an event."""
    asked = asking.given(_schema)
    question = replace(question_of(asked), sort="newest", page=1, per_page=_ENTRIES, facets=())
    page = lookups.search(serving.index(), question)
    named = [asked["q"], *(f"{name} {text}" for name, text in request.args.items() if name != "q" and text)]
    title = ", ".join(filter(None, named)) or "all articles"
    given: dict[str, Any] = dict(request.args.lists())
    html = url_for("web.search_results", _external=True, **given)
    text = render_template("feed.xml", page=page, title=title, html=html, self=request.url)
    return Response(text, mimetype="application/atom+xml")
