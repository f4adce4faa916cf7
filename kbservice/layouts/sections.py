"""Headings -> sections with their sub-headings, each a range of lines."""

from __future__ import annotations

from collections.abc import Sequence

from kbservice.layouts.headings import OTHER, Heading
from kbservice.record import Section


def build(headings: Sequence[Heading], lines: Sequence[str], first: int, last: int) -> tuple[Section, ...]:
    """The sections of the body that stands on the lines from `first` to `last`, in their order.

    What stands before the first heading of rank 0, or a body without any, is a section named `other` without a heading;
    headings of lower rank divide it into subsections only.
    """
    count = next((index for index, heading in enumerate(headings) if heading.rank == 0), len(headings))
    start = headings[count].line - 1 if count < len(headings) else last
    lead = _section(OTHER, "", lines, first, start, _nested(headings[:count], lines, start))
    before = (lead,) if lead.last_line >= lead.first_line else ()
    return before + _nested(headings[count:], lines, last)


def _nested(headings: Sequence[Heading], lines: Sequence[str], last: int) -> tuple[Section, ...]:
    found = []
    position = 0
    while position < len(headings):
        heading = headings[position]
        following = position + 1
        while following < len(headings) and headings[following].rank > heading.rank:
            following += 1
        end = headings[following].line - 1 if following < len(headings) else last
        below = _nested(headings[position + 1 : following], lines, end)
        found.append(_section(heading.name, heading.text, lines, heading.after, end, below))
        position = following
    return tuple(found)


def _section(
    name: str, heading: str, lines: Sequence[str], first: int, last: int, below: tuple[Section, ...] = ()
) -> Section:
    """A section without the blank lines around its body; an empty one ends before it begins."""
    begin, end = first, last
    while begin <= end and not lines[begin - 1].strip():
        begin += 1
    while end >= begin and not lines[end - 1].strip():
        end -= 1
    if end < begin:
        begin, end = first, first - 1
    return Section(name, heading, begin, end, below)
