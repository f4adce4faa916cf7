"""What people type for a thing, and what the articles print for it: two tables, read once.

`data/aliases.txt` holds short names of products and releases (W2K, NT4, OWA, XL97), which are written out before
anything else is looked at. `data/synonyms.txt` holds everyday words and the articles' words for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kbservice.index import analysis

Terms = tuple[str, ...]

_MARKS = ".,:;?!()\"'"
# Articles, pronouns and auxiliary verbs; `after`, `from`, `without` and `not` do tell something.
_LITTLE_WORDS = """
    a am an and are be been did do does had has have her his i is it its just my of or our so that the their these this
    those to was we were your
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms `first` to `first + count - 1` of a question may be printed as any of `others`, each one term or several
    that stand together in a field."""

    first: int
    count: int
    others: tuple[Terms, ...]


def written_out(text: str) -> str:
    """The text in lower case with the short names of products and releases written out: `ex55` -> `exchange 5.5`."""
    names, pattern = _aliases()
    return pattern.sub(lambda match: names[match[0]], text.lower())


def gist(text: str) -> str:
    """What of a question is compared by meaning: short names written out, little words left out.

    Without those the labelled questions are answered no worse, and encoded in five sixths of the time.
    """
    return " ".join(word for word in written_out(text).split() if word.strip(_MARKS) not in _LITTLE)


def alternatives(terms: Sequence[str]) -> Iterator[Alternative]:
    """What else articles print for the terms of a question, for each run of terms that the table knows."""
    table, longest = _synonyms()
    for first in range(len(terms)):
        for count in range(1, min(longest, len(terms) - first) + 1):
            others = table.get(tuple(terms[first : first + count]))
            if others:
                yield Alternative(first, count, others)


def _rows(name: str) -> Iterator[str]:
    text = (files("kbservice") / "data" / name).read_text(encoding="utf-8")
    return (row for line in text.splitlines() if (row := line.strip()) and not row.startswith("#"))


@cache
def _aliases() -> tuple[dict[str, str], re.Pattern[str]]:
    names: dict[str, str] = {}
    for row in _rows("aliases.txt"):
        typed, _, printed = row.partition(" = ")
        names |= dict.fromkeys(map(str.strip, typed.split("|")), printed.strip())
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return names, re.compile(rf"(?<![\w.+\\/-])(?:{longest_first})(?![\w+]|\.\w)")


@cache
def _synonyms() -> tuple[dict[Terms, tuple[Terms, ...]], int]:
    """What stands for what, and the number of terms of the longest run."""
    table: dict[Terms, dict[Terms, None]] = {}
    for row in _rows("synonyms.txt"):
        for typed, printed in _pairs(row):
            key, other = tuple(analysis.terms(typed)), tuple(analysis.terms(printed))
            if key and other and key != other:
                table.setdefault(key, {})[other] = None
    return {key: tuple(others) for key, others in table.items()}, max(map(len, table))


def _pairs(row: str) -> Iterator[tuple[str, str]]:
    if "~" in row:
        words = [word.strip() for word in row.split("~")]
        return ((a, b) for a in words for b in words if a != b)
    typed, _, printed = row.partition("=")
    return ((a.strip(), b.strip()) for a in typed.split("|") for b in printed.split("|"))
