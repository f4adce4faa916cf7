"""Copies of one article -> one record."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import permutations

import pytest

from kbservice.merge import merge
from kbservice.record import Citation, Event, FixKeyword, Problem, Product, Record, Section, Where

AT = Where("symptoms", 1, 1)
WIKI = Record(
    number=197378,
    title="",
    title_prefix=None,
    kind="fix",
    layout="wiki-page",
    source_file="wiki.txt",
    digest="a" * 64,
    text="It fails.\nPut it right.",
    sections=(Section("symptoms", "SYMPTOMS", 1, 1), Section("resolution", "RESOLUTION", 2, 2)),
    last_modified=dt.date(2006, 10, 26),
    applies_to=(Product("Exchange Server", "5.5", AT),),
    events=(Event(9301, AT),),
    keywords=("kbbug", "kbfix"),
    problems=(Problem("title", "none"), Problem("files", "odd")),
)
ARCHIVE = Record(
    number=197378,
    title="XCON: It Fails",
    title_prefix="XCON",
    kind="bug",
    layout="archive-markdown",
    source_file="kb/README.md",
    digest="b" * 64,
    text="It fails badly.\nSo.\nDo without.\nMore",
    sections=(
        Section("symptoms", "SYMPTOMS", 1, 1),
        Section("workaround", "WORKAROUND", 2, 3, (Section("other", "Method", 3, 3),)),
        Section("other", "", 4, 4),
    ),
    last_modified=dt.date(1999, 5, 7),
    events=(Event(9301, AT), Event(9302, AT)),
    fix_keywords=(FixKeyword("exc55sp2fix", Where("foot", 4, 4)),),
    citations=(Citation(191014, AT),),
    keywords=("exc55sp2fix",),
    query_words=("mta",),
)


def test_a_single_copy_passes_through() -> None:
    assert merge([WIKI]) is WIKI


def test_the_newest_copy_leads_and_its_facts_stand() -> None:
    record = merge([ARCHIVE, WIKI])
    assert (record.layout, record.source_file, record.text) == (WIKI.layout, WIKI.source_file, WIKI.text)
    assert (record.last_modified, record.kind) == (dt.date(2006, 10, 26), ARCHIVE.kind)
    assert record.events == WIKI.events
    assert record.keywords == WIKI.keywords


def test_what_it_lacks_is_filled_and_names_the_copy() -> None:
    record = merge([WIKI, ARCHIVE])
    assert (record.title, record.title_prefix) == ("XCON: It Fails", "XCON")
    assert record.query_words == ("mta",)
    assert [(k.keyword, k.where.copy) for k in record.fix_keywords] == [("exc55sp2fix", "kb/README.md")]
    assert [citation.where.copy for citation in record.citations] == ["kb/README.md"]
    assert record.passage(record.fix_keywords[0].where) == "More"


def test_a_section_that_it_lacks_is_added_with_its_text() -> None:
    record = merge([WIKI, ARCHIVE])
    assert [(s.name, s.copy) for s in record.sections] == [
        ("symptoms", ""),
        ("resolution", ""),
        ("workaround", "kb/README.md"),
    ]
    assert record.body("workaround") == "So.\nDo without."
    assert record.section_text(record.sections[2].subsections[0]) == "Do without."
    assert record.body("symptoms") == "It fails."


def test_the_other_copies_are_listed_with_their_text() -> None:
    (copy,) = merge([WIKI, ARCHIVE]).copies
    assert (copy.source_file, copy.title, copy.text) == (ARCHIVE.source_file, ARCHIVE.title, ARCHIVE.text)


def test_only_problems_that_a_copy_settles_are_dropped() -> None:
    assert [problem.field for problem in merge([WIKI, ARCHIVE]).problems] == ["files"]
    assert len(merge([WIKI, replace(ARCHIVE, title="")]).problems) == 2


def test_the_order_in_which_copies_come_does_not_matter() -> None:
    third = replace(ARCHIVE, source_file="raw.txt", text="x", last_modified=None)
    assert len({repr(merge(order)) for order in permutations([WIKI, ARCHIVE, third])}) == 1


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ({"revision": "3.10"}, {"revision": "3.3"}),
        ({"revision": "1"}, {"revision": None}),
        ({"text": "longer text"}, {"text": "text"}),
        ({"last_modified": dt.date(2001, 1, 1), "revision": "1.0"}, {"revision": "9.9"}),
    ],
)
def test_which_copy_is_the_newest(newer: dict[str, object], older: dict[str, object]) -> None:
    first = replace(ARCHIVE, **{"source_file": "new", **newer})  # type: ignore[arg-type]
    second = replace(ARCHIVE, **{"source_file": "zold", **older})  # type: ignore[arg-type]
    assert merge([second, first]).source_file == "new"


def test_copies_of_different_articles_are_refused() -> None:
    with pytest.raises(ValueError, match="one article"):
        merge([WIKI, replace(ARCHIVE, number=1)])
    with pytest.raises(ValueError, match="one article"):
        merge([])
