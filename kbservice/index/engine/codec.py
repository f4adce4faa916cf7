"""How a segment is written and read: Whoosh's codec with its contents in numpy arrays.

Whoosh keeps its own part: TOC, locks, segments and deletions.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from whoosh.codec import base, whoosh3
from whoosh.fields import Schema
from whoosh.filedb.filestore import Storage

from kbservice.index.engine import postings
from kbservice.index.engine.arrays import Array, ArrayWriter, read_arrays
from kbservice.index.engine.documents import DocumentReader, DocumentWriter
from kbservice.index.engine.fields import Item, Vocabulary
from kbservice.index.engine.postings import Postings
from kbservice.index.engine.spelling import WordCounts
from kbservice.index.engine.terms import TermsReader

EXTENSION = ".kba"
_CHUNK = 16_000_000  # words inverted at once: bounds the memory of a commit to about 400 MB


class Codec(whoosh3.W3Codec):
    """Writes and reads segments."""

    length_stats = False  # terms keep no lengths, therefore their writer need not read them

    def field_writer(self, storage: Storage, segment: Any) -> FieldWriter:
        return FieldWriter(storage, segment)

    def per_document_writer(self, storage: Storage, segment: Any) -> DocumentWriter:
        return DocumentWriter(storage, segment)

    def per_document_reader(self, storage: Storage, segment: Any) -> DocumentReader:
        return DocumentReader(storage, segment)

    def terms_reader(self, storage: Storage, segment: Any) -> TermsReader:
        return TermsReader(read_arrays(storage, segment.make_filename(EXTENSION)))


class _Text:
    """The words of a text field, document after document."""

    def __init__(self) -> None:
        self.docs, self.lengths, self.words = array("I"), array("I"), array("I")

    def add(self, doc: int, words: array[int]) -> None:
        self.docs.append(doc)
        self.lengths.append(len(words))
        self.words.extend(words)

    def inverted(self, known: Vocabulary) -> Iterator[Postings]:
        """The postings, of as many documents at a time as fit in memory."""
        docs, lengths, words = (np.frombuffer(column, "u4") for column in (self.docs, self.lengths, self.words))
        ends = np.cumsum(lengths, dtype="i8")
        cuts = np.searchsorted(ends, np.arange(_CHUNK, len(words), _CHUNK))
        columns = zip(np.split(words, ends[cuts]), np.split(docs, cuts + 1), np.split(lengths, cuts + 1), strict=True)
        term_of = np.array(known.term_of, "u4")
        return (postings.invert(*column, term_of, known.terms) for column in columns if len(column[0]))

    def counts(self, known: Vocabulary) -> dict[bytes, int]:
        """How often each word occurs."""
        counts = np.bincount(np.frombuffer(self.words, "u4"))
        used = np.flatnonzero(counts)
        return dict(zip(map(known.words.__getitem__, used.tolist()), counts[used].tolist(), strict=True))


class FieldWriter(base.FieldWriter):
    """Writes the postings of a segment field by field: the documents added, and whole segments merged in.

    Takes the documents' items at once and in any order, in place of Whoosh's pool, which would sort each of them.
    """

    def __init__(self, storage: Storage, segment: Any) -> None:
        self._writer = ArrayWriter(segment.create_file(storage, EXTENSION))
        self._texts: dict[str, _Text] = defaultdict(_Text)
        self._values: dict[str, dict[bytes, array[int]]] = defaultdict(lambda: defaultdict(lambda: array("I")))
        self._merged: list[tuple[TermsReader, Array]] = []
        self.is_closed = False

    def add(self, name: str, doc: int, items: Iterable[Item]) -> None:
        """Adds what a field's `index` made of a document, whose number is above all before."""
        for term, _, _, value in items:
            if term:
                self._values[name][term].append(doc)
            else:
                self._texts[name].add(doc, value)

    def merge(self, terms: TermsReader, numbers: Array) -> None:
        """Takes over a segment; `numbers` has the new number of each document, above all before, or -1: left out."""
        self._merged.append((terms, numbers))

    def add_postings(self, schema: Schema, *_: Any) -> None:
        """Writes all that was taken; Whoosh calls it with its own pool, which is empty."""
        for name in sorted(schema.names()):
            parts = list(self._parts(name, schema[name]))
            if parts:
                postings.save(self._writer, name, postings.join(parts))
            if getattr(schema[name], "spelling_words", False):
                own = WordCounts.of(self._texts[name].counts(schema[name].vocabulary))
                WordCounts.sum([own, *(terms.words(name) for terms, _ in self._merged)]).save(self._writer, name)

    def _parts(self, name: str, field: Any) -> Iterator[Postings]:
        if name in self._texts:
            yield from self._texts[name].inverted(field.vocabulary)
        if name in self._values:
            yield postings.of_values(self._values[name])
        for terms, numbers in self._merged:
            whole = terms.postings(name)
            part = postings.renumbered(whole, numbers) if whole else None
            if part and len(part.docs):
                yield part

    def close(self) -> None:
        self._writer.close()
        self.is_closed = True
