"""The support page of 2002-07, copied as text: `Article ID: 191594 - Last Review: October 28, 2006 - Revision: 3.3`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kbservice.layouts import flowing
from kbservice.layouts.headings import OTHER, canonical
from kbservice.record import Document

NAME = "support-page"

_HEAD = re.compile(r"^[ \t]*Article ID[ \t]*:[ \t]*Q?(\d{4,7})\b(.*)$", re.MULTILINE)
_REVIEW = re.compile(r"\bLast Review(?:ed)?[ \t]*:[ \t]*([^\n]{6,40}?)(?: -|$)", re.MULTILINE)
_REVISION = re.compile(r"\bRevision[ \t]*:[ \t]*(\d+(?:\.\d+)*)")
_LONGEST_HEAD = 6000  # characters; navigation may stand above


def recognises(text: str) -> bool:
    """Whether the text has the head of a support page."""
    head = text[:_LONGEST_HEAD]
    return _HEAD.search(head) is not None and _REVIEW.search(head) is not None


def read(text: str) -> Document:
    """The article in a text that `recognises` accepts."""
    head = _HEAD.search(text)
    assert head is not None
    lines = text.split("\n")
    number_line = text.count("\n", 0, head.start()) + 1
    title, title_line = _title(lines, number_line)
    review = _REVIEW.search(text)
    revision = _REVISION.search(text, head.start(), head.start() + 400)
    body = flowing.read(text, lines, max(number_line, title_line))
    found = flowing.Head(int(head[1]), title, title_line, review and review[1], revision and revision[1])
    return flowing.document(NAME, text, found, body)


def _title(lines: Sequence[str], number_line: int) -> tuple[str, int]:
    """The title stands right above the article number, or, where nothing does, right below it."""
    above = range(number_line - 1, max(0, number_line - 6), -1)
    below = range(number_line + 1, min(number_line + 8, len(lines) + 1))
    for number in (*above, *below):
        line = lines[number - 1].strip()
        if line and not flowing.is_furniture(line) and canonical(line) == OTHER:
            return line, number
    return "", 0
