"""How well each article answers a question: scores for all documents at once, in numpy.

Words count by BM25F (Zaragoza et al. 2004): the occurrences of a term in all text fields of an article are weighted,
discounted by the fields' lengths and summed before they saturate, so that a word in title, symptoms and cause is not
three words. A word or run of words that the synonyms know counts as the best of what was typed and what articles print
for it. Identifiers and products are exact: each adds its rarity to the articles that have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as field_of

import numpy as np

from kbservice import products
from kbservice.index import engine, fields
from kbservice.index.engine import Array, Dense, Listed, Searcher
from kbservice.index.engine.matches import places, union
from kbservice.index.query import Reading, Term, wording
from kbservice.index.query.recognise import Identifier

SATURATION = 0.8  # k1 of BM25
SYNONYM = 0.9  # what articles print for a word, against the word itself
RAREST = 4.5  # an everyday word that somebody chose is not rarer than one article in ninety: the choice was chance
IDENTIFIER = 2.0
SOURCE = 0.5  # of an event, besides its ID: many articles name an event by its ID alone
EVENT_ALONE = 1.0  # of an event ID whose source is not said: other sources log the same number
ARTICLE = 100.0  # an article asked for by its number comes before all others
PRODUCT = 0.8
PRODUCT_VERSION = 0.8
RELATED_PRODUCT = 0.5  # of the above, for a product that people mean by the same name
COVERAGE = 0.2  # a match has at least that share of what the best match has of the question's weight
CORRECTED = 0.7  # weight of the word that was meant, where the typed one occurs nowhere

_SOURCES = {"source", "event_source"}
_RELATED = {"FoxPro": ("Visual FoxPro",), "Visual FoxPro": ("FoxPro",), "Exchange Server": ("Exchange Client",)}
_EMPTY = Listed(np.empty(0, "u4"), np.empty(0))


@dataclass(frozen=True, slots=True)
class Scores:
    """A score for every document, which of them match, and what held of the parts of the question.

    `identified` has the documents of each identifier that any article has, `nearest` those found by meaning (both
    ascending).
    """

    scores: Array
    matched: Array
    identified: tuple[tuple[Identifier, Array], ...] = ()
    nearest: Array = field_of(default_factory=lambda: np.empty(0, "i8"))


class Ranker:
    """Scores over one searcher. Threads may share it."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._snapshot = searcher.snapshot
        self._size = searcher.snapshot.size

    def scores(self, reading: Reading) -> Scores:
        """The scores of all documents for a question."""
        scores, covered = np.zeros(self._size), np.zeros(self._size)
        self._add_words(reading, scores, covered)
        identified = []
        for identifier in reading.identifiers:
            docs = self._docs(identifier)
            if len(docs):
                identified.append((identifier, docs))
                scores[docs] += _weight(identifier, reading) * self._rarity(len(docs))
                covered[docs] += self._rarity(len(docs))
        for product in reading.products:
            self._add_product(product, scores)
        matched = (covered > 0) & (covered >= COVERAGE * covered.max(initial=0.0))
        if not reading.terms and not reading.identifiers:
            matched[:] = True  # nothing was asked for but conditions
        if (alive := self._snapshot.alive) is not None:
            matched &= alive
        return Scores(scores, matched, tuple(identified))

    def numbers(self, terms: Iterable[Term]) -> float:
        """The share of the weight of a question's words that its numbers have, 0 to 1."""
        weights = [(term.term.isdecimal(), term.weight * self._rarity(self.frequency(term.term))) for term in terms]
        return sum(weight for number, weight in weights if number) / (sum(weight for _, weight in weights) or 1.0)

    def frequency(self, term: str) -> int:
        """In how many documents a term stands in any text field."""
        return len(self._term(term).docs)

    def _add_words(self, reading: Reading, scores: Array, covered: Array) -> None:
        """Add what the words bring to the scores, and to what is covered of the question's weight."""
        parts = [self._term(term.term) for term in reading.terms]
        rarities = [self._rarity(len(part.docs)) for part in parts]
        weights = [term.weight for term in reading.terms]
        shares = [
            weight * min(1.0, RAREST / rarity) if reading.own_words and term.typed.isalpha() else weight
            for term, weight, rarity in zip(reading.terms, weights, rarities, strict=True)
        ]
        for part in self._gains(reading.terms, parts):
            scores[part.docs] += part.scores
            covered[part.docs] += part.scores / (SATURATION + 1)
        if parts:
            docs = np.concatenate([part.docs for part in parts])
            lengths = [len(part.docs) for part in parts]
            gained = np.concatenate([part.scores for part in parts]) * np.repeat(shares, lengths)
            scores += np.bincount(docs, gained, self._size)
            covered += np.bincount(docs, np.repeat(np.multiply(rarities, weights), lengths), self._size)

    def _gains(self, terms: Sequence[Term], parts: Sequence[Listed]) -> Iterable[Listed]:
        """What documents gain that have, for a run of terms, what articles print for it, beyond the run itself."""
        light = {term.term for term in terms if term.weight < 1}
        names = [term.term for term in terms]
        for known in wording.alternatives(names):
            run = names[known.first : known.first + known.count]
            if light.isdisjoint(run):
                own = parts[known.first : known.first + known.count]
                yield self._gain(tuple(run), own, known.others)

    def _gain(self, run: tuple[str, ...], own: Sequence[Listed], others: tuple[wording.Terms, ...]) -> Listed:
        return self._snapshot.cache.get(("gain", run), lambda: self._computed_gain(run, own, others))

    def _computed_gain(self, run: Sequence[str], own: Sequence[Listed], others: tuple[wording.Terms, ...]) -> Listed:
        cap = max((self._rarity(n) for n in map(self.frequency, run) if n), default=np.inf)
        best = np.zeros(self._size)
        for terms in others:
            found = self._together(terms)
            if len(found.docs):
                # A rare synonym of a common word says no more than the word.
                share = SYNONYM * min(1.0, cap / self._rarity(len(found.docs)))
                best[found.docs] = np.maximum(best[found.docs], share * found.scores)
        for part in own:
            best[part.docs] -= part.scores
        docs = np.flatnonzero(best > 0)
        return Listed(docs.astype("u4"), best[docs].astype("f4"))

    def _together(self, terms: wording.Terms) -> Listed:
        """Documents that have all the terms, scored as if they were one term."""
        parts = sorted(map(self._term, terms), key=Listed.count)
        docs = parts[0].docs
        for part in parts[1:]:
            docs = docs[places(docs, part.docs)[1]]
        if len(parts) == 1 or not len(docs):
            return Listed(docs, parts[0].scores[: len(docs)])
        return self._saturated(Listed(docs, np.minimum.reduce([self._unsaturated(part, docs) for part in parts])))

    def _term(self, term: str) -> Listed:
        return self._snapshot.cache.get(("bm25f", term), lambda: self._saturated(self._weighted(term)))

    def _saturated(self, weighted: Listed) -> Listed:
        if not len(weighted.docs):
            return _EMPTY
        most = self._rarity(len(weighted.docs)) * (SATURATION + 1)
        scores = most * weighted.scores / (weighted.scores + SATURATION)
        return Listed(weighted.docs, scores.astype("f4"))

    def _unsaturated(self, part: Listed, docs: Array) -> Array:
        """The weighted occurrences of a term in some of its documents, from its scores, which alone are kept."""
        most = self._rarity(len(part.docs)) * (SATURATION + 1)
        scores = part.scores[np.searchsorted(part.docs, docs)].astype("f8")
        return np.asarray(SATURATION * scores / (most - scores))

    def _weighted(self, term: str) -> Listed:
        """Weighted and discounted occurrences of a term over all text fields."""
        data = term.encode()
        parts = []
        for field in fields.TEXT:
            docs, counts = self._snapshot.counts(field.name, data)
            if len(docs):
                parts.append(Listed(docs, field.weight * counts.astype("f4") / self._discount(field)[docs]))
        return union(parts, self._size).listed()

    def _discount(self, field: fields.Field) -> Array:
        """What the occurrences of a field are divided by in each document, for its length."""
        return self._snapshot.cache.get(("discount", field.name), lambda: self._computed_discount(field))

    def _computed_discount(self, field: fields.Field) -> Array:
        lengths = self._snapshot.lengths(field.name).astype("f4")
        average = max(float(lengths.mean()) if len(lengths) else 0.0, 1e-9)
        return np.asarray((1 - field.length) + field.length * lengths / average, dtype="f4")

    def _rarity(self, documents: int) -> float:
        """Inverse document frequency, as BM25 has it."""
        return float(np.log1p((self._size - documents + 0.5) / (documents + 0.5)))

    def _docs(self, identifier: Identifier) -> Array:
        if not identifier.field:
            return _EMPTY.docs
        docs = engine.documents_with(self._searcher, identifier.field, identifier.term)
        if not len(docs) and identifier.field == "file":
            docs = engine.documents_with(self._searcher, "file_stem", identifier.term.rpartition(".")[0])
        return docs

    def _add_product(self, product: products.ProductName, scores: Array) -> None:
        for family in (product.family, *_RELATED.get(product.family, ())):
            share = 1.0 if family == product.family else RELATED_PRODUCT
            self._add_exact("product", family, PRODUCT * share, scores)
            if product.version:
                self._add_exact("product_version", f"{family} {product.version}", PRODUCT_VERSION * share, scores)
                if product.edition:
                    term = f"{family} {product.version}, {product.edition}"
                    self._add_exact("product_version", term, PRODUCT_VERSION * share, scores)

    def _add_exact(self, field: str, term: str, weight: float, scores: Array) -> None:
        docs = engine.documents_with(self._searcher, field, term)
        if len(docs):
            scores[docs] += weight * self._rarity(len(docs))


def _weight(identifier: Identifier, reading: Reading) -> float:
    """How many times its rarity an identifier adds."""
    if identifier.kind == "article":
        return ARTICLE
    if identifier.field in _SOURCES:
        return SOURCE
    alone = identifier.kind == "event" and _SOURCES.isdisjoint(one.field for one in reading.identifiers)
    return EVENT_ALONE if alone else IDENTIFIER


def as_matches(scores: Scores) -> Dense:
    """The scores as the engine takes them, to count facets."""
    return Dense(scores.scores, scores.matched)
