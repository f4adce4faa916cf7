"""Named numpy arrays in one file: how a segment keeps everything that is searched.

The arrays follow one another, each at a multiple of 8 bytes, so that a mapped file can be read in place; then a JSON
directory (name -> offset, type, length), its length, and a mark. Nothing is copied or decoded when the file is opened.
"""

from __future__ import annotations

import json
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.filedb.filestore import Storage
from whoosh.filedb.structfile import StructFile

from kbservice import errors

FORMAT = 4  # raise it when arrays or stored fields change their meaning: an older index is then rebuilt, never misread
_TAIL = struct.Struct("<Q8s")
_MARK = b"kbarrays"

Array = NDArray[Any]


class ArrayWriter:
    """Writes arrays to a file of a Whoosh storage; the directory follows on close."""

    def __init__(self, file: StructFile) -> None:
        self._file = file
        self._directory: dict[str, tuple[int, str, int]] = {}

    def put(self, name: str, array: Array) -> None:
        self._file.write(bytes(-self._file.tell() % 8))
        self._directory[name] = (self._file.tell(), array.dtype.str, len(array))
        self._file.write(np.ascontiguousarray(array).data)

    def close(self) -> None:
        directory = json.dumps({"format": FORMAT, "arrays": self._directory}).encode()
        self._file.write(directory + _TAIL.pack(len(directory), _MARK))
        self._file.close()


def read_arrays(storage: Storage, name: str) -> dict[str, Array]:
    """The arrays of a file, as views into its memory map (or into its bytes, in a RamStorage).

    Raises:
        IndexOutdated: another version of this program wrote the file, or it is not whole.
    """
    file = storage.open_file(name)
    buffer = getattr(file, "buffer", None) or file.get(0, storage.file_length(name))
    end = len(buffer) - _TAIL.size
    size, mark = _TAIL.unpack_from(buffer, end) if end >= 0 else (0, b"")
    directory = json.loads(bytes(buffer[end - size : end])) if mark == _MARK else {}
    if directory.get("format") != FORMAT:
        raise errors.IndexOutdated(f"the index has format {directory.get('format')}, this release reads {FORMAT}")
    return {
        name: np.frombuffer(buffer, dtype, count, offset)
        for name, (offset, dtype, count) in directory["arrays"].items()
    }
