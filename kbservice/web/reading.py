"""An article as it is read: its headed parts in order, ready to set, and the lines that stand in none of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from kbservice.record import Record, Section, Where
from kbservice.web.anchors import fragment
from kbservice.web.blocks import Block, Line, blocks

_UNDERLINE = re.compile(r"\s*[-=_]{3,}\s*")


@dataclass(frozen=True, slots=True)
class Part:
    """A headed part: canonical name, heading, level from 2, its blocks; `copy` names another copy that it is from."""

    name: str
    heading: str
    level: int
    blocks: tuple[Block, ...]
    copy: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What the lines of an article need to know: which numbers are articles, and which ranges begin at a line."""

    cited: frozenset[int]
    places: Mapping[int, tuple[str, ...]]


def about(record: Record) -> About:
    """The numbers of the articles that it cites, and the fragments of all ranges of lines that state a fact."""
    facts = (
        record.applies_to, record.events, record.codes, record.files, record.fixed_in, record.statements,
        record.fix_keywords, record.listed_fixes, record.requires, record.citations,
    )  # fmt: skip
    stated: Iterable[Where] = (fact.where for kind in facts for fact in kind)
    found: dict[int, dict[str, None]] = {}
    for place in chain(stated, *(conflict.wheres for conflict in record.conflicts)):
        if place.last_line > place.first_line and not place.copy:
            found.setdefault(place.first_line, {})[fragment(place.first_line, place.last_line)] = None
    cited = frozenset(citation.article for citation in record.citations)
    return About(cited, {line: tuple(fragments) for line, fragments in found.items()})


def parts(record: Record) -> list[Part]:
    """The sections of an article in their order, sub-headings as parts of their own."""
    return [part for section in record.sections for part in _parts(record, section, section.name, 2)]


def frame(record: Record) -> list[Line]:
    """Head and foot: the lines that stand in no section and are no heading of one."""
    inside = {n for s in record.sections if not s.copy for n in range(s.first_line, s.last_line + 1)}
    headings = {s.heading.strip().lower() for s in record.sections}
    found = []
    for number, text in enumerate(record.lines, 1):
        bare = text.strip()
        if number not in inside and bare and bare.lower() not in headings and not _UNDERLINE.fullmatch(bare):
            found.append(Line(number, text.rstrip()))
    return found


def _parts(record: Record, section: Section, name: str, level: int) -> Iterator[Part]:
    end = section.subsections[0].first_line - 1 if section.subsections else section.last_line
    copy = section.copy
    text = record.passage(Where(name, section.first_line, end, copy=copy)) if end >= section.first_line else ""
    lines = [Line(0 if copy else n, t) for n, t in enumerate(text.split("\n"), section.first_line)] if text else []
    if section.subsections:
        lines = _without_heading(lines, section.subsections[0].heading)
    yield Part(name, _titled(section.heading), min(level, 4), blocks(lines), copy)
    for sub in section.subsections:
        yield from _parts(record, sub, name, level + 1)


def _without_heading(lines: list[Line], heading: str) -> list[Line]:
    """The lines without the sub-heading (and its underline) at their end."""
    while lines and (not lines[-1].text.strip() or _UNDERLINE.fullmatch(lines[-1].text)):
        lines = lines[:-1]
    return lines[:-1] if lines and lines[-1].text.strip() == heading.strip() else lines


def _titled(heading: str) -> str:
    """A heading without the capitals that stood for bold type."""
    return heading.capitalize() if heading.isupper() else heading
