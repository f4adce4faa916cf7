"""Search answers questions with the right articles first, and says why, how many, and what else was meant."""

from __future__ import annotations

import datetime as dt
import html
import re

import handmade
import numpy as np
import pytest
from handmade import record, where
from hypothesis import given
from hypothesis import strategies as st

from kbservice.index import Page, Question, schema, snippets, stored, writer
from kbservice.index.documents import Documents
from kbservice.index.engine import Array
from kbservice.index.reader import memory
from kbservice.index.searching import Retriever, Searching
from kbservice.record import Event, FixedFile, Product, Record, Statement, Where

NT4 = (Product("Windows NT Server", "4.0", where("applies_to", 1)),)
W95 = (Product("Windows 95", None, where("applies_to", 1)),)
FILLER = tuple(
    record(900000 + n, f"Unrelated matter {word}", ("symptoms", f"Nothing of {word} is of interest here."))
    for n, word in enumerate("alpha beta gamma delta epsilon zeta theta kappa lambda sigma omega".split())  # noqa: SIM905
)
ARTICLES = (
    record(100001, "Spooler Stops Responding on Print Server", ("symptoms", "The spooler hangs on printing."),
           applies_to=NT4, kind="problem", last_modified=dt.date(1999, 5, 1)),
    record(100002, "Spooler Settings of the Print Server", ("summary", "Where the spooler keeps its settings."),
           ("more_information", "A hang of the spooler is treated elsewhere."),
           applies_to=W95, kind="how-to", last_modified=dt.date(2000, 7, 2)),
    record(100003, "Event 9322 When the Link Fails", ("symptoms", "The log shows 9322 and error 80004005."),
           events=(Event(9322, where("symptoms", 4), "MSExchangeMTA"),), last_modified=dt.date(2001, 1, 1)),
    record(100004, "Event 9322 of Another Source", ("symptoms", "The log shows event 9322, a warning."),
           events=(Event(9322, where("symptoms", 4), "OtherSource"),), last_modified=dt.date(2001, 1, 1)),
    record(100005, "Corrected Transfer Agent", ("resolution", "emsmta.exe   5.5.2448.8"),
           files=(FixedFile(where("resolution", 4), "emsmta.exe", "5.5.2448.8"),)),
    record(100006, "Older Transfer Agent", ("resolution", "emsmta.exe   5.5.2232.0")),
    record(100007, "STOP 0x0000000A in a Driver", ("symptoms", "STOP: 0x0000000A (0x1, 0x2, 0x0, 0x3)")),
    *FILLER,
)  # fmt: skip


@pytest.fixture(scope="module")
def ask() -> object:
    index = memory(ARTICLES)

    def asked(text: str, **more: object) -> Page:
        return index.search(Question(text, **more))  # type: ignore[arg-type]

    return asked


