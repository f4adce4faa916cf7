"""Two copies of an article, sentence by sentence: what was added, what was taken away, and a little of what stayed.

Layouts wrap and indent the same sentence differently, so prose is joined and compared by sentences; what stands in
columns is compared by lines.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

_AROUND = 1  # unchanged sentences that are shown around a change
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9\"(])")
_COLUMNS = re.compile(r"\S {3,}\S|\t")
_LABEL = re.compile(r"[\w()][\w() ]{1,30}:(?:\s|$)")
_RULE = re.compile(r"[-=_\s]+")


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence: `kind` is same, removed, added or gap; it is in the older copy, the newer, or both."""

    kind: str
    text: str = ""


def between(older: str, newer: str) -> list[Change]:
    """The changes from one text to the other; none if the two differ in wrapping alone."""
    old, new = _sentences(older), _sentences(newer)
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


def _sentences(text: str) -> list[str]:
    """The sentences of paragraphs, and the lines of tables and labelled values."""
    found: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in paragraph.split("\n") if not _RULE.fullmatch(line) and line.strip()]
        if any(_COLUMNS.search(line) for line in lines) or sum(_LABEL.match(line) is not None for line in lines) > 1:
            found += [" ".join(line.split()) for line in lines]
        else:
            found += _SENTENCE_END.split(" ".join(lines)) if lines else []
    return found
