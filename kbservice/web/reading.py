"""Lines of an article -> blocks that a page can set: paragraphs, lists, headings, and text kept as typed.

The articles are plain text for a fixed pitch. Prose is wrapped by hand and is joined again; what stands indented
(event entries, commands, registry keys, tables) means its columns and is kept. Each block knows its lines, so that a
fact can be linked to the place that states it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kbservice.record import Record, Section

_BULLET = re.compile(r" {0,4}[-*•]\s+(?=\S)")
_NUMBER = re.compile(r" {0,4}\d{1,3}[.)]\s+(?=\S)")
_RULE = re.compile(r"\s*[-=+_|]{4,}[-=+_| ]*$")
_TABLE = re.compile(r"\s*[|+]|.*\S {2,}\S+ {2,}\S")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source: its number and its text."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """What is set as one piece: `kind` is text, bullets, numbers, typed or heading; the lines; the items of a list."""

    kind: str
    lines: tuple[Line, ...]
    items: tuple[Block, ...] = ()

    @property
    def text(self) -> str:
        """The lines joined as running text."""
        return " ".join(line.text.strip() for line in self.lines)

    @property
    def first(self) -> int:
        return self.lines[0].number


@dataclass(frozen=True, slots=True)
class Part:
    """A headed part of the article, ready to set: canonical name, heading, level 2 or 3, blocks."""

    name: str
    heading: str
    level: int
    first: int
    blocks: tuple[Block, ...]


def parts(record: Record) -> list[Part]:
    """The sections of an article in their order, sub-headings as parts of their own."""
    return [part for section in record.sections for part in _parts(record, section, section.name, 2)]


def _parts(record: Record, section: Section, name: str, level: int) -> Iterator[Part]:
    end = section.subsections[0].first_line - 1 if section.subsections else section.last_line
    lines = [Line(n, record.lines[n - 1]) for n in range(section.first_line, end + 1)]
    if section.subsections:
        lines = _without_heading(lines, section.subsections[0].heading)
    yield Part(name, section.heading, level, section.first_line, tuple(blocks(lines)))
    for sub in section.subsections:
        yield from _parts(record, sub, name, level + 1)


def _without_heading(lines: list[Line], heading: str) -> list[Line]:
    """The lines without the sub-heading (and its underline) at their end."""
    while lines and (not lines[-1].text.strip() or _RULE.match(lines[-1].text)):
        lines = lines[:-1]
    return lines[:-1] if lines and lines[-1].text.strip() == heading.strip() else lines


def blocks(lines: Sequence[Line]) -> Iterator[Block]:
    """The blocks of consecutive lines."""
    for group in _groups(lines):
        if _BULLET.match(group[0].text):
            yield _list("bullets", group, _BULLET)
        elif _NUMBER.match(group[0].text):
            yield _list("numbers", group, _NUMBER)
        elif _typed(group):
            yield Block("typed", tuple(group))
        else:
            yield Block("text", tuple(group))


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines between blank ones."""
    group: list[Line] = []
    for line in lines:
        if line.text.strip():
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _typed(group: list[Line]) -> bool:
    indented = all(line.text.startswith((" ", "\t")) for line in group)
    ruled = any(_RULE.match(line.text) for line in group)
    tabular = len(group) > 1 and all(_TABLE.match(line.text) for line in group)
    return indented or ruled or tabular


def _list(kind: str, group: list[Line], mark: re.Pattern[str]) -> Block:
    items: list[list[Line]] = []
    for line in group:
        if mark.match(line.text) or not items:
            items.append([Line(line.number, mark.sub("", line.text, count=1))])
        else:
            items[-1].append(line)
    return Block(kind, tuple(group), tuple(Block("text", tuple(item)) for item in items))
