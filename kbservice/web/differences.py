"""Two copies of an article, line by line: what was added, what was taken away, and a little of what stayed."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

_AROUND = 2  # unchanged lines that are shown around a change


@dataclass(frozen=True, slots=True)
class Change:
    """One line: `kind` is same, removed, added or gap; the line is in the older copy, the newer, or both."""

    kind: str
    text: str = ""


def between(older: str, newer: str) -> list[Change]:
    """The changes from one text to the other, paragraphs wrapped otherwise counting as changed; [] if equal."""
    old, new = _lines(older), _lines(newer)
    found: list[Change] = []
    for group in difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(_AROUND):
        found += [Change("gap")] if found else []
        for tag, first, last, start, end in group:
            found += _changes(tag, old[first:last], new[start:end])
    return found


def _changes(tag: str, old: list[str], new: list[str]) -> Iterator[Change]:
    if tag == "equal":
        yield from (Change("same", line) for line in old)
        return
    yield from (Change("removed", line) for line in old)
    yield from (Change("added", line) for line in new)


def _lines(text: str) -> list[str]:
    """The lines that say something, without the blanks around them: layouts indent the same sentence differently."""
    return [bare for line in text.split("\n") if (bare := line.strip()) and not set(bare) <= set("=-_")]
