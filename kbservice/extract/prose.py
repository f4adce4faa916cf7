"""Wrapped lines -> paragraphs and sentences that still know the lines on which they stand.

Articles are hand-wrapped at 80 columns, so a statement runs over lines; and a full stop ends few of the sentences that
matter (`U.S.`, `4.0`, `Inc.`). Both are settled here once for all extractors.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from kbservice.record import Document, Where

_ITEM = re.compile(r"\s*(?:[-*•·]\s|\d{1,3}[.)]\s|[a-zA-Z][.)]\s)")
_RULE = re.compile(r"\s*[-=+_|]{4,}[-=+_| ]*$")
_ABBREVIATION = re.compile(
    r"(?:\b(?:U\.S|e\.g|i\.e|vs|No|Inc|Corp|Ltd|Dr|etc|Ver|ver|v|approx|Co|a\.m|p\.m)|\b[A-Z])\.$"
)
_END = re.compile(r"[.!?:][\"')\]]*(?=\s+[\"'(\[]?[A-Z0-9]|\s*$)")


@dataclass(frozen=True, slots=True)
class Passage:
    """Running text taken out of consecutive lines, wrapped lines joined by one space.

    `starts[i]` is the offset in `text` at which the i-th line begins; `where` the lines and the part that owns them.
    """

    text: str
    where: Where
    starts: tuple[int, ...]

    def place(self, start: int, end: int) -> Where:
        """The lines on which the characters from `start` to `end` stand."""
        first = self.where.first_line + bisect_right(self.starts, start) - 1
        last = self.where.first_line + bisect_right(self.starts, max(start, end - 1)) - 1
        return Where(self.where.section, first, last, self.where.heading, self.where.copy)


def passages_of(document: Document, part: Where) -> Iterator[Passage]:
    """The paragraphs and list items within one range of lines."""
    block: list[str] = []
    first = part.first_line
    for number in range(part.first_line, part.last_line + 1):
        line = document.lines[number - 1]
        if not line.strip() or _RULE.match(line):
            if block:
                yield _passage(block, first, part)
            block = []
            continue
        if block and _ITEM.match(line):
            yield _passage(block, first, part)
            block = []
        if not block:
            first = number
        block.append(line)
    if block:
        yield _passage(block, first, part)


def sentences(passage: Passage) -> Iterator[Passage]:
    """The sentences of a passage; a full stop after an abbreviation or within a version ends none."""
    start = 0
    for match in _END.finditer(passage.text):
        end = match.end()
        if match[0].startswith(".") and _ABBREVIATION.search(passage.text[start : match.start() + 1]):
            continue
        yield from _cut(passage, start, end)
        start = end
    yield from _cut(passage, start, len(passage.text))


def _cut(passage: Passage, start: int, end: int) -> Iterator[Passage]:
    raw = passage.text[start:end]
    text = raw.strip()
    if not text:
        return
    begin = start + len(raw) - len(raw.lstrip())
    where = passage.place(begin, begin + len(text))
    offset = where.first_line - passage.where.first_line
    count = where.last_line - where.first_line + 1
    starts = tuple(max(0, s - begin) for s in passage.starts[offset : offset + count])
    yield Passage(text, where, starts)


def _passage(lines: list[str], first: int, part: Where) -> Passage:
    starts: list[int] = []
    length = 0
    stripped = [line.strip() for line in lines]
    for line in stripped:
        starts.append(length)
        length += len(line) + 1
    where = Where(part.section, first, first + len(lines) - 1, part.heading, part.copy)
    return Passage(" ".join(stripped), where, tuple(starts))
