"""Files of an index on disk: mapped into memory, shared by all processes, durable once a commit returns.

Whoosh's own storage copies a mapped file into every process and never syncs (whoosh-community #322, #323).
"""

from __future__ import annotations

import contextlib
import mmap
import os
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile


class MappedFile(StructFile):
    """A read-only file whose `get` moves no cursor, so that threads can share it."""

    def __init__(self, buffer: mmap.mmap, **options: Any) -> None:
        super().__init__(buffer, **options)
        self.buffer = buffer

    def get(self, position: int, length: int) -> bytes:
        return self.buffer[position : position + length]

    def close(self) -> None:
        """Leaves the mapping to its last reader: arrays that another thread still reads stay valid."""
        self.is_closed = True


class MappedStorage(FileStorage):
    """A folder whose files are read through shared memory maps and synced before a commit is published.

    Whoosh publishes a commit by renaming the new TOC into place. All files written since the last commit are synced
    before that, and the folder after it: a power cut leaves the old generation or the new one, complete.
    """

    def __init__(self, path: str | Path, **options: Any) -> None:
        super().__init__(str(path), **options)
        self._unsynced: set[str] = set()

    def open_file(self, name: str, **options: Any) -> StructFile:
        with Path(self.folder, name).open("rb") as file:
            if os.fstat(file.fileno()).st_size:
                return MappedFile(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), name=name, **options)
        return super().open_file(name, **options)  # an empty file cannot be mapped

    def create_file(self, name: str, **options: Any) -> StructFile:
        self._unsynced.add(name)
        return super().create_file(name, **options)

    def rename_file(self, oldname: str, newname: str, safe: bool = False) -> None:
        for name in self._unsynced:
            with contextlib.suppress(FileNotFoundError):
                _sync(Path(self.folder, name))
        self._unsynced.clear()
        super().rename_file(oldname, newname, safe)
        _sync(Path(self.folder))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
