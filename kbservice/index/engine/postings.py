"""The inverted lists of one field: a value of numpy arrays, made from tokens, joined, renumbered, saved and loaded.

Whoosh's own writer handles each posting in Python (about 69 calls each). Here a field arrives as one array of word
numbers and is inverted with one sort.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import pairwise
from typing import overload

import numpy as np

from kbservice.index.engine.arrays import Array, ArrayWriter

_BLOCK = 32  # terms


class Terms(Sequence[bytes]):
    """Sorted byte strings in two arrays: one with all their bytes, one with where each ends."""

    def __init__(self, text: Array, ends: Array) -> None:
        self.text, self.ends = text, ends
        self._text, self._ends = text.data, ends.data  # faster than arrays, one item at a time

    @classmethod
    def of(cls, terms: Sequence[bytes]) -> Terms:
        ends = np.zeros(len(terms) + 1, "u8")
        np.cumsum([len(term) for term in terms], out=ends[1:])
        return cls(np.frombuffer(b"".join(terms), "u1"), ends)

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, index: int) -> bytes: ...
    @overload
    def __getitem__(self, index: slice) -> list[bytes]: ...
    def __getitem__(self, index: int | slice) -> bytes | list[bytes]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self._at(index)

    def _at(self, index: int) -> bytes:
        return bytes(self._text[self._ends[index] : self._ends[index + 1]])

    def __iter__(self) -> Iterator[bytes]:
        text, ends = self.text.tobytes(), self.ends.tolist()
        return (text[start:end] for start, end in pairwise(ends))

    def place(self, term: bytes) -> int:
        """The number of the first term that is not below this one."""
        block = bisect_left(self._firsts, term) * _BLOCK
        return bisect_left(range(len(self)), term, max(block - _BLOCK, 0), min(block, len(self)), key=self._at)

    @cached_property
    def _firsts(self) -> list[bytes]:
        """The first of every block of terms, as Python finds its way in them faster than in the arrays."""
        return [self._at(i) for i in range(0, len(self), _BLOCK)]

    def find(self, term: bytes) -> int | None:
        """The number of that term, or None."""
        number = self.place(term)
        return number if number < len(self) and self[number] == term else None

    def below(self, prefix: bytes) -> range:
        """The numbers of the terms that begin with the prefix."""
        beyond = prefix + b"\xff" * 8  # no UTF-8 text holds this byte, so nothing with the prefix sorts after it
        return range(self.place(prefix), self.place(beyond))


@dataclass(frozen=True, slots=True)
class Postings:
    """Which documents hold each term of a field, how often, and where.

    Posting `i` says that document `docs[i]` holds its term `counts[i]` times. The postings of term `t` are
    `starts[t]:starts[t + 1]`, by document ascending. `weights` is there only where a weight is not the count times
    `boost`. The occurrences of term `t` in all its documents are `positions[firsts[t]:firsts[t + 1]]`.
    """

    terms: Terms
    starts: Array
    docs: Array
    counts: Array
    boost: float
    weights: Array | None = None
    positions: Array | None = None
    firsts: Array | None = None

    def documents_per_term(self) -> Array:
        return np.asarray(np.diff(self.starts))

    def weight(self, part: slice | Array = slice(None)) -> Array:
        """The weights of these postings, 32-bit as Whoosh keeps them."""
        if self.weights is not None:
            return self.weights[part]
        return np.asarray(self.counts[part] * self.boost, "f4")


def spans(starts: Array, lengths: Array) -> Array:
    """The indices start .. start + length of every pair, one after another."""
    ends: Array = np.cumsum(lengths, dtype="i8")
    return np.repeat(starts - (ends - lengths), lengths) + np.arange(ends[-1] if len(ends) else 0, dtype="i8")


def invert(
    tokens: Array, docs: Array, lengths: Array, boosts: Array, term_of: Array, terms: Sequence[bytes], boost: float
) -> Postings:
    """The postings of documents given as words: token numbers one document after another, `lengths` of them each.

    `term_of` leads from a word to the number of its term in `terms`. `boosts` has each document's weight for one
    occurrence. Sorting (rank of the term, place of the token) as one integer puts documents and positions in order.
    """
    numbers = term_of[tokens]
    used = np.flatnonzero(np.bincount(numbers))
    names = [terms[number] for number in used.tolist()]
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.zeros(used[-1] + 1, "i8")
    rank[used[order]] = np.arange(len(order))
    key = rank[numbers]
    key <<= 32
    key |= np.arange(len(key))
    key.sort()
    place = key & 0xFFFFFFFF
    key >>= 32
    owner = np.repeat(np.arange(len(docs), dtype="u4"), lengths)[place]
    new = np.ones(len(key), bool)
    new[1:] = (key[1:] != key[:-1]) | (owner[1:] != owner[:-1])
    begins = np.flatnonzero(new)
    counts = np.diff(begins, append=len(key))
    owners = owner[begins]
    weights = (counts * boosts[owners]).astype("f4")
    positions = place - np.repeat(np.cumsum(lengths) - lengths, lengths)[place]
    starts = np.searchsorted(key[begins], np.arange(len(names) + 1))
    return _packed([names[i] for i in order], starts, docs[owners], counts, boost, weights, positions)


def _packed(
    terms: Sequence[bytes],
    starts: Array,
    docs: Array,
    counts: Array,
    boost: float,
    weights: Array | None,
    positions: Array | None,
) -> Postings:
    """The value without what can be derived, each array in the smallest type that holds it."""
    firsts = None
    if positions is not None:
        positions = _smallest(positions)
        firsts = np.concatenate(([0], np.cumsum(counts, dtype="i8")))[starts]
    if weights is not None and np.array_equal(weights, (counts * boost).astype("f4")):
        weights = None
    starts, docs, counts = starts.astype("i8"), docs.astype("u4"), _smallest(counts)
    return Postings(Terms.of(terms), starts, docs, counts, boost, weights, positions, firsts)


def _smallest(numbers: Array) -> Array:
    return numbers.astype(np.min_scalar_type(numbers.max()) if len(numbers) else "u1")


def from_items(
    items: Iterable[tuple[bytes, int, int, float, Sequence[int]]], boost: float, positional: bool
) -> Postings:
    """The postings of (term, document, count, weight, positions), in the order of terms and documents."""
    terms: list[bytes] = []
    places: list[int] = []
    starts, docs, counts, weights = [0], [], [], []
    for term, doc, count, weight, positions in items:
        if not terms or terms[-1] != term:
            terms.append(term)
            starts.append(starts[-1])
        starts[-1] += 1
        docs.append(doc)
        counts.append(count)
        weights.append(weight)
        places.extend(positions)
    where = np.array(places, "u4") if positional else None
    return _packed(terms, np.array(starts), np.array(docs), np.array(counts), boost, np.array(weights, "f4"), where)


def join(parts: Sequence[Postings]) -> Postings:
    """One value from parts whose documents follow one another: every run of postings is copied to its place."""
    if len(parts) == 1:
        return parts[0]
    terms = sorted(set().union(*(part.terms for part in parts)))
    number = {term: i for i, term in enumerate(terms)}
    places = [np.fromiter(map(number.__getitem__, part.terms), "i8", len(part.terms)) for part in parts]
    starts = np.zeros(len(terms) + 1, "i8")
    for part, place in zip(parts, places, strict=True):
        starts[1:][place] += part.documents_per_term()
    np.cumsum(starts, out=starts)
    goals = partial(_goals, parts, places, starts)
    docs = _filled(starts[-1], "u4", ((part.docs, goal) for part, goal in goals()))
    counts = _filled(starts[-1], "u4", ((part.counts, goal) for part, goal in goals()))
    weights = positions = None
    if any(part.weights is not None for part in parts):
        weights = _filled(starts[-1], "f4", ((part.weight(), goal) for part, goal in goals()))
    if parts[0].positions is not None:
        ends = np.cumsum(counts, dtype="i8")
        runs = ((part.positions, spans(ends[goal] - part.counts, part.counts)) for part, goal in goals())
        positions = _filled(ends[-1], "u4", runs)
    return _packed(terms, starts, docs, counts, parts[0].boost, weights, positions)


def _goals(parts: Sequence[Postings], places: Sequence[Array], starts: Array) -> Iterator[tuple[Postings, Array]]:
    """Each part and where its postings go: made anew each time, as the places take more room than the postings."""
    free = starts[:-1].copy()
    for part, place in zip(parts, places, strict=True):
        lengths = part.documents_per_term()
        yield part, spans(free[place], lengths)
        free[place] += lengths


def _filled(size: int, kind: str, pieces: Iterable[tuple[Array | None, Array]]) -> Array:
    out = np.empty(size, kind)
    for values, goal in pieces:
        out[goal] = values
    return out


def renumbered(postings: Postings, numbers: Array) -> Postings:
    """The same postings with document `d` called `numbers[d]`; documents whose new number is negative are left out."""
    docs = numbers[postings.docs]
    keep = docs >= 0
    if keep.all():
        return replace(postings, docs=docs.astype("u4"))
    owner = np.repeat(np.arange(len(postings.terms)), postings.documents_per_term())[keep]
    left = np.bincount(owner, minlength=len(postings.terms))
    terms = [postings.terms[i] for i in np.flatnonzero(left).tolist()]
    starts = np.concatenate(([0], np.cumsum(left[left > 0])))
    weights = postings.weights[keep] if postings.weights is not None else None
    positions = postings.positions
    if positions is not None:
        positions = positions[np.repeat(keep, postings.counts)]
    return _packed(terms, starts, docs[keep], postings.counts[keep], postings.boost, weights, positions)


_PARTS = ("starts", "docs", "counts", "weights", "positions", "firsts")


def save(writer: ArrayWriter, name: str, postings: Postings) -> None:
    """Writes the postings of the field of that name."""
    writer.put(f"{name}/text", postings.terms.text)
    writer.put(f"{name}/ends", postings.terms.ends)
    writer.put(f"{name}/boost", np.array([postings.boost]))
    for part in _PARTS:
        array = getattr(postings, part)
        if array is not None:
            writer.put(f"{name}/{part}", array)


def load(arrays: Mapping[str, Array], name: str) -> Postings:
    """The postings of the field of that name, as views.

    Raises:
        KeyError: no document of the segment has the field.
    """
    terms = Terms(arrays[f"{name}/text"], arrays[f"{name}/ends"])
    parts = {part: arrays[f"{name}/{part}"] for part in _PARTS if f"{name}/{part}" in arrays}
    return Postings(terms, boost=float(arrays[f"{name}/boost"][0]), **parts)
