"""A document that was found -> what is shown of it: card, snippet, and why it was found."""

from __future__ import annotations

import numpy as np

from kbservice.index import Hit, analysis, snippets, stored
from kbservice.index.documents import Documents
from kbservice.index.engine import Array, Searcher
from kbservice.index.query import Reading
from kbservice.index.ranking import Scores

_REASONS = 4


class Shown:
    """Shows the hits of one question."""

    def __init__(self, searcher: Searcher, documents: Documents, reading: Reading, scores: Scores) -> None:
        self._searcher = searcher
        self._documents = documents
        self._reading = reading
        self._scores = scores
        self._terms = {term.term for term in reading.terms}

    def hit(self, doc: int, score: float) -> Hit:
        """The hit for a document."""
        fields = self._searcher.stored_fields(doc)
        card = stored.unpack_card(fields["card"])
        text = stored.unpack_text(fields["text"])[slice(*card.body)]
        return Hit(
            number=card.number,
            title=card.title,
            kind=card.kind,
            score=round(score, 4),
            snippet=snippets.snippet(text, self._terms),
            why=self._why(doc, card),
            last_modified=card.last_modified,
            products=card.products,
            has=card.has,
            copies=self._documents.copies_of(doc),
        )

    def _why(self, doc: int, card: stored.Card) -> tuple[str, ...]:
        reasons = [f"{one.kind} {one.typed}" for one, docs in self._scores.identified if _among(doc, docs)]
        titled = set(analysis.terms(card.title))
        words = [term.typed for term in self._reading.terms if term.term in titled]
        if words:
            reasons.append("title: " + ", ".join(words))
        reasons += [f"product {p}" for p in self._reading.products if self._documents.has_product(doc, p)]
        if _among(doc, self._scores.nearest):
            reasons.append("meaning")
        return tuple(dict.fromkeys(reasons))[:_REASONS]


def _among(doc: int, docs: Array) -> bool:
    """Whether the document is one of these (ascending)."""
    place = int(np.searchsorted(docs, doc))
    return place < len(docs) and int(docs[place]) == doc
