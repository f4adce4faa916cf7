"""The article's own words: its body without the titles of the articles that it cites.

An event or its ID in the title of another article says nothing about this one; a bug list would otherwise log dozens.
Titles are blanked, so that line numbers and the shape of the text stay.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from kbservice.record import Document, Where

_TITLE_LINES = 3  # a cited title wraps at most twice
_CITATION = re.compile(
    r"[ \t]*(?:[-*•·][ \t]*)?[\"'(\[]?(?:article[- ]id[ \t]*:?[ \t]*)?(?:Q[ \t]?\d{5,6}(?!\d)|\d{6}[\xa0 \t:]+[\"(A-Z])"
    r"|[ \t]*title[ \t]*:",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"Q\d{5}|\b\d{6}[\s,(]")
_QUOTED = re.compile(
    r"\b(?:Q\d{5,6}|\d{6})[\xa0\s,:]{0,9}(?:\(http[^)\n]{0,120}\)[\s,:]{0,9})?[\"“][^\"”]{1,200}[\"”]"
    r"|[\"“][^\"”]{1,200}[\"”][,\s]{0,9}\(?Q\d{5,6}\b"
)
_UNQUOTED = re.compile(r"\bQ\d{5,6}[ \t:,-]{1,6}[A-Z][A-Z0-9]{2,7}: [^\n]*")
LOGGING = re.compile(r"event\s+log|event\s+viewer|\b(?:application|system|security)\s+log\b", re.IGNORECASE)
_NOT_BREAK = re.compile(r"[^\n]")


@dataclass(frozen=True)
class OwnText:
    """The body with other articles' titles blanked; line n is line n of the document."""

    document: Document
    lines: tuple[str, ...]

    @cached_property
    def text(self) -> str:
        return "\n".join(self.lines)

    @cached_property
    def logs(self) -> bool:
        """Whether the text speaks of the Windows event log."""
        return bool(LOGGING.search(self.text) or LOGGING.search(self.document.title))

    @cached_property
    def _starts(self) -> list[int]:
        starts, offset = [], 0
        for line in self.lines:
            starts.append(offset)
            offset += len(line) + 1
        return starts

    @cached_property
    def _parts(self) -> list[Where]:
        return sorted(self.document.parts(), key=lambda part: part.first_line)

    def line_at(self, offset: int) -> int:
        """The number of the line on which the character of `text` stands."""
        return bisect_right(self._starts, offset)

    def place(self, start: int, end: int) -> Where:
        """The lines on which the characters from `start` to `end` stand, with the part that owns them."""
        return self.where(self.line_at(start), self.line_at(max(start, end - 1)))

    def where(self, first: int, last: int) -> Where:
        """A range of lines with the section and sub-heading that own its first line."""
        at = bisect_right(self._parts, first, key=lambda part: part.first_line) - 1
        part = self._parts[max(at, 0)]
        return Where(part.section, first, last, part.heading)


def own_text(document: Document) -> OwnText:
    """The body of the document without headers, footers and the titles of other articles."""
    lines = [""] * len(document.lines)
    for section in document.sections:
        body = slice(section.first_line - 1, section.last_line)
        lines[body] = [line.rstrip() for line in document.lines[body]]
    _blank_citations(lines)
    text = "\n".join(lines)
    if _NUMBERED.search(text):
        for pattern in (_QUOTED, _UNQUOTED):
            text = pattern.sub(lambda match: _NOT_BREAK.sub(" ", match[0]), text)
        lines = [line.rstrip() for line in text.split("\n")]
    return OwnText(document, tuple(lines))


def _blank_citations(lines: list[str]) -> None:
    """Blank the lines that begin with an article number, and the lines on which its title goes on."""
    left = 0
    for at, line in enumerate(lines):
        if _CITATION.match(line):
            left = _TITLE_LINES
        elif not line:
            left = 0
        if left:
            lines[at] = ""
            left -= 1
