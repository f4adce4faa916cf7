"""Reading the inverted index of a segment, the way Whoosh asks for it.

The executor takes whole arrays from `postings`; the rest is what Whoosh's own matchers, cursors and statistics need,
so that every query class works, fast path or not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.filedb.structfile import StructFile
from whoosh.matching import LeafMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound
from whoosh.system import pack_uint
from whoosh.util.numeric import byte_to_length

from kbservice.index.engine import postings
from kbservice.index.engine.arrays import Array, read_arrays
from kbservice.index.engine.postings import Postings
from kbservice.index.engine.spelling import WordCounts


class TermsReader(base.TermsReader):
    """The terms of one segment. Holds no cursor: threads share it."""

    def __init__(self, file: StructFile, length: int) -> None:
        self.arrays = read_arrays(file, length)
        names = sorted(name.removesuffix("/starts") for name in self.arrays if name.endswith("/starts"))
        self._fields = {name: postings.load(self.arrays, name) for name in names}

    def postings(self, field: str) -> Postings | None:
        """All postings of a field, or None where no document of the segment has it."""
        return self._fields.get(field)

    def words(self, field: str) -> WordCounts | None:
        """The words of a field as written, where the field keeps them."""
        return WordCounts.load(self.arrays, field)

    def run(self, field: str, term: bytes) -> Run | None:
        """The postings of one term, or None."""
        whole = self.postings(field)
        if whole is None:
            return None
        number = whole.terms.find(term)
        return None if number is None else Run(whole, number)

    def _run(self, field: str, term: bytes) -> Run:
        run = self.run(field, term)
        if run is None:
            raise TermNotFound(f"No term {field}:{term!r}")
        return run

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self.run(*term) is not None

    def indexed_field_names(self) -> list[str]:
        return list(self._fields)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return ((name, term) for name, whole in self._fields.items() for term in whole.terms)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        for name, whole in self._fields.items():
            if name >= fieldname:
                first = whole.terms.place(prefix) if name == fieldname else 0
                yield from ((name, whole.terms[i]) for i in range(first, len(whole.terms)))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, tbytes: bytes) -> TermInfo:
        run = self._run(fieldname, tbytes)
        weights, lengths = run.weights(), (self.arrays[f"{fieldname}/{name}"] for name in ("shortest", "longest"))
        shortest, longest = (byte_to_length(int(codes[run.number])) for codes in lengths)
        first, last = int(run.docs[0]), int(run.docs[-1])
        total = float(weights.sum(dtype="f8"))
        return TermInfo(total, len(weights), shortest, longest, float(weights.max()), first, last)

    def frequency(self, fieldname: str, tbytes: bytes) -> float:
        run = self.run(fieldname, tbytes)
        return float(run.weights().sum(dtype="f8")) if run else 0.0

    def doc_frequency(self, fieldname: str, tbytes: bytes) -> int:
        run = self.run(fieldname, tbytes)
        return run.size if run else 0

    def matcher(self, fieldname: str, tbytes: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        return ArrayMatcher(self._run(fieldname, tbytes), (fieldname, tbytes), format_, scorer)

    def cursor(self, fieldname: str, fieldobj: Any) -> Cursor:
        return Cursor(self.postings(fieldname), fieldobj)


class Run:
    """The postings of one term in one segment."""

    __slots__ = ("_part", "_whole", "number", "size")

    def __init__(self, whole: Postings, number: int) -> None:
        self._whole, self.number = whole, number
        first, end = whole.starts[number : number + 2].tolist()
        self._part, self.size = slice(first, end), end - first

    @property
    def docs(self) -> Array:
        """Document numbers within the segment, ascending."""
        return self._whole.docs[self._part]

    @property
    def counts(self) -> Array:
        """How often each of these documents holds the term."""
        return self._whole.counts[self._part]

    def weights(self) -> Array:
        """The counts times the boosts of field and document."""
        return self._whole.weight(self._part)

    @property
    def positions(self) -> Array | None:
        """Where: for each document in turn `counts` positions, ascending."""
        if self._whole.positions is None or self._whole.firsts is None:
            return None
        return self._whole.positions[slice(*self._whole.firsts[self.number : self.number + 2].tolist())]


class ArrayMatcher(LeafMatcher):
    """One term's postings, document by document: for query classes that the executor leaves to Whoosh.

    Claims no block quality: without it Whoosh skips nothing, and its skipping loses hits (AndMaybeMatcher.skip_to).
    """

    def __init__(self, run: Run, term: tuple[str, bytes], format_: Any, scorer: Any) -> None:
        self._run, self._term, self.format, self.scorer = run, term, format_, scorer
        self._docs: list[int] = run.docs.tolist()
        self._i = 0

    def supports_block_quality(self) -> bool:
        return False

    def is_active(self) -> bool:
        return self._i < len(self._docs)

    def reset(self) -> None:
        self._i = 0

    def copy(self) -> ArrayMatcher:
        other = ArrayMatcher(self._run, self._term, self.format, self.scorer)
        other._i = self._i
        return other

    def id(self) -> int:
        return self._docs[self._i]

    def all_ids(self) -> Iterator[int]:
        return iter(self._docs[self._i :])

    def next(self) -> None:
        self._i += 1

    def skip_to(self, id: int) -> None:  # noqa: A002 (Whoosh's name)
        if not self.is_active():
            raise ReadTooFar
        self._i = bisect_left(self._docs, id, self._i)

    def weight(self) -> float:
        return self._weights[self._i]

    def value(self) -> bytes:
        """What Whoosh's format decodes: positions, or else the count."""
        if self._run.positions is not None:
            return bytes(self._run.positions[slice(*self._ends[self._i : self._i + 2])].astype("u4"))
        return b"" if self.format.posting_size == 0 else pack_uint(int(self._run.counts[self._i]))

    @cached_property
    def _weights(self) -> list[float]:
        weights: list[float] = self._run.weights().tolist()
        return weights

    @cached_property
    def _ends(self) -> list[int]:
        return [0, *np.cumsum(self._run.counts, dtype="i8").tolist()]


class Cursor(base.FieldCursor):
    """Steps through the terms of a field, which Whoosh's fuzzy search does."""

    def __init__(self, whole: Postings | None, field: Any) -> None:
        self._terms: Sequence[bytes] = whole.terms if whole else ()
        self._field = field
        self._i = 0

    def first(self) -> Any:
        return self._go(0)

    def find(self, string: Any) -> Any:
        return self._go(bisect_left(self._terms, self._field.to_bytes(string)))

    def next(self) -> Any:
        return self._go(self._i + 1)

    def _go(self, number: int) -> Any:
        self._i = number
        return self.text()

    def text(self) -> Any:
        """The current term as the field decodes it, or None beyond the last."""
        return self._field.from_bytes(self._terms[self._i]) if self.is_valid() else None

    def is_valid(self) -> bool:
        return self._i < len(self._terms)
