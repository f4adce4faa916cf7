"""Saved HTML -> text -> Documents."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbservice import layouts
from kbservice.errors import NotAnArticle
from kbservice.layouts.markup import MOST_TAGS, is_markup, render

SUPPORT = """<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<!-- saved from url=(0014)about:internet -->
<html><head><title>XCON: Mail &amp; More Waits - Microsoft Support</title><style>p { x }</style></head><body>
<script>document.write("<h2>CAUSE</h2>")</script>
<ul><li><a href="/">Home</a></li></ul>
<table><tr><td><h1 class="title">XCON: Mail &amp; More Waits</h1></td></tr>
<tr><td><table><tr><td>Article ID</td><td>:</td><td>100001</td></tr>
<tr><td>Last Review</td><td>:</td><td>October 28, 2006</td></tr>
<tr><td>Revision</td><td>:</td><td>3.3</td></tr></table></td></tr></table>
<div>This article was previously published under Q100001</div>
<h2 class="subTitle">Symptoms</h2><p>Mail&nbsp;waits
 long.<br>Very long.</p><pre>Event ID: 9322
   Source: MSExchangeMTA</pre>
<h2>RESOLUTION</h2><h3>Exchange 2000</h3>
<p>See <a href="http://support.microsoft.com/kb/301378/en-us">How to Get It</a>, or
<a href="http://support.microsoft.com/kb/191014">191014</a>.</p>
<ol><li>First<ul><li>within</li></ul></li><li>Second</li></ol>
<table><tr><th>File name</th><th>Version</th></tr><tr><td>Emsmta.exe</td><td>5.5.2655.1</td></tr></table>
<h2>APPLIES TO</h2><ul><li>Microsoft Exchange Server 5.5 Standard Edition</li></ul>
<table><tr><td>Keywords:&nbsp;</td><td>kbbug kbfix KB100001</td></tr></table>
<h3>Article Translations</h3></body></html>
"""


def test_a_saved_support_page() -> None:
    document = layouts.read(SUPPORT)
    assert (document.layout, document.number, document.title) == (
        "support-page-html",
        100001,
        "XCON: Mail & More Waits",
    )
    assert (document.last_modified, document.revision) == (dt.date(2006, 10, 28), "3.3")
    assert [section.name for section in document.sections] == ["symptoms", "resolution"]
    assert [sub.heading for sub in document.sections[1].subsections] == ["Exchange 2000"]
    keywords = document.field("keywords")
    assert keywords is not None
    assert keywords.value == "kbbug kbfix KB100001"
    assert document.applies_to is not None
    assert (
        document.lines[document.applies_to.first_line - 1].strip() == "• Microsoft Exchange Server 5.5 Standard Edition"
    )


@pytest.mark.parametrize(
    "lines",
    [
        "SYMPTOMS\n========\n\nMail waits long.\nVery long.\n\nEvent ID: 9322\n   Source: MSExchangeMTA\n",
        "Exchange 2000\n-------------\n",
        "See How to Get It (http://support.microsoft.com/kb/301378), or 191014.\n",
        "  1. First\n    • within\n  2. Second\n",
        "File name    Version\n-----------------------\nEmsmta.exe   5.5.2655.1\n",
        "Keywords:\nkbbug kbfix KB100001\n",
    ],
)
def test_a_page_is_rendered_as_one_would_copy_it(lines: str) -> None:
    assert lines in render(SUPPORT)


@pytest.mark.parametrize("words", ["document.write", "saved from", "p { x }", "\xa0", "Microsoft Support"])
def test_what_is_not_seen_is_not_rendered(words: str) -> None:
    assert words not in render(SUPPORT)


def test_a_saved_wiki_page_takes_its_title_from_the_head_of_the_page() -> None:
    page = """<html><head><title>Mail Waits - BetaArchive Wiki</title></head><body><h1>Microsoft KB Archive/100001</h1>
    <p>From BetaArchive Wiki</p><p>Article ID: 100001</p><p>Article Last Modified on 10/25/2007</p>
    <h2>CAUSE</h2><p>it</p><p>Keywords: kbprb</p></body></html>"""
    document = layouts.read(page)
    assert (document.layout, document.title, document.title_line) == ("wiki-page-html", "Mail Waits", 1)
    assert [section.name for section in document.sections] == ["cause"]


def test_a_table_that_lays_out_the_page_is_read_cell_by_cell() -> None:
    page = "<html><body><table><tr><td>one</td><td>two</td></tr><tr><td><ul><li>a</li></ul></td><td>b</td></tr></table>"
    assert [line for line in render(page).split("\n") if line] == ["one", "two", "  • a", "b"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<html><body>", True),
        ("\n  <!DOCTYPE html>\n<p>", True),
        ("a <p> in prose", False),
        ("<A0>", False),
        ("", False),
    ],
)
def test_pages_are_told_from_texts(text: str, expected: bool) -> None:
    assert is_markup(text) is expected


def test_a_page_with_too_many_tags_is_refused() -> None:
    with pytest.raises(NotAnArticle, match="tags"):
        layouts.read("<html>" + "<b>" * MOST_TAGS)


PIECES = st.sampled_from(
    [
        "<table>", "</table>", "<tr>", "<td>", "<th>", "</td>", "<ul>", "<ol>", "</ul>", "<li>", "<p>", "</p>", "<h2>",
        "</h2>", "CAUSE", "words ", "<pre>", "</pre>", "<br>", "<a href=/kb/123456>", "</a>", "<!--", "-->", "<",
        "&amp;", "<script>", "</script>", "Article ID: 123456", "Last Review: May 1, 2004", "<title>", "\n",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=1000)
@given(st.lists(PIECES, max_size=50).map("".join) | st.text(max_size=100))
def test_any_page_is_read_or_refused(text: str) -> None:
    try:
        document = layouts.read("<html><body>" + text)
    except NotAnArticle:
        return
    assert document.layout.endswith("-html")


@pytest.mark.parametrize(
    "piece",
    [
        "<a>", "<a ", "<!--", "<![CDATA[", "<div><table><tr><td>", "<ul><li>", "<pre>", "<h1>", "<p>x", '<a href="',
        "<", "</a>", "<script>", "<? ", "<textarea>", "<title>", "<b><i>", "<!doctype ", "&",
        "<tr><td>a</td><td>b</td></tr>",
    ],
)  # fmt: skip
def test_no_repetition_takes_long(piece: str) -> None:
    text = "<html><body><table>" + piece * (8000 // max(1, piece.count("<")))
    begun = time.process_time()
    render(text)
    assert time.process_time() - begun < 1
