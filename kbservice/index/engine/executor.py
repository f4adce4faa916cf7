"""Evaluates a Whoosh query tree over whole arrays instead of document by document.

Every query class has its rule in one table. A class without one is left to Whoosh's own matcher, so that the query
language is complete; so is everything under a weighting other than BM25F.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from whoosh import query as whoosh
from whoosh.scoring import BM25F

from kbservice.index.engine import facets as counting
from kbservice.index.engine import matches
from kbservice.index.engine.arrays import Array
from kbservice.index.engine.expansion import expanded
from kbservice.index.engine.matches import NOTHING, Dense, Flags, Listed, Matches
from kbservice.index.engine.phrases import phrase
from kbservice.index.engine.snapshot import Snapshot

Rule = Callable[[Snapshot, Any], Matches]


def evaluate(snapshot: Snapshot, query: whoosh.Query) -> Matches:
    """The documents that match a query, and their scores."""
    rule = _RULES.get(type(query), _by_matcher) if type(snapshot.weighting) is BM25F else _by_matcher
    found = rule(snapshot, query)
    boost = getattr(query, "boost", 1.0) if rule in _BOOSTED else 1.0
    return found if boost == 1.0 else found.times(boost)


def _by_matcher(snapshot: Snapshot, query: whoosh.Query) -> Matches:
    """What Whoosh's own matcher finds, one document at a time."""
    docs, scores = [], []
    context = snapshot.searcher.context()
    for leaf, base in snapshot.searcher.leaf_searchers():
        matcher = query.matcher(leaf, context)
        while matcher.is_active():
            docs.append(matcher.id() + base)
            scores.append(matcher.score())
            matcher.next()
    return Listed(np.array(docs, "u4"), np.array(scores, "f8"))


def _term(snapshot: Snapshot, query: whoosh.Term) -> Matches:
    term = snapshot.term(query.fieldname, query.text)
    return NOTHING if term is None else snapshot.scores(query.fieldname, term)


def _or(snapshot: Snapshot, query: whoosh.Or) -> Matches:
    if query.scale:
        return _by_matcher(snapshot, query)
    if not _is_one_word(query):
        return matches.union([evaluate(snapshot, part) for part in query.subqueries], snapshot.size)
    key = tuple((part.fieldname, part.text, part.boost) for part in query.subqueries)
    return snapshot.cache.get(key, lambda: _one_word(snapshot, query), lambda it: it.nbytes)


def _is_one_word(query: whoosh.Or) -> bool:
    parts = query.subqueries
    return len(parts) > 1 and all(type(part) is whoosh.Term and part.text == parts[0].text for part in parts)


def _one_word(snapshot: Snapshot, query: whoosh.Or) -> Listed:
    """The same word in several fields, as a multi-field parser has it: their sum is kept like the list of a term."""
    terms = ((part, snapshot.term(part.fieldname, part.text)) for part in query.subqueries)
    found = [(part, snapshot.computed_scores(part.fieldname, term)) for part, term in terms if term is not None]
    return _listed(matches.union([scores.times(part.boost) for part, scores in found], snapshot.size))


def _listed(found: Matches) -> Listed:
    if isinstance(found, Listed):
        return found
    docs = np.flatnonzero(found.matched)
    return Listed(docs.astype("u4"), found.scores[docs])


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
    found, extra = evaluate(snapshot, query.a), evaluate(snapshot, query.b).dense(snapshot.size)
    if isinstance(found, Listed):
        return Listed(found.docs, found.scores + extra[found.docs])
    return Dense(found.scores + extra * found.matched, found.matched)


def _best_of(snapshot: Snapshot, query: whoosh.DisjunctionMax) -> Matches:
    if query.tiebreak:
        return _by_matcher(snapshot, query)
    return matches.best_of([evaluate(snapshot, part) for part in query.subqueries], snapshot.size)


def _phrase(snapshot: Snapshot, query: whoosh.Phrase) -> Matches:
    schema = snapshot.searcher.schema
    if query.fieldname not in schema:
        return NOTHING
    if query.slop != 1 or len(query.words) < 2 or not schema[query.fieldname].format.supports("positions"):
        return _by_matcher(snapshot, query)
    words = [snapshot.term(query.fieldname, word) for word in query.words]
    return phrase(snapshot, query.fieldname, [word for word in words if word is not None])


def _expanded(snapshot: Snapshot, query: Any) -> Matches:
    name = query.field()
    if name not in snapshot.searcher.schema:
        return NOTHING
    if getattr(query, "text", None) in _ALL.get(type(query), ()):
        return _every(snapshot, whoosh.Every(name))
    return snapshot.cache.get(query, lambda: _listed(expanded(snapshot, query)), lambda it: it.nbytes)


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


def _constant(snapshot: Snapshot, query: whoosh.ConstantScoreQuery) -> Matches:
    flags = evaluate(snapshot, query.child).flags(snapshot.size)
    return Dense(flags * float(query.score), flags)


def _number_range(snapshot: Snapshot, query: whoosh.NumericRange) -> Matches:
    return evaluate(snapshot, query._compile_query(snapshot.searcher.reader()))


def _nothing(_: Snapshot, __: Any) -> Matches:
    return NOTHING


_RULES: Mapping[type, Rule] = {
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
    whoosh.ConstantScoreQuery: _constant,
    whoosh.NumericRange: _number_range,
    whoosh.DateRange: _number_range,
    type(whoosh.NullQuery): _nothing,
}
_BOOSTED = {_term, _or, _and, _best_of, _phrase, _every, _expanded}
_ALL: Mapping[type, tuple[str, ...]] = {whoosh.Prefix: ("",), whoosh.Wildcard: ("*",), whoosh.Regex: (".*",)}


@dataclass(frozen=True, slots=True)
class Found:
    """The best documents, best first, their scores, how many there are in all, and the values of the facets."""

    docs: Array
    scores: Array
    total: int
    facets: Mapping[str, list[tuple[str, int]]] = field(default_factory=dict)


def search(
    snapshot: Snapshot,
    query: whoosh.Query,
    limit: int | None = 10,
    *,
    filter: whoosh.Query | Flags | None = None,  # noqa: A002 (Whoosh's name)
    mask: whoosh.Query | Flags | None = None,
    facets: tuple[str, ...] = (),
) -> Found:
    """The best `limit` documents (all: None) among those that match the query and the filter but not the mask."""
    found = evaluate(snapshot, query)
    if filter is not None:
        found = found.kept(flags(snapshot, filter))
    if mask is not None:
        found = found.kept(~flags(snapshot, mask))
    docs, scores = matches.best(found, limit)
    return Found(docs, scores, found.count(), {name: counting.count(snapshot, name, found) for name in facets})


def flags(snapshot: Snapshot, chosen: whoosh.Query | Flags) -> Flags:
    """For each document whether it matches; queries are kept, as the same filters come again and again."""
    if isinstance(chosen, np.ndarray):
        return chosen
    key = ("flags", chosen)
    return snapshot.cache.get(key, lambda: evaluate(snapshot, chosen).flags(snapshot.size), lambda it: it.nbytes)
