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
_GROUP = 16  # scores


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
    """Documents in any part; scores add up. Few documents of many stay a list, without a vector over all."""
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    listed = [part.listed() for part in parts]
    docs = np.concatenate([part.docs for part in listed])
    scores = np.concatenate([part.scores for part in listed])
    if len(docs) * 64 < size:
        docs, place = np.unique(docs, return_inverse=True)
        return Listed(docs, np.bincount(place, scores, len(docs)))
    matched = np.zeros(size, bool)
    matched[docs] = True
    return Dense(np.bincount(docs, scores, size), matched)


def best_of(parts: Sequence[Matches], size: int) -> Matches:
    """Documents in any part; the highest score counts."""
    matched = np.logical_or.reduce([part.flags(size) for part in parts])
    lowest = [np.where(part.flags(size), part.dense(size), -np.inf) for part in parts]
    return Dense(np.where(matched, np.maximum.reduce(lowest), 0.0), matched)


def intersection(parts: Sequence[Matches], size: int) -> Listed:
    """Documents in all parts; scores add up. The shortest leads, so that much longer lists are only looked up."""
    shortest, *others = sorted(parts, key=lambda part: part.count())
    found = shortest.listed()
    for other in others:
        if isinstance(other, Listed) and other.count() > 8 * found.count():
            place, keep = places(found.docs, other.docs)
            found = Listed(found.docs[keep], found.scores[keep] + other.scores[place[keep]])
        else:
            found = found.kept(other.flags(size))
            found = Listed(found.docs, found.scores + other.dense(size)[found.docs])
    return found


def places(few: Array, many: Array) -> tuple[Array, Flags]:
    """Where each of the few stands in the many (both ascending), and whether it is there at all."""
    if not len(many):
        return np.zeros(len(few), "i8"), np.zeros(len(few), bool)
    place = np.minimum(np.searchsorted(many, few), len(many) - 1)
    return place, many[place] == few


def best(found: Matches, limit: int | None) -> tuple[Array, Array]:
    """The documents with the highest scores and these, best first; of equal scores the lower number first."""
    bound = _bound(found.scores, limit) if limit else -np.inf
    if isinstance(found, Dense) and bound > 0:  # else documents that do not match would pass
        docs = np.flatnonzero(found.scores >= bound)
        scores = found.scores[docs]
    else:
        listed = found.listed()
        good = listed.scores >= bound
        docs, scores = listed.docs[good], listed.scores[good]
    order = np.argsort(-scores, kind="stable")[:limit]
    return docs[order], scores[order]


def _bound(scores: Array, limit: int) -> float:
    """A score that the best reach: the limit-th of the maxima of groups, so that most scores are looked at once."""
    groups = len(scores) // _GROUP
    if groups < limit:
        return -np.inf
    maxima = scores[: groups * _GROUP].reshape(_GROUP, groups).max(axis=0)
    return float(np.partition(maxima, groups - limit)[groups - limit])