def numbers(page: Page) -> list[int]:
    return [hit.number for hit in page.hits]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("spooler stops responding", 100001),
        ("print spooler freezes", 100001),  # a synonym
        ("spooler settings", 100002),
        ("spooler win95", 100002),  # a product
        ("spooler nt4", 100001),
        ("9322 msexchangemta", 100003),
        ("OtherSource 9322", 100004),
        ("Event ID: 9322\nSource: OtherSource\nComputer: HOST1\nDescription: the log", 100004),
        ("0x80004005", 100003),
        ("-2147467259", 100003),
        ("EMSMTA.EXE 5.5.2448.8", 100005),
        ("emsmta.exe 5.5.2232", 100006),
        ("stop 0xA", 100007),
        ("Q100006", 100006),
        ("kb100002 spooler stops responding", 100002),
        ("spoler stops responding", 100001),  # a misspelling
    ],
)
def test_the_right_article_comes_first(ask, text: str, first: int) -> None:
    assert numbers(ask(text))[0] == first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("event:9322", {100003, 100004}),
        ("event:9322 source:MSExchangeMTA", {100003}),
        ("event:9322 NOT source:MSExchangeMTA", {100004}),
        ("code:80004005", {100003}),
        ("stop:0xA", {100007}),
        ("file:emsmta.exe", {100005, 100006}),
        ("file:emsmta", {100005, 100006}),
        ("file:emsmta.exe version:<5.5.2448", {100006}),
        ("file:emsmta.exe version:>=5.5.2448", {100005}),
        ("version:5.5.2448.8", {100005}),
        ("kind:how-to", {100002}),
        ('product:"NT 4"', {100001}),
        ("product:win95", {100002}),
        ("date:2000..2000", {100002}),
        ("date:1999-05-01", {100001}),
        ("date:<2000 spooler", {100001}),
        ("year:1999", {100001}),
        ("article:Q100004", {100004}),
        ("title:settings", {100002}),
        ('"print server"', {100001, 100002}),
        ('"server print"', set()),
        ("spool*", {100001, 100002}),
        ("spooler AND settings", {100002}),
        ("spooler NOT settings", {100001}),
        ("(stops OR keeps) AND spooler", {100001, 100002}),
    ],
)
def test_syntax_demands(ask, text: str, expected: set[int]) -> None:
    page = ask(text)
    if expected:
        assert set(numbers(page)) == expected
        assert page.total == len(expected)
        assert not page.notes
    else:
        assert page.notes == ("no article meets the conditions in the question; it was searched as words",)


@pytest.mark.parametrize("text", ["version:new", "date:yesterday", "event:many", "code:red", "stop:zz", "article:abc"])
def test_what_cannot_be_read_as_a_condition_demands_nothing(ask, text: str) -> None:
    assert ask(f"spooler {text}").total >= 2


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"product": ("Windows 95",)}, {100002}),
        ({"product": ("Windows NT 4.0", "Windows 95")}, {100001, 100002}),
        ({"kind": ("problem",), "product": ("Windows NT",)}, {100001}),
        ({"event_id": ("9322",)}, {100003, 100004}),
        ({"source": ("MSExchange MTA",)}, {100003}),
        ({"file": ("emsmta.exe",)}, {100005, 100006}),
        ({"error_code": ("0x80004005",)}, {100003}),
        ({"error_code": ("0x0000000a",)}, {100007}),
        ({"year": ("2000",)}, {100002}),
        ({"event_id": ("many",)}, None),
    ],
)
def test_filters_hold_and_need_no_words(ask, filters: dict[str, tuple[str, ...]], expected: set[int] | None) -> None:
    assert expected is None or set(numbers(ask("", filters=filters))) == expected


def test_dates_bound_on_both_sides(ask) -> None:
    assert set(numbers(ask("", date_from="2000-01-01", date_to="2000-12-31"))) == {100002}
    assert 100001 not in numbers(ask("spooler", date_from="2000"))


def test_nothing_asked_finds_everything(ask) -> None:
    page = ask("", per_page=50)
    assert page.total == len(ARTICLES) == len(page.hits)


def test_a_word_that_no_article_has_finds_nothing_and_is_named(ask) -> None:
    page = ask("qqqqqq")
    assert page.total == 0
    assert page.missing_words == ("qqqqqq",)


def test_a_misspelt_word_is_named_with_what_was_meant(ask) -> None:
    page = ask("spoler stops")
    assert page.missing_words == ("spoler",)
    assert page.did_you_mean[0] == "spooler stops"


def test_known_words_and_identifiers_are_not_corrected(ask) -> None:
    assert ask("spooler emsmtb.exe").did_you_mean == ()


@pytest.mark.parametrize(("sort", "first"), [("newest", 100004), ("oldest", 100001), ("number", 100001)])
def test_other_orders(ask, sort: str, first: int) -> None:
    dated = ask("", sort=sort, date_from="1990-01-01", date_to="2010-01-01")
    assert numbers(dated)[0] == first
    assert len(numbers(dated)) == dated.total == 4


