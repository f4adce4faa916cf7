"""Text of one article -> Document: how is it written?

Layouts are told apart by what stands in the text, never by a file's name. To add one, write its module with
`recognises(text)` and `read(text)`, and name it in LAYOUTS.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from kbservice.errors import NotAnArticle
from kbservice.layouts import archive, developer_network, markup, support_page, wiki
from kbservice.record import Document


@dataclass(frozen=True, slots=True)
class Layout:
    """How articles of one kind are written: the names that its Documents bear, what tells it, and what reads it."""

    names: tuple[str, ...]
    recognises: Callable[[str], bool]
    read: Callable[[str], Document]


# The first that recognises a text reads it.
LAYOUTS: tuple[Layout, ...] = (
    Layout((archive.MARKDOWN, archive.TEXT), archive.recognises, archive.read),
    Layout((support_page.NAME,), support_page.recognises, support_page.read),
    Layout((wiki.PAGE, wiki.REVISION), wiki.recognises, wiki.read),
    Layout((developer_network.NAME,), developer_network.recognises, developer_network.read),
)

_ESCAPE = re.compile(r"<([89A-F][0-9A-F])>")


def read(text: str) -> Document:
    """The article that a decoded text holds.

    Byte escapes (`<A0>`: code page 1252) are resolved and no-break spaces become blanks; no line moves. Of a saved page
    the Document holds the text that is seen, as if it had been copied.

    Raises:
        NotAnArticle: no layout recognises the text, or it states no article number.
    """
    if markup.is_markup(text):
        document = _read(markup.render(text))
        return replace(document, layout=f"{document.layout}-html")
    return _read(text)


def _read(text: str) -> Document:
    text = _ESCAPE.sub(_character, text).replace("\xa0", " ")
    for layout in LAYOUTS:
        if layout.recognises(text):
            return layout.read(text)
    raise NotAnArticle("the text has none of the known layouts")


def _character(match: re.Match[str]) -> str:
    """The character of a byte escape; the five bytes that code page 1252 leaves undefined stay as written."""
    try:
        return bytes.fromhex(match[1]).decode("cp1252")
    except UnicodeDecodeError:
        return match[0]
