"""A Whoosh index that always reads and writes with this package's codec."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from whoosh.fields import Schema
from whoosh.filedb.filestore import Storage
from whoosh.index import EmptyIndexError, FileIndex, LockError
from whoosh.scoring import BM25F, WeightingModel
from whoosh.searching import Searcher as WhooshSearcher
from whoosh.writing import SegmentWriter

from kbservice import errors
from kbservice.index.engine import merging
from kbservice.index.engine.codec import Codec
from kbservice.index.engine.fields import TextField
from kbservice.index.engine.snapshot import Snapshot

MergePolicy = Callable[[Any, Any], list[Any]]


class Writer(SegmentWriter):
    """Whoosh's writer with this codec and its ways of merging.

    The pseudo-postings of a TextField mean nothing to another codec, therefore none can be chosen. Files stay single:
    a compound file would be copied into every process that reads it.
    """

    def __init__(self, ix: FileIndex, *, limitmb: int = 256, **options: Any) -> None:
        try:
            super().__init__(ix, codec=Codec(), compound=False, limitmb=limitmb, **options)
        except LockError:
            raise errors.IndexLocked("another process is writing the index") from None

    def add_document(self, **values: Any) -> None:
        """Adds a document.

        Raises:
            ValueError: a value is not what its field takes. Whoosh would go on after half a document, with columns
                out of step; here nothing is written of one that is refused, and another fault ends the writer.
        """
        for name in self.schema.names():
            if isinstance(self.schema[name], TextField) and not isinstance(values.get(name, ""), str | None):
                raise ValueError(f"{name}: {values[name]!r} is not a text")
        try:
            super().add_document(**values)
        except Exception:
            self.cancel()
            raise

    def _merge_segments(self, mergetype: MergePolicy | None, optimize: bool | None, merge: bool | None) -> list[Any]:
        if mergetype is None:
            mergetype = merging.merge_nothing if merge is False else merging.merge_small
            mergetype = merging.merge_all if optimize else mergetype
        return mergetype(self, self.segments)


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
    """A new, empty index in that storage; what was there is dropped."""
    index: Index = Index.create(storage, schema)
    return index


def open_index(storage: Storage) -> Index:
    """The index in that storage.

    Raises:
        IndexMissing: there is none.
        IndexOutdated: its schema refers to code that this release does not have.
    """
    try:
        return _opened(storage)
    except EmptyIndexError as error:
        raise errors.IndexMissing(str(error)) from error
    except (AttributeError, ImportError, pickle.UnpicklingError) as error:
        raise errors.IndexOutdated(f"the index was written by another release: {error}") from error


def _opened(storage: Storage, tries: int = 20) -> Index:
    """The index, although a commit may delete the TOC between Whoosh's look at the folder and its reading."""
    for _ in range(tries - 1):
        with suppress(FileNotFoundError):
            return Index(storage)
    return Index(storage)
