"""The BetaArchive wiki's page of an article, as it stands now or as an old revision of the page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kbservice.layouts import flowing, labels
from kbservice.record import Document

PAGE = "wiki-page"
REVISION = "wiki-revision"

_NAME = re.compile(r"^[ \t]*Microsoft KB Archive/Q?(\d{4,7})\b", re.MULTILINE)
_NUMBER = re.compile(r"^[ \t]*Article ID[ \t]*:[ \t]*Q?(\d{4,7})\b", re.MULTILINE)
_MODIFIED = re.compile(r"^[ \t]*Article Last Modified on[ \t]+(.{6,30})$", re.MULTILINE)
_REVISED = re.compile(r"\bRevision as of (?:\d{1,2}:\d\d, )?(\d{1,2} [A-Z][a-z]+ \d{4})")
_LONGEST_HEAD = 6000  # characters


def recognises(text: str) -> bool:
    """Whether the text is named as a page of the wiki's archive, or has the head that its pages have."""
    head = text[:_LONGEST_HEAD]
    return (_NAME.search(head) or (_NUMBER.search(head) and _MODIFIED.search(head))) is not None


def read(text: str) -> Document:
    """The article in a text that `recognises` accepts."""
    head = _NUMBER.search(text) or _NAME.search(text)
    assert head is not None
    lines = text.split("\n")
    modified = _MODIFIED.search(text)
    revised = labels.date(match[1]) if (match := _REVISED.search(text, 0, _LONGEST_HEAD)) else None
    number_line = text.count("\n", 0, head.start()) + 1
    title, title_line = _title(lines, number_line)
    head_end = text.count("\n", 0, modified.start()) + 1 if modified else number_line
    body = flowing.read(text, lines, head_end)
    revision = revised.isoformat() if revised else None
    found = flowing.Head(int(head[1]), title, title_line, modified and modified[1], revision)
    return flowing.document(REVISION if revised else PAGE, text, found, body)


def _title(lines: Sequence[str], number_line: int) -> tuple[str, int]:
    """The title, where the page has kept it, stands between the wiki's own lines and the article number."""
    for number in range(number_line - 1, 0, -1):
        line = lines[number - 1].strip()
        if line and not flowing.is_furniture(line):
            return re.sub(r"^Q\d{4,7}: ", "", line), number
    return "", 0
