"""A question -> a page: read, scored, filtered, ordered, folded, counted and shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from whoosh.query import And, Prefix, Term

from kbservice.index import (
    FacetValue,
    Hit,
    Page,
    Question,
    analysis,
    conditions,
    engine,
    proximity,
    query,
    ranking,
    schema,
    snippets,
    stored,
)  # fmt: skip
from kbservice.index.documents import Documents
from kbservice.index.engine import Array, Searcher
from kbservice.index.query import Reading
from kbservice.index.ranking import Ranker, Scores

_LOOKED_AT = 200  # best documents that are put in their final order
_FACETS = 30
_RETIRED = 0.85  # of the score of an article that its publisher has withdrawn
_SHORTEST_CORRECTED = 4  # letters of a word that may be a typing error
_REASONS = 4

# Scores of all documents by another measure than words (0 to 1), for the question as typed; None if it has none.
Retriever = Callable[[str], "Array | None"]


@dataclass(frozen=True, slots=True)
class _Found:
    """What a question found: documents in their final order, and what is needed to show them."""

    docs: Array
    values: Array  # the score of each
    scores: Scores
    near: frozenset[int]  # documents that were found by meaning


class Searching:
    """Answers questions over one searcher. Threads may share it."""

    def __init__(self, searcher: Searcher, documents: Documents, meaning: Retriever | None = None) -> None:
        self._searcher = searcher
        self._documents = documents
        self._ranker = Ranker(searcher)
        self._meaning = meaning

    def page(self, question: Question) -> Page:
        """The page of articles that answer the question best."""
        reading = query.read(question.text, self._documents.known)
        missing, meant = self._spelling(reading)
        found, notes = self._found(question, _corrected(reading, meant))
        start = (question.page - 1) * question.per_page
        chosen = range(start, min(start + question.per_page, len(found.docs)))
        hits = [self._hit(int(found.docs[i]), float(found.values[i]), reading, found) for i in chosen]
        return Page(
            tuple(hits),
            len(found.docs),
            self._facets(question.facets, found.scores),
            reading.understood,
            _did_you_mean(question.text, meant),
            missing,
            notes,
        )

    def _found(self, question: Question, reading: Reading) -> tuple[_Found, tuple[str, ...]]:
        scores = self._ranker.scores(reading)
        notes: tuple[str, ...] = ()
        allowed = self._flags(conditions.of_question(question))
        demanded = self._flags(conditions.of_tree(reading.condition)) if reading.condition is not None else None
        if demanded is not None and not demanded.any():
            demanded = None
            notes = ("no article meets the conditions in the question; it was searched as words",)
        flags = [flag for flag in (allowed, demanded) if flag is not None]
        if flags:
            within = np.logical_and.reduce(flags)
            # Who states conditions wants what meets them, with or without the words.
            matched = scores.matched & within
            scores = replace(scores, matched=matched if matched.any() or demanded is None else within)
        return self._ordered(question, reading, scores), notes

    def _flags(self, condition: object) -> Array | None:
        if condition is None:
            return None
        return engine.evaluate(self._searcher, condition).flags(self._searcher.snapshot.size)

    def _ordered(self, question: Question, reading: Reading, scores: Scores) -> _Found:
        docs = np.flatnonzero(scores.matched)
        if question.sort != "relevance":
            docs = docs[self._documents.order(question.sort, docs)]
            return _Found(docs, scores.scores[docs], scores, frozenset())
        values = scores.scores[docs]
        order = np.lexsort((docs, -values))
        docs, values = docs[order], values[order]
        head, head_values = self._best(reading, docs[:_LOOKED_AT], values[:_LOOKED_AT])
        return _Found(
            np.concatenate([head, docs[_LOOKED_AT:]]),
            np.concatenate([head_values, values[_LOOKED_AT:]]),
            scores,
            frozenset(),
        )

    def _best(self, reading: Reading, docs: Array, values: Array) -> tuple[Array, Array]:
        """The best documents in their final order: proximity, retired and superseded ones, copies."""
        ascending = np.argsort(docs)
        terms = [term.term for term in reading.terms if term.weight == 1.0]
        gained = np.zeros(len(docs))
        gained[ascending] = proximity.gains(self._searcher, terms, docs[ascending])
        values = (values + gained) * np.where(np.isin(docs, self._documents.retired), _RETIRED, 1.0)
        order = np.lexsort((docs, -values))
        docs, values = docs[order], values[order]
        return docs[self._documents.successors_first(docs)], values

    def _facets(self, names: Iterable[str], scores: Scores) -> dict[str, tuple[FacetValue, ...]]:
        matches = ranking.as_matches(scores)
        counted = {name: engine.facet_counts(self._searcher, name, matches, _FACETS) for name in names}
        return {name: tuple(FacetValue(value, count) for value, count in found) for name, found in counted.items()}

    def _spelling(self, reading: Reading) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
        """The words of a question that occur nowhere, and for each of them what may have been meant."""
        exact = {term for one in reading.identifiers for term in analysis.terms(one.typed)}
        missing = [t for t in reading.terms if t.term not in exact and not self._ranker.frequency(t.term)]
        tried = {t.typed: self.suggest(t.typed) for t in missing if _is_word(t.typed)}
        return tuple(t.typed for t in missing if t.typed.isalpha()), {word: tuple(s) for word, s in tried.items() if s}

    def suggest(self, word: str, limit: int = 5) -> list[str]:
        """Words of the corpus that are spelt like this one, likeliest first."""
        found = {near for field in schema.SPELT for near in engine.suggest(self._searcher, field, word, limit)}
        # Few people mistype the first letter.
        ranked = sorted(found, key=lambda near: (near[:1] != word[:1].lower(), -self._frequency(near), near))
        return ranked[:limit]

    def complete(self, prefix: str, limit: int = 8) -> list[str]:
        """Titles whose words begin with what was typed, the last word perhaps not to its end."""
        words = analysis.TOKEN.findall(prefix.lower())
        if not words:
            return []
        whole = [Term("title", term) for term in analysis.terms(" ".join(words[:-1]))]
        found = engine.search(self._searcher, And([*whole, Prefix("title", words[-1])]), limit)
        cards = (stored.unpack_card(self._searcher.stored_fields(doc)["card"]) for doc in found.docs.tolist())
        return list(dict.fromkeys(card.title for card in cards))

    def _frequency(self, word: str) -> int:
        return self._ranker.frequency(analysis.stem(word))

    def _hit(self, doc: int, score: float, reading: Reading, found: _Found) -> Hit:
        fields = self._searcher.stored_fields(doc)
        card = stored.unpack_card(fields["card"])
        text = stored.unpack_text(fields["text"])[slice(*card.body)]
        terms = {term.term for term in reading.terms}
        return Hit(
            card.number,
            card.title,
            card.kind,
            round(score, 4),
            snippets.snippet(text, terms),
            self._why(doc, card, reading, found),
            card.last_modified,
            card.products,
            card.has,
        )

    def _why(self, doc: int, card: stored.Card, reading: Reading, found: _Found) -> tuple[str, ...]:
        reasons = [
            f"{one.kind} {one.typed}"
            for one, docs in found.scores.identified
            if (at := np.searchsorted(docs, doc)) < len(docs) and docs[at] == doc
        ]
        titled = set(analysis.terms(card.title))
        words = [term.typed for term in reading.terms if term.term in titled]
        if words:
            reasons.append("title: " + ", ".join(words))
        reasons += [f"product {p}" for p in reading.products if self._documents.has_product(doc, p)]
        if doc in found.near:
            reasons.append("meaning")
        return tuple(dict.fromkeys(reasons))[:_REASONS]


def _is_word(text: str) -> bool:
    return text.isalpha() and len(text) >= _SHORTEST_CORRECTED


def _corrected(reading: Reading, meant: dict[str, tuple[str, ...]]) -> Reading:
    """The reading with the likeliest word for each that occurs nowhere."""
    if not meant:
        return reading
    terms = [
        query.Term(analysis.stem(meant[t.typed][0]), t.typed, ranking.CORRECTED * t.weight) if t.typed in meant else t
        for t in reading.terms
    ]
    return replace(reading, terms=tuple(terms))


def _did_you_mean(text: str, meant: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The question with its unknown words corrected, likeliest first; nothing if all words are known."""
    if not meant:
        return ()
    most = max(map(len, meant.values()))
    return tuple(dict.fromkeys(_replaced(text, meant, choice) for choice in range(min(most, 3))))


def _replaced(text: str, meant: dict[str, tuple[str, ...]], choice: int) -> str:
    def word(token: str) -> str:
        options: Sequence[str] = meant.get(token.lower(), (token,))
        return options[min(choice, len(options) - 1)]

    return analysis.TOKEN.sub(lambda match: word(match[0]), text)
