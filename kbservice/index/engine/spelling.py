"""Did you mean: words of the corpus that are one edit away from a word that it does not hold.

Two words one edit apart (a letter more, fewer, other, or two swapped) have a common form with at most one letter left
out (Garbe's symmetric deletes). The forms of all words are kept as hashes in one sorted array, so that a question is
a few binary searches; hashing all forms of 50,000 words takes numpy some hundredths of a second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kbservice.index.engine.arrays import Array, ArrayWriter
from kbservice.index.engine.postings import Terms

_BASE = np.uint64(0x9E3779B97F4A7C15)  # odd: multiplication modulo 2**64 loses nothing
_LONGEST = 40
_RARE = 2  # a word that occurs less often may itself be a typing error


@dataclass(frozen=True, slots=True)
class WordCounts:
    """Words as written, in lower case and sorted, and how often each occurs."""

    words: Terms
    counts: Array

    @classmethod
    def of(cls, counts: Array, words: Sequence[str]) -> WordCounts:
        """From how often the word of each number occurs."""
        used = np.flatnonzero(counts).tolist()
        return cls._sorted({words[number].encode(): int(counts[number]) for number in used})

    @classmethod
    def sum(cls, parts: Sequence[WordCounts]) -> WordCounts:
        if len(parts) == 1:
            return parts[0]
        total: Counter[bytes] = Counter()
        for part in parts:
            total.update(dict(zip(part.words, part.counts.tolist(), strict=True)))
        return cls._sorted(total)

    @classmethod
    def _sorted(cls, counts: Mapping[bytes, int]) -> WordCounts:
        words = sorted(counts)
        return cls(Terms.of(words), np.array([counts[word] for word in words], "u4"))

    def save(self, writer: ArrayWriter, field: str) -> None:
        writer.put(f"{field}/words", self.words.text)
        writer.put(f"{field}/word_ends", self.words.ends)
        writer.put(f"{field}/word_counts", self.counts)

    @classmethod
    def load(cls, arrays: Mapping[str, Array], field: str) -> WordCounts | None:
        if f"{field}/words" not in arrays:
            return None
        return cls(Terms(arrays[f"{field}/words"], arrays[f"{field}/word_ends"]), arrays[f"{field}/word_counts"])


class Speller:
    """Suggests words one edit away, the commonest first."""

    def __init__(self, known: WordCounts) -> None:
        lengths = np.diff(known.words.ends.astype("i8"))
        chosen = np.flatnonzero((known.counts >= _RARE) & (lengths > 2) & (lengths <= _LONGEST))
        self._words = [known.words[i].decode() for i in chosen.tolist()]
        self._counts = known.counts[chosen]
        hashes, owners = _forms(self._words)
        order = np.argsort(hashes, kind="stable")
        self._hashes, self._owners = hashes[order], owners[order]

    def suggest(self, word: str, limit: int = 5) -> list[str]:
        """The words most like this one, at one edit from it; the word itself is not among them."""
        word = word.lower()
        if not 2 < len(word) <= _LONGEST:
            return []
        hashes, _ = _forms([word])
        begins, ends = (np.searchsorted(self._hashes, hashes, side) for side in ("left", "right"))
        found = {i for begin, end in zip(begins, ends, strict=True) for i in self._owners[begin:end].tolist()}
        near = [i for i in found if self._words[i] != word and one_edit(word, self._words[i])]
        # Few people mistype the first letter.
        near.sort(key=lambda i: (self._words[i][0] != word[0], -int(self._counts[i]), self._words[i]))
        return [self._words[i] for i in near[:limit]]


def _forms(words: Sequence[str]) -> tuple[Array, Array]:
    """Hashes of every word and of it with each letter left out, and the number of the word that each belongs to.

    A form's hash is the sum of letter times BASE to the power of its place, so that leaving a letter out is one
    subtraction and a shift of all that follows: no form is ever spelt out.
    """
    width = max(map(len, words), default=0)
    letters = np.zeros((len(words), width + 1), "u8")
    for i, word in enumerate(words):
        letters[i, : len(word)] = np.frombuffer(word.encode("utf-32-le"), "u4")
    powers = np.cumprod(np.full(width + 1, _BASE, "u8"))
    ahead = np.zeros((len(words), width + 2), "u8")
    np.cumsum(letters * powers, axis=1, out=ahead[:, 1:])  # letters where they stand
    behind = np.zeros((len(words), width + 2), "u8")
    np.cumsum((letters[:, 1:] * powers[:-1]), axis=1, out=behind[:, 2:])  # letters moved one place forward
    whole = ahead[:, -1]
    without = ahead[:, :-2] + (behind[:, -1:] - behind[:, 1:-1])
    owner, place = np.nonzero(letters[:, :-1])
    hashes = np.concatenate([whole, without[owner, place]])
    return hashes, np.concatenate([np.arange(len(words)), owner])


def one_edit(a: str, b: str) -> bool:
    """Whether one insertion, deletion, replacement or swap of neighbours leads from one word to the other."""
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    x, y = a[start:], b[start:]
    return x[1:] == y[1:] or x[1:] == y or x == y[1:] or (x[:2] == y[1::-1] and x[2:] == y[2:])
