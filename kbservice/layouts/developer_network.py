"""The developer network's text of the 1990s: title, `ID: Q151626`, applies-to list, headings with or without rules."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kbservice.layouts import flowing
from kbservice.record import Document

NAME = "developer-network-text"

_HEAD = re.compile(r"^[ \t]*(?:PSS |Article )?ID(?: Number)?[ \t]*:[ \t]*(?:Q(\d{4,7})|(\d{5,6}))[ \t]*$", re.MULTILINE)
_MODIFIED = re.compile(
    r"^[ \t]*(?:Article )?(?:Last (?:modified|reviewed)|(?:Revision|Creation) date)(?: on)?[ \t]*:?[ \t]*(.{6,30})$",
    re.MULTILINE | re.IGNORECASE,
)
_LONGEST_HEAD = 4000  # characters


def recognises(text: str) -> bool:
    """Whether the text states an article number under the label `ID` near its beginning."""
    return _HEAD.search(text, 0, _LONGEST_HEAD) is not None


def read(text: str) -> Document:
    """The article in a text that `recognises` accepts."""
    head = _HEAD.search(text)
    assert head is not None
    lines = text.split("\n")
    number_line = text.count("\n", 0, head.start()) + 1
    title, title_line = _title(lines, number_line)
    modified = _MODIFIED.search(text, 0, _LONGEST_HEAD)
    body = flowing.read(text, lines, number_line)
    found = flowing.Head(int(head[1] or head[2]), title, title_line, modified and modified[1])
    return flowing.document(NAME, text, found, body)


def _title(lines: Sequence[str], number_line: int) -> tuple[str, int]:
    """The title: the lines nearest above the article number, joined where it is wrapped."""
    last = number_line - 1
    while last > 0 and not lines[last - 1].strip():
        last -= 1
    first = last + 1
    while first > max(1, last - 2) and _is_title(lines[first - 2]):
        first -= 1
    words = " ".join(line.strip() for line in lines[first - 1 : last])
    return (words, first) if words else ("", 0)


def _is_title(line: str) -> bool:
    return bool(line.strip()) and not flowing.is_furniture(line)
