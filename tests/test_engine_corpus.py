"""The engine against Whoosh on real articles: the same documents, the same scores, the same count."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from engine_oracle import BODY, actual, expected, mended, pair
from whoosh import query as q

from kbservice import corpus as sources
from kbservice.index import engine

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def indexes(corpus: Path) -> Iterator[tuple[Any, engine.Index, list[str]]]:
    """Some hundred articles in three segments, some of them replaced by others, in both indexes; and their texts."""
    archive = corpus / "corpus" / "kbarchive-dev.tar.xz"
    found = islice(sources.sources([archive], lambda _name, _why: None), 0, 2400, 4)
    texts = [sources.decode(source.data) for source in found]
    rows = [
        {"uid": f"u{i}", "id": str(i % 550), "title": _title(text), "body": text, "tags": [], "size": len(text)}
        for i, text in enumerate(texts)
    ]
    with pytest.MonkeyPatch.context() as patch:
        mended(patch)
        stock, ours = pair([(rows[start : start + 200], False) for start in range(0, len(rows), 200)])
        yield stock, ours, texts


def _title(text: str) -> str:
    found = re.search(r'^title: "(.*)"$', text, re.MULTILINE)
    return found[1] if found else ""


def _questions(texts: list[str], count: int) -> Iterator[q.Query]:
    """Questions of every common shape, in both fields, of words that stand in the articles."""
    chance = random.Random(9)
    for _ in range(count):
        words = BODY.terms(chance.choice(texts))
        start = chance.randrange(len(words) - 4)
        some = [_either(word) for word in chance.sample(words, 4)]
        yield q.Or(some)
        yield q.And(some[:2])
        yield q.And([some[0], q.Not(some[1])])
        yield q.Or([q.Phrase(name, words[start : start + chance.randint(2, 3)]) for name in ("title", "body")])
        yield q.Or([q.Prefix(name, words[start][:3]) for name in ("title", "body")])
        yield q.AndMaybe(q.And(some[:2]), q.DisjunctionMax(some[2:]))


def _either(word: str) -> q.Query:
    return q.Or([q.Term("title", word), q.Term("body", word)])


def test_finds_what_whoosh_finds(indexes: tuple[Any, engine.Index, list[str]]) -> None:
    stock, ours, texts = indexes
    searcher = ours.searcher()
    assert len(searcher.snapshot.segments) == 3
    with stock.searcher() as oracle:
        for question in _questions(texts, 25):
            assert actual(searcher, question) == pytest.approx(expected(oracle, question), rel=1e-9), question


def test_the_index_holds_what_a_whoosh_index_holds(indexes: tuple[Any, engine.Index, list[str]]) -> None:
    stock, ours, _ = indexes
    theirs, mine = stock.reader(), ours.reader()
    terms = list(theirs.all_terms())
    assert list(mine.all_terms()) == terms
    assert len(terms) > 10_000
    for field, term in random.Random(1).sample(terms, 1500):
        one, other = mine.postings(field, term), theirs.postings(field, term)
        assert list(one.all_ids()) == list(other.all_ids())
        assert mine.term_info(field, term).weight() == pytest.approx(theirs.term_info(field, term).weight())
        assert mine.doc_frequency(field, term) == theirs.doc_frequency(field, term)
