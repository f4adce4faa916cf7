"""The table of fields as a Whoosh schema, and Whoosh's index files: where the engine is chosen, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from whoosh import fields as whoosh_fields
from whoosh.analysis import RegexTokenizer, StemmingAnalyzer
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import EmptyIndexError

from kbservice.errors import IndexMissing
from kbservice.index import fields

_SEPARATOR = "\x1f"
STORED = ("card", "facts", "text")


def schema() -> whoosh_fields.Schema:
    """A Whoosh field for each row of the table, and one for each blob that is kept to show an article."""
    types: dict[str, Any] = {field.name: _exact() for field in fields.EXACT}
    types |= {field.name: whoosh_fields.TEXT(analyzer=StemmingAnalyzer()) for field in fields.TEXT}
    types |= {name: whoosh_fields.STORED() for name in STORED}
    return whoosh_fields.Schema(**types)


def _exact() -> Any:
    return whoosh_fields.KEYWORD(analyzer=RegexTokenizer(rf"[^{_SEPARATOR}]+"))


def document(values: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The values of a record as Whoosh takes them."""
    separators = dict.fromkeys((f.name for f in fields.TEXT), "\n")
    return {name: separators.get(name, _SEPARATOR).join(found) for name, found in values.items() if found}


def create(build: Path | None) -> Any:
    """An empty Whoosh index in a folder, or in memory."""
    storage = RamStorage() if build is None else FileStorage(str(build))
    return storage.create_index(schema())


def open_index(build: Path) -> Any:
    """The Whoosh index in a folder.

    Raises:
        IndexMissing: its files are not there.
    """
    try:
        return FileStorage(str(build)).open_index()
    except (OSError, EmptyIndexError):
        raise IndexMissing(f"the files of {build.name} are gone") from None


def writer(index: Any) -> Any:
    """A Whoosh writer for documents to be added and deleted, made visible by its `commit`."""
    return index.writer(limitmb=512)
