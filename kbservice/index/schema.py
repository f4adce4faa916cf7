"""The table of fields as a Whoosh schema, and Whoosh's index files: where the engine is chosen, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from whoosh.fields import STORED, Schema
from whoosh.filedb.filestore import RamStorage

from kbservice.index import analysis, engine, fields

BLOBS = ("card", "facts", "text")
SPELT = ("title", "symptoms", "resolution", "rest")  # whose words are offered as "did you mean"


def schema() -> Schema:
    """A Whoosh field for each row of the table, and one for each blob that is kept to show an article."""
    types: dict[str, Any] = {field.name: engine.KeywordField() for field in fields.EXACT}
    types |= {field.name: _text(field.name) for field in fields.TEXT}
    types |= {name: STORED() for name in BLOBS}
    return Schema(**types)


def _text(name: str) -> engine.TextField:
    return engine.TextField(stopwords=analysis.STOPWORDS, shortest=analysis.SHORTEST, spelling=name in SPELT)


def document(values: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """The values of a record as the engine takes them."""
    text = {field.name for field in fields.TEXT}
    return {name: "\n\n".join(found) if name in text else found for name, found in values.items() if found}


def create(build: Path | None) -> engine.Index:
    """An empty index in a folder, or in memory."""
    storage = RamStorage() if build is None else engine.MappedStorage(build)
    return engine.create_index(storage, schema())


def open_index(build: Path) -> engine.Index:
    """The index in a folder.

    Raises:
        IndexMissing: its files are not there.
        IndexOutdated: another release wrote it.
    """
    return engine.open_index(engine.MappedStorage(build))


def writer(index: engine.Index) -> engine.Writer:
    """A writer for documents to be added and deleted, made visible by its `commit`."""
    return index.writer()
