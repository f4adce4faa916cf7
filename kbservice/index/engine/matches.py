"""Sets of documents with scores, in two forms: a list of those that match, or a score for every document.

Lists are for terms and conjunctions, whole vectors for unions, where most documents match anyway. Scores add up in 64
bits, as Whoosh's do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kbservice.index.engine.arrays import Array

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Listed:
    """Documents that match, ascending, and their scores."""

    docs: Array
    scores: Array

    def count(self) -> int:
        return len(self.docs)

    def flags(self, size: int) -> Flags:
        """For each of `size` documents whether it matches."""
        flags = np.zeros(size, bool)
        flags[self.docs] = True
        return flags

    def dense(self, size: int) -> Array:
        """The score of each of `size` documents, 0 where it does not match."""
        scores = np.zeros(size)
        scores[self.docs] = self.scores
        return scores

    def kept(self, flags: Flags) -> Listed:
        """Those that the flags allow."""
        keep = flags[self.docs]
        return Listed(self.docs[keep], self.scores[keep])

    def times(self, boost: float) -> Listed:
        return Listed(self.docs, self.scores * boost)

    def listed(self) -> Listed:
        return self

    @property
    def nbytes(self) -> int:
        """Bytes of memory of its own: the documents of a term are most often a view into the file."""
        return int(self.scores.nbytes + (self.docs.nbytes if self.docs.base is None else 0))


@dataclass(frozen=True, slots=True)
class Dense:
    """A score for every document, 0 where it does not match, and whether it matches."""

    scores: Array
    matched: Flags

    def count(self) -> int:
        return int(np.count_nonzero(self.matched))

    def flags(self, _: int) -> Flags:
        return self.matched

    def dense(self, _: int) -> Array:
        return self.scores

    def kept(self, flags: Flags) -> Dense:
        return Dense(self.scores * flags, self.matched & flags)

    def times(self, boost: float) -> Dense:
        return Dense(self.scores * boost, self.matched)

    def listed(self) -> Listed:
        """The same as a list."""
        docs = np.flatnonzero(self.matched)
        return Listed(docs.astype("u4"), self.scores[docs])


Matches = Listed | Dense
NOTHING = Listed(np.empty(0, "u4"), np.empty(0))


def union(parts: Sequence[Matches], size: int) -> Matches:
    """Documents in any part; scores add up."""
    if len(parts) == 1:
        return parts[0]
    listed = [part for part in parts if isinstance(part, Listed)]
    if len(listed) == len(parts) and sum(part.count() for part in listed) * 64 < size:
        return _short_union(listed)
    scores = np.zeros(size)
    matched = np.zeros(size, bool)
    for part in parts:
        if isinstance(part, Listed):
            scores[part.docs] += part.scores
            matched[part.docs] = True
        else:
            scores += part.scores
            matched |= part.matched
    return Dense(scores, matched)


def _short_union(parts: Sequence[Listed]) -> Listed:
    """The same for few documents of many, without a vector over all."""
    if not parts:
        return NOTHING
    docs, place = np.unique(np.concatenate([part.docs for part in parts]), return_inverse=True)
    scores = np.bincount(place, np.concatenate([part.scores for part in parts]), len(docs))
    return Listed(docs, scores)


def best_of(parts: Sequence[Matches], size: int) -> Matches:
    """Documents in any part; the highest score counts."""
    matched = np.logical_or.reduce([part.flags(size) for part in parts])
    lowest = [np.where(part.flags(size), part.dense(size), -np.inf) for part in parts]
    return Dense(np.where(matched, np.maximum.reduce(lowest), 0.0), matched)


def intersection(parts: Sequence[Matches], size: int) -> Matches:
    """Documents in all parts; scores add up. The shortest list leads, so that the others are only looked up."""
    listed = sorted((part for part in parts if isinstance(part, Listed)), key=Listed.count)
    dense = [part for part in parts if isinstance(part, Dense)]
    if not listed:
        matched = np.logical_and.reduce([part.matched for part in dense])
        return Dense(np.sum([part.scores for part in dense], axis=0) * matched, matched)
    found = listed[0]
    for other in listed[1:]:
        found = _common(found, other, size)
    for vector in dense:
        found = found.kept(vector.matched)
        found = Listed(found.docs, found.scores + vector.scores[found.docs])
    return found


def _common(short: Listed, long: Listed, size: int) -> Listed:
    if len(long.docs) < 8 * len(short.docs):
        short = short.kept(long.flags(size))
        return Listed(short.docs, short.scores + long.dense(size)[short.docs])
    place, keep = places(short.docs, long.docs)
    return Listed(short.docs[keep], short.scores[keep] + long.scores[place[keep]])


def places(few: Array, many: Array) -> tuple[Array, Flags]:
    """Where each of the few stands in the many (both ascending), and whether it is there at all."""
    if not len(many):
        return np.zeros(len(few), "i8"), np.zeros(len(few), bool)
    place = np.minimum(np.searchsorted(many, few), len(many) - 1)
    return place, many[place] == few


def best(found: Matches, limit: int | None) -> tuple[Array, Array]:
    """The documents with the highest scores and these, best first; of equal scores the lower number first."""
    if isinstance(found, Dense):
        docs = _candidates(found, limit)
        scores = found.scores[docs]
    else:
        docs, scores = found.docs, found.scores
    if limit is not None and len(docs) > 4 * limit:
        worst = len(docs) - max(limit, 1)
        chosen = np.flatnonzero(scores >= np.partition(scores, worst)[worst])
        docs, scores = docs[chosen], scores[chosen]
    order = np.lexsort((docs, -scores))[:limit]
    return docs[order], scores[order]


def _candidates(found: Dense, limit: int | None) -> Array:
    """Documents among which the best are: those that reach the limit-th of the maxima of blocks of 64."""
    blocks = len(found.scores) // 64
    if limit and blocks > limit:
        maxima = found.scores[: blocks * 64].reshape(blocks, 64).max(axis=1)
        bound = np.partition(maxima, blocks - limit)[blocks - limit]
        if bound > 0:  # else documents that do not match would pass
            return np.flatnonzero(found.scores >= bound)
    return np.flatnonzero(found.matched)
