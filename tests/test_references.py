"""Article numbers in a text -> citations with titles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbservice.extract.references import citations
from kbservice.record import Document, Section


def document(text: str, number: int = 100000) -> Document:
    return Document("test", number, text, "", (Section("summary", "SUMMARY", 1, text.count("\n") + 1),))


def cited(text: str) -> dict[int, str]:
    return {citation.article: citation.title for citation in citations(document(text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Q191014 XGEN: How to Get It", {191014: "XGEN: How to Get It"}),
        ("Q191014: XGEN: How to Get It", {191014: "XGEN: How to Get It"}),
        ("- Q178074 title", {178074: "title"}),
        ("7. Q173946: XFOR: No Pull Feeds", {173946: "XFOR: No Pull Feeds"}),
        ("| Q149485 | BUG: Scale Fails |\n+------+", {149485: "BUG: Scale Fails"}),
        ("  QQ150684 FP: No Server", {150684: "FP: No Server"}),
        ("  Q104334BUG: It Faults", {104334: "BUG: It Faults"}),
        ("  ARTICLE-ID: Q154871\n  TITLE     : How to\n              Do It", {154871: "How to Do It"}),
        ("  Q180094 A Title That Is\n  Wrapped Here\n\n  and no more", {180094: "A Title That Is Wrapped Here"}),
        ("  Q180094 One Title\n  Q180095 Another", {180094: "One Title", 180095: "Another"}),
        ('see Q123456, "Its Title,"\nfor more', {123456: "Its Title"}),
        ('see Q123456, "Its Wrapped\n  Title"', {123456: "Its Wrapped Title"}),
        ("See also: Q278715 - Unable to Connect", {278715: "Unable to Connect"}),
        ("the fix of article Q65125.", {65125: ""}),
        ("(Q260267)", {260267: ""}),
        ("see q123456 or KB123457 or kb/123458", {123456: "", 123457: "", 123458: ""}),
    ],
)
def test_numbers_with_a_letter_are_cited(text: str, expected: dict[int, str]) -> None:
    assert cited(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://support.microsoft.com/support/kb/articles/Q172/7/33.asp", {172733: ""}),
        ("http://support.microsoft.com/support/kb/articles/q83/1/05.asp", {83105: ""}),
        ("http://support.microsoft.com/default.aspx?scid=kb;EN-US;q154512", {154512: ""}),
        ("http://support.microsoft.com/?kbid=828044", {828044: ""}),
        ("191014  (http://support.microsoft.com/kb/191014/EN-US/ ) : XGEN: How", {191014: ""}),
        (
            "See this article:\n191014  (http://support.microsoft.com/kb/191014/EN-US/ ) : XGEN: How",
            {191014: "XGEN: How"},
        ),
    ],
)
def test_addresses_are_citations(text: str, expected: dict[int, str]) -> None:
    assert cited(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the following articles: 274770, 279030, 289609 and 217142.", [274770, 279030, 289609, 217142]),
        ("see article number 161931", [161931]),
        ("in the Knowledge Base article 161931 (http://x)", [161931]),
        ("In the Knowledge Base:\n\n322051 Some Programs Fail\n\n\n323388 Others Too\n", [322051, 323388]),
        ("REFERENCES\n\n272218 A Utility\n", [272218]),
    ],
)
def test_bare_numbers_are_cited_where_the_text_speaks_of_articles(text: str, expected: list[int]) -> None:
    assert list(cited(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "run Q280411engi386.exe and Q255641.exe",
        "Q249599_W2K_SP1_x86_en.exe",
        "http://download.microsoft.com/download/win2000/Patch/q249599/NT5/EN-US/x.exe",
        "Q2200510.WPD and Q2220523 PP_",
        "APAR UQ20701 and FQ100839",
        "the directory $NTUninstallQ170510$",
        "in Q3 and Q4 1999",
        "lodctr dsactrs.ini;180000",
        "The file has:\n\n102400 Bytes\n",
        "article 161931.5",
        "this article itself, Q100000",
    ],
)
def test_what_is_no_number_of_another_article(text: str) -> None:
    assert cited(text) == {}


def test_a_citation_stands_on_the_lines_of_its_title_under_its_heading() -> None:
    text = "intro\nMore\n----\n\nSee:\n\n  Q180094 A Title That\n  Is Wrapped\n"
    sub = Section("other", "More", 4, 8)
    (citation,) = citations(Document("test", 1, text, "", (Section("status", "STATUS", 1, 8, (sub,)),)))
    where = citation.where
    assert (where.section, where.heading, where.first_line, where.last_line) == ("status", "More", 7, 8)


def test_numbers_outside_the_body_are_not_cited() -> None:
    text = "Article: Q100000\nKeywords: KB123456\n\nbody Q123457"
    assert [c.article for c in citations(Document("test", 1, text, "", (Section("status", "", 4, 4),)))] == [123457]


def test_an_article_is_cited_once_with_the_title_from_wherever_one_stands() -> None:
    (citation,) = citations(document("as Q123456 says\n\n  Q123456 The Title\n\n  Q123456 Another"))
    assert citation.title == "The Title"


PIECES = st.sampled_from(
    [
        "Q123456", "q12345", "123456", "Q1234567", "article ", "articles: ", "/kb/", "/articles/Q123/4/56", ".exe",
        ", ", " and ", "\n", "  ", "Title", "TITLE : x", '"', "|", "- ", "Knowledge Base", ":", "(http://x)",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=120))
def test_every_citation_is_of_digits_on_its_lines(text: str) -> None:
    for citation in citations(document(text)):
        lines = text.split("\n")[citation.where.first_line - 1 : citation.where.last_line]
        assert str(citation.article) in "".join(lines).replace("/", "").replace("Q0", "Q")
