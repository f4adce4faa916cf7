"""A Whoosh index that always reads and writes with this package's codec."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
from whoosh.fields import Schema
from whoosh.filedb.filestore import Storage
from whoosh.formats import Existence
from whoosh.index import EmptyIndexError, FileIndex, LockError
from whoosh.scoring import BM25F, WeightingModel
from whoosh.searching import Searcher as WhooshSearcher
from whoosh.writing import SegmentWriter

from kbservice import errors
from kbservice.index.engine import merging
from kbservice.index.engine.codec import Codec
from kbservice.index.engine.fields import TextField
from kbservice.index.engine.snapshot import Snapshot

_TRIES = 20


class Writer(SegmentWriter):
    """Whoosh's writer with this codec and its ways of adding and merging.

    Words in bulk mean nothing to another codec, therefore none can be chosen. Files stay single: a compound file
    would be copied into every process that reads it.
    """

    def __init__(self, ix: FileIndex, **options: Any) -> None:
        try:
            super().__init__(ix, codec=Codec(), compound=False, **options)
        except LockError:
            raise errors.IndexLocked("another process is writing the index") from None

    def add_document(self, **values: Any) -> None:
        """Adds a document. All values are analysed before one is written, so that nothing is left of half a document.

        Raises:
            ValueError: a value is not what its field takes.
            UnknownFieldError: the schema has no such field.
        """
        self._check_state()
        self._check_fields(self.schema, values)
        fields = [(name, self.schema[name], value) for name, value in values.items() if value is not None]
        items = [list(field.index(value)) if field.indexed else [] for _, field, value in fields]
        self.perdocwriter.start_doc(self.docnum)
        for (name, field, value), found in zip(fields, items, strict=True):
            self.fieldwriter.add(name, self.docnum, found)
            length = sum(count for _, count, _, _ in found) if field.scorable else 0
            self.perdocwriter.add_field(name, field, value if field.stored else None, length)
        self.perdocwriter.finish_doc()
        self._added = True
        self.docnum += 1

    def add_reader(self, reader: Any) -> None:
        """Merges a segment: whole arrays are renumbered and joined, where Whoosh copies each posting."""
        base = self.docnum
        moved = self.write_per_doc(set(self.schema.names()), reader)
        numbers = np.arange(reader.doc_count_all()) + base
        if moved is not None:  # some documents are deleted: old number -> new number of those that stay
            numbers[:] = -1
            numbers[list(moved)] = list(moved.values())
        self.fieldwriter.merge(reader._terms, numbers)  # Whoosh offers no public way to the codec's reader
        self._added = True  # there is a segment to finish, even if no document was added

    def _merge_segments(self, mergetype: Any, optimize: bool | None, merge: bool | None) -> list[Any]:
        if mergetype is None and not optimize and merge is not False:
            mergetype = merging.merge_small
        kept: list[Any] = super()._merge_segments(mergetype, optimize, merge)
        return kept


class Searcher(WhooshSearcher):
    """Whoosh's searcher for one generation, and beside it the arrays of that generation. Threads may share it.

    Never call `refresh()`: it brings deleted documents back. Open a new searcher.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.snapshot = Snapshot(self)


class Index(FileIndex):
    """Documents in a Whoosh storage, written and searched by this engine."""

    def writer(self, **options: Any) -> Writer:
        """A writer; options are those of Whoosh's SegmentWriter but codec and compound (timeout, limitmb, ...).

        Raises:
            IndexLocked: another writer is open.
        """
        return Writer(self, **options)

    def searcher(self, weighting: WeightingModel | None = None) -> Searcher:
        """A searcher for the latest generation.

        Raises:
            IndexOutdated: a segment was written in another format.
        """
        return Searcher(self.reader(), fromindex=self, weighting=weighting or BM25F())


def create_index(storage: Storage, schema: Schema) -> Index:
    """A new, empty index in that storage; what was there is dropped.

    Raises:
        ValueError: a field would keep more than which documents hold a value, and is no TextField.
    """
    for name, field in schema.items():
        if field.indexed and not isinstance(field, TextField) and not isinstance(field.format, Existence):
            raise ValueError(f"{name}: {field!r} is not supported")
    index: Index = Index.create(storage, schema)
    return index


def open_index(storage: Storage) -> Index:
    """The index in that storage.

    Raises:
        IndexMissing: there is none.
        IndexOutdated: its schema refers to code that this release does not have.
    """
    for _ in range(_TRIES):
        try:
            return Index(storage)
        except FileNotFoundError:  # a commit deleted the TOC between Whoosh's look at the folder and its reading
            continue
        except EmptyIndexError as error:
            raise errors.IndexMissing(str(error)) from error
        except (AttributeError, ImportError, pickle.UnpicklingError) as error:
            raise errors.IndexOutdated(f"the index was written by another release: {error}") from error
    raise errors.IndexMissing("the index is replaced faster than it can be read")
