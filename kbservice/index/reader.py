"""A build that can be asked: the `Index` on disk and in memory, and the way to the one in service."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from kbservice.errors import IndexMissing
from kbservice.index import FacetValue, Index, Page, Question, builds, engine, schema, stored, writer
from kbservice.index.documents import Documents
from kbservice.index.engine import Array
from kbservice.index.searching import Retriever, Searching
from kbservice.index.semantic import retrieval
from kbservice.record import Record

_RETRIES = 5


class WhooshIndex:
    """The `Index` over one build. What it holds never changes, so that threads may share it."""

    def __init__(
        self,
        index: engine.Index,
        manifest: Mapping[str, Any],
        generation: str,
        nearness: Callable[[Callable[[], Array]], Retriever | None] = lambda _: None,
    ) -> None:
        """`nearness` makes the measure of meaning, if there is one, from what gives the documents' article numbers."""
        self._searcher = index.searcher()
        self._manifest = manifest
        self._generation = generation
        self._documents = Documents(self._searcher)
        self._searching = Searching(self._searcher, self._documents, nearness(lambda: self._documents.numbers))

    @property
    def generation(self) -> str:
        return self._generation

    @property
    def manifest(self) -> Mapping[str, Any]:
        return self._manifest

    def __len__(self) -> int:
        return int(self._searcher.doc_count())

    def __contains__(self, number: int) -> bool:
        return self._documents.document(number) is not None

    def numbers(self) -> Iterator[int]:
        return iter(self._documents.held)

    def get(self, number: int) -> Record | None:
        doc = self._documents.document(number)
        if doc is None:
            return None
        blobs = self._searcher.stored_fields(doc)
        return stored.unpack(blobs["facts"], blobs["text"])

    def get_many(self, numbers: Iterable[int]) -> list[Record]:
        found = (self.get(number) for number in numbers)
        return [record for record in found if record is not None]

    def find(self, field: str, value: str) -> list[int]:
        return self._documents.with_value(field, value)

    def values(self, field: str) -> list[FacetValue]:
        return [FacetValue(value, count) for value, count in engine.values(self._searcher, field)]

    def search(self, question: Question) -> Page:
        return self._searching.page(question)

    def suggest(self, word: str, limit: int = 5) -> list[str]:
        return self._searching.suggest(word, limit)

    def complete(self, prefix: str, limit: int = 8) -> list[str]:
        return self._searching.complete(prefix, limit)


def memory(records: Iterable[Record]) -> Index:
    """An index of these records in memory."""
    index = schema.create(None)
    build = writer.Writer(index)
    for record in records:
        build.put(record, ())
    build.commit({})
    return WhooshIndex(index, {"articles": len(build)}, f"memory-{secrets.token_hex(4)}")


def open_current(folder: Path, encoder: str = "") -> Index:
    """The build in service; `encoder` names the folder of the encoder's weights, if not the installed package's.

    Raises:
        IndexMissing: nothing has been built here.
        IndexOutdated: it was written in another format than this release reads.
    """
    for _ in range(_RETRIES):  # between reading CURRENT and opening the files, ingests may have replaced the build
        build = builds.current(folder)
        try:
            manifest = builds.manifest(build)
            nearness = partial(retrieval.nearness, build, setting=encoder)
            return WhooshIndex(schema.open_index(build), manifest, build.name, nearness)
        except (IndexMissing, FileNotFoundError):
            if build == builds.current(folder):
                break
    raise IndexMissing(f"the index in {folder} is incomplete")


class Live:
    """The way to the index in service for a server: follows each new build, and holds on to the last good one."""

    def __init__(self, folder: Path, encoder: str = "") -> None:
        self._folder = folder
        self._encoder = encoder
        self._stamp = (0, 0)
        self._index: Index | None = None
        self._lock = threading.Lock()

    def index(self) -> Index:
        """The build in service now; opened anew only when `CURRENT` has moved.

        Raises:
            IndexMissing, IndexOutdated: as `open_current`, while none has been opened.
        """
        stamp = builds.stamp(self._folder)
        if self._index is None or stamp != self._stamp:
            with self._lock:
                if self._index is None or stamp != self._stamp:
                    self._index = open_current(self._folder, self._encoder)
                    self._stamp = stamp
        return self._index
