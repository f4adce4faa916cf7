"""The engine finds what Whoosh finds, with the same scores: any documents, any commits, any question."""

from __future__ import annotations

import random
import sys
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from engine_oracle import actual, expected, mended, pair
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import query as q
from whoosh import scoring
from whoosh.fields import UnknownFieldError
from whoosh.matching import ReadTooFar
from whoosh.query import spans
from whoosh.reading import TermNotFound

from kbservice.index import engine
from kbservice.index.engine import merging, snapshot

WORDS = [
    "mail",
    "mails",
    "stop",
    "stopped",
    "server",
    "crash",
    "crashes",
    "emsmta.exe",
    "5.5.2448",
    "x",
    "the",
    "été",
    "9322",
]
TERMS = ["mail", "stop", "server", "crash", "emsmta.ex", "emsmta.exe", "5.5.2448", "été", "9322", "absent"]
TAGS = ["Exchange", "Windows NT", "IIS"]


@pytest.fixture(scope="module", autouse=True)
def _mended() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        mended(patch)
        yield


texts = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)
documents = st.fixed_dictionaries(
    {
        "id": st.sampled_from("abcdefgh"),
        "title": texts,
        "body": texts,
        "tags": st.lists(st.sampled_from(TAGS), unique=True),
        "size": st.integers(0, 300),
    }
)
batches = st.lists(st.tuples(st.lists(documents, min_size=1, max_size=8), st.booleans()), min_size=1, max_size=4)

boosts = st.sampled_from([1.0, 1.0, 2.5])
flags = st.booleans()
names = st.sampled_from(["title", "body"])
terms = st.builds(q.Term, names, st.sampled_from(TERMS), boost=boosts)
leaves = st.one_of(
    terms,
    terms,
    st.builds(q.Term, st.just("tags"), st.sampled_from(TAGS)),
    st.builds(q.Term, st.just("nofield"), st.sampled_from(TERMS)),
    st.builds(q.Phrase, names, st.lists(st.sampled_from(TERMS), min_size=2, max_size=3), boost=boosts),
    st.builds(q.Phrase, names, st.lists(st.sampled_from(TERMS), min_size=2, max_size=2), slop=st.just(2)),
    st.builds(q.Prefix, names, st.sampled_from(["s", "mai", "5", "zz", ""]), boost=boosts),
    st.builds(q.Wildcard, names, st.sampled_from(["*a*", "s?op", "*", "?"])),
    st.builds(q.Regex, names, st.sampled_from(["^[ms].*", ".*"])),
    st.builds(q.FuzzyTerm, names, st.sampled_from(["crush", "stap", "mial"]), maxdist=st.sampled_from([1, 2])),
    st.builds(q.Variations, names, st.just("mail")),
    st.builds(q.TermRange, names, st.sampled_from(["mail", None]), st.sampled_from(["server", None]), flags, flags),
    st.builds(q.NumericRange, st.just("size"), st.integers(0, 100), st.integers(100, 300), flags, flags),
    st.builds(q.Every, st.sampled_from([None, "title", "tags"]), boost=boosts),
    st.just(q.NullQuery),
)  # fmt: skip
questions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(q.And, st.lists(inner, min_size=2, max_size=3), boost=boosts),
        st.builds(q.Or, st.lists(inner, min_size=2, max_size=4), boost=boosts),
        st.builds(lambda a, b: q.And([a, q.Not(b)]), inner, inner),
        st.builds(q.DisjunctionMax, st.lists(inner, min_size=2, max_size=3)),
        st.builds(q.AndNot, inner, inner),
        st.builds(q.AndMaybe, inner, inner),
        st.builds(q.Require, inner, inner),
        st.builds(q.ConstantScoreQuery, inner, st.sampled_from([1.0, 3.0])),
    ),
    max_leaves=6,
)


def numbered(batches: list[tuple[list[dict[str, Any]], bool]]) -> list[tuple[list[dict[str, Any]], bool]]:
    """The batches with a `uid` in each document."""
    count = iter(range(1000))
    return [([document | {"uid": f"u{next(count)}"} for document in docs], merge) for docs, merge in batches]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(batches, st.lists(questions, min_size=3, max_size=6))
