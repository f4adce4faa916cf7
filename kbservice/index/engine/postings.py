"""The inverted lists of one field: a value of numpy arrays, made from words or values, joined, saved and loaded.

Whoosh's own writer handles each posting in Python (about 69 calls each). Here a text field arrives as one array of
word numbers and is inverted with one sort.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from kbservice.index.engine.arrays import Array, ArrayWriter

_BLOCK = 32  # terms
_RANKS = np.uint64(0xFFFFFFFF << 32)


class Terms:
    """Sorted byte strings in two arrays: one with all their bytes, one with where each ends."""

    def __init__(self, text: Array, ends: Array) -> None:
        self.text, self.ends = text, ends
        self._text, self._ends = text.data, ends.data  # faster than arrays, one item at a time

    @classmethod
    def of(cls, terms: Sequence[bytes]) -> Terms:
        ends = np.zeros(len(terms) + 1, "u8")
        np.cumsum(list(map(len, terms)), out=ends[1:])
        return cls(np.frombuffer(b"".join(terms), "u1"), ends)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> bytes:
        return bytes(self._text[self._ends[number] : self._ends[number + 1]])

    def __iter__(self) -> Iterator[bytes]:
        text, ends = self.text.tobytes(), self.ends.tolist()
        return (text[start:end] for start, end in pairwise(ends))

    @cached_property
    def _heads(self) -> list[bytes]:
        """The first of every block of terms: Python finds its way in a list faster than in the arrays."""
        return [self[number] for number in range(0, len(self), _BLOCK)]

    def place(self, term: bytes) -> int:
        """The number of the first term that is not below this one."""
        end = bisect_left(self._heads, term) * _BLOCK
        return bisect_left(range(len(self)), term, max(end - _BLOCK, 0), min(end, len(self)), key=self.__getitem__)

    def find(self, term: bytes) -> int | None:
        """The number of that term, or None."""
        number = self.place(term)
        return number if number < len(self) and self[number] == term else None

    def below(self, prefix: bytes) -> Array:
        """The numbers of the terms that begin with the prefix."""
        beyond = prefix + b"\xff" * 8  # no UTF-8 text holds this byte, so nothing with the prefix sorts after it
        return np.arange(self.place(prefix), self.place(beyond))


class Run(NamedTuple):
    """The postings of one term: documents, how often each holds it, and for each in turn `counts` positions."""

    docs: Array
    counts: Array
    positions: Array | None


@dataclass(frozen=True, slots=True)
class Postings:
    """Which documents hold each term of a field, how often, and where.

    Posting `i` says that document `docs[i]` holds its term `counts[i]` times. The postings of term `t` are
    `starts[t]:starts[t + 1]`, by document ascending; its occurrences in all of them are
    `positions[firsts[t]:firsts[t + 1]]`, in a field that keeps positions.
    """

    terms: Terms
    starts: Array
    docs: Array
    counts: Array
    firsts: Array | None = None
    positions: Array | None = None

    def run(self, term: bytes) -> Run | None:
        """The postings of one term, or None."""
        number = self.terms.find(term)
        if number is None:
            return None
        part = slice(*self.starts[number : number + 2].tolist())
        positions = None
        if self.positions is not None and self.firsts is not None:
            positions = self.positions[slice(*self.firsts[number : number + 2].tolist())]
        return Run(self.docs[part], self.counts[part], positions)


def spans(starts: Array, lengths: Array) -> Array:
    """The indices start .. start + length of every pair, one after another."""
    ends: Array = np.cumsum(lengths, dtype="i8")
    return np.repeat(starts - (ends - lengths), lengths) + np.arange(ends[-1] if len(ends) else 0, dtype="i8")


def smallest(numbers: Array) -> Array:
    """The same numbers in the smallest type that holds them."""
    return numbers.astype(np.min_scalar_type(numbers.max(initial=0)), copy=False)


def invert(tokens: Array, docs: Array, lengths: Array, term_of: Array, terms: Sequence[bytes]) -> Postings:
    """The postings of documents given as words: token numbers one document after another, `lengths` of them each.

    `term_of` leads from a word to the number of its term in `terms`. Sorting (rank of the term, place of the token)
    as one integer puts documents and positions in order.
    """
    numbers = term_of[tokens]
    order = sorted(np.flatnonzero(np.bincount(numbers)).tolist(), key=terms.__getitem__)
    rank = np.zeros(len(terms), "u8")
    rank[order] = np.arange(len(order), dtype="u8") << np.uint64(32)
    key = rank[numbers]
    key |= np.arange(len(key), dtype="u8")
    key.sort()
    place = key.astype("u4")  # the lower half
    owner = np.repeat(np.arange(len(docs), dtype="u4"), lengths)[place]
    positions = place - (np.cumsum(lengths) - lengths).astype("u4")[owner]
    key &= _RANKS
    key |= owner
    begins = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1])))
    key = key[begins]
    starts = np.searchsorted(key, np.arange(len(order) + 1, dtype="u8") << np.uint64(32))
    return Postings(
        Terms.of([terms[number] for number in order]),
        starts,
        docs[key.astype("u4")],
        smallest(np.diff(begins, append=len(place))),
        np.append(begins, len(place))[starts],
        smallest(positions),
    )


def of_values(values: Mapping[bytes, Sequence[int]]) -> Postings:
    """The postings of a keyword field: each value with the documents that hold it, ascending."""
    terms = sorted(values)
    starts = np.cumsum([0, *(len(values[term]) for term in terms)])
    docs = np.fromiter(chain.from_iterable(values[term] for term in terms), "u4", starts[-1])
    return Postings(Terms.of(terms), starts, docs, np.ones(len(docs), "u1"))


def join(parts: Sequence[Postings]) -> Postings:
    """One value from parts whose documents follow one another."""
    if len(parts) == 1:
        return parts[0]
    terms = sorted(set().union(*(part.terms for part in parts)))
    number = {term: i for i, term in enumerate(terms)}
    places = [np.fromiter(map(number.__getitem__, part.terms), "i8", len(part.terms)) for part in parts]
    starts, docs = _joined([(part.starts, part.docs) for part in parts], places, len(terms))
    _, counts = _joined([(part.starts, part.counts) for part in parts], places, len(terms))
    occurrences = [(p.firsts, p.positions) for p in parts if p.firsts is not None and p.positions is not None]
    firsts, positions = _joined(occurrences, places, len(terms)) if occurrences else (None, None)
    return Postings(Terms.of(terms), starts, docs, counts, firsts, positions)


def _joined(parts: Sequence[tuple[Array, Array]], places: Sequence[Array], size: int) -> tuple[Array, Array]:
    """Runs put together, part after part: in each the bounds of its runs, and `places` says which run each is part of.

    One part at a time, as the places of its values take more room than the values.
    """
    starts = np.zeros(size + 1, "i8")
    for (bounds, _), place in zip(parts, places, strict=True):
        starts[place + 1] += np.diff(bounds)
    np.cumsum(starts, out=starts)
    whole = np.empty(starts[-1], np.result_type(*(values for _, values in parts)))
    free = starts[:-1].copy()
    for (bounds, values), place in zip(parts, places, strict=True):
        lengths = np.diff(bounds)
        whole[spans(free[place], lengths)] = values
        free[place] += lengths
    return starts, whole


def renumbered(postings: Postings, numbers: Array) -> Postings:
    """The same postings with document `d` called `numbers[d]`; documents whose new number is negative are left out."""
    docs = numbers[postings.docs]
    keep = docs >= 0
    starts = _kept(postings.starts, keep)
    used = np.append(True, np.diff(starts) > 0)
    firsts, positions = postings.firsts, postings.positions
    if firsts is not None and positions is not None:
        occurrences = np.repeat(keep, postings.counts)
        firsts, positions = _kept(firsts, occurrences)[used], positions[occurrences]
    terms = Terms.of([term for term, there in zip(postings.terms, used[1:], strict=True) if there])
    return Postings(terms, starts[used], docs[keep].astype("u4"), postings.counts[keep], firsts, positions)


def _kept(bounds: Array, keep: Array) -> Array:
    """The bounds of runs of which only some items are kept."""
    return np.concatenate(([0], np.cumsum(keep)))[bounds]


_PARTS = ("starts", "docs", "counts", "firsts", "positions")


def save(writer: ArrayWriter, name: str, postings: Postings) -> None:
    """Writes the postings of the field of that name."""
    writer.put(f"{name}/text", postings.terms.text)
    writer.put(f"{name}/ends", postings.terms.ends)
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
    return Postings(terms, *(arrays.get(f"{name}/{part}") for part in _PARTS))  # type: ignore[arg-type]
