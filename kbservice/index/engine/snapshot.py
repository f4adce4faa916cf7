"""One generation of the index as arrays over all its segments: what the executor and the ranking compute with.

Documents are numbered through all segments, as Whoosh's searcher does; deleted ones never appear. Scores are BM25F as
`whoosh.scoring.BM25F` has it, with the statistics of the whole index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from whoosh.reading import SegmentReader
from whoosh.scoring import BM25F

from kbservice.index.engine.arrays import Array
from kbservice.index.engine.cache import Cache
from kbservice.index.engine.documents import DocumentReader
from kbservice.index.engine.matches import NOTHING, Flags, Listed, places
from kbservice.index.engine.postings import Run, spans
from kbservice.index.engine.spelling import Speller, WordCounts
from kbservice.index.engine.terms import TermsReader

_CACHE_BYTES = 24 << 20  # of each process; more where the index is larger, or common words would drive out each other
_CACHE_BYTES_PER_DOCUMENT = 500


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment's readers, and the number of its first document in the whole index."""

    reader: SegmentReader
    terms: TermsReader
    documents: DocumentReader
    base: int
    size: int


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Where a term stands: in `docs[i]` at `positions[starts[i]:starts[i] + counts[i]]`, ascending."""

    docs: Array
    starts: Array
    counts: Array
    positions: Array

    @property
    def nbytes(self) -> int:
        """Bytes of memory of its own: in an index of one segment all but the starts are views into the file."""
        return 2 * self.starts.nbytes

    def within(self, docs: Array) -> tuple[Array, Array]:
        """The occurrences in these documents (ascending): two arrays of equal length, document and position."""
        place, there = places(docs, self.docs)
        place = place[there]
        counts = self.counts[place].astype("i8")
        return np.repeat(docs[there], counts), self.positions[spans(self.starts[place], counts)]


class Snapshot:
    """Made once for each searcher; everything is read or computed when first asked for. Threads may share it."""

    def __init__(self, searcher: Any) -> None:
        self.searcher = searcher
        self.weighting: BM25F = searcher.weighting
        self.size: int = searcher.doc_count_all()
        readers = [(leaf.reader(), base) for leaf, base in searcher.leaf_searchers()]
        self.segments = tuple(
            Segment(reader, reader._terms, reader._perdoc, base, reader.doc_count_all())
            for reader, base in readers
            if isinstance(reader, SegmentReader)
        )
        self.cache = Cache(max(_CACHE_BYTES, _CACHE_BYTES_PER_DOCUMENT * self.size))

    @cached_property
    def alive(self) -> Flags | None:
        """Which documents are not deleted; None: all are alive."""
        flags = np.ones(self.size, bool)
        for segment in self.segments:
            flags[[segment.base + doc for doc in segment.documents.deleted_docs()]] = False
        return None if flags.all() else flags

    def term(self, field: str, text: Any) -> bytes | None:
        """The term as the index holds it, or None where the field cannot hold it."""
        if field not in self.searcher.schema:
            return None
        try:
            term: bytes = self.searcher.schema[field].to_bytes(text)
        except ValueError:
            return None
        return term

    def _runs(self, field: str, term: bytes) -> list[tuple[int, Run]]:
        """The postings of a term in each segment that has it, with the number of the segment's first document."""
        runs = ((segment.base, segment.terms.run(field, term)) for segment in self.segments)
        return [(base, run) for base, run in runs if run is not None]

    def counts(self, field: str, term: bytes) -> tuple[Array, Array]:
        """The documents that hold a term, deleted ones included, and how often each does."""
        runs = self._runs(field, term)
        docs = _joined([run.docs + np.uint32(base) if base else run.docs for base, run in runs])
        return docs, _joined([run.counts for _, run in runs])

    def lengths(self, field: str) -> Array:
        """The number of terms of each document in the field, rounded as Whoosh does."""
        return _joined([segment.documents.lengths(field) for segment in self.segments])

    def scores(self, field: str, term: bytes) -> Listed:
        """The documents that hold the term, and its BM25F score in each (its count, in a field that is not scored)."""
        return self.cache.get((field, term), lambda: self.computed_scores(field, term))

    def computed_scores(self, field: str, term: bytes) -> Listed:
        """The same, neither looked up in the cache nor kept there."""
        docs, counts = self.counts(field, term)
        if not len(docs):
            return NOTHING
        found = Listed(docs, self.impacts(field, docs, counts, self.idf(np.array(len(docs)))))
        return found if self.alive is None else found.kept(self.alive)

    def idf(self, frequency: Array) -> Array:
        """Inverse document frequency by number of documents, deleted ones included, as Whoosh has it."""
        return np.asarray(np.log(self.size / (frequency + 1)) + 1)

    def impacts(self, field: str, docs: Array, counts: Array, idf: Array) -> Array:
        """The scores of postings; `idf` is one number, or one for each posting."""
        weights = counts.astype("f8")
        if not self.searcher.schema[field].scorable:
            return weights
        return np.asarray(idf * ((weights * (self.weighting.K1 + 1)) / (weights + self.norms(field)[docs])))

    def norms(self, field: str) -> Array:
        """What BM25F adds to the weight in its denominator, for each document."""
        return self.cache.get((field,), lambda: self._norms(field))

    def _norms(self, field: str) -> Array:
        average = self.searcher.avg_field_length(field) or 1
        b = self.weighting._field_B.get(field, self.weighting.B)
        return np.asarray(self.weighting.K1 * ((1 - b) + b * self.lengths(field) / average))

    def occurrences(self, field: str, term: bytes) -> Occurrences:
        """Where the term stands; deleted documents included, as in whatever is sought, other lists leave them out.

        Raises:
            ValueError: the field keeps no positions.
        """
        return self.cache.get((field, term, "occurrences"), lambda: self._occurrences(field, term))

    def _occurrences(self, field: str, term: bytes) -> Occurrences:
        docs, counts = self.counts(field, term)
        positions = [run.positions for _, run in self._runs(field, term) if run.positions is not None]
        if len(docs) and not positions:
            raise ValueError(f"field {field!r} keeps no positions")
        return Occurrences(docs, np.cumsum(counts, dtype="i8") - counts, counts, _joined(positions))

    @cached_property
    def speller(self) -> Speller:
        """Suggestions from the words of all fields made with `spelling=True`."""
        fields = self.searcher.schema.names()
        return Speller(WordCounts.sum([segment.terms.words(field) for segment in self.segments for field in fields]))


def _joined(arrays: Sequence[Array]) -> Array:
    """One array from those of all segments; the only one as it is, which is a view into the file."""
    if len(arrays) == 1:
        return arrays[0]
    return np.concatenate(arrays) if arrays else np.zeros(0, "u4")