def test_pages_follow_one_another_without_loss(ask) -> None:
    pages = [ask("", per_page=5, page=n) for n in range(1, 6)]
    assert sorted(number for page in pages for number in numbers(page)) == sorted(a.number for a in ARTICLES)


def test_facets_count_all_that_matches(ask) -> None:
    facets = ask("spooler", per_page=1, facets=("product", "kind", "year", "source")).facets
    assert {(v.value, v.count) for v in facets["product"]} == {("Windows NT", 1), ("Windows 95", 1)}
    assert {v.value for v in facets["kind"]} == {"problem", "how-to"}
    assert {v.value for v in facets["year"]} == {"1999", "2000"}
    assert facets["source"] == ()


def test_a_hit_says_why(ask) -> None:
    hit = ask("event 9322 link nt4").hits[0]
    assert "event 9322" in hit.why
    assert any(reason.startswith("title: ") and "link" in reason for reason in hit.why)
    assert "product Windows NT 4.0" in ask("spooler nt4").hits[0].why


def test_completion_offers_titles(ask) -> None:
    index = memory(ARTICLES)
    assert index.complete("spooler sett") == ["Spooler Settings of the Print Server"]
    assert index.complete("spooler keeps") == []
    assert index.complete("") == []
    assert index.suggest("spoller") == ["spooler"]


TEXT = record(
    5, "One Text", ("symptoms", "The very same words stand in both of these articles, which is no news. " * 4)
)
COPY = record(
    6, "One Text", ("symptoms", "The very same words stand in both of these articles, which is no news. " * 4)
)


def test_an_event_counts_once_whether_its_source_is_printed_or_not() -> None:
    labelled = record(100011, "The Link Fails", events=(Event(9322, where("symptoms", 4), "MSExchangeMTA"),))
    bare = record(100012, "The Link Fails", ("symptoms", "80004005"), events=(Event(9322, where("symptoms", 4)),))
    index = memory([labelled, bare, *FILLER])

    def first(text: str) -> int:
        return numbers(index.search(Question(f"Event ID: 9322\nSource: MSExchangeMTA\n{text}")))[0]

    assert (first("the link"), first("the link 80004005")) == (100011, 100012)


@pytest.mark.parametrize(("text", "first"), [("event 529 MailLink", 100013), ("event 529 security MailLink", 100014)])
def test_an_event_id_says_less_without_its_source(text: str, first: int) -> None:
    named = record(100013, "MailLink Locks Accounts")
    logged = record(100014, "Logons Are Audited", events=(Event(529, where("symptoms", 4), "Security"),))
    assert numbers(memory([named, logged, *FILLER]).search(Question(text)))[0] == first


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("zeppelin printer paper", 100021),  # told in words: one odd word against two that name the matter
        ("printer paper\nzeppelin", 100022),  # copied out of a log: the odd word is the log's
        ("zep9000 printer paper", 100022),  # not an everyday word
    ],
)
def test_an_odd_word_weighs_less_where_somebody_chose_it(text: str, first: int) -> None:
    named = record(100021, "Printer Paper Jams")
    odd = record(100022, "Zeppelin ZEP9000 Jams")
    others = (record(200000 + n, "Printer Rest" if n % 2 else "Paper Rest") for n in range(80))
    rest = (record(300000 + n, "Nothing Rest") for n in range(520))
    assert numbers(memory([named, odd, *others, *rest]).search(Question(text)))[0] == first


def test_copies_under_other_numbers_are_folded() -> None:
    page = memory([TEXT, COPY, *FILLER]).search(Question("same words"))
    assert numbers(page) == [5]
    assert page.total == 1
    assert page.hits[0].copies == (6,)


def test_successors_come_before_what_they_replace() -> None:
    old = record(11, "Patch for the Relay", ("summary", "relay patch relay patch"))
    new = record(12, "Later Rollup", ("summary", "A rollup that replaces the relay patch, with much else."),
                 statements=(Statement("supersedes", Where("summary", 1, 1), article=11),))  # fmt: skip
    assert numbers(memory([old, *FILLER]).search(Question("relay patch")))[0] == 11
    assert numbers(memory([old, new, *FILLER]).search(Question("relay patch"))) == [12, 11]


