"""Evaluates a Whoosh query tree over whole arrays instead of document by document.

Every query class has its rule in one table. What has none, or its rule returns None for, is left to Whoosh's own
matcher, so that the query language is complete; so is everything under a weighting other than BM25F.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from whoosh import query as whoosh
from whoosh.scoring import BM25F

from kbservice.index.engine import matches
from kbservice.index.engine.expansion import expanded
from kbservice.index.engine.matches import NOTHING, Dense, Listed, Matches
from kbservice.index.engine.phrases import phrase
from kbservice.index.engine.snapshot import Snapshot


def evaluate(snapshot: Snapshot, query: whoosh.Query) -> Matches:
    """The documents that match a query, and their scores."""
    rule = _RULES.get(type(query)) if type(snapshot.weighting) is BM25F else None
    found = rule(snapshot, query) if rule else None
    if found is None:
        return _by_matcher(snapshot, query)
    boost = getattr(query, "boost", 1.0)
    return found if boost == 1.0 else found.times(boost)


def _by_matcher(snapshot: Snapshot, query: whoosh.Query) -> Matches:
    """What Whoosh's own matcher finds, one document at a time."""
    found = sorted((doc, score) for score, doc in snapshot.searcher.search(query, limit=None).top_n)
    return Listed(np.array([doc for doc, _ in found], "u4"), np.array([score for _, score in found], "f8"))


def _term(snapshot: Snapshot, query: whoosh.Term) -> Matches:
    term = snapshot.term(query.fieldname, query.text)
    return NOTHING if term is None else snapshot.scores(query.fieldname, term)


def _or(snapshot: Snapshot, query: whoosh.Or) -> Matches | None:
    if query.scale or query.minmatch:
        return None
    parts = query.subqueries
    if len(parts) < 2 or any(type(part) is not whoosh.Term or part.text != parts[0].text for part in parts):
        return matches.union([evaluate(snapshot, part) for part in parts], snapshot.size)
    key = tuple((part.fieldname, part.text, part.boost) for part in parts)
    return snapshot.cache.get(key, lambda: _one_word(snapshot, query))


def _one_word(snapshot: Snapshot, query: whoosh.Or) -> Listed:
    """The same word in several fields, as a multi-field parser has it: their sum is kept like the list of a term."""
    terms = ((part, snapshot.term(part.fieldname, part.text)) for part in query.subqueries)
    found = [(part, snapshot.computed_scores(part.fieldname, term)) for part, term in terms if term is not None]
    return matches.union([scores.times(part.boost) for part, scores in found], snapshot.size).listed()


def _and(snapshot: Snapshot, query: whoosh.And) -> Matches:
    """All parts; a Not takes away and adds nothing (in Whoosh each adds 1.0 to the score)."""
    without = [part.query for part in query.subqueries if type(part) is whoosh.Not]
    wanted = [evaluate(snapshot, part) for part in query.subqueries if type(part) is not whoosh.Not]
    found = matches.intersection(wanted, snapshot.size) if wanted else _everything(snapshot)
    for part in without:
        found = found.kept(~evaluate(snapshot, part).flags(snapshot.size))
    return found


def _everything(snapshot: Snapshot) -> Dense:
    flags = np.ones(snapshot.size, bool) if snapshot.alive is None else snapshot.alive
    return Dense(flags.astype("f8"), flags)


def _not(snapshot: Snapshot, query: whoosh.Not) -> Matches:
    return _everything(snapshot).kept(~evaluate(snapshot, query.query).flags(snapshot.size))


def _and_not(snapshot: Snapshot, query: whoosh.AndNot) -> Matches:
    return evaluate(snapshot, query.a).kept(~evaluate(snapshot, query.b).flags(snapshot.size))


def _require(snapshot: Snapshot, query: whoosh.Require) -> Matches:
    return evaluate(snapshot, query.a).kept(evaluate(snapshot, query.b).flags(snapshot.size))


def _and_maybe(snapshot: Snapshot, query: whoosh.AndMaybe) -> Matches:
    found, extra = evaluate(snapshot, query.a).listed(), evaluate(snapshot, query.b).dense(snapshot.size)
    return Listed(found.docs, found.scores + extra[found.docs])


def _best_of(snapshot: Snapshot, query: whoosh.DisjunctionMax) -> Matches | None:
    if query.tiebreak:
        return None
    return matches.best_of([evaluate(snapshot, part) for part in query.subqueries], snapshot.size)


def _phrase(snapshot: Snapshot, query: whoosh.Phrase) -> Matches | None:
    schema = snapshot.searcher.schema
    if query.fieldname not in schema:
        return NOTHING
    if query.slop != 1 or len(query.words) < 2 or not schema[query.fieldname].format.supports("positions"):
        return None
    return phrase(snapshot, query.fieldname, [word.encode() for word in query.words])


def _expanded(snapshot: Snapshot, query: Any) -> Matches:
    name = query.field()
    if name not in snapshot.searcher.schema:
        return NOTHING
    if _ALL.get(type(query), 0) == getattr(query, "text", None):
        return _every(snapshot, whoosh.Every(name))
    return snapshot.cache.get(query, lambda: expanded(snapshot, query).listed())


def _every(snapshot: Snapshot, query: whoosh.Every) -> Matches:
    """All documents, or all that have something in the field."""
    everything = _everything(snapshot)
    if query.fieldname is None:
        return everything
    flags = np.zeros(snapshot.size, bool)
    for segment in snapshot.segments:
        whole = segment.terms.postings(query.fieldname)
        if whole is not None:
            flags[segment.base : segment.base + segment.size][whole.docs] = True
    return everything.kept(flags)


def _nothing(_: Snapshot, __: Any) -> Matches:
    return NOTHING


_ALL: Mapping[type, str] = {whoosh.Prefix: "", whoosh.Wildcard: "*", whoosh.Regex: ".*"}
_RULES: Mapping[type, Callable[[Snapshot, Any], Matches | None]] = {
    whoosh.Term: _term,
    whoosh.Or: _or,
    whoosh.And: _and,
    whoosh.Not: _not,
    whoosh.AndNot: _and_not,
    whoosh.AndMaybe: _and_maybe,
    whoosh.Require: _require,
    whoosh.DisjunctionMax: _best_of,
    whoosh.Phrase: _phrase,
    whoosh.Every: _every,
    whoosh.Prefix: _expanded,
    whoosh.Wildcard: _expanded,
    whoosh.Regex: _expanded,
    whoosh.TermRange: _expanded,
    whoosh.FuzzyTerm: _expanded,
    whoosh.Variations: _expanded,
    type(whoosh.NullQuery): _nothing,
}