def test_finds_what_whoosh_finds_with_the_same_scores(batches: Any, questions: list[q.Query]) -> None:
    stock, ours = pair(numbered(batches))
    with stock.searcher() as oracle, ours.searcher() as searcher:
        for question in questions:
            assert actual(searcher, question) == pytest.approx(expected(oracle, question), rel=1e-9, abs=1e-9), question


@settings(max_examples=30, deadline=None)
@given(batches)
def test_an_index_holds_what_a_whoosh_index_holds(batches: Any) -> None:
    stock, ours = pair(numbered(batches))
    theirs, mine = stock.reader(), ours.reader()
    assert list(mine.all_terms()) == list(theirs.all_terms())
    for field, term in theirs.all_terms():
        assert contents(mine, field, term) == contents(theirs, field, term)
    for name in ("title", "body"):
        assert [mine.doc_field_length(doc, name) or 0 for doc in range(mine.doc_count_all())] == [
            theirs.doc_field_length(doc, name) or 0 for doc in range(theirs.doc_count_all())
        ]
        assert mine.field_length(name) == theirs.field_length(name)


def contents(reader: Any, field: str, term: bytes) -> Any:
    """Statistics of a term, and its documents with weights and, in text, distances between positions."""
    info = reader.term_info(field, term)
    rows = []
    matcher = reader.postings(field, term)
    while matcher.is_active():
        places = np.diff(matcher.value_as("positions")).tolist() if matcher.supports("positions") else []
        rows.append((matcher.id(), pytest.approx(matcher.weight()), places))
        matcher.next()
    return rows, info.weight(), info.max_weight(), info.doc_frequency(), info.min_id(), info.max_id()


def test_whoosh_reads_the_terms_in_all_its_ways() -> None:
    rows = [document("a", "mail stopped stopped", "IIS"), document("b", "server mail", title="crash")]
    readers = [index.reader() for index in pair([(rows, False)])]
    seen = [
        (
            [(term, info.doc_frequency()) for term, info in reader],
            list(reader.terms_from("body", "s")),
            [(term, info.weight()) for term, info in reader.iter_from("body", "s")],
            sorted(reader.indexed_field_names()),
            [reader.frequency("body", word) for word in ("stop", "absent")],
            [reader.doc_frequency("body", word) for word in ("mail", "absent")],
            [("body", word) in reader for word in ("mail", "absent")],
            list(reader.terms_within("body", "sever", 1)),
        )
        for reader in readers
    ]
    assert seen[0] == seen[1]
    with pytest.raises(TermNotFound):
        readers[1].postings("body", "absent")


def test_cursors_and_matchers_move_as_whooshs_do() -> None:
    reader = pair([([document("a", "mail stop"), document("b", "stop"), document("c", "stop")], False)])[1].reader()
    cursor = reader.cursor("body")
    assert [cursor.first(), cursor.next(), cursor.next(), cursor.is_valid()] == ["mail", "stop", None, False]
    assert [cursor.find("n"), cursor.text()] == ["stop", "stop"]
    matcher = reader.postings("body", "stop")
    matcher.skip_to(1)
    other = matcher.copy()
    matcher.next()
    assert [matcher.id(), other.id(), list(other.all_ids())] == [2, 1, [0, 1, 2]]
    matcher.next()
    with pytest.raises(ReadTooFar):
        matcher.skip_to(3)
    matcher.reset()
    assert matcher.id() == 0


@settings(max_examples=30, deadline=None)
@given(batches, questions)
def test_small_segments_are_merged_into_one_that_gives_the_same_answers(batches: Any, question: q.Query) -> None:
    batches = numbered([(docs, False) for docs, _ in batches])
    *_, (last, _) = batches
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "_MANY", 1)
        stock, ours = pair([*batches[:-1], (last, True)])
        merged = pair([(docs, False) for docs, _ in batches])[1]
        merged.writer().commit()
    with stock.searcher() as oracle, merged.searcher() as searcher:
        assert len(searcher.snapshot.segments) <= 1
        assert actual(searcher, q.Every()).keys() == expected(oracle, q.Every()).keys()
    assert ours.doc_count() == merged.doc_count()


def document(uid: str, body: str, *tags: str, title: str = "") -> dict[str, Any]:
    return {"uid": uid, "id": uid, "title": title, "body": body, "tags": list(tags), "size": len(body)}


