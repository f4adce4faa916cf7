"""The small rooms behind the pages: chips, places, plots, differences, values."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from flask import Flask
from handmade import where
from hypothesis import given
from hypothesis import strategies as st

from kbservice.index import Index, Understood
from kbservice.lookups import FileAnswer, FileBranch, FileRow
from kbservice.record import FixedFile, Where
from kbservice.web import anchors, chips, differences, plots, setting

CHIPS = (
    ("event 9301 mail", Understood("event", "9301", "9301"), "/events/9301", "mail"),
    ("mail Event ID: 9301", Understood("event", "9301", "9301"), "/events/9301", "mail"),
    ("event 9322 mail", Understood("event", "9322", "9322"), "", "mail"),
    ("kb 197378 x", Understood("article", "197378", "kb 197378"), "/articles/Q197378", "x"),
    ("STOP 0xA x", Understood("stop", "0x0000000a", "0xA"), "/search?error_code=0x0000000a", "x"),
    ("0x80004006 x", Understood("code", "0x80004006", "0x80004006"), "", "x"),
    ("0x80004005 x", Understood("code", "0x80004005", "0x80004005"), "/search?error_code=0x80004005", "x"),
    ("emsmta.exe x", Understood("file", "emsmta.exe", "emsmta.exe"), "/files/emsmta.exe", "x"),
    ("letter.doc x", Understood("file", "letter.doc", "letter.doc"), "", "x"),
    ("MSExchangeMTA x", Understood("source", "msexchangemta", "MSExchangeMTA"), "/sources/MSExchangeMTA", "x"),
    ("DRWATSON x", Understood("source", "drwatson", "DRWATSON"), "", "x"),
    ("exch x", Understood("product", "Exchange Server", "exchange server"), "/products/Exchange%20Server", None),
    ("5.5.2448.0 x", Understood("version", "0005.2448", "5.5.2448.0"), "", "x"),
)


@pytest.mark.parametrize(("question", "part", "leads", "without"), CHIPS)
def test_a_chip_leads_to_its_page_and_can_be_taken_out(
    app: Flask, index: Index, question: str, part: Understood, leads: str, without: str | None
) -> None:
    with app.test_request_context():
        (chip,) = chips.chips(index, question, [part])
    assert (chip.leads, chip.without) == (leads, without)


def test_an_event_leads_to_its_source_and_a_file_to_its_version_before_what_leads_nowhere(
    app: Flask, index: Index
) -> None:
    parts = [
        Understood("version", "1", "1.0.0.1"), Understood("words", "x y", "x y"), Understood("event", "9301", "9301"),
        Understood("source", "mta", "MTA"), Understood("source", "mta", "MTA"),
        Understood("file", "emsmta.exe", "emsmta.exe"),
    ]  # fmt: skip
    with app.test_request_context():
        found = chips.chips(index, "9301 MTA emsmta.exe 1.0.0.1", parts)
    assert [chip.leads for chip in found] == [
        "/events/9301?source=MTA", "/files/emsmta.exe?version=1.0.0.1", "", "", "",
    ]  # fmt: skip


def test_words_as_they_were_typed_are_no_chip_and_long_ones_are_cut(app: Flask, index: Index) -> None:
    with app.test_request_context():
        assert chips.chips(index, "Mail  stops", [Understood("words", "mail stops", "mail stops")]) == []
        (chip,) = chips.chips(index, "pasted", [Understood("words", "", "word " * 30)])
    assert len(chip.text) == 60
    assert chip.without is None


@pytest.mark.parametrize(
    ("place", "fragment"),
    [
        (Where("cause", 3, 3), "#L3"),
        (Where("cause", 3, 5), "#L3-L5"),
        (Where("title", 0, 0), ""),
        (Where("cause", 3, 3, copy="x"), ""),
    ],
)
def test_a_place_is_a_fragment(place: Where, fragment: str) -> None:
    assert anchors.anchor(place) == fragment


def file_answer(*branches: tuple[str, list[dt.date | None]]) -> FileAnswer:
    made = tuple(
        FileBranch(
            name,
            tuple(
                FileRow(n, "T", FixedFile(where("x", 1), "a.dll", f"1.{n}", day), None, None, False)
                for n, day in enumerate(days, 1)
            ),
        )
        for name, days in branches
    )
    return FileAnswer("a.dll", None, made, (), (), (), ())


def test_a_timeline_has_a_lane_for_each_branch_with_dates_and_its_points_in_order() -> None:
    early, late = dt.date(1998, 3, 1), dt.date(2000, 12, 31)
    plot = plots.timeline(file_answer(("5.5", [early, late]), ("6.0", [None]), ("7.0", [late])))
    assert plot is not None
    assert [name for _, name in plot.lanes] == ["5.5", "7.0"]
    assert [year for _, year in plot.ticks] == [1998, 1999, 2000, 2001]
    assert plot.points[0].x < plot.points[1].x == plot.points[2].x < plot.ticks[-1][0]
    assert plot.points[0].y == plot.points[1].y < plot.points[2].y < plot.height


@pytest.mark.parametrize("days", [[], [None, None], [dt.date(2000, 1, 1)]])
def test_fewer_than_two_dates_make_no_timeline(days: list[dt.date | None]) -> None:
    assert plots.timeline(file_answer(("5.5", days))) is None


@given(st.lists(st.integers(0, 10_000), max_size=60))
def test_bars_stand_inside_the_drawing_as_high_as_their_counts(counts: list[int]) -> None:
    bars = plots.bars([(str(n), count, "") for n, count in enumerate(counts)])
    assert (len(bars) < 2) == (len(counts) < 2 or not any(counts[-40:]))
    for bar in bars:
        assert 0 <= bar.x <= bar.x + bar.width <= plots.WIDTH + 1
        assert bar.y + bar.height <= 16 + plots.BAR_HEIGHT + 1.1
    ordered = sorted(bars, key=lambda bar: bar.count)
    assert all(a.height <= b.height for a, b in pairwise(ordered))


def test_differences_show_what_changed_and_a_little_around_it() -> None:
    assert [change.text for change in differences.between("", "Event ID: 1\nSource: MTA")] == [
        "Event ID: 1",
        "Source: MTA",
    ]
    old = "One stays. Two goes. Three\nstays. Four stays. Five stays.\n\na.dll    1.0\nb.dll    1.0"
    new = "One stays.\n\n===\n\n Three stays. Four stays. Five stays. Six came.\n\n a.dll     1.0\n b.dll     2.0"
    assert [(change.kind, change.text) for change in differences.between(old, new)] == [
        ("same", "One stays."),
        ("removed", "Two goes."),
        ("same", "Three stays."),
        ("gap", ""),
        ("same", "Five stays."),
        ("added", "Six came."),
        ("same", "a.dll 1.0"),
        ("removed", "b.dll 1.0"),
        ("added", "b.dll 2.0"),
    ]


WORDS = st.lists(st.sampled_from(["one", "Two.", "three", "Four", "5"]), max_size=12)


@given(WORDS, st.lists(st.sampled_from([" ", "\n", "\n  "]), min_size=12, max_size=12))
def test_texts_that_differ_in_wrapping_alone_do_not_differ(words: list[str], blanks: list[str]) -> None:
    wrapped = "".join(word + blank for word, blank in zip(words, blanks, strict=False))
    assert differences.between(" ".join(words), wrapped) == []


@given(WORDS, WORDS)
def test_each_word_that_only_one_text_has_is_among_the_differences(old: list[str], new: list[str]) -> None:
    found = differences.between(" ".join(old), " ".join(new))
    for kind, own, other in (("removed", old, new), ("added", new, old)):
        changed = {word for change in found if change.kind == kind for word in change.text.split()}
        assert set(own) - set(other) <= changed


@pytest.mark.parametrize(
    ("text", "cited", "links"),
    [
        ("see Q197378 and 191014", (), ["Q197378"]),
        ("see 191014 XGEN: x", (191014,), ["191014"]),
        ("1.191014 C:\\191014 191014.5 x-191014 191014", (191014,), ["191014"]),
        ("<b>Q1234</b>", (), ["Q1234"]),
    ],
)
def test_article_numbers_are_links(app: Flask, text: str, cited: tuple[int, ...], links: list[str]) -> None:
    with app.test_request_context():
        made = setting.linked(text, cited)
    assert made.count("<a ") == len(links)
    assert all(f">{link}</a>" in made for link in links)
    assert "<b>" not in made


@pytest.mark.parametrize(
    ("said", "shown"), [("1", "SP1"), ("6a", "SP6a"), ("SP3", "SP3"), ("SR-1", "SR-1"), (None, "")]
)
def test_a_service_pack_is_written_as_people_write_it(said: str | None, shown: str) -> None:
    assert setting.pack(said) == shown


def test_an_unknown_without_anything_to_have_is_told_apart() -> None:
    assert setting.verdict("unknown", "no_fix") == "No fix stated"
    assert setting.verdict_class("unknown", "no_fix") == "nothing"
    assert setting.verdict("unknown", "hotfix_only") == "Not certain"
    assert setting.verdict_class("not_included") == "not_included"


def test_a_pasted_entry_stays_apart_in_a_box_of_one_line() -> None:
    assert (
        setting.one_line("Source:\t\tMTA\r\nEvent ID: 9322\n\n  It failed.")
        == "Source: MTA  Event ID: 9322  It failed."
    )


def test_registry_keys_are_code(app: Flask) -> None:
    with app.test_request_context():
        made = setting.linked("Go to HKEY_LOCAL_MACHINE\\System\\<Name>, then see Q123456.")
    assert "<code>HKEY_LOCAL_MACHINE\\System\\&lt;Name&gt;</code>, then see <a " in made


@pytest.mark.parametrize(("share", "said"), [(None, ""), (0.97, ""), (0.714, "71% sure")])
def test_a_fact_of_a_rule_that_is_often_wrong_says_so(
    monkeypatch: pytest.MonkeyPatch, share: float | None, said: str
) -> None:
    monkeypatch.setattr(setting.confidence, "of", lambda _: share)
    assert setting.doubt("event.label") == said


@pytest.mark.parametrize(
    ("snippet", "shown"),
    [
        ("A whole text", "A whole text"),
        ("RESOLUTION ========== Install &lt;x&gt;.", "RESOLUTION Install &lt;x&gt;."),
        ("word " * 40 + "cu", ("word " * 40).strip() + " …"),
        ("word " * 40 + "<mark>end</mark>", "word " * 40 + "<mark>end</mark>"),
    ],
)
def test_a_snippet_ends_with_a_word(snippet: str, shown: str) -> None:
    assert setting.excerpt(snippet) == shown
