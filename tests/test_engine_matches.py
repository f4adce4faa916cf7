"""The algebra of document sets against plain dictionaries, in both forms."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbservice.index.engine import cache, matches
from kbservice.index.engine.matches import Dense, Listed, Matches

SIZE = 200
Scores = dict[int, float]
sets = st.lists(
    st.tuples(st.dictionaries(st.integers(0, SIZE - 1), st.sampled_from([0.0, 0.5, 2.0]), max_size=9), st.booleans()),
    min_size=1,
    max_size=4,
)


def made(scores: Scores, dense: bool) -> Matches:
    docs = np.array(sorted(scores), "u4")
    listed = Listed(docs, np.array([scores[doc] for doc in docs.tolist()], "f8"))
    return Dense(listed.dense(SIZE), listed.flags(SIZE)) if dense else listed


def plain(found: Matches) -> Scores:
    docs = np.flatnonzero(found.flags(SIZE))
    assert found.count() == len(docs)
    dense = found.dense(SIZE)
    assert not dense[~found.flags(SIZE)].any()
    return dict(zip(docs.tolist(), dense[docs].tolist(), strict=True))


@given(sets)
def test_union(given_sets: list[tuple[Scores, bool]]) -> None:
    parts = [made(*one) for one in given_sets]
    docs = set().union(*(scores for scores, _ in given_sets))
    expected = {doc: sum(scores.get(doc, 0.0) for scores, _ in given_sets) for doc in docs}
    assert plain(matches.union(parts, SIZE)) == expected
    best = {doc: max(scores[doc] for scores, _ in given_sets if doc in scores) for doc in docs}
    assert plain(matches.best_of(parts, SIZE)) == best


@given(sets)
def test_intersection(given_sets: list[tuple[Scores, bool]]) -> None:
    docs = set.intersection(*(set(scores) for scores, _ in given_sets))
    expected = {doc: sum(scores[doc] for scores, _ in given_sets) for doc in docs}
    assert plain(matches.intersection([made(*one) for one in given_sets], SIZE)) == expected


@given(sets, st.sets(st.integers(0, SIZE - 1)))
def test_kept_and_times(given_sets: list[tuple[Scores, bool]], kept: set[int]) -> None:
    flags = np.zeros(SIZE, bool)
    flags[list(kept)] = True
    for scores, dense in given_sets:
        expected = {doc: score * 3.0 for doc, score in scores.items() if doc in kept}
        assert plain(made(scores, dense).kept(flags).times(3.0)) == expected


@given(sets, st.sampled_from([1, 3, None]))
def test_best(given_sets: list[tuple[Scores, bool]], limit: int | None) -> None:
    for scores, dense in given_sets:
        docs, best = matches.best(made(scores, dense), limit)
        ranking = sorted(scores, key=lambda doc: (-scores[doc], doc))
        assert docs.tolist() == ranking[:limit]
        assert best.tolist() == [scores[doc] for doc in docs.tolist()]


@pytest.mark.parametrize("few", [3, 90])
def test_a_short_list_meets_a_long_one_either_way(few: int) -> None:
    chance = random.Random(few)
    short = dict.fromkeys(chance.sample(range(SIZE), few), 1.0)
    long = dict.fromkeys(chance.sample(range(SIZE), 150), 2.0)
    found = plain(matches.intersection([made(long, False), made(short, False)], SIZE))
    assert found == dict.fromkeys(short.keys() & long.keys(), 3.0)


def test_the_cache_drops_what_was_used_longest_ago() -> None:
    kept = cache.Cache(1000)
    asked: list[str] = []

    def value(name: str) -> np.ndarray:
        return kept.get(name, lambda: asked.append(name) or np.full(25, ord(name)))

    assert [chr(value(name)[0]) for name in "ababcab"] == list("ababcab")
    assert "".join(asked) == "abcab"  # a and b, and with c the room for two is full
