"""The corpus' own words: what a misspelt word of a question was meant to be.

A word is corrected by itself only when it occurs nowhere; identifiers never are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from kbservice.index import analysis, engine
from kbservice.index.engine import Searcher
from kbservice.index.query import Reading, Term
from kbservice.index.ranking import CORRECTED, Ranker

_SHORTEST = 4  # letters of a word that may be a typing error
_MOST_WORDS = 100
_MOST = 3  # whole questions that are offered

Meant = Mapping[str, tuple[str, ...]]
"""Word as typed -> what may have been meant, likeliest first."""


class WordList:
    """Threads may share it."""

    def __init__(self, searcher: Searcher, ranker: Ranker) -> None:
        self._searcher = searcher
        self._ranker = ranker

    def suggest(self, word: str, limit: int = 5) -> list[str]:
        """Words that are spelt like this one, likeliest first."""
        return engine.suggest(self._searcher, word, limit)

    def beginning(self, prefix: str) -> list[str]:
        """The commonest words of titles that begin so."""
        counts: Counter[str] = Counter()
        for segment in self._searcher.snapshot.segments:
            held = segment.terms.words("title")
            numbers = held.words.below(prefix.encode())
            counts.update({held.words[n].decode(): int(held.counts[n]) for n in numbers})
        return [word for word, _ in counts.most_common(_MOST_WORDS)]

    def unknown(self, reading: Reading) -> tuple[tuple[str, ...], Meant]:
        """The words of a question that occur nowhere, and what may have been meant by them."""
        exact = {term for one in reading.identifiers for term in analysis.terms(one.typed)}
        unknown = [t.typed for t in reading.terms if t.term not in exact and not self._ranker.frequency(t.term)]
        words = tuple(word for word in unknown if word.isalpha())
        tried = {word: tuple(self.suggest(word)) for word in words if len(word) >= _SHORTEST}
        return words, {word: near for word, near in tried.items() if near}


def corrected(reading: Reading, meant: Meant) -> Reading:
    """The reading with the likeliest word for each that occurs nowhere."""
    if not meant:
        return reading
    known = {term.term for term in reading.terms}
    terms = [t for t in reading.terms if t.typed not in meant]
    for term in reading.terms:
        stem = analysis.stem(meant[term.typed][0]) if term.typed in meant else ""
        if stem and stem not in known:
            terms.append(Term(stem, term.typed, CORRECTED * term.weight))
    return replace(reading, terms=tuple(terms))


def did_you_mean(text: str, meant: Meant) -> tuple[str, ...]:
    """The question with its unknown words replaced, likeliest first; nothing if all words are known."""
    choices = min(_MOST, max(map(len, meant.values()), default=0))
    return tuple(dict.fromkeys(_replaced(text, meant, choice) for choice in range(choices)))


def _replaced(text: str, meant: Meant, choice: int) -> str:
    def word(token: str) -> str:
        near = meant.get(token.lower(), (token,))
        return near[min(choice, len(near) - 1)]

    return analysis.TOKEN.sub(lambda match: word(match[0]), text)
