"""A build that can be asked: the `Index` on disk and in memory, and the way to the one in service."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from whoosh.qparser import MultifieldParser, OrGroup

from kbservice.errors import IndexMissing
from kbservice.index import FacetValue, Hit, Index, Page, Question, builds, fields, schema, stored, writer
from kbservice.record import Record

_RETRIES = 5


class WhooshIndex:
    """The `Index` over one build. What it holds never changes, so that threads may share it."""

    def __init__(self, index: Any, manifest: Mapping[str, Any], generation: str) -> None:
        self._searcher = index.searcher()
        self._reader = self._searcher.reader()
        self._manifest = manifest
        self._generation = generation
        self._lock = threading.Lock()

    @property
    def generation(self) -> str:
        return self._generation

    @property
    def manifest(self) -> Mapping[str, Any]:
        return self._manifest

    def __len__(self) -> int:
        return int(self._reader.doc_count())

    def __contains__(self, number: int) -> bool:
        return number in self._docs

    def numbers(self) -> Iterator[int]:
        return iter(sorted(self._docs))

    def get(self, number: int) -> Record | None:
        doc = self._docs.get(number)
        return None if doc is None else self._record(doc)

    def get_many(self, numbers: Iterable[int]) -> list[Record]:
        found = (self.get(number) for number in numbers)
        return [record for record in found if record is not None]

    def find(self, field: str, value: str) -> list[int]:
        with self._lock:
            if (field, value) not in self._reader:
                return []
            docs = list(self._reader.postings(field, value).all_ids())
        return sorted(self._numbers[doc] for doc in docs if doc in self._numbers)

    def values(self, field: str) -> list[FacetValue]:
        with self._lock:
            terms = [term.decode() for term in self._reader.lexicon(field)]
        counted = [FacetValue(term, len(self.find(field, term))) for term in terms]
        return [value for value in counted if value.count]

    def search(self, question: Question) -> Page:
        names = [field.name for field in fields.TEXT]
        parsed = MultifieldParser(names, self._searcher.schema, group=OrGroup).parse(question.text)
        with self._lock:
            results = self._searcher.search_page(parsed, question.page, question.per_page)
            cards = [(hit.score, stored.unpack_card(hit["card"])) for hit in results]
        return Page(tuple(_hit(score, card) for score, card in cards), len(results))

    def suggest(self, word: str, limit: int = 5) -> list[str]:
        return []

    def complete(self, prefix: str, limit: int = 8) -> list[str]:
        return []

    @cached_property
    def _numbers(self) -> dict[int, int]:
        with self._lock:
            pairs = [(doc, stored.unpack_card(found["card"])) for doc, found in self._reader.iter_docs()]
        return {doc: card.number for doc, card in pairs}

    @cached_property
    def _docs(self) -> dict[int, int]:
        return {number: doc for doc, number in self._numbers.items()}

    def _record(self, doc: int) -> Record:
        with self._lock:
            blobs = self._reader.stored_fields(doc)
        return stored.unpack(blobs["facts"], blobs["text"])


def _hit(score: float, card: stored.Card) -> Hit:
    return Hit(card.number, card.title, card.kind, score, "", (), card.last_modified, card.products, card.has)


def memory(records: Iterable[Record]) -> Index:
    """An index of these records in memory."""
    index = schema.create(None)
    build = writer.Writer(index)
    for record in records:
        build.put(record, ())
    build.commit({})
    return WhooshIndex(index, {"articles": len(build)}, f"memory-{secrets.token_hex(4)}")


def open_current(folder: Path) -> Index:
    """The build in service.

    Raises:
        IndexMissing: nothing has been built here.
        IndexOutdated: it was written in another format than this release reads.
    """
    for _ in range(_RETRIES):  # between reading CURRENT and opening the files, ingests may have replaced the build
        build = builds.current(folder)
        try:
            return WhooshIndex(schema.open_index(build), builds.manifest(build), build.name)
        except (IndexMissing, FileNotFoundError):
            if build == builds.current(folder):
                break
    raise IndexMissing(f"the index in {folder} is incomplete")


class Live:
    """The way to the index in service for a server: follows each new build, and holds on to the last good one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
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
                    self._index = open_current(self._folder)
                    self._stamp = stamp
        return self._index
