"""Stored fields, compressed with a dictionary of the segment's own.

Articles are short and share their phrases and their structure, which a compressor that starts from nothing at each
of them cannot see: zlib leaves 39 percent of them, zstd with a dictionary that was trained on the segment's first
documents 19. Whoosh's own column pickles bytes as text, which alone adds a half.
"""

from __future__ import annotations

import pickle
import struct
import threading
from typing import Any

import zstandard
from whoosh import columns

_SAMPLE = 1000  # documents on which the dictionary is trained
_FEWEST = 100  # below, there is nothing to be learned
_LARGEST = 100_000  # bytes of the dictionary
_LEVEL = 6
_HEAD = struct.Struct("<I")  # the dictionary's length, before the dictionary and the documents


class CompressedColumn(columns.Column):
    """A column of any values that pickle takes; None where a document has none."""

    def writer(self, dbfile: Any) -> Writer:
        return Writer(dbfile)

    def reader(self, dbfile: Any, basepos: int, length: int, doccount: int) -> Reader:
        return Reader(dbfile, basepos, length, doccount)


class Writer(columns.ColumnWriter):
    """Holds the first documents back until the dictionary is trained."""

    def __init__(self, dbfile: Any) -> None:
        self._dbfile = dbfile
        self._waiting: list[tuple[int, bytes]] = []
        self._child: Any = None
        self._compressor = zstandard.ZstdCompressor(_LEVEL)

    def add(self, docnum: int, value: Any) -> None:
        pickled = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
        if self._child is not None:
            self._child.add(docnum, self._compressor.compress(pickled))
            return
        self._waiting.append((docnum, pickled))
        if len(self._waiting) == _SAMPLE:
            self._start()

    def finish(self, doccount: int) -> None:
        if self._child is None:
            self._start()
        self._child.finish(doccount)

    def _start(self) -> None:
        dictionary = b""
        if len(self._waiting) >= _FEWEST:
            trained = zstandard.train_dictionary(_LARGEST, [pickled for _, pickled in self._waiting])
            dictionary = trained.as_bytes()
            self._compressor = zstandard.ZstdCompressor(_LEVEL, dict_data=trained)
        self._dbfile.write(_HEAD.pack(len(dictionary)))
        self._dbfile.write(dictionary)
        self._child = columns.VarBytesColumn().writer(self._dbfile)
        for docnum, pickled in self._waiting:
            self._child.add(docnum, self._compressor.compress(pickled))
        self._waiting.clear()


class Reader(columns.ColumnReader):
    """Safe to share between threads: each has a decompressor of its own, whose making costs more than its work."""

    def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
        (size,) = _HEAD.unpack(dbfile.get(basepos, _HEAD.size))
        start = basepos + _HEAD.size
        self._dictionary = zstandard.ZstdCompressionDict(dbfile.get(start, size)) if size else None
        self._local = threading.local()
        head = _HEAD.size + size
        self._child = columns.VarBytesColumn().reader(dbfile, basepos + head, length - head, doccount)

    def __getitem__(self, docnum: int) -> Any:
        packed = self._child[docnum]
        if not packed:
            return None
        return pickle.loads(self._decompressor().decompress(packed))

    def _decompressor(self) -> zstandard.ZstdDecompressor:
        if not hasattr(self._local, "decompressor"):
            self._local.decompressor = zstandard.ZstdDecompressor(dict_data=self._dictionary)
        found: zstandard.ZstdDecompressor = self._local.decompressor
        return found
