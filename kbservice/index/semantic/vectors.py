"""The articles' vectors on disk: int8 with a scale a row, memory-mapped, searched exactly.

Each build of the index holds the vectors of its articles (`vectors.npy`, `scales.npy`, `vector_numbers.npy`), so that
they are swapped with it. Beside the builds stands one log of every text ever encoded: a text that did not change is
never encoded again, and an ingest that was interrupted goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kbservice import workers
from kbservice.index.semantic import HELD, Progress
from kbservice.index.semantic.encoder import DIMENSIONS, Array, Encoder

LOG = "vectors.log"
_VECTORS, _SCALES = "vectors.npy", "scales.npy"
_ROW = np.dtype([("key", "S16"), ("scale", "<f4"), ("vector", "i1", (DIMENSIONS,))])
_ENCODE_AT_ONCE = 256
_WORTH_A_POOL = 4  # batches
_CONVERT_AT_ONCE = 512  # rows that fit the second-level cache as float32

_Batch = list[tuple[bytes, str]]  # keys and texts


class VectorLog:
    """Key -> vector of every text encoded so far: an append-only file of fixed rows."""

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._path = path
        self._encoder = encoder
        rows = np.fromfile(path, _ROW) if path.exists() else np.empty(0, _ROW)
        self._rows: dict[bytes, np.void] = {bytes(row["key"]).ljust(16, b"\0"): row for row in rows}

    def key(self, text: str) -> bytes:
        return hashlib.blake2b(f"{self._encoder.model_id}\0{text}".encode(), digest_size=16).digest()

    def add(self, texts: Iterable[str], progress: Progress) -> None:
        """Encode and append the texts that the log lacks, on all cores if there are many; durable after each batch."""
        missing = {self.key(text): text for text in texts}
        # Texts of one length share the encoder's batches.
        lacking = sorted(((k, t) for k, t in missing.items() if k not in self._rows), key=lambda row: len(row[1]))
        batches = [lacking[i : i + _ENCODE_AT_ONCE] for i in range(0, len(lacking), _ENCODE_AT_ONCE)]
        done = 0
        with self._path.open("ab") as log:
            # A row cut short by a crash would shift all that follow.
            log.truncate(log.tell() - log.tell() % _ROW.itemsize)
            for batch, rows in zip(batches, self._encoded(batches), strict=True):
                log.write(rows.tobytes())
                log.flush()
                os.fsync(log.fileno())
                self._rows.update(zip((key for key, _ in batch), rows, strict=True))
                done += len(batch)
                progress(done, len(lacking))

    def rows(self, texts: Iterable[str]) -> NDArray[np.void]:
        """The rows of these texts, which the log holds, in their order."""
        return np.array([self._rows[self.key(text)] for text in texts], _ROW)

    def _encoded(self, batches: list[_Batch]) -> Iterator[NDArray[np.void]]:
        if len(batches) < _WORTH_A_POOL:
            yield from (_encode(self._encoder, batch) for batch in batches)
            return
        with ProcessPoolExecutor(initializer=_start_worker, initargs=(self._encoder.folder,)) as pool:
            yield from pool.map(_encode_in_worker, batches)


def _encode(encoder: Encoder, batch: _Batch) -> NDArray[np.void]:
    rows = np.empty(len(batch), _ROW)
    rows["key"] = [key for key, _ in batch]
    rows["scale"], rows["vector"] = quantise(encoder.encode([text for _, text in batch]))
    return rows


_in_worker: list[Encoder] = []  # the one encoder of a worker process


def _start_worker(folder: Path) -> None:
    workers.end_with_parent()
    _in_worker.append(Encoder(folder))


def _encode_in_worker(batch: _Batch) -> NDArray[np.void]:
    return _encode(_in_worker[0], batch)


def quantise(vectors: Array) -> tuple[Array, NDArray[np.int8]]:
    """A scale and 384 small integers a row; their product is the vector to within 0.4 percent of its largest part."""
    scale = (np.abs(vectors).max(1) / 127).astype(np.float32)
    return scale, np.rint(vectors / np.maximum(scale, 1e-12)[:, None]).astype(np.int8)


def numbers(build: Path) -> set[int]:
    """The articles whose vectors a build holds."""
    path = build / HELD
    return set(np.load(path).tolist()) if path.exists() else set()


def write(build: Path, log: VectorLog, texts: Mapping[int, str], kept: set[int], progress: Progress) -> None:
    """Store in a build the vectors of these articles (number -> text) besides those of the `kept` ones.

    Texts that the log lacks are encoded. Files are replaced, never written into: an older build may share them.
    """
    log.add(texts.values(), progress)
    owners = np.fromiter(texts, np.int32)
    rows = log.rows(texts.values())
    vectors, scales = rows["vector"].reshape(-1, DIMENSIONS), rows["scale"]
    if kept:
        old = np.load(build / HELD)
        chosen = np.isin(old, np.fromiter(kept, np.int32))
        owners = np.concatenate([old[chosen], owners])
        vectors = np.concatenate([np.load(build / _VECTORS, mmap_mode="r")[chosen], vectors])
        scales = np.concatenate([np.load(build / _SCALES)[chosen], scales])
    for name, array in ((_VECTORS, vectors), (_SCALES, scales), (HELD, owners)):
        temporary = build / f"new-{name}"
        np.save(temporary, array)
        temporary.replace(build / name)


class Vectors:
    """The vectors of one build, shared by all processes through the page cache."""

    def __init__(self, build: Path) -> None:
        self._vectors = np.asarray(np.load(build / _VECTORS, mmap_mode="r"))  # still mapped, but cheaper to slice
        self._scales: Array = np.load(build / _SCALES)
        self.numbers: NDArray[np.int32] = np.load(build / HELD)

    @staticmethod
    def held(build: Path) -> bool:
        """Whether the build has vectors."""
        return (build / HELD).exists()

    def similarity(self, question: Array) -> Array:
        """The cosine of the question's vector with every row; `numbers` names the article of each row."""
        cosines = np.empty(len(self._vectors), np.float32)
        buffer = np.empty((_CONVERT_AT_ONCE, DIMENSIONS), np.float32)
        for start in range(0, len(self._vectors), _CONVERT_AT_ONCE):
            rows = self._vectors[start : start + _CONVERT_AT_ONCE]
            converted = buffer[: len(rows)]
            converted[:] = rows
            np.dot(converted, question, out=cosines[start : start + len(rows)])
        cosines *= self._scales
        return cosines
