"""What neighbours in the question that are neighbours in the article add to its score.

Looked at for the best documents only: a pair that stands together says more than its words, but finds nothing new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from kbservice.index import engine
from kbservice.index.engine import Array, Searcher

FIELDS = ("symptoms", "cause")
_REACH = 2  # terms of the question that count as neighbours of one
_WITHIN = 3  # positions in the article
_WEIGHT = 0.1
_MOST_PAIRS = 60


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
