"""What the index holds as a whole: its products, and its size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kbservice.index import FacetValue, Index

COUNTED = ("event", "source", "file", "code", "stop", "product", "keyword")
_counted: dict[str, Stats] = {}  # generation of the index -> its size; one entry


@dataclass(frozen=True, slots=True)
class Stats:
    """How much the index holds: articles, articles by kind, distinct values by exact field, what ingest reported."""

    articles: int
    kinds: tuple[FacetValue, ...]
    distinct: Mapping[str, int]
    generation: str
    manifest: Mapping[str, Any]


def products(index: Index) -> tuple[FacetValue, ...]:
    """The products of the applies-to lists with their articles, most first."""
    return tuple(sorted(index.values("product"), key=lambda value: (-value.count, value.value)))


def stats(index: Index) -> Stats:
    """The size of the index; the one counted last is kept, since counting takes longer than the page that shows it."""
    counted = _counted.get(index.generation)
    if counted is None:
        counted = _count(index)
        _counted.clear()
        _counted[index.generation] = counted
    return counted


def _count(index: Index) -> Stats:
    kinds = tuple(sorted(index.values("kind"), key=lambda value: (-value.count, value.value)))
    distinct = {name: len(index.values(name)) for name in COUNTED}
    return Stats(len(index), kinds, distinct, index.generation, index.manifest)
