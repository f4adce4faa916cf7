"""How a segment is written and read: Whoosh's codec with the inverted index in numpy arrays.

Whoosh keeps its own part: TOC, locks, segments, deletions, stored fields and columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from whoosh.codec import base, whoosh3
from whoosh.filedb.filestore import Storage
from whoosh.util.numeric import byte_to_length

from kbservice.index.engine import postings
from kbservice.index.engine.arrays import Array, ArrayWriter
from kbservice.index.engine.fields import TextField, vocabulary
from kbservice.index.engine.kept import CompressedColumn
from kbservice.index.engine.postings import Postings
from kbservice.index.engine.spelling import WordCounts
from kbservice.index.engine.terms import TermsReader

EXTENSION = ".kba"
_STORED = CompressedColumn()
_CHUNK = 4_000_000  # tokens inverted at once: bounds the memory of a commit to about 200 MB
_LENGTHS = np.array([byte_to_length(i) for i in range(256)], "i8")
_Part = tuple[Postings, WordCounts | None]
Posting = tuple[str, bytes, int, float, bytes]  # as Whoosh's pool sorts them: field, term, document, weight, value


class Codec(whoosh3.W3Codec):
    """Writes and reads segments; fields other than TextField are handled item by item, as Whoosh gives them."""

    def field_writer(self, storage: Storage, segment: Any) -> FieldWriter:
        return FieldWriter(storage, segment)

    def per_document_writer(self, storage: Storage, segment: Any) -> DocumentWriter:
        return DocumentWriter(self, storage, segment)

    def per_document_reader(self, storage: Storage, segment: Any) -> DocumentReader:
        return DocumentReader(storage, segment)

    def terms_reader(self, storage: Storage, segment: Any) -> TermsReader:
        name = segment.make_filename(EXTENSION)
        return TermsReader(storage.open_file(name), storage.file_length(name))


class FieldWriter(base.FieldWriter):
    """Writes the postings of a segment field by field: the documents added, and whole segments merged in."""

    def __init__(self, storage: Storage, segment: Any) -> None:
        self._writer = ArrayWriter(segment.create_file(storage, EXTENSION))
        self._merged: list[tuple[TermsReader, Array]] = []
        self.is_closed = False

    def merge(self, terms: TermsReader, numbers: Array) -> None:
        """Takes over a segment; `numbers` has the new number of each document, above all before, or -1: left out."""
        self._merged.append((terms, numbers))

    def add_postings(self, schema: Mapping[str, Any], lengths: Any, items: Iterable[Posting]) -> None:
        left = {name for terms, _ in self._merged for name in terms.indexed_field_names() if name in schema}
        for name, group in groupby(items, itemgetter(0)):
            if name in schema:
                self._write(name, lengths, [*_parts(schema[name], group), *self._taken_over(name)])
                left.discard(name)
        for name in sorted(left):
            self._write(name, lengths, list(self._taken_over(name)))

    def _taken_over(self, name: str) -> Iterator[_Part]:
        for terms, numbers in self._merged:
            whole = terms.postings(name)
            part = postings.renumbered(whole, numbers) if whole else None
            if part and len(part.docs):
                yield part, terms.words(name)

    def _write(self, name: str, documents: DocumentReader, parts: Sequence[_Part]) -> None:
        if not parts:
            return
        whole = postings.join([part for part, _ in parts])
        postings.save(self._writer, name, whole)
        lengths = documents.length_codes(name)[whole.docs]
        self._writer.put(f"{name}/shortest", np.minimum.reduceat(lengths, whole.starts[:-1]))
        self._writer.put(f"{name}/longest", np.maximum.reduceat(lengths, whole.starts[:-1]))
        words = [counts for _, counts in parts if counts is not None]
        if words:
            WordCounts.sum(words).save(self._writer, name)

    def close(self) -> None:
        self._writer.close()
        self.is_closed = True


def _parts(field: Any, group: Iterable[Posting]) -> list[_Part]:
    """The postings of the documents added, chunk by chunk; what comes item by item follows the pseudo-postings."""
    parts: list[_Part] = []
    counts = np.zeros(0, "i8")
    for packed, items in groupby(group, lambda item: not item[1]):
        if not packed:
            parts.append((_collected(field, items), None))
            continue
        for chunk in _chunks(items):
            part, found = _inverted(field, chunk)
            counts = found + np.pad(counts, (0, len(found) - len(counts)))
            parts.append((part, None))
        if field.spelling_words:
            parts[-1] = part, WordCounts.of(counts, vocabulary(*field.settings).words)
    return parts


def _chunks(items: Iterable[Posting]) -> Iterator[list[Posting]]:
    chunk, size = [], 0
    for item in items:
        chunk.append(item)
        size += len(item[4]) // 4
        if size >= _CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _inverted(field: TextField, chunk: Sequence[Posting]) -> tuple[Postings, Array]:
    """The postings of pseudo-postings, and how often each word of the vocabulary occurs."""
    known = vocabulary(*field.settings)
    term_of = np.array(known.term_numbers())
    tokens = np.frombuffer(b"".join(item[4] for item in chunk), "u4")
    docs = np.array([item[2] for item in chunk], "u4")
    lengths = np.array([len(item[4]) // 4 for item in chunk])
    weights = np.array([item[3] for item in chunk])
    part = postings.invert(tokens, docs, lengths, weights, term_of, known.terms, field.format.field_boost)
    if not field.format.supports("positions"):
        part = replace(part, positions=None, firsts=None)
    return part, np.bincount(tokens, minlength=len(term_of))


def _collected(field: Any, items: Iterable[Posting]) -> Postings:
    """The postings of a field that gives an item for each, such as keywords and numbers."""
    positional = field.format.supports("positions")
    decode: Callable[[bytes], Sequence[int]] = field.format.decoder("positions") if positional else lambda _: ()
    count = field.format.decoder("frequency")
    rows = ((term, doc, count(value), weight, decode(value)) for _, term, doc, weight, value in items)
    return postings.from_items(rows, field.format.field_boost, positional)


class DocumentWriter(whoosh3.W3PerDocWriter):
    """Keeps stored fields compressed."""

    def _create_column(self, fieldname: str, column: Any) -> None:
        super()._create_column(fieldname, _STORED if fieldname == "_stored" else column)


class DocumentReader(whoosh3.W3PerDocReader):
    """Opens every file of the segment at once: a later commit may delete them, the maps stay valid."""

    _extension = whoosh3.W3Codec.COLUMN_EXT

    def __init__(self, storage: Storage, segment: Any) -> None:
        super().__init__(storage, segment)
        prefix, suffix = f"{segment.segment_id()}.", self._extension
        for name in segment.list_files(storage):
            if name.endswith(suffix):
                column = name[len(prefix) : -len(suffix)]
                self._colfiles[column] = (storage.open_file(name), 0, storage.file_length(name))
        if self._doccount and "_stored" not in self._colfiles:
            raise FileNotFoundError(f"segment {segment.segment_id()} went away")  # Whoosh retries on OSError

    def has_column(self, fieldname: str) -> bool:
        return fieldname in self._colfiles

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return self._cached_reader("_stored", _STORED)[docnum] or {}

    def length_codes(self, field: str) -> Array:
        """The number of terms of each document in the field, as the one byte to which Whoosh rounds it."""
        codes = np.zeros(self._doccount, "u1")
        if self.has_column(f"_{field}_len"):
            file, _, size = self._colfiles[f"_{field}_len"]
            codes[:size] = np.frombuffer(file.get(0, size), "u1")
        return codes

    def lengths(self, field: str) -> Array:
        """The number of terms of each document in the field, rounded as Whoosh does."""
        return _LENGTHS[self.length_codes(field)]
