"""What readers ask, over the real engine in memory."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import handmade
import pytest
from handmade import FIX_LIST, LOOP, MTA, UNTITLED

from kbservice import fixcheck, lookups
from kbservice.errors import ArticleNotFound, InvalidInput, NotFound
from kbservice.index import Index, Question, Understood
from kbservice.index.reader import memory
from kbservice.lookups import brief
from kbservice.lookups.quality import measured
from kbservice.record import FixedFile, FixedIn


def test_an_article_comes_with_the_fix_lists_that_name_it(index: Index) -> None:
    article = lookups.article(index, 197378)
    assert article.record == MTA
    assert [(x.source.number, x.source.title, x.fix.release) for x in article.listed_in] == [
        (191014, FIX_LIST.title, "Service Pack 2")
    ]
    assert article.title_from is None


def test_an_untitled_article_takes_the_title_that_others_cite(index: Index) -> None:
    article = lookups.article(index, 196381)
    assert (article.title, article.title_from) == ("Directory Event 289 Returns", 250111)


def test_an_untitled_article_that_nobody_cites_by_title_stays_untitled(index: Index) -> None:
    nameless = handmade.record(777777, "")
    assert lookups.title_of(index, nameless) == ("", None)


@pytest.mark.parametrize(("least", "kept"), [(None, (1, 1)), (0.5, (1, 0)), (0.9, (0, 0)), (0.0, (1, 1))])
def test_facts_can_be_narrowed_to_rules_that_were_measured_to_be_right(
    index: Index, monkeypatch: pytest.MonkeyPatch, least: float | None, kept: tuple[int, int]
) -> None:
    monkeypatch.setattr("kbservice.confidence.of", {"event.label": 0.75}.get)
    record = lookups.trusted(lookups.article(index, 197378), least).record
    assert (len(record.events), len(record.files)) == kept


@pytest.mark.parametrize(
    ("filters", "least", "found"),
    [
        ({"event_id": ("9301",)}, None, {197378, 250111}),
        ({"event_id": ("9301",)}, 0.7, {197378}),
        ({"event_id": ("9301",)}, 0.8, set()),
        ({"event_id": ("9301", "289")}, 0.7, {197378}),
        ({"source": ("MSExchangeMTA",)}, 0.7, {197378}),
        ({"event_id": ("9301",), "file": ("EMSMTA.EXE",)}, 0.7, set()),
        ({"event_id": ("9301",), "file": ("emsmta",)}, 0.4, {197378}),
        ({"error_code": ("80004005",)}, 0.7, set()),
        ({"error_code": ("80004005",)}, 0.0, {197378}),
    ],
)
def test_a_search_can_be_narrowed_to_facts_that_are_sure(
    index: Index,
    monkeypatch: pytest.MonkeyPatch,
    filters: dict[str, tuple[str, ...]],
    least: float | None,
    found: set[int],
) -> None:
    monkeypatch.setattr("kbservice.confidence.of", {"event.label": 0.75, "files.dash-table": 0.5}.get)
    page = lookups.search(index, Question("", filters), least)
    assert {hit.number for hit in page.hits} == found
    assert page.total == len(found)


def test_sources_are_counted_under_the_names_that_articles_print(index: Index) -> None:
    page = lookups.search(index, Question("event", facets=("source", "kind")))
    assert [(value.value, value.count) for value in page.facets["source"]] == [("MSExchangeMTA", 2)]
    assert page.facets["kind"]


def test_sources_are_listed_as_most_articles_print_them(index: Index) -> None:
    assert [(source.value, source.count) for source in lookups.sources(index)] == [("MSExchangeMTA", 2)]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((("event", "9301"),), ()),
        ((("event", "9322"),), ("event 9322",)),
        ((("event", "289"), ("source", "MSExchange MTA")), ("event 289 from MSExchange MTA",)),
        ((("event", "9301"), ("source", "msexchangemta")), ()),
        ((("event", "289"), ("source", "MSExchangeMTA"), ("source", "DCOM")), ()),
        ((("stop", "0x0000000a"), ("stop", "0x0000007b"), ("code", "0x12345678")), ("stop 0x0000007b",)),
    ],
)
def test_what_a_question_names_and_no_article_states_is_said(
    index: Index, parts: tuple[tuple[str, str], ...], said: tuple[str, ...]
) -> None:
    assert lookups.unstated(index, [Understood(kind, value, value) for kind, value in parts]) == said


def test_a_search_that_names_no_fact_has_none_that_is_less_sure(index: Index) -> None:
    assert lookups.search(index, Question("event"), 0.9) == lookups.search(index, Question("event"))


def test_an_article_that_is_not_held_is_said_so(index: Index) -> None:
    with pytest.raises(ArticleNotFound, match="Q999999"):
        lookups.article(index, 999999)


def test_related_joins_by_citation_both_ways_event_and_file(index: Index) -> None:
    related = lookups.related(index, 197378)
    assert [(n.number, n.held) for n in related.cites] == [(191014, True)]
    assert [n.number for n in related.cited_by] == [250111]
    assert [(n.number, n.why) for n in related.same_event] == [(250111, "event 9301 MSExchangeMTA")]
    assert [(n.number, n.why) for n in related.same_file] == [(250111, "emsmta.exe")]


def test_a_cited_article_that_is_not_held_keeps_the_title_of_the_citation() -> None:
    (neighbour,) = lookups.related(memory([MTA]), 197378).cites
    assert (neighbour.number, neighbour.title, neighbour.held) == (
        191014,
        "How to obtain the latest service pack",
        False,
    )


def test_an_event_without_source_meets_other_articles_by_its_id_alone(index: Index) -> None:
    assert lookups.related(index, 196381).same_event == ()


def test_an_event_lists_all_sources_and_the_most_useful_article_first(index: Index) -> None:
    answer = lookups.event(index, 9301)
    assert [(s.value, s.count) for s in answer.sources] == [("MSExchangeMTA", 2)]
    assert [a.number for a in answer.articles] == [250111, 197378]
    newest, fixed = answer.articles
    assert newest.fix == "Workaround: Restart the gateway service."
    assert fixed.fix == "Corrected in Exchange Server 5.5 Service Pack 2"
    assert fixed.cause == "A message with a damaged address was read twice."
    assert fixed.products == ("Exchange Server 5.5",)
    assert fixed.last_modified == "1999-03-22"


def test_an_event_is_narrowed_to_a_source_without_regard_to_case_and_blanks(index: Index) -> None:
    assert [a.number for a in lookups.event(index, 1290, "msexchangemta").articles] == [250111]
    other = lookups.event(index, 9301, "Disk")
    assert other.articles == ()
    assert other.sources


def test_an_untitled_article_has_its_cited_title_among_the_events(index: Index) -> None:
    assert lookups.event(index, 289).articles[0].title == "Directory Event 289 Returns"


def test_an_event_that_nobody_states_is_not_found(index: Index) -> None:
    with pytest.raises(NotFound, match="4711"):
        lookups.event(index, 4711)


@pytest.mark.parametrize(("text", "number"), [("9301", 9301), (" 7 ", 7), ("4294967295", 2**32 - 1)])
def test_event_ids_are_read(text: str, number: int) -> None:
    assert lookups.parse_event_id(text) == number


@pytest.mark.parametrize("text", ["", "x", "-1", "1.5", "4294967296", "9" * 5000, "٣"])
def test_what_is_no_event_id_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        lookups.parse_event_id(text)


def test_events_are_listed_by_source_in_ascending_order(index: Index) -> None:
    every = [(e.event_id, e.source, e.articles) for e in lookups.events(index)]
    assert every == [(1290, "MSExchangeMTA", 1), (9301, "MSExchangeMTA", 2)]
    assert lookups.events(index, "MS Exchange MTA") == lookups.events(index)
    with pytest.raises(NotFound, match="Disk"):
        lookups.events(index, "Disk")


def test_filters_take_any_spelling(index: Index) -> None:
    def found(**filters: tuple[str, ...]) -> list[int]:
        return [h.number for h in lookups.search(index, Question(filters=filters)).hits]

    assert found(error_code=("-2147467259",)) == [197378]
    assert set(found(source=("MSExchange MTA",))) == {197378, 250111}
    assert set(found(file=("EMSMTA.EXE",))) == {197378, 250111}
    with pytest.raises(InvalidInput, match="error code"):
        found(error_code=("hello",))


def test_an_untitled_hit_shows_the_title_that_others_cite(index: Index) -> None:
    page = lookups.search(index, Question("firewall idle connections"))
    assert [(h.number, h.title) for h in page.hits][:1] == [(196381, "Directory Event 289 Returns")]


def test_products_and_stats_count_articles(index: Index) -> None:
    assert [(p.value, p.count) for p in lookups.products(index)] == [("Exchange Server", 3)]
    stats = lookups.stats(index)
    assert stats.articles == 4
    assert {k.value: k.count for k in stats.kinds} == {"problem": 1, "bug": 1, "information": 1, "fix_list": 1}
    assert stats.distinct["event"] == 3


def test_an_event_marks_the_causes_that_what_runs_cannot_have_and_puts_them_last(index: Index) -> None:
    def said(text: str) -> list[tuple[int, str | None, bool]]:
        answer = lookups.event(index, 9301, None, fixcheck.from_text(text))
        return [(a.number, a.verdict, a.ruled_out) for a in answer.articles]

    assert said("exchange 5.5 sp2") == [(250111, "unknown", False), (197378, "included", True)]
    assert said("exchange 5.5 sp1") == [(250111, "unknown", False), (197378, "not_included", False)]
    assert not any(a.ruled_out or a.verdict for a in lookups.event(index, 9301).articles)


def test_quality_counts_what_records_have_and_names_examples_of_what_they_lack(index: Index) -> None:
    quality = lookups.quality(index)
    coverage = {c.value: c.count for c in quality.coverage}
    assert quality.articles == 4
    assert (coverage["events"], coverage["symptoms"], coverage["title"], coverage["listed_fixes"]) == (3, 3, 3, 1)
    assert [(t.field, t.count, t.examples) for t in quality.problems] == [("files", 1, (197378,))]
    assert (quality.conflicts.count, quality.conflicts.examples) == (0, ())


@pytest.mark.parametrize("figures", [None, {"date": "2001-01-01", "title": 1.0}])
def test_accuracy_is_what_the_last_evaluation_wrote_or_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, figures: dict[str, object] | None
) -> None:
    if figures:
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "quality.json").write_text(json.dumps(figures))
    monkeypatch.setattr("importlib.resources.files", lambda package: tmp_path)
    measured.cache_clear()
    assert measured() == figures
    measured.cache_clear()


def test_file_rows_without_a_version_stand_apart_by_date() -> None:
    where = handmade.where("resolution", 1)
    rows = [
        FixedFile(where, "a.dll", "4.0.1381.33500"),
        FixedFile(where, "a.dll", None, dt.date(1999, 1, 2)),
        FixedFile(where, "a.dll", "late", dt.date(1999, 1, 1)),
        FixedFile(where, "b.dll", "1.0"),
    ]
    timeline = lookups.file(memory([handmade.record(1234, "T", ("resolution", "a.dll"), files=tuple(rows))]), "a.dll")
    assert [(b.name, [r.row.date and r.row.date.day for r in b.rows]) for b in timeline.branches] == [
        ("4.0.1381 (Terminal Server)", [None]),
        ("no version", [1, 2]),
    ]


def test_a_fix_in_brief_falls_back_from_release_to_resolution_to_workaround() -> None:
    where = handmade.where("status", 1)
    resolution = handmade.record(1000, "T", ("resolution", "Get the update. Then restart."))
    assert brief.fix(resolution) == "Get the update."
    fixed = handmade.record(1000, "T", fixed_in=(FixedIn("Windows NT", where, "4.0", None, "1381"),))
    assert brief.fix(fixed) == "Corrected in Windows NT 4.0 1381"
    assert brief.fix(UNTITLED) == ""
    assert brief.cause(LOOP) == ""


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Version 4.0 of the U.S. edition fails. Others work.", "Version 4.0 of the U.S. edition fails."),
        ("1. Stop the service.\n2. Start it.", "Stop the service."),
        ("  - Stop the service.", "Stop the service."),
        ("one\n  two\nthree. Four", "one two three."),
        ("", ""),
        ("Follow these steps: 1. Stop the queue. 2. Start it.", "Follow these steps: 1. Stop the queue."),
        ("Install Service Pack 4. Then restart.", "Install Service Pack 4."),
    ],
)
def test_the_first_sentence_stands_on_one_line(text: str, first: str) -> None:
    assert brief.first_sentence(text) == first


def test_a_long_sentence_is_cut_at_a_word() -> None:
    cut = brief.first_sentence("word " * 100)
    assert len(cut) <= brief.WIDTH
    assert cut.endswith("word…")


def test_the_last_few_surveys_of_an_index_are_kept(index: Index) -> None:
    first = lookups.fixes(index, "exchange 5.5", "SP1")
    assert lookups.fixes(index, "exchange 5.5", "SP1") is first
    for build in range(2400, 2410):
        lookups.fixes(index, "exchange 5.5", str(build))
    again = lookups.fixes(index, "exchange 5.5", "SP1")
    assert again is not first
    assert [standing.number for standing in again.coverage.not_included] == [MTA.number]
    assert lookups.fixes(memory([LOOP]), "exchange 5.5", "SP1").coverage.not_included == ()
