"""How near each article is in meaning to a question: what words alone cannot find."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kbservice.index import semantic

Nearness = Callable[[str], NDArray[np.float32]]
"""A question -> for each document the cosine of its vector with the question's, 0 where it has none."""

_REMEMBERED = 64  # questions: the next page of a search asks the same again


def nearness(build: Path, numbers: Callable[[], NDArray[np.int64]], setting: str = "") -> Nearness | None:
    """The measure over a build whose document i is the article `numbers()[i]`; None without encoder or vectors.

    Nothing is read before the first question.

    Raises:
        InvalidSetting: `setting` names a folder without weights.
    """
    if not semantic.available(setting):
        return None
    from kbservice.index.semantic import encoder, vectors  # the extra's libraries may be missing

    if not vectors.Vectors.held(build):
        return None

    @cache
    def opened() -> tuple[encoder.Encoder, vectors.Vectors, NDArray[np.int64], NDArray[np.int64]]:
        held = vectors.Vectors(build)
        return encoder.load(setting), held, *_matched(held.numbers, numbers())

    @lru_cache(maxsize=_REMEMBERED)
    def near(question: str) -> NDArray[np.float32]:
        encode, held, rows, documents = opened()
        cosines = np.zeros(len(numbers()), np.float32)
        cosines[documents] = held.similarity(encode.encode([question])[0])[rows]
        return cosines

    return near


def _matched(held: NDArray[np.int32], numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows of the vectors and the documents that they belong to."""
    if not len(held):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    order = np.argsort(held)
    place = np.minimum(np.searchsorted(held, numbers, sorter=order), len(held) - 1)
    rows = order[place]
    documents = np.flatnonzero(held[rows] == numbers)
    return rows[documents], documents