@pytest.fixture
def searcher() -> engine.Searcher:
    rows = [
        document("a", "mail has stopped on the server", "Exchange", title="Mail stops"),
        document("b", "the server stopped", "Exchange", "Windows NT"),
        document("c", "server server server", "Windows NT"),
        document("d", "nothing of the kind", "IIS"),
    ]
    return pair([(rows[:2], False), (rows[2:], False)])[1].searcher()


def uids(searcher: engine.Searcher, docs: Any) -> str:
    return "".join(searcher.stored_fields(int(doc))["uid"] for doc in docs)


def test_best_first_and_of_equal_scores_the_lower_number(searcher: engine.Searcher) -> None:
    found = engine.search(searcher, q.Or([q.Term("tags", "Exchange"), q.Term("tags", "Windows NT")]))
    assert uids(searcher, found.docs) == "bac"
    assert found.scores.tolist() == [2.0, 1.0, 1.0]


@pytest.mark.parametrize("limit", [1, 2, 3, 64, 1000, None])
@pytest.mark.parametrize("dense", [True, False])
def test_a_limit_gives_the_first_of_all(limit: int | None, dense: bool) -> None:
    chance = random.Random(4)
    scores = np.array([chance.choice([0.0, 1.0, 1.5, 2.25, 3.0]) for _ in range(700)])
    matched = scores > 0
    matches = engine.Dense(scores, matched) if dense else engine.Listed(np.flatnonzero(matched), scores[matched])
    docs, best = engine.matches.best(matches, limit)
    ranking = sorted(np.flatnonzero(matched).tolist(), key=lambda doc: (-scores[doc], doc))
    assert docs.tolist() == ranking[:limit]
    assert best.tolist() == scores[docs].tolist()


def test_facets_count_all_matches_not_only_the_best(searcher: engine.Searcher) -> None:
    found = engine.search(searcher, q.Term("body", "server"), 1, facets=("tags",))
    assert found.facets == {"tags": [("Exchange", 2), ("Windows NT", 2)]}
    assert found.total == 3
    assert engine.values(searcher, "tags") == [("Exchange", 2), ("Windows NT", 2), ("IIS", 1)]


def test_one_segment_and_many_count_the_same_facets() -> None:
    rows = [document(str(i), "server", *(TAGS[: i % 4])) for i in range(40)]
    one, many = (pair([(rows, False)])[1], pair([([row], False) for row in rows])[1])
    counts = [engine.search(index.searcher(), q.Every(), facets=("tags", "title")).facets for index in (one, many)]
    assert counts[0] == counts[1] == {"tags": [("Exchange", 30), ("Windows NT", 20), ("IIS", 10)], "title": []}
    top = engine.facet_counts(one.searcher(), "tags", engine.evaluate(one.searcher(), q.Every()), limit=1)
    assert top == [("Exchange", 30)]


def test_arrays_for_a_ranking_of_its_own(searcher: engine.Searcher) -> None:
    docs, scores = engine.term_scores(searcher, "body", "server")
    assert uids(searcher, docs) == "abc"
    assert dict(zip("abc", scores.tolist(), strict=True)) == pytest.approx(
        dict(sorted(actual(searcher, q.Term("body", "server")).items()))
    )
    where = engine.positions(searcher, "body", "server")
    assert where.docs.tolist() == docs.tolist()
    assert where.counts.tolist() == [1, 1, 3]
    assert [column.tolist() for column in where.within(docs[2:])] == [[2, 2, 2], [0, 1, 2]]
    assert engine.documents_with(searcher, "tags", "IIS").tolist() == [3]
    assert engine.term_scores(searcher, "nofield", "x")[0].tolist() == []
    assert engine.positions(searcher, "body", "absent").docs.tolist() == []


def test_positions_of_a_field_without_are_an_error(searcher: engine.Searcher) -> None:
    with pytest.raises(ValueError, match="keeps no positions"):
        engine.positions(searcher, "tags", "IIS")


def test_a_collector_gives_whoosh_results(searcher: engine.Searcher) -> None:
    collector = engine.ArrayCollector(limit=2)
    searcher.search_with_collector(q.Term("body", "server"), collector)
    results = collector.results()
    assert len(results) == 3
    best = engine.search(searcher, q.Term("body", "server"), 2).docs
    assert [hit.docnum for hit in results] == best.tolist()
    assert sorted(results.docs()) == [0, 1, 2]