def test_retired_articles_come_after_their_like() -> None:
    one = record(11, "Relay Patch", ("summary", "relay patch"), retired=True)
    other = record(12, "Relay Patch", ("summary", "relay patch"))
    assert numbers(memory([one, other, *FILLER]).search(Question("relay patch"))) == [12, 11]


def searching(records: tuple[Record, ...], meaning: Retriever) -> Searching:
    index = schema.create(None)
    build = writer.Writer(index)
    for one in records:
        build.put(one, [])
    build.commit({})
    searcher = index.searcher()
    return Searching(searcher, Documents(searcher), meaning)


def nearest_to(number: int) -> Retriever:
    place = [one.number for one in ARTICLES].index(number)

    def near(_: str) -> Array:
        return np.where(np.arange(len(ARTICLES)) == place, 0.9, 0.0)

    return near


def test_meaning_finds_what_words_do_not() -> None:
    found = searching(ARTICLES, nearest_to(100006))
    page = found.page(Question("nobody types these words"))
    assert numbers(page)[0] == 100006
    assert page.hits[0].why == ("meaning",)


def test_identifiers_weigh_more_than_meaning() -> None:
    assert numbers(searching(ARTICLES, nearest_to(100001)).page(Question("event 9322 msexchangemta")))[0] == 100003


@pytest.mark.parametrize("text", ["9322", "77777 12345"])
def test_numbers_alone_have_no_meaning(text: str) -> None:
    page = searching(ARTICLES, nearest_to(100006)).page(Question(text))
    assert 100006 not in numbers(page)


MESSAGE = "The disk in the drive cannot be locked for the exclusive use of the backup program."
QUOTED = record(100031, "Backup Fails", ("symptoms", f"The following message appears:\n\n   {MESSAGE}"))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (MESSAGE, 100031),
        (f"4/17/2000 06:12:50 SRV1 {MESSAGE[:35]}", 100031),
        ("disk exclusive, backup drive in use", 100006),  # the same words, but in another order
        ("locked disk", 100006),  # two words stand together by chance
    ],
)
def test_meaning_counts_less_where_words_are_copied(text: str, first: int) -> None:
    def near(_: str) -> Array:
        return np.array([0.9 if one.number == 100006 else 0.3 for one in (*ARTICLES, QUOTED)])

    assert numbers(searching((*ARTICLES, QUOTED), near).page(Question(text)))[0] == first


def test_the_only_article_of_an_index_is_found_by_its_message_and_by_meaning() -> None:
    assert numbers(searching((QUOTED,), lambda _: np.array([0.9])).page(Question(MESSAGE))) == [100031]


WORDS = st.text(alphabet="abcde <>&\"'.\n", max_size=300)


@given(WORDS, st.sets(st.sampled_from(["a", "ab", "abc", "cab", "dad", "e.a"])), st.integers(10, 100))
def test_snippets_are_escaped_and_show_text_of_the_article(text: str, terms: set[str], width: int) -> None:
    shown = snippets.snippet(text, terms, width)
    plain = html.unescape(re.sub(r"</?mark>", "", shown))
    assert shown.count("<mark>") == shown.count("</mark>")
    assert not re.search(r"<(?!/?mark>)", shown)
    assert plain in " ".join(text.split())


def test_a_snippet_shows_the_window_with_most_of_the_words() -> None:
    text = (
        "The relay is described. "
        + "Nothing here. " * 40
        + "The relay stops when the patches are applied. "
        + "End. " * 40
    )
    shown = snippets.snippet(text, {"relay", "patch", "stop"})
    assert "<mark>relay</mark> <mark>stops</mark> when the <mark>patches</mark>" in shown
    assert len(shown) < 400


def test_cards_are_read_without_the_article() -> None:
    assert stored.unpack_card(stored.pack_card(stored.card_of(handmade.MTA, ()))).number == 197378
