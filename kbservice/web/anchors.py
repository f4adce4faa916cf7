"""Places in an article as fragments of its address: `#L31`, `#L12-L14`."""

from __future__ import annotations

from typing import Any

from flask import url_for

from kbservice.fixcheck import Evidence
from kbservice.record import Where, article_id


def fragment(first: int, last: int) -> str:
    """The fragment of a range of lines, without its `#`."""
    return f"L{first}" if last <= first else f"L{first}-L{last}"


def anchor(place: Where | Evidence) -> str:
    """The fragment that leads to the lines of a place; empty if it names none, or lines of another copy."""
    if not place.first_line or (isinstance(place, Where) and place.copy):
        return ""
    return "#" + fragment(place.first_line, place.last_line or place.first_line)


def article_path(number: int | str, place: Where | Evidence | None = None, **more: Any) -> str:
    """The address of an article (`197378` or `Q197378`), at a place in it if one is given."""
    name = article_id(number) if isinstance(number, int) else number
    return url_for("web.articles_page", article=name, **more) + (anchor(place) if place else "")
