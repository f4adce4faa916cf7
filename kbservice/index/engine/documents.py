"""What a segment keeps of each document beside its terms: stored fields, and how long its text fields are.

Stored fields are compressed with a dictionary of the segment's own. Articles are short and share their phrases and
their structure, which a compressor that starts from nothing at each of them cannot see: zlib leaves 39 percent of
them, zstd with a dictionary that was trained on the segment's first documents 21.
"""

from __future__ import annotations

import pickle
import threading
from array import array
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import numpy as np
import zstandard
from whoosh.codec import base, whoosh3
from whoosh.filedb.filestore import Storage
from whoosh.util.numeric import byte_to_length

from kbservice.index.engine.arrays import Array, ArrayWriter, read_arrays

EXTENSION = ".kbd"
_SAMPLE = 1000  # documents that are compressed at a time; the dictionary is trained on the first
_FEWEST = 100  # below, there is nothing to be learned
_LARGEST = 100_000  # bytes of the dictionary
_LEVEL = 3  # a twelfth larger than at level 6, in a quarter of the time
_LENGTHS = np.array([byte_to_length(i) for i in range(256)])  # Whoosh keeps a length as the number of the next of these


class DocumentWriter(base.PerDocumentWriter):
    """Takes one document after another, and compresses some at a time."""

    def __init__(self, storage: Storage, segment: Any) -> None:
        self._segment = segment
        self._writer = ArrayWriter(segment.create_file(storage, EXTENSION))
        self._lengths: dict[str, tuple[array[int], array[int]]] = defaultdict(lambda: (array("I"), array("I")))
        self._doc = -1
        self._stored: dict[str, Any] = {}
        self._waiting: list[bytes | bytearray | memoryview] = []
        self._compressor: zstandard.ZstdCompressor | None = None
        self._packed = bytearray()
        self._ends = array("Q", [0])
        self.is_closed = False

    def start_doc(self, docnum: int) -> None:
        self._doc, self._stored = docnum, {}

    def add_field(self, fieldname: str, _: Any, value: Any, length: int | None) -> None:
        if value is not None:
            self._stored[fieldname] = value
        if length:
            docs, lengths = self._lengths[fieldname]
            docs.append(self._doc)
            lengths.append(length)

    def finish_doc(self) -> None:
        self._waiting.append(pickle.dumps(self._stored, pickle.HIGHEST_PROTOCOL))
        if len(self._waiting) == _SAMPLE:
            self._pack()

    def _pack(self) -> None:
        """Compresses the documents that wait; the first of them train the dictionary."""
        if self._compressor is None:
            dictionary = zstandard.ZstdCompressionDict(b"")
            if len(self._waiting) >= _FEWEST:
                dictionary = zstandard.train_dictionary(_LARGEST, self._waiting)
            self._writer.put("dictionary", np.frombuffer(dictionary.as_bytes(), "u1"))
            self._compressor = zstandard.ZstdCompressor(_LEVEL, dict_data=dictionary)
        for pickled in self._waiting:
            self._packed += self._compressor.compress(pickled)
            self._ends.append(len(self._packed))
        self._waiting.clear()

    def close(self) -> None:
        self._pack()
        self._writer.put("stored", np.frombuffer(self._packed, "u1"))
        self._writer.put("ends", np.frombuffer(self._ends, "u8"))
        for name, (docs, lengths) in self._lengths.items():
            codes = np.zeros(len(self._ends) - 1, "u1")
            codes[docs] = np.searchsorted(_LENGTHS, np.minimum(lengths, _LENGTHS[-1]))
            self._writer.put(f"{name}/lengths", codes)
        self._segment._fieldlengths = {name: sum(lengths) for name, (_, lengths) in self._lengths.items()}
        self._writer.close()
        self.is_closed = True


class DocumentReader(whoosh3.W3PerDocReader):
    """Safe to share between threads: each has a decompressor of its own, whose making costs more than its work."""

    def __init__(self, storage: Storage, segment: Any) -> None:
        super().__init__(storage, segment)
        self._arrays = read_arrays(storage, segment.make_filename(EXTENSION))
        self._dictionary = zstandard.ZstdCompressionDict(self._arrays["dictionary"].data)
        self._local = threading.local()

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        start, end = self._arrays["ends"][docnum : docnum + 2].tolist()
        if not hasattr(self._local, "decompress"):
            self._local.decompress = zstandard.ZstdDecompressor(dict_data=self._dictionary).decompress
        fields: dict[str, Any] = pickle.loads(self._local.decompress(self._arrays["stored"][start:end]))
        return fields

    def lengths(self, field: str) -> Array:
        """The number of terms of each document in the field, rounded as Whoosh does."""
        codes = self._arrays.get(f"{field}/lengths")
        return np.zeros(self.doc_count_all(), "i8") if codes is None else _LENGTHS[codes]

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        codes = self._arrays.get(f"{fieldname}/lengths")
        return default if codes is None else byte_to_length(codes[docnum])

    def _minmax_length(self, fieldname: str, op: Callable[[Array], int], _: Any) -> int:
        return int(op(self.lengths(fieldname)))
