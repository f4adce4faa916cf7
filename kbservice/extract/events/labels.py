"""One line of an event as the viewer shows it -> its values: `Event ID: 9318`, `Source: X  Type: Error`."""

from __future__ import annotations

import re

from kbservice.extract.events.fields import LABEL, Field, cut, kind_of
from kbservice.extract.events.headings import heading

_BULLET = re.compile(r"[ \t]*(?:[-*•·][ \t]+|\d{1,2}[.)][ \t]+|[a-z][.)][ \t]+)?[\"'“(]{0,2}[ \t]*")
_NO_COLON = re.compile(
    r"(?P<label>(?:event )?source|(?:event )?type|(?:event )?category|description)(?:[ \t]+-)?[ \t]+(?=\S)",
    re.IGNORECASE,
)
_ALONE = re.compile(r"(?:event )?description[ \t]*$", re.IGNORECASE)
_GRID = re.compile(r"(?:date|time|user|computer|event id|source|type|category)(?:[ ]{2,}|\t)\S", re.IGNORECASE)


def labelled(line: str, inside: bool) -> list[Field]:
    """The values of a line, none if it is running text.

    `inside` says that the line goes on with an entry, where labels may stand without a colon (`Source MSExchangeMSMI`).
    """
    bullet = _BULLET.match(line)
    text = line[bullet.end() :] if bullet else line
    if LABEL.match(text):
        return cut(text)
    found = heading(text, inside)
    if found:
        return found
    if _GRID.match(text):
        return _grid(text)
    bare = _NO_COLON.match(text) if inside else None
    if bare:
        behind = cut(text, bare.end())
        return [Field(kind_of(bare["label"]), text[bare.end() :]), *behind]
    return [Field("description", "")] if inside and _ALONE.match(text) else []


def _grid(text: str) -> list[Field]:
    """`Time            12:14:44 PM             Source          MSExchangeMig`: cells parted by blanks alone."""
    cells = re.split(r"[ ]{2,}|\t+", text.strip())
    return [Field(kind_of(name), value) for name, value in zip(cells[::2], cells[1::2], strict=False)]
