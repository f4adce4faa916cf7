"""Records -> a thing that one can ask: how articles are found.

`Index` is the only abstraction of the house, because it is the only thing with more than one implementation: the index
on disk and the index in memory, which tests use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from kbservice.record import Record


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks: the words as typed, the filters given beside them, the order and the page.

    Filters are exact: field name -> values, any of which will do. Field names: product, event_id, source, file,
    error_code, kind, year. `date_from` and `date_to` are ISO dates.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    date_from: str | None = None
    date_to: str | None = None
    sort: str = "relevance"  # relevance, newest, oldest, number
    page: int = 1
    per_page: int = 10
    facets: tuple[str, ...] = ()  # of: product, kind, year, source


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found: score, snippet (HTML-escaped, terms in <mark>), and why it matched."""

    number: int
    title: str
    kind: str
    score: float
    snippet: str
    why: tuple[str, ...]  # for people: "event 9322", "title: firewall", "meaning"
    last_modified: str | None
    products: tuple[str, ...]
    has: tuple[str, ...] = ()  # of: event, fix, files, workaround
    copies: tuple[int, ...] = ()  # articles with the same text under other numbers, folded into this hit


@dataclass(frozen=True, slots=True)
class FacetValue:
    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Understood:
    """How a question was read: one recognised part of it.

    `kind` is one of: words, phrase, article, event, source, code, stop, file, version, product, registry, kind, date.
    """

    kind: str
    value: str
    typed: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page of hits, the exact total, facets with counts, and how the question was understood."""

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    understood: tuple[Understood, ...] = ()
    did_you_mean: tuple[str, ...] = ()
    missing_words: tuple[str, ...] = ()  # words of the question that occur nowhere
    notes: tuple[str, ...] = ()  # for people: "nothing holds all words; showing articles with some of them"


class Index(Protocol):
    """A set of records that can be asked. Safe to share between threads; never changes: a new build is a new Index."""

    @property
    def generation(self) -> str:
        """A token that changes when the content does; caches and ETags are keyed by it."""

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What ingest wrote about this build: counts by layout, problems by kind, digests, when it was made."""

    def __len__(self) -> int: ...

    def __contains__(self, number: int) -> bool: ...

    def numbers(self) -> Iterator[int]:
        """All article numbers, ascending."""

    def get(self, number: int) -> Record | None:
        """The record of that article number, or None."""

    def get_many(self, numbers: Iterable[int]) -> list[Record]:
        """The records that are held, in the order asked."""

    def find(self, field: str, value: str) -> list[int]:
        """Article numbers, ascending, whose exact field holds the value.

        Fields: event (`9322`), source (folded), event_source (`9322|msexchangemta`), code (`0x80004005`), stop, file
        (lower case name), product, kind, cites (number), listed (number that a fix list names), keyword, supersedes.
        """

    def values(self, field: str) -> list[FacetValue]:
        """All values of an exact field with the number of articles that hold each."""

    def search(self, question: Question) -> Page:
        """The page of articles that answer the question best."""

    def suggest(self, word: str, limit: int = 5) -> list[str]:
        """Words of the corpus' own vocabulary that are spelt like this one, likeliest first."""

    def complete(self, prefix: str, limit: int = 8) -> list[str]:
        """Titles or terms that begin like what was typed."""
