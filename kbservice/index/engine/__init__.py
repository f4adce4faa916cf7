"""Whoosh at native speed: the same index, query language and results, with the two hot inner parts in numpy.

Whoosh keeps schema, query language, TOC, segments, locks, commits, deletions, statistics and stored fields. This
package replaces, through Whoosh's own extension points, how postings are written and read (`fields`, `codec`) and how
a query is evaluated (`executor`). The rooms, in the order in which data passes them:

    storage     files on disk: mapped, shared between processes, synced on commit (tests use Whoosh's RamStorage)
    fields      TextField, KeywordField: a document's field becomes one pseudo-posting
    codec       a segment is written: words inverted with one sort, saved as arrays
    postings    the inverted lists of a field as a value; arrays: named arrays in one file
    documents   stored fields and lengths; merging: which segments are merged
    terms       a segment is read, also by Whoosh's own matchers
    index       create and open; writer and searcher
    snapshot    one generation as arrays over all segments: terms, BM25F scores, positions
    executor    a query tree -> documents and scores; matches: the algebra; phrases, expansion, facets: its parts
    collector   the executor plugged into Whoosh's own search
    spelling    did you mean

All functions here may be called by several threads with the same searcher. A searcher stays what it was when it was
opened; after a commit open a new one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from whoosh.query import Every, Query, Term

from kbservice.index.engine import executor, facets, matches
from kbservice.index.engine.arrays import Array
from kbservice.index.engine.collector import ArrayCollector
from kbservice.index.engine.fields import WORDS, KeywordField, TextField
from kbservice.index.engine.index import Index, Searcher, Writer, create_index, open_index
from kbservice.index.engine.matches import Dense, Listed, Matches
from kbservice.index.engine.snapshot import Occurrences
from kbservice.index.engine.storage import MappedStorage

__all__ = [
    "WORDS", "Array", "ArrayCollector", "Dense", "Found", "Index", "KeywordField", "Listed", "MappedStorage", "Matches",
    "Occurrences", "Searcher", "TextField", "Writer", "create_index", "documents_with", "evaluate", "facet_counts",
    "open_index", "positions", "search", "suggest", "term_scores", "values",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """The best documents, best first, their scores, how many there are in all, and the values of the facets."""

    docs: Array
    scores: Array
    total: int
    facets: Mapping[str, list[tuple[str, int]]]


def search(searcher: Searcher, query: Query, limit: int | None = 10, *, facets: tuple[str, ...] = ()) -> Found:
    """The best documents that match a query: numbers and scores, best first; of equal scores the lower number first.

    Args:
        limit: how many; None for all.
        facets: keyword fields whose commonest values among all matches are counted.

    Returns:
        `docs` and `scores` (arrays of `limit` or fewer), `total` (exact), `facets` (field -> [(value, count), ...]).
        The documents' stored fields are `searcher.stored_fields(doc)`.
    """
    found = evaluate(searcher, query)
    docs, scores = matches.best(found, limit)
    return Found(docs, scores, found.count(), {name: facet_counts(searcher, name, found) for name in facets})


def evaluate(searcher: Searcher, query: Query) -> Matches:
    """All documents that match a query, with scores, in document order (`.flags(n)`, `.dense(n)`, `.count()`)."""
    return executor.evaluate(searcher.snapshot, query)


def term_scores(searcher: Searcher, field: str, term: Any) -> tuple[Array, Array]:
    """The documents that hold a term (ascending) and its BM25F score in each; in a KeywordField each scores 1.

    The term is one as indexed (`searcher.schema[field].process_text(...)` makes them from text). Both arrays are
    shared: do not write to them.
    """
    found = evaluate(searcher, Term(field, term)).listed()
    return found.docs, found.scores


def documents_with(searcher: Searcher, field: str, value: Any) -> Array:
    """The documents that hold exactly this term or keyword, ascending."""
    return term_scores(searcher, field, value)[0]


def positions(searcher: Searcher, field: str, term: str) -> Occurrences:
    """Where a term stands in each document that holds it: see `Occurrences`, whose `within(docs)` asks for some only.

    Raises:
        ValueError: the field keeps no positions.
    """
    return searcher.snapshot.occurrences(field, term.encode())


def values(searcher: Searcher, field: str) -> list[tuple[str, int]]:
    """All values of a keyword field with the number of documents that hold each, commonest first."""
    return facet_counts(searcher, field, evaluate(searcher, Every()), limit=None)


def facet_counts(searcher: Searcher, field: str, found: Matches, limit: int | None = 20) -> list[tuple[str, int]]:
    """The commonest values of a keyword field among these documents, with counts; all of them with limit None."""
    return facets.count(searcher.snapshot, field, found, limit)


def suggest(searcher: Searcher, word: str, limit: int = 5) -> list[str]:
    """Words of the fields made with `spelling=True` that are one edit away from this one, likeliest first."""
    return searcher.snapshot.speller.suggest(word, limit)
