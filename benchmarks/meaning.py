"""What meaning costs: a question as a vector, and its comparison with the vectors of 60,000 articles."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks import texts
from benchmarks.compare import percentile
from benchmarks.report import Table
from kbservice.index import semantic

_ARTICLES = 60_000
_QUESTIONS = 200
_ENCODED = 300  # articles


def measured(folder: Path | None) -> list[Table]:
    """Times of one core, the titles of articles being the questions; nothing where no encoder is installed."""
    if not semantic.available():
        return []
    from threadpoolctl import threadpool_limits

    from kbservice.index.semantic import encoder, vectors

    found = texts.base(folder)
    encode = encoder.load("").encode
    with threadpool_limits(1), tempfile.TemporaryDirectory() as scratch:
        asked = [_timed(lambda title=text.title: encode([title])) for text in found[:_QUESTIONS]]
        passages = [f"{text.title}. {text.body[:900]}" for text in found[:_ENCODED]]
        rate = len(passages) * 1000 / _timed(lambda: encode(passages))
        _random(Path(scratch))
        held, question = vectors.Vectors(Path(scratch)), encode([found[0].title])[0]
        compared = [_timed(lambda: held.similarity(question)) for _ in range(20)]
    rows = [
        ["a question as a vector, ms", _both(asked)],
        [f"compared with {_ARTICLES:,} articles, ms", _both(compared)],
        ["articles encoded a second", f"{rate:.0f}"],
    ]
    return [Table("Meaning, one core", ["", "median / 95th percentile"], rows)]


def _random(folder: Path) -> None:
    """Vectors of no article, as a build holds them."""
    from kbservice.index.semantic import vectors

    chance = np.random.default_rng(1)
    np.save(folder / "vectors.npy", chance.integers(-127, 128, (_ARTICLES, 384), np.int8))
    np.save(folder / "scales.npy", np.full(_ARTICLES, 1 / 127, np.float32))
    np.save(folder / semantic.HELD, np.arange(_ARTICLES, dtype=np.int32))
    assert vectors.Vectors.held(folder)


def _timed(call: Callable[[], object]) -> float:
    """Milliseconds of the processor."""
    start = time.process_time()
    call()
    return (time.process_time() - start) * 1000


def _both(times: list[float]) -> str:
    return f"{statistics.median(times):.1f} / {percentile(times, 95):.1f}"
