"""Words that follow one another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kbservice.index.engine.arrays import Array
from kbservice.index.engine.matches import NOTHING, Listed, Matches, intersection, places
from kbservice.index.engine.snapshot import Snapshot


def phrase(snapshot: Snapshot, field: str, words: Sequence[bytes]) -> Listed:
    """The documents in which the terms stand next to each other in this order; they score as the terms do.

    Documents with all words come first; then, from the rarest word on, the places where the phrase could begin.
    Document and place make one integer, so that each further word is one intersection of sorted arrays.

    Raises:
        ValueError: the field keeps no positions.
    """
    lists: list[Matches] = [snapshot.scores(field, word) for word in words]
    all_words = intersection(lists, snapshot.size)
    if not isinstance(all_words, Listed) or not all_words.count():
        return NOTHING
    order = sorted(range(len(words)), key=lambda i: lists[i].count())
    docs, begins = all_words.docs, None
    for i in order:
        owner, position = snapshot.occurrences(field, words[i]).within(docs)
        here = (owner.astype("i8") << 32) + position - i
        begins = here if begins is None else _both(begins, here)
        docs = _distinct(begins >> 32)
    place, _ = places(docs, all_words.docs)
    return Listed(all_words.docs[place], all_words.scores[place])


def _both(a: Array, b: Array) -> Array:
    few, many = (a, b) if len(a) < len(b) else (b, a)
    return few[places(few, many)[1]]


def _distinct(ascending: Array) -> Array:
    return ascending[np.concatenate(([True], ascending[1:] != ascending[:-1]))] if len(ascending) else ascending
