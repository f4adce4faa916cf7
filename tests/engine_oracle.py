"""Whoosh as it comes, made right where it is known to be wrong: what the engine must agree with.

`pair` builds the same documents into a stock index and into ours; `answers` asks the stock one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from whoosh import fields, index, matching, query
from whoosh.filedb.filestore import RamStorage

from kbservice.index import engine

Document = dict[str, Any]
TITLE = engine.TextField()
BODY = engine.TextField(spelling=True)


def mended(patch: pytest.MonkeyPatch) -> None:
    """Whoosh 3.54.0 without the faults that change scores or hits, each the smallest change that mends it."""
    # One Or of many in a small index would give all matches the score 1.
    patch.setattr(query.Or, "matcher_type", query.Or.DEFAULT_MATCHER)
    patch.setattr(matching.AndMaybeMatcher, "skip_to", _and_maybe_skip)
    patch.setattr(matching.AndNotMatcher, "_find_first", _and_not_next)
    patch.setattr(matching.AndNotMatcher, "_find_next", _and_not_next)
    patch.setattr(matching.DisjunctionMaxMatcher, "score", _best_score)


def _and_maybe_skip(self: Any, id: int) -> Any:  # noqa: A002 (Whoosh's name)
    """Whoosh moves `b` to `id`, beyond which `a` may have moved."""
    if not self.a.is_active():
        raise matching.ReadTooFar
    moved = self.a.skip_to(id)
    if self.a.is_active() and self.b.is_active():
        moved = self.b.skip_to(self.a.id()) or moved
    return moved


def _and_not_next(self: Any) -> bool:
    """Whoosh keeps the first hit if the excluded begin before it, and fails if a skip leads beyond the last."""
    a, b, moved = self.a, self.b, False
    while a.is_active() and b.is_active() and b.id() <= a.id():
        if b.id() < a.id():
            b.skip_to(a.id())
        else:
            moved = bool(a.next()) or moved
    return moved


def _best_score(self: Any) -> float:
    """Whoosh takes the better of both, even where they stand at different documents."""
    a, b = self.a, self.b
    if not b.is_active() or (a.is_active() and a.id() < b.id()):
        return float(a.score())
    if not a.is_active() or b.id() < a.id():
        return float(b.score())
    return float(max(a.score(), b.score()))


def schemas() -> tuple[fields.Schema, fields.Schema]:
    """The same fields as Whoosh has them, and as the engine has them."""
    title, body = (fields.TEXT(field.analyzer) for field in (TITLE, BODY))
    stock = fields.Schema(
        uid=fields.ID(stored=True), id=fields.ID(unique=True), title=title, body=body,
        tags=fields.KEYWORD(commas=True), size=fields.NUMERIC(),
    )  # fmt: skip
    ours = fields.Schema(
        uid=engine.KeywordField(stored=True), id=engine.KeywordField(unique=True), title=TITLE, body=BODY,
        tags=engine.KeywordField(), size=fields.NUMERIC(),
    )  # fmt: skip
    return stock, ours


def pair(batches: Iterable[tuple[Sequence[Document], bool]]) -> tuple[index.FileIndex, engine.Index]:
    """Both indexes after the same commits; each batch is its documents, and whether all segments are merged after it.

    A document replaces committed ones of the same `id`.
    """
    stock_schema, our_schema = schemas()
    stock, ours = index.FileIndex.create(RamStorage(), stock_schema), engine.create_index(RamStorage(), our_schema)
    for documents, merge in batches:
        for each, separator in ((stock, ","), (ours, None)):
            writer = each.writer()
            for document in documents:
                tags = separator.join(document["tags"]) if separator else document["tags"]
                writer.update_document(**(document | {"tags": tags}))
            writer.commit(optimize=True) if merge else writer.commit(merge=False)
    return stock, ours


def expected(searcher: Any, asked: query.Query) -> dict[str, float]:
    """uid -> score, for all documents that Whoosh finds."""
    found = searcher.search(plain(asked), limit=None)
    return {searcher.stored_fields(doc)["uid"]: score for score, doc in found.top_n}


def plain(asked: query.Query) -> query.Query:
    """The same question with And-Not in place of a Not below an And, for each of which Whoosh adds 1.0 to the score."""
    if isinstance(asked, query.Not):
        return query.Not(plain(asked.query))
    changed = asked if asked.is_leaf() else asked.apply(plain)
    asked = asked if changed == asked else changed  # `apply` forgets some settings, such as `scale`
    if not isinstance(asked, query.And):
        return asked
    without = [part.query for part in asked.subqueries if isinstance(part, query.Not)]
    wanted = [part for part in asked.subqueries if not isinstance(part, query.Not)]
    if not without or not wanted:
        return asked
    both = query.And(wanted, boost=asked.boost) if len(wanted) > 1 else wanted[0]
    return query.AndNot(both, query.Or(without) if len(without) > 1 else without[0])


def actual(searcher: engine.Searcher, asked: query.Query) -> dict[str, float]:
    """uid -> score, for all documents that the engine finds."""
    found = engine.search(searcher, asked, None)
    uids = [searcher.stored_fields(doc)["uid"] for doc in found.docs.tolist()]
    assert len(set(uids)) == len(uids) == found.total
    return dict(zip(uids, found.scores.tolist(), strict=True))
