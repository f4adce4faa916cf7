"""A question -> a page: read, scored by words and by meaning, filtered, ordered, counted and shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
from whoosh.query import And, Or, Query, Term

from kbservice.index import (
    FacetValue,
    Page,
    Question,
    analysis,
    conditions,
    engine,
    hits,
    proximity,
    query,
    ranking,
    stored,
)  # fmt: skip
from kbservice.index.documents import Documents
from kbservice.index.engine import Array, Searcher
from kbservice.index.query import Reading, wording
from kbservice.index.ranking import Ranker, Scores
from kbservice.index.wordlist import WordList, corrected, did_you_mean

_LOOKED_AT = 200  # best documents that are looked at more closely
_FACETS = 30
_RETIRED = 0.85  # of the score of an article that its publisher has withdrawn
_MEANING = 2.0  # the nearest article by meaning counts twice as much as the best one by words,
_MEANING_OF_COPIES = 0.3  # but much less where an identifier or number says it, or the words are the article's own
_INSTRUCTIONS = 1.15  # of the score of an article that gives instructions, where the question asks for them
_SAYS_WHAT_IS_MEANT = {"article", "event", "file", "version"}
_NEAREST = 50  # articles that are found by meaning alone

Retriever = Callable[[str], Array]
"""The gist of a question -> a score for every document by another measure than words."""


@dataclass(frozen=True, slots=True)
class Found:
    """The first documents in their final order, their scores, and all that matched, to be counted."""

    docs: Array
    values: Array
    scores: Scores
    notes: tuple[str, ...] = ()


class Searching:
    """Answers questions over one searcher. Threads may share it."""

    def __init__(self, searcher: Searcher, documents: Documents, meaning: Retriever | None = None) -> None:
        self._searcher = searcher
        self._documents = documents
        self._ranker = Ranker(searcher)
        self._words = WordList(searcher, self._ranker)
        self._meaning = meaning

    def page(self, question: Question) -> Page:
        """The page of articles that answer the question best."""
        reading = query.read(question.text, self._documents.known)
        missing, meant = self._words.unknown(reading)
        found = self._found(question, corrected(reading, meant))
        start = (question.page - 1) * question.per_page
        chosen = range(start, min(start + question.per_page, len(found.docs)))
        shown = hits.Shown(self._searcher, self._documents, reading, found.scores)
        return Page(
            hits=tuple(shown.hit(int(found.docs[i]), float(found.values[i])) for i in chosen),
            total=int(np.count_nonzero(found.scores.matched)),
            facets=self._facets(question.facets, found.scores),
            understood=reading.understood,
            did_you_mean=did_you_mean(question.text, meant),
            missing_words=missing,
            notes=(*_cut(question.text), *found.notes),
        )

    def suggest(self, word: str, limit: int = 5) -> list[str]:
        """Words of the corpus that are spelt like this one, likeliest first."""
        return self._words.suggest(word, limit)

    def complete(self, prefix: str, limit: int = 8) -> list[str]:
        """Titles that have all the words typed, the last one perhaps not to its end."""
        words = analysis.TOKEN.findall(prefix.lower())
        if not words:
            return []
        last = {analysis.stem(word) for word in self._words.beginning(words[-1])}
        whole = [Term("title", term) for term in analysis.terms(" ".join(words[:-1]))]
        both = And([*whole, Or([Term("title", term) for term in sorted(last)])])
        found = engine.search(self._searcher, both, limit)
        cards = (stored.unpack_card(self._searcher.stored_fields(doc)["card"]) for doc in found.docs.tolist())
        return list(dict.fromkeys(card.title for card in cards))

    def _found(self, question: Question, reading: Reading) -> Found:
        scores = self._scores(question.text, reading)
        allowed = self._flags(conditions.of_question(question))
        demanded = self._flags(conditions.of_tree(reading.condition)) if reading.condition is not None else None
        notes: tuple[str, ...] = ()
        if demanded is not None and not demanded.any():
            demanded = None
            notes = ("no article meets the conditions in the question; it was searched as words",)
        for flags in (allowed, demanded):
            if flags is not None:
                scores = replace(scores, matched=scores.matched & flags)
        if demanded is not None and not scores.matched.any():
            # Who states conditions wants what meets them, with or without the other words.
            scores = replace(scores, matched=demanded if allowed is None else demanded & allowed)
        scores = self._folded(scores)
        docs, values = self._ordered(question, scores)
        return Found(docs, values, scores, notes)

    def _folded(self, scores: Scores) -> Scores:
        """Of articles with the same text under different numbers only the best one is found."""
        docs, groups = self._documents.copies
        found = scores.matched[docs]
        docs, groups = docs[found], groups[found]
        order = np.lexsort((-scores.scores[docs], groups))
        others = order[1:][groups[order[1:]] == groups[order[:-1]]]
        matched = scores.matched.copy()
        matched[docs[others]] = False
        return replace(scores, matched=matched)

    def _flags(self, condition: Query | None) -> Array | None:
        if condition is None:
            return None
        return engine.evaluate(self._searcher, condition).flags(self._searcher.snapshot.size)

    def _scores(self, text: str, reading: Reading) -> Scores:
        scores = self._ranker.scores(reading)
        if reading.terms:
            docs = np.sort(_best(scores.scores, _LOOKED_AT))
            terms = [term.term for term in reading.terms if term.weight >= 1.0]
            gained = proximity.gains(self._searcher, terms, docs)
            scores.scores[docs] += gained
            numbers = self._ranker.numbers(reading.terms)
            if self._meaning is not None and numbers < 1:
                copied = 1.0 if reading.pasted else proximity.copied(gained, terms, len(scores.scores))
                copied = max(copied, numbers)
                scores = self._fused(scores, self._meaning(wording.gist(text)), copied)
        if reading.asks_how:
            scores.scores[engine.documents_with(self._searcher, "kind", "how-to")] *= _INSTRUCTIONS
        return scores

    def _fused(self, scores: Scores, near: Array, copied: float) -> Scores:
        """Scores by words and by meaning, each as a share of its best; the nearest by meaning match too."""
        if any(one.kind in _SAYS_WHAT_IS_MEANT for one, _ in scores.identified):
            copied = 1.0
        weight = _MEANING + copied * (_MEANING_OF_COPIES - _MEANING)
        nearest = _best(near, _NEAREST)
        nearest = nearest[(near[nearest] > 0) & self._documents.alive[nearest]]
        matched = scores.matched.copy()
        matched[nearest] = True
        both = _shares(scores.scores) + weight * _shares(near)
        return replace(scores, scores=both, matched=matched, nearest=np.sort(nearest))

    def _ordered(self, question: Question, scores: Scores) -> tuple[Array, Array]:
        """The documents that match, in their order up to the page that is asked for, and their scores."""
        docs = np.flatnonzero(scores.matched)
        if question.sort != "relevance":
            docs = docs[self._documents.order(question.sort, docs)]
            return docs, scores.scores[docs]
        values = scores.scores[docs] * np.where(self._documents.retired[docs], _RETIRED, 1.0)
        chosen = _best(values, max(_LOOKED_AT, question.page * question.per_page))
        order = chosen[np.lexsort((docs[chosen], -values[chosen]))]
        docs, values = docs[order], values[order]
        head = self._documents.successors_first(docs[:_LOOKED_AT])
        return np.concatenate([docs[head], docs[_LOOKED_AT:]]), values

    def _facets(self, names: Iterable[str], scores: Scores) -> dict[str, tuple[FacetValue, ...]]:
        matches = ranking.as_matches(scores)
        counted = {name: engine.facet_counts(self._searcher, name, matches, _FACETS) for name in names}
        return {name: tuple(FacetValue(value, count) for value, count in found) for name, found in counted.items()}


def _cut(text: str) -> tuple[str, ...]:
    left = len(text) - query.MOST_CHARACTERS
    return (f"the question is long: its last {left:,} characters were not read",) if left > 0 else ()


def _best(values: Array, count: int) -> Array:
    """The indices of the highest values, in no order."""
    return np.argpartition(-values, count)[:count] if count < len(values) else np.arange(len(values))


def _shares(values: Array) -> Array:
    return np.asarray(values / (values.max(initial=0.0) or 1.0))
