"""Did you mean: words of the corpus that are one edit away from a word that it does not hold.

One edit (a letter more, fewer, other, or two swapped) leaves the other letters as they are. A signature of 64 bits says
of a word which letters it holds, and which of them twice: words one edit apart differ in two bits at most. Comparing
the signatures of all words of about that length takes numpy some hundredths of a millisecond and leaves about ten
words to be looked at, with 8 bytes for each word; a dictionary of all words with a letter left out (Garbe's symmetric
deletes) is twice as fast and takes a hundred times the memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from kbservice.index.engine.arrays import Array, ArrayWriter
from kbservice.index.engine.postings import Terms

_LONGEST = 40
_MOST = np.array([1, 2, 1], "u1")  # bits in which signatures differ after a letter fewer, other or more
_RARE = 2  # a word that occurs less often may itself be a typing error


class WordCounts(NamedTuple):
    """Words as written, in lower case and sorted, and how often each occurs."""

    words: Terms
    counts: Array

    @classmethod
    def of(cls, counts: Mapping[bytes, int]) -> WordCounts:
        words = sorted(counts)
        return cls(Terms.of(words), np.array([counts[word] for word in words], "u4"))

    @classmethod
    def sum(cls, parts: Sequence[WordCounts]) -> WordCounts:
        parts = [part for part in parts if len(part.counts)]
        if len(parts) == 1:
            return parts[0]
        total: Counter[bytes] = Counter()
        for words, counts in parts:
            total.update(dict(zip(words, counts.tolist(), strict=True)))
        return cls.of(total)

    def save(self, writer: ArrayWriter, field: str) -> None:
        writer.put(f"{field}/words", self.words.text)
        writer.put(f"{field}/word_ends", self.words.ends)
        writer.put(f"{field}/word_counts", self.counts)

    @classmethod
    def load(cls, arrays: Mapping[str, Array], field: str) -> WordCounts:
        """The words of a field, none where it was not made with `spelling=True`."""
        if f"{field}/words" not in arrays:
            return cls.of({})
        return cls(Terms(arrays[f"{field}/words"], arrays[f"{field}/word_ends"]), arrays[f"{field}/word_counts"])


class Speller:
    """Suggests words one edit away, the commonest first."""

    def __init__(self, known: WordCounts) -> None:
        words = [word.decode() for word in known.words]
        lengths = np.array([len(word) for word in words], "i8")
        chosen = np.flatnonzero((known.counts >= _RARE) & (lengths > 2) & (lengths <= _LONGEST))
        self._numbers = chosen[np.argsort(lengths[chosen], kind="stable")]
        self._bounds = np.searchsorted(lengths[self._numbers], np.arange(_LONGEST + 3)).tolist()
        self._signatures = _signatures([words[number] for number in self._numbers.tolist()])
        self._known = known

    def suggest(self, word: str, limit: int = 5) -> list[str]:
        """The words most like this one, at one edit from it; the word itself is not among them."""
        word = word.lower()
        if not 2 < len(word) <= _LONGEST:
            return []
        begins = self._bounds[len(word) - 1 : len(word) + 3]  # of the words a letter shorter, as long, a letter longer
        differences = self._signatures[begins[0] : begins[-1]] ^ _signatures([word])
        most = np.repeat(_MOST, np.diff(begins))
        alike = self._numbers[begins[0] : begins[-1]][np.bitwise_count(differences) <= most].tolist()
        found = {self._known.words[number].decode(): int(self._known.counts[number]) for number in alike}
        near = [other for other in found if other != word and one_edit(word, other)]
        # Few people mistype the first letter.
        return sorted(near, key=lambda other: (other[0] != word[0], -found[other], other))[:limit]


def _signatures(words: Sequence[str]) -> Array:
    """The signature of each word: a bit for each class of letters that it holds, another if it does so twice."""
    letters = np.frombuffer("".join(words).encode("utf-32-le"), "u4").astype("i8") & 31
    owners = np.repeat(np.arange(len(words)), [len(word) for word in words])
    held, times = np.unique(owners << 5 | letters, return_counts=True)
    once = np.uint64(1) << (held & 31).astype("u8")
    bits = np.where(times > 1, once | once << np.uint64(32), once)
    return np.asarray(np.bitwise_or.reduceat(bits, np.flatnonzero(np.diff(held >> 5, prepend=-1))))


def one_edit(a: str, b: str) -> bool:
    """Whether one insertion, deletion, replacement or swap of neighbours leads from one word to the other."""
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    x, y = a[start:], b[start:]
    return x[1:] == y[1:] or x[1:] == y or x == y[1:] or (x[:2] == y[1::-1] and x[2:] == y[2:])