@pytest.mark.parametrize(
    "question",
    [
        q.Or([q.Term("body", "server"), q.Term("body", "stop")], scale=0.5),
        q.Or([q.AndMaybe(q.Term("body", "server"), q.Term("body", "stop")), q.Term("body", "mail")], scale=0.5),
        q.Otherwise(q.Term("body", "absent"), q.Term("body", "server")),
        spans.SpanNear2([q.Term("body", "mail"), q.Term("body", "server")], slop=4),
        q.Sequence([q.Term("body", "stop"), q.Term("body", "server")], slop=3),
        q.DisjunctionMax([q.Term("body", "mail"), q.Term("body", "server")], tiebreak=0.3),
        q.Not(q.Term("body", "server")),
        q.Or([q.Term("body", "mail"), q.Not(q.Term("body", "server"))]),
    ],
    ids=lambda question: type(question).__name__,
)
def test_query_classes_without_a_rule_are_left_to_whoosh(question: q.Query) -> None:
    rows = [document("a", "mail has stopped on the server"), document("b", "server"), document("c", "nothing")]
    stock, ours = pair([(rows, False)])
    with stock.searcher() as oracle:
        assert actual(ours.searcher(), question) == pytest.approx(expected(oracle, question), rel=1e-9)


def test_another_weighting_is_left_to_whoosh() -> None:
    rows = [document("a", "mail mail server"), document("b", "server crash")]
    stock, ours = pair([(rows, False)])
    question = q.Or([q.Term("body", "mail"), q.Prefix("body", "s")])
    with stock.searcher(weighting=scoring.TF_IDF()) as oracle:
        assert actual(ours.searcher(scoring.TF_IDF()), question) == pytest.approx(expected(oracle, question), rel=1e-9)


def test_an_empty_index_answers() -> None:
    empty = pair([])[1].searcher()
    for question in (q.Every(), q.Term("body", "x"), q.Phrase("body", ["a", "b"]), q.Prefix("body", "a")):
        assert engine.search(empty, question, facets=("tags",)).total == 0
    assert engine.suggest(empty, "sever") == []


def test_nothing_is_left_of_a_document_that_is_refused() -> None:
    _, ours = pair([])
    writer = ours.writer()
    with pytest.raises(ValueError, match="not a text"):
        writer.add_document(uid="a", body="server", title=["mail"])
    with pytest.raises(ValueError, match="invalid literal"):
        writer.add_document(uid="a", body="server", size="not a number")
    with pytest.raises(UnknownFieldError):
        writer.add_document(uid="a", body="server", _body_boost=2.0)
    writer.add_document(uid="b", body="mail")
    writer.commit()
    searcher = ours.searcher()
    assert actual(searcher, q.Every()).keys() == {"b"}
    assert engine.search(searcher, q.Term("body", "server")).total == 0


def test_threads_share_a_searcher(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many threads with a cache so small that every entry is made and dropped all the time."""
    monkeypatch.setattr(snapshot, "_CACHE_BYTES", 4000)
    monkeypatch.setattr(snapshot, "_CACHE_BYTES_PER_DOCUMENT", 0)
    chance = random.Random(2)
    rows = [document(str(i), " ".join(chance.choices(WORDS, k=30)), TAGS[i % 3]) for i in range(150)]
    searcher = pair([(rows[:100], False), (rows[100:], False)])[1].searcher()
    asked = [
        q.Or([q.Term("body", "mail"), q.Term("body", "stop")]),
        q.And([q.Term("body", "server"), q.Term("body", "crash"), q.Not(q.Term("body", "9322"))]),
        q.Phrase("body", ["mail", "stop"]),
        q.Prefix("body", "s"),
        spans.SpanNear2([q.Term("body", "mail"), q.Term("body", "server")], slop=4),
    ]
    right = [actual(searcher, question) for question in asked]
    wrong: list[Any] = []

    def work(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(40):
            i = chance.randrange(len(asked))
            try:
                if actual(searcher, asked[i]) != right[i]:
                    wrong.append(asked[i])
            except Exception as error:
                wrong.append(error)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.setswitchinterval(interval)
    assert wrong == []
