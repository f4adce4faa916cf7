"""A page before it is set: the same answer goes out as HTML, as Markdown or, by way of the API, as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, abort, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

MARKDOWN = "text/markdown"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The name of its templates (`event` for event.html and event.md), what fills them, and the API's address of it.

    `json` is empty where the API answers POST alone.
    """

    name: str
    values: Mapping[str, Any]
    json: str
    status: int = 200
    here: str = ""  # its address without form and parameters, if that is not the one asked for
    feed: str = ""
    kept: Mapping[str, str] = field(default_factory=dict)  # parameters that tell this page from others


View = Callable[..., Sheet | Answer]


def html(view: View) -> Callable[..., Answer]:
    """The view as a page, which names its other forms."""

    def answer(**path: str) -> Answer:
        sheet = view(**path)
        if not isinstance(sheet, Sheet):
            return sheet
        forms = ("md", "json") if sheet.json else ("md",)
        values = {"here": sheet.here or request.path, "forms": forms, "feed": sheet.feed, "kept": sheet.kept}
        return Response(render_template(f"{sheet.name}.html", **values, **sheet.values), sheet.status)

    return answer


def markdown(view: View) -> Callable[..., Answer]:
    """The view as Markdown."""

    def answer(**path: str) -> Answer:
        sheet = view(**path)
        if not isinstance(sheet, Sheet):
            return sheet
        return Response(render_template(f"{sheet.name}.md", **sheet.values), sheet.status, mimetype=MARKDOWN)

    return answer


def json(view: View) -> Callable[..., Answer]:
    """The view as JSON: the API answers it."""

    def answer(**path: str) -> Answer:
        sheet = view(**path)
        if not isinstance(sheet, Sheet):
            return sheet
        return redirect(sheet.json) if sheet.json else abort(404)

    return answer
