"""What neighbours in the question that are neighbours in the article add to its score.

Looked at for the best documents only: a pair that stands together says more than its words, but finds nothing new.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from kbservice.index import engine
from kbservice.index.engine import Array, Searcher

FIELDS = ("symptoms", "cause")
_REACH = 2  # terms of the question that count as neighbours of one
_WITHIN = 3  # positions in the article
_WEIGHT = 0.1
_MOST_PAIRS = 60
_TOLD, _COPIED = 0.25, 0.7  # shares of what the pairs could add: below, the words are one's own; above, the article's


def gains(searcher: Searcher, terms: Sequence[str], docs: Array) -> Array:
    """What each of the documents (ascending) gains."""
    total = np.zeros(len(docs))
    if len(terms) < 2 or not len(docs):
        return total
    size = searcher.snapshot.size
    for field in FIELDS:
        keys = {term: _keys(searcher, field, term, docs) for term in dict.fromkeys(terms)}
        for one, other in _pairs(terms):
            together = _together(keys[one], keys[other])
            if len(together):
                rarity = np.log1p((size - len(together) + 0.5) / (len(together) + 0.5))
                total[np.searchsorted(docs, together)] += _WEIGHT * rarity
    return total


def copied(gained: Array, terms: Sequence[str], size: int) -> float:
    """How surely the words of a question are copied, 0 to 1: by the share of what their pairs could add to an article
    of an index of `size` that the best one gained."""
    pairs = len(list(_pairs(terms)))
    if pairs < len(terms) or not gained.any():  # two words stand together by chance
        return 0.0
    share = float(gained.max()) / (_WEIGHT * math.log(max(size, 2)) * pairs)
    return min(1.0, max(0.0, (share - _TOLD) / (_COPIED - _TOLD)))


def _pairs(terms: Sequence[str]) -> Iterator[tuple[str, str]]:
    pairs = ((terms[i], terms[j]) for i in range(len(terms)) for j in range(i + 1, min(i + _REACH + 1, len(terms))))
    distinct = dict.fromkeys(pair for pair in pairs if pair[0] != pair[1])
    return iter(list(distinct)[:_MOST_PAIRS])


def _keys(searcher: Searcher, field: str, term: str, docs: Array) -> Array:
    """Document and position of each occurrence as one ascending number."""
    where, positions = engine.positions(searcher, field, term).within(docs)
    return np.asarray((where.astype("i8") << 32) | positions.astype("i8"))


def _together(keys: Array, others: Array) -> Array:
    """The documents in which an occurrence of one stands near one of the other."""
    if not len(keys) or not len(others):
        return np.empty(0, "u4")
    # Positions are far below 2**31, so that near keys are of one document.
    near = np.searchsorted(others, keys + _WITHIN, "right") > np.searchsorted(others, keys - _WITHIN, "left")
    return np.unique(keys[near] >> 32)
