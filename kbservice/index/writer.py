"""Making a build: records are put and removed, and a commit puts the build into service.

Used by ingest alone:

    with writer.writing(folder) as build:
        for name in set(build.sources) - seen: ...
        build.remove(number)
        build.put(record, sources)
        build.commit({"counts": ...})
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import zstandard

from kbservice.errors import IndexMissing, IndexOutdated
from kbservice.index import builds, fields, schema, stored
from kbservice.record import Record, article_id

_SOURCES = "sources.zst"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One source file that an ingest has seen: its name and digest, and the article that it became.

    `number` is None for a file that is no article; `problem` then says why. `rules` names those that read it.
    """

    name: str
    digest: str
    number: int | None = None
    problem: str = ""
    rules: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article ready to be put: what of the work needs no index, done where there is time for it."""

    number: int
    packed: bytes

    def document(self) -> dict[str, Any]:
        """The values of the fields, as the engine takes them."""
        document: dict[str, Any] = msgspec.msgpack.decode(zstandard.decompress(self.packed))
        return document

    def record(self) -> Record:
        document = self.document()
        return stored.unpack(document["facts"], document["text"])


def prepare(record: Record) -> Prepared:
    """The article ready to be put into a build; for any process, the result is small and can be pickled."""
    values = fields.values(record)
    facts, text = stored.pack(record)
    card = stored.pack_card(stored.card_of(record, values["product"]))
    document = {**schema.document(values), "card": card, "facts": facts, "text": text}
    return Prepared(record.number, zstandard.compress(msgspec.msgpack.encode(document), 1))


class Writer:
    """A build being made. `sources` (name -> SourceFile) is what its content was made from, as of the last commit."""

    def __init__(self, index: Any, sources: Iterable[SourceFile] = (), build: Path | None = None) -> None:
        self.sources: Mapping[str, SourceFile] = {source.name: source for source in sources}
        self._new = dict(self.sources)
        self._held: dict[int, set[str]] = {}
        for source in self.sources.values():
            self._note(source)
        self._put: set[int] = set()
        self._index = index
        self._writer = schema.writer(index)
        self._build = build

    def __len__(self) -> int:
        """How many articles the build would hold."""
        return len(self._held)

    @property
    def numbers(self) -> set[int]:
        """The articles that the build would hold."""
        return set(self._held)

    @property
    def folder(self) -> Path | None:
        """The folder of the build; None in memory."""
        return self._build

    def put(self, article: Record | Prepared, sources: Iterable[SourceFile]) -> None:
        """Add an article, or replace the one of its number; `sources` are all files that it was made from.

        Raises:
            ValueError: the number was put before in this build; copies are merged before.
        """
        prepared = prepare(article) if isinstance(article, Record) else article
        number = prepared.number
        if number in self._put:
            raise ValueError(f"{article_id(number)} was put twice")
        self.remove(number)
        self._put.add(number)
        self._held[number] = set()
        for source in sources:
            self._note(source)
        self._writer.add_document(**prepared.document())

    def remove(self, number: int) -> None:
        """Take an article and its source files out of the build; no matter if it does not hold them."""
        if number not in self._held:
            return
        self._writer.delete_by_term("number", str(number))
        for name in self._held.pop(number):
            self._new.pop(name, None)

    def skip(self, source: SourceFile) -> None:
        """Remember a file that is no article, so that it is not read again while it does not change."""
        self._note(source)

    def forget(self, name: str) -> None:
        """Forget a source file that is gone; an article that other files still hold is put again by the caller."""
        self._new.pop(name, None)

    def _note(self, source: SourceFile) -> None:
        self._new[source.name] = source
        if source.number is not None:
            self._held.setdefault(source.number, set()).add(source.name)

    def commit(self, manifest: Mapping[str, Any]) -> str:
        """Put the build into service and return its generation; `manifest` is kept with it (JSON values)."""
        self._writer.commit()
        if self._build is None:
            return ""
        builds.write(self._build / _SOURCES, zstandard.compress(msgspec.msgpack.encode(list(self._new.values()))))
        made = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        own = {"fields": fields.digest(), "made": made, "articles": len(self), "corpus": self._corpus()}
        builds.finish(self._build, dict(manifest) | own)
        return self._build.name

    def _corpus(self) -> str:
        """A digest of all sources, whatever their names and order."""
        digests = sorted(source.digest for source in self._new.values())
        return hashlib.sha256("\n".join(digests).encode("ascii")).hexdigest()

    def cancel(self) -> None:
        """Give the build up."""
        self._writer.cancel()


@contextmanager
def writing(folder: Path, *, rebuild: bool = False) -> Iterator[Writer]:
    """A build beside the one in service: a copy of it that shares its files, or empty with `rebuild`.

    Without a `commit` the build is given up, and the one in service stays as it is.

    Raises:
        IndexLocked: another ingest is writing.
    """
    with builds.locked(folder):
        builds.clear(folder)
        base = None if rebuild else _base(folder)
        build = builds.aside(folder, base)
        index = schema.open_index(build) if base else schema.create(build)
        writer = Writer(index, _sources(build), build)
        try:
            yield writer
        finally:
            with suppress(Exception):
                writer.cancel()
            builds.clear(folder)


def _base(folder: Path) -> Path | None:
    """The build in service if this release can go on from it."""
    with suppress(IndexMissing, IndexOutdated):
        build = builds.current(folder)
        builds.manifest(build)
        return build if (build / _SOURCES).exists() else None
    return None


def _sources(build: Path) -> list[SourceFile]:
    path = build / _SOURCES
    if not path.exists():
        return []  # a new build
    return msgspec.msgpack.decode(zstandard.decompress(path.read_bytes()), type=list[SourceFile])
