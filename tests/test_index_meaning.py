"""Vectors of a build are led to its documents; without encoder or vectors there is no measure of meaning."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbservice.index import semantic
from kbservice.index.semantic import retrieval


@given(st.lists(st.integers(1, 99), unique=True, max_size=20), st.lists(st.integers(1, 99), unique=True, max_size=20))
def test_rows_belong_to_the_documents_of_their_articles(held: list[int], numbers: list[int]) -> None:
    rows, documents = retrieval._matched(np.array(held, np.int32), np.array(numbers, np.int64))
    assert [held[row] for row in rows] == [numbers[document] for document in documents]
    assert {numbers[document] for document in documents} == set(held) & set(numbers)


def test_without_an_encoder_there_is_no_measure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(semantic, "available", lambda _setting: False)
    assert retrieval.nearness(tmp_path, lambda: np.array([1])) is None


def test_a_build_without_vectors_has_no_measure(tmp_path: Path) -> None:
    assert retrieval.nearness(tmp_path, lambda: np.array([1])) is None


@pytest.mark.weights
def test_the_nearest_in_meaning_shares_no_word(tmp_path: Path) -> None:
    from kbservice.index.semantic import encoder, vectors

    texts = {7: "The computer stops responding when it is switched off.", 9: "A recipe for apple pie with cinnamon."}
    log = vectors.VectorLog(tmp_path / "log", encoder.load())
    vectors.write(tmp_path, log, texts, set(), lambda _done, _total: None)
    near = retrieval.nearness(tmp_path, lambda: np.array([5, 9, 7]))
    assert near is not None
    cosines = near("my pc hangs at shutdown")
    assert cosines[0] == 0
    assert cosines[2] > cosines[1] + 0.2
    assert near("my pc hangs at shutdown") is cosines  # the next page asks the same
