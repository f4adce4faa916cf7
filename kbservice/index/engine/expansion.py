"""Queries that stand for many terms: prefixes, ranges, wildcards, regular expressions, near spellings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from whoosh import query as whoosh

from kbservice.index.engine.arrays import Array
from kbservice.index.engine.matches import NOTHING, Dense, Matches
from kbservice.index.engine.postings import Postings, Terms, spans
from kbservice.index.engine.snapshot import Segment, Snapshot


def expanded(snapshot: Snapshot, query: Any) -> Matches:
    """The documents with any term that the query stands for; each term scores, as in Whoosh's Or of them."""
    field = query.field()
    parts = [(segment, segment.terms.postings(field)) for segment in snapshot.segments]
    found = [(segment, whole, _numbers(snapshot, segment, whole, query)) for segment, whole in parts if whole]
    frequencies = _frequencies([(whole, numbers) for _, whole, numbers in found])
    scores = np.zeros(snapshot.size)
    matched = np.zeros(snapshot.size, bool)
    for (segment, whole, numbers), frequency in zip(found, frequencies, strict=True):
        lengths = np.diff(whole.starts)[numbers]
        rows = spans(whole.starts[numbers], lengths)
        docs = whole.docs[rows].astype("i8") + segment.base
        idf = np.repeat(snapshot.idf(frequency), lengths)
        impacts = snapshot.impacts(field, docs, whole.counts[rows], idf)
        scores += np.bincount(docs, impacts, snapshot.size)
        matched[docs] = True
    result = Dense(scores, matched) if matched.any() else NOTHING
    return result if snapshot.alive is None else result.kept(snapshot.alive)


def _numbers(snapshot: Snapshot, segment: Segment, whole: Postings, query: Any) -> Array:
    """The numbers of the segment's terms for which the query stands, ascending."""
    if type(query) is whoosh.Prefix:
        return whole.terms.below(snapshot.term(query.fieldname, query.text) or b"\xff")
    if type(query) is whoosh.TermRange:
        start, end = (snapshot.term(query.fieldname, text) for text in (query.start or "", query.end or b"\xff" * 4))
        return _between(whole.terms, query, start or b"", end or b"")
    terms = {snapshot.term(query.fieldname, term) for term in query._btexts(segment.reader) if term}
    places = [whole.terms.find(term) for term in terms if term is not None]
    return np.array(sorted(place for place in places if place is not None), "i8")


def _between(terms: Terms, query: whoosh.TermRange, start: bytes, end: bytes) -> Array:
    first, last = terms.place(start), terms.place(end)
    first += bool(query.startexcl and terms.find(start) is not None)
    last += bool(not query.endexcl and terms.find(end) is not None)
    return np.arange(first, last)


def _frequencies(parts: Sequence[tuple[Postings, Array]]) -> list[Array]:
    """How many documents of the whole index hold each of these terms."""
    counts = [np.diff(whole.starts)[numbers] for whole, numbers in parts]
    if len(parts) < 2:
        return counts
    names = [[whole.terms[number] for number in numbers.tolist()] for whole, numbers in parts]
    total: Counter[bytes] = Counter()
    for some, count in zip(names, counts, strict=True):
        total.update(dict(zip(some, count.tolist(), strict=True)))
    return [np.array([total[name] for name in some]) for some in names]
