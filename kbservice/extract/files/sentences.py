"""Sentences that state the version or date of a corrected file, where no table does.

"This problem was corrected in X400gate.exe version 3.2.15"; the words may run over the end of a line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kbservice.extract.files import values
from kbservice.extract.files.columns import DATE, NAME, VERSION
from kbservice.extract.files.rows import Row
from kbservice.record import Document, Where

_VERSION = r"\d+(?:\.\d+[a-z]?)+(?![\w:])"
_STATED = re.compile(
    r"\b(?:corrected|fixed|resolved|eliminated)\s+(?:in|by|with)\s(?:(?:[^.]|\.\d){0,70}?[\s(])??(?:"
    rf"version\s+(?P<version_first>{_VERSION})\s+of\s+(?:the\s+)?(?:file\s+)?(?P<name_last>{values.FILE_NAME})"
    rf"|(?P<name>{values.FILE_NAME}),?(?:\s+(?:file|driver|dll))?,?\s+\(?"
    rf"(?:version\s+(?P<version>{_VERSION}))?(?:,?\s*(?:and\s+)?dated\s+(?P<date>{values.DATE}))?)"
    r"(?P<or_later>,?\s+\(?or\s+later)?",
    re.IGNORECASE,
)
_SECTIONS = frozenset(("resolution", "status", "workaround", "more_information", "summary"))
_WORDS = ("corrected", "fixed", "resolved", "eliminated")
_SIGN = re.compile(
    r"\b(?:corrected|fixed|resolved|eliminated)\s+(?:in|by|with)\s(?:[^.]|\.\d){0,75}\.[a-z][a-z0-9_]{1,3}[\s,(.]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A file that a sentence says is corrected."""

    values: Row
    where: Where
    or_later: bool


def stated(document: Document, named: Collection[str]) -> Iterator[Stated]:
    """The files that sentences of the body say are corrected, with a version or a date, each once.

    Files whose names (lower case) are in `named` have been stated by a table and are left out.
    """
    if not any(word in document.lower for word in _WORDS) or _SIGN.search(document.text) is None:
        return
    seen: set[tuple[tuple[str, str], ...]] = set()
    for part in document.parts():
        if part.section in _SECTIONS:
            for found in _in_part(document, part):
                key = tuple((kind, value.lower()) for kind, value in found.values.items())
                if found.values[NAME].lower() not in named and key not in seen:
                    seen.add(key)
                    yield found


def _in_part(document: Document, part: Where) -> Iterator[Stated]:
    text = "\n".join(document.lines[part.first_line - 1 : part.last_line])
    for match in _STATED.finditer(text):
        found = {
            NAME: match["name"] or match["name_last"],
            VERSION: match["version"] or match["version_first"],
            DATE: match["date"],
        }
        cells = {kind: value for kind, value in found.items() if value}
        if len(cells) > 1:
            first = part.first_line + text.count("\n", 0, match.start())
            last = part.first_line + text.count("\n", 0, match.end())
            yield Stated(cells, Where(part.section, first, last, part.heading), match["or_later"] is not None)
