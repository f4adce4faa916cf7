"""The documents of a build by number: which article each is, and what the exact fields say of them.

All of it is read from the postings of exact fields, which costs no stored article.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache

import numpy as np

from kbservice.index import engine
from kbservice.index.engine import Array, Searcher
from kbservice.products import ProductName

_REMEMBERED = 20_000  # values that were asked for


class Documents:
    """Threads may share it."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._snapshot = searcher.snapshot
        self._known = lru_cache(maxsize=_REMEMBERED)(self._any)

    def known(self, field: str, value: str) -> bool:
        """Whether any article has this value in this exact field; cheap to ask of every word of a question."""
        return self._known(field, value)

    def _any(self, field: str, value: str) -> bool:
        return bool(len(engine.documents_with(self._searcher, field, value)))

    def document(self, number: int) -> int | None:
        """The document of an article."""
        docs = engine.documents_with(self._searcher, "number", str(number))
        return int(docs[0]) if len(docs) else None

    def with_value(self, field: str, value: str) -> list[int]:
        """The articles that have this value, ascending."""
        docs = engine.documents_with(self._searcher, field, value)
        return sorted(self.numbers[docs].tolist())

    @cached_property
    def numbers(self) -> Array:
        """The article number of each document."""
        numbers = np.zeros(self._snapshot.size, "i8")
        for doc, value in self._values("number"):
            numbers[doc] = int(value)
        return numbers

    @cached_property
    def held(self) -> list[int]:
        """The numbers of all articles, ascending."""
        return sorted(self.numbers[self.alive].tolist())

    @cached_property
    def alive(self) -> Array:
        """Whether each document is there still: replaced ones stay until they are merged away."""
        return np.ones(self._snapshot.size, bool) if self._snapshot.alive is None else self._snapshot.alive

    @cached_property
    def retired(self) -> Array:
        """Whether each document is an article that has been withdrawn."""
        flags = np.zeros(self._snapshot.size, bool)
        flags[engine.documents_with(self._searcher, "retired", "yes")] = True
        return flags

    def order(self, sort: str, docs: Array) -> Array:
        """How to sort documents: `newest`, `oldest` or `number`; of equal dates the higher number first."""
        numbers = self.numbers[docs]
        if sort == "number":
            return np.argsort(numbers, kind="stable")
        days = self._days[docs]
        return np.lexsort((-numbers, days if sort == "oldest" else -days))

    def successors_first(self, docs: Array) -> list[int]:
        """An order of these documents in which those that stay take their places, but an article that another of
        them replaces stands behind it."""
        if not self._replaced[docs].any():
            return list(range(len(docs)))
        places = {int(self.numbers[doc]): place for place, doc in enumerate(docs.tolist())}
        behind: dict[int, int] = {}
        for number, place in places.items():
            later = [places[n] for n in self._successors.get(number, ()) if n in places]
            if later and max(later) > place:
                behind[place] = max(later)
        return sorted(range(len(docs)), key=lambda place: (behind.get(place, place), place in behind))

    @cached_property
    def copies(self) -> tuple[Array, Array]:
        """The documents whose articles have the same text under different numbers, group by group, and the number of
        the group of each."""
        docs = np.array([doc for group in self._groups for doc in group], "i8")
        return docs, np.repeat(np.arange(len(self._groups)), [len(group) for group in self._groups])

    def copies_of(self, doc: int) -> tuple[int, ...]:
        """The numbers of other articles with the same text."""
        group = self._group_of.get(doc, [])
        return tuple(sorted(int(self.numbers[other]) for other in group if other != doc))

    @cached_property
    def _group_of(self) -> dict[int, list[int]]:
        return {doc: group for group in self._groups for doc in group}

    @cached_property
    def _groups(self) -> list[list[int]]:
        held: dict[bytes, list[int]] = {}
        for doc, value in self._values("body"):
            if self.alive[doc]:
                held.setdefault(value, []).append(doc)
        return [docs for docs in held.values() if len(docs) > 1]

    def has_product(self, doc: int, product: ProductName) -> bool:
        """Whether the article applies to the product, in the version that is said."""
        version = f"{product.family} {product.version}"
        field, value = ("product_version", version) if product.version else ("product", product.family)
        docs = engine.documents_with(self._searcher, field, value)
        place = int(np.searchsorted(docs, doc))
        return place < len(docs) and int(docs[place]) == doc

    @cached_property
    def _successors(self) -> dict[int, list[int]]:
        """Article number -> numbers of those that say they replace it."""
        successors: dict[int, list[int]] = {}
        for doc, value in self._values("supersedes"):
            if self.alive[doc]:
                successors.setdefault(int(value), []).append(int(self.numbers[doc]))
        return successors

    @cached_property
    def _replaced(self) -> Array:
        """Whether each document is an article that another says it replaces: few are."""
        return np.isin(self.numbers, list(self._successors))

    @cached_property
    def _days(self) -> Array:
        days = np.zeros(self._snapshot.size, "i8")
        for doc, value in self._values("date"):
            days[doc] = int(value.replace(b"-", b""))
        return days

    def _values(self, field: str) -> Iterator[tuple[int, bytes]]:
        """Each document with each of its values of a field."""
        for segment in self._snapshot.segments:
            whole = segment.terms.postings(field)
            if whole is not None:
                bounds = whole.starts.tolist()
                for number, value in enumerate(whole.terms):
                    for doc in whole.docs[bounds[number] : bounds[number + 1]].tolist():
                        yield doc + segment.base, value
