"""Reading the inverted index of a segment, the way Whoosh asks for it.

The executor takes whole arrays from `postings`; the rest is what Whoosh's own matchers, cursors and statistics need,
so that every query class works, fast path or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from whoosh.codec import base
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo, TermNotFound

from kbservice.index.engine import postings
from kbservice.index.engine.arrays import Array
from kbservice.index.engine.postings import Postings, Run, Terms
from kbservice.index.engine.spelling import WordCounts


class TermsReader(base.TermsReader):
    """The terms of one segment. Holds no cursor: threads share it."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        self._arrays = arrays
        names = sorted(name.removesuffix("/starts") for name in arrays if name.endswith("/starts"))
        self._fields = {name: postings.load(arrays, name) for name in names}

    def postings(self, field: str) -> Postings | None:
        """All postings of a field, or None where no document of the segment has it."""
        return self._fields.get(field)

    def words(self, field: str) -> WordCounts:
        """The words of a field as written; none where the field does not keep them."""
        return WordCounts.load(self._arrays, field)

    def run(self, field: str, term: bytes) -> Run | None:
        """The postings of one term, or None."""
        whole = self._fields.get(field)
        return None if whole is None else whole.run(term)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self.run(*term) is not None

    def indexed_field_names(self) -> list[str]:
        return list(self._fields)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        for name, whole in self._fields.items():
            if name >= fieldname:
                first = whole.terms.place(prefix) if name == fieldname else 0
                yield from ((name, whole.terms[i]) for i in range(first, len(whole.terms)))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return self.items_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, tbytes: bytes) -> TermInfo:
        """The statistics of a term; 0 stands for the shortest field that holds it, as nothing here is skipped by it.

        Raises:
            KeyError: the segment does not have it.
        """
        run = self.run(fieldname, tbytes)
        if run is None:
            raise KeyError(fieldname, tbytes)
        ids = int(run.docs[0]), int(run.docs[-1])
        return TermInfo(float(run.counts.sum()), len(run.docs), 0, 0, float(run.counts.max()), *ids)

    def matcher(self, fieldname: str, tbytes: bytes, format_: Any, scorer: Any = None) -> TermMatcher:
        run = self.run(fieldname, tbytes)
        if run is None:
            raise TermNotFound(f"No term {fieldname}:{tbytes!r}")
        values = None
        if run.positions is not None:
            positions = iter(run.positions.tolist())
            values = [format_.encode([next(positions) for _ in range(count)]) for count in run.counts.tolist()]
        term = (fieldname, tbytes)
        docs, weights = run.docs.tolist(), run.counts.astype(float).tolist()
        return TermMatcher(docs, weights, values, format_, scorer, term=term, terminfo=self.term_info(*term))

    def cursor(self, fieldname: str, fieldobj: Any) -> Cursor:
        whole = self._fields.get(fieldname)
        return Cursor(whole.terms if whole else Terms.of([]), fieldobj)


class TermMatcher(ListMatcher):
    """One term's postings, document by document: for query classes that the executor leaves to Whoosh."""

    def supports_block_quality(self) -> bool:
        """Never: without it Whoosh skips nothing, and its skipping loses hits (AndMaybeMatcher.skip_to)."""
        return False


class Cursor(base.FieldCursor):
    """Steps through the terms of a field, which Whoosh's fuzzy search does."""

    def __init__(self, terms: Terms, field: Any) -> None:
        self._terms, self._field = terms, field
        self._i = 0

    def first(self) -> Any:
        return self._go(0)

    def find(self, string: Any) -> Any:
        return self._go(self._terms.place(self._field.to_bytes(string)))

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
