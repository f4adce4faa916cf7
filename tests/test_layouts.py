"""Texts in each layout -> Documents."""

from __future__ import annotations

import datetime as dt
import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kbservice import corpus as files
from kbservice import layouts
from kbservice.errors import NotAnArticle
from kbservice.record import Document, Section

HEAD = """Article: Q100001
Product(s): Microsoft Exchange
Version(s): winnt:5.5
Operating System(s):
Keyword(s): exc55cut
Last Modified: 24-APR-1999

-------------------------------------------------------------------------------
The information in this article applies to:

- Microsoft Exchange Server, versions 5.0, 5.5
   - the operating system: Microsoft Windows NT
-------------------------------------------------------------------------------
"""
BODY = """
SYMPTOMS
========

Mail waits.

  Event ID: 9301

RESOLUTION
==========

Exchange 5.5
------------

Install it.

Date       Size   File name
---------------------------
04/24/99   1234   emsmta.exe

STATUS
======

MORE INFORMATION
================

Nothing more.
"""
FOOT = """
Additional query words: mta 9301

======================================================================
Keywords          : exc55 exc55sp2fix
Technology        : kbExchange550
Version           : winnt:5.0,5.5
Issue type        : kbbug
Solution Type     : kbfix

=============================================================================
"""
ARTICLE = HEAD + BODY + FOOT


def markdown(article: str, title: str = "XCON: &quot;Mail&quot; Waits", *, raw: bool = True) -> str:
    body = "".join(f"\t{line}\n" for line in article.split("\n"))
    begin, end = ("{% raw %}\n", "{% endraw %}\n") if raw else ("", "")
    front = f'---\nlayout: page\ntitle: "Q100001: {title}"\npermalink: /kb/100/Q100001/\n---\n'
    return f"{front}\n## Q100001: {title}\n\n{begin}\n{body}\n{end}"


def outline(document: Document) -> list[str]:
    """`name: first words` for each section, its sub-headings indented below."""
    found: list[str] = []

    def add(section: Section, depth: int) -> None:
        text = " ".join(" ".join(document.lines[section.first_line - 1 : section.last_line]).split())
        found.append(f"{'  ' * depth}{section.name} {section.heading}: {text[:12]}".rstrip())
        for sub in section.subsections:
            add(sub, depth + 1)

    for section in document.sections:
        add(section, 0)
    return found


OUTLINE = [
    "symptoms SYMPTOMS: Mail waits.",
    "resolution RESOLUTION: Exchange 5.5",
    "  other Exchange 5.5: Install it.",
    "status STATUS:",
    "more_information MORE INFORMATION: Nothing more",
]


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        (markdown(ARTICLE), "archive-markdown"),
        (markdown(ARTICLE, raw=False), "archive-markdown"),
        ('Q100001: XCON: "Mail" Waits\n\n' + ARTICLE, "archive-text"),
        ('XCON: "Mail" Waits\n' + ARTICLE, "archive-text"),
        ('Microsoft KB Archive/100001\n\nXCON: "Mail" Waits\n\nFrom BetaArchive Wiki\n\n' + ARTICLE, "archive-text"),
    ],
)
def test_an_article_of_the_archive_reads_alike_in_each_form(text: str, layout: str) -> None:
    document = layouts.read(text)
    assert (document.layout, document.number) == (layout, 100001)
    assert document.title == 'XCON: "Mail" Waits'
    assert "Waits" in document.lines[document.title_line - 1]
    assert document.last_modified == dt.date(1999, 4, 24)
    assert outline(document) == OUTLINE
    assert document.problems == ()


def test_the_fields_of_head_and_foot_are_kept_and_the_foots_come_last() -> None:
    document = layouts.read(markdown(ARTICLE))
    values = {name: [f.value for f in document.fields if f.name == name] for name in {f.name for f in document.fields}}
    assert values["keywords"] == ["exc55cut", "exc55 exc55sp2fix"]
    assert values["version"] == ["winnt:5.5", "winnt:5.0,5.5"]
    assert values["additional query words"] == ["mta 9301"]
    assert values["solution type"] == ["kbfix"]
    keywords = document.field("keywords")
    assert keywords is not None
    assert "exc55sp2fix" in document.lines[keywords.line - 1]


def test_the_applies_to_list_is_between_its_rules() -> None:
    document = layouts.read(ARTICLE)
    assert document.applies_to is not None
    lines = document.lines[document.applies_to.first_line - 1 : document.applies_to.last_line]
    assert lines == (
        "- Microsoft Exchange Server, versions 5.0, 5.5",
        "   - the operating system: Microsoft Windows NT",
    )


def test_a_list_without_a_closing_rule_ends_with_its_bullets() -> None:
    document = layouts.read(re.sub(r"-{79}\n(?=\nSYMPTOMS)", "", ARTICLE))
    assert document.applies_to is not None
    assert "Windows NT" in document.lines[document.applies_to.last_line - 1]
    assert outline(document) == OUTLINE


def test_an_empty_list_is_none() -> None:
    document = layouts.read(re.sub(r"(?m)^ *- .*\n", "", ARTICLE))
    assert document.applies_to is None
    assert outline(document) == OUTLINE


def test_the_sentence_in_prose_is_no_list() -> None:
    head = HEAD.split("\n\n")[0]
    document = layouts.read(f"{head}\n\nThe information in this article applies to all of them.\n\nMore.\n")
    assert document.applies_to is None
    assert outline(document) == ["other : The informat"]


def test_a_notice_above_the_list_is_kept_and_stray_words_are_not() -> None:
    rule = "-" * 79
    notice = layouts.read(ARTICLE.replace(rule, f"IMPORTANT: this is about a test release.\n{rule}", 1))
    stray = layouts.read(ARTICLE.replace(rule, f"3.10\nWINDOWS\nkbprg\n{rule}", 1))
    assert outline(notice) == ["other : IMPORTANT: t", *OUTLINE]
    assert outline(stray) == OUTLINE


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("just text\n", ["other : just text"]),
        ("before\n\nCAUSE\n=====\n\nit\n", ["other : before", "cause CAUSE: it"]),
        ("CAUSE\n=====\n\nit\n\nWORKAROUND\n----------\n\nso\n", ["cause CAUSE: it", "workaround WORKAROUND: so"]),
        (
            "CAUSE\n=====\n\nit\n\nWorkaround\n----------\n\nso\n",
            ["cause CAUSE: it Workaroun", "  workaround Workaround: so"],
        ),
        (
            "SUMMARY\n=======\n\nit\n\nINTRODUCTION\n============\n\nso\n\nPart\n----\n\nno\n",
            ["summary SUMMARY: it INTRODUCT", "  summary INTRODUCTION: so Part ----", "    other Part: no"],
        ),
        (
            "Disk 1\n------\n\na\n\nDisk 2\n------\n\nb\n",
            ["other : Disk 1 -----", "  other Disk 1: a", "  other Disk 2: b"],
        ),
        ("SYMPTOM\n=======\n\nit\n\nSOLUTION\n========\n\nso\n", ["symptoms SYMPTOM: it", "resolution SOLUTION: so"]),
        (
            "STATUS\n======\n\nit\n\nSteps to Reproduce Behavior\n---------------------------\n\n1. so\n",
            ["status STATUS: it Steps to", "  repro Steps to Reproduce Behavior: 1. so"],
        ),
        (f"CAUSE\n=====\n\n{'=' * 70}\nx\n", ["cause CAUSE: ============"]),
        ("CAUSE\n=====\n\nsome text\nnot a heading\n-------------\n", ["cause CAUSE: some text no"]),
        ("CAUSE\n=====\n\nName   Size\n-----------\na      1\n", ["cause CAUSE: Name Size --"]),
        ("CAUSE\n=====\n\nName\tSize\n---------\na      1\n", ["cause CAUSE: Name Size --"]),
        ("CAUSE\n======\n\nit\n\n  IIS 5.0\n  -------\n\nso\n", ["cause CAUSE: it IIS 5.0 -", "  other IIS 5.0: so"]),
        (
            "Problem:\n\nit\n\nResponse:\n\nso\n",
            ["other : Problem: it", "  symptoms Problem: it", "  resolution Response: so"],
        ),
        (
            "Question: what\nis it\n\nAnswer: that\n",
            ["other : Question: wh", "  symptoms Question: Question: wh", "  resolution Answer: Answer: that"],
        ),
        ("", []),
    ],
)  # fmt: skip
def test_headings(body: str, expected: list[str]) -> None:
    head = HEAD.split("\n\n")[0]
    assert outline(layouts.read(f"{head}\n\n{body}{FOOT}")) == expected


def test_facts_in_a_subsection_know_its_heading() -> None:
    document = layouts.read(ARTICLE)
    owners = {
        document.lines[n - 1]: part.heading
        for part in document.parts()
        for n in range(part.first_line, part.last_line + 1)
    }
    assert owners["Install it."] == "Exchange 5.5"
    assert owners["Nothing more."] == ""


def test_escapes_of_high_bytes_are_resolved_and_no_line_moves() -> None:
    text = ARTICLE.replace("Mail waits.", "Mail<A0>waits <93>here<94> <0A> <7F> <81>.")
    document = layouts.read(text)
    assert "Mail waits “here” <0A> <7F> <81>." in document.lines
    assert len(document.lines) == len(text.split("\n"))


@pytest.mark.parametrize(
    ("date", "expected"),
    [("24-APR-1999", dt.date(1999, 4, 24)), ("9-AUG-1989", dt.date(1989, 8, 9)), ("31-FEB-1999", None), ("", None)],
)
def test_the_date_of_the_last_change(date: str, expected: dt.date | None) -> None:
    document = layouts.read(ARTICLE.replace("24-APR-1999", date))
    assert document.last_modified == expected
    assert [problem.field for problem in document.problems if problem.field != "title"] == (
        [] if expected else ["last_modified"]
    )


SUPPORT = """Article ID: 100001 - Last Review: October 28, 2006 - Revision: 3.3

XCON: Mail Waits

This article was previously published under Q100001
Expand all | Collapse all

SYMPTOMS

Mail waits.

RESOLUTION

Get it:
191014\xa0 (http://support.microsoft.com/kb/191014/EN-US/ ) : XGEN: How to Get It

APPLIES TO
  • Microsoft Exchange Server 5.5 Standard Edition
Keywords:\xa0
kbbug kbfix KB100001
Retired KB Article
This article was written about products for which Microsoft no longer offers support.

Article Translations
"""


def test_the_support_page() -> None:
    document = layouts.read(SUPPORT)
    assert (document.layout, document.number, document.title) == ("support-page", 100001, "XCON: Mail Waits")
    assert (document.last_modified, document.revision, document.retired) == (dt.date(2006, 10, 28), "3.3", True)
    assert outline(document) == ["symptoms SYMPTOMS: Mail waits.", "resolution RESOLUTION: Get it: 1910"]
    assert document.applies_to is not None
    assert "Standard Edition" in document.lines[document.applies_to.first_line - 1]
    keywords = document.field("keywords")
    assert keywords is not None
    assert keywords.value == document.lines[keywords.line - 1] == "kbbug kbfix KB100001"


def test_the_title_of_a_support_page_may_stand_above_its_number() -> None:
    head = "Help and Support\nXCON: Mail Waits\nArticle ID : 100001\nLast Review : October 28, 2006\nRevision : 3.3\n"
    document = layouts.read(head + "\nCAUSE\n\nit\n")
    assert (document.title, document.title_line, document.revision) == ("XCON: Mail Waits", 2, "3.3")
    assert outline(document) == ["cause CAUSE: it"]


WIKI = """Microsoft KB Archive/100001

From BetaArchive Wiki
{revision}

Article ID: 100001

Article Last Modified on 10/25/2007



APPLIES TO

  • Microsoft Exchange Server 2003 Standard Edition
  • Microsoft Exchange Server 5.5 Service Pack 1



This article was previously published under Q100001

IMPORTANT: This is about the registry.


SYMPTOMS

Mail waits.

RESOLUTION

Exchange 2000

Install that.

Exchange Server 5.5

Install this:

File name   Version

Emsmta.exe  5.5.2655.1

Note This needs a service pack

That is all.

Additional query words: queue

Keywords: kbprb KB100001
"""
OLD = """< Microsoft KB Archive
Revision as of 12:46, 21 July 2020 by X (talk | contribs)
(diff) ← Older revision
Knowledge Base
"""


@pytest.mark.parametrize(
    ("revision", "layout", "revised"), [("", "wiki-page", None), (OLD, "wiki-revision", "2020-07-21")]
)
def test_the_wiki_page(revision: str, layout: str, revised: str | None) -> None:
    document = layouts.read(WIKI.format(revision=revision))
    assert (document.layout, document.number, document.revision) == (layout, 100001, revised)
    assert document.last_modified == dt.date(2007, 10, 25)
    assert (document.title, [problem.field for problem in document.problems]) == ("", ["title"])
    assert outline(document) == [
        "other : IMPORTANT: T",
        "symptoms SYMPTOMS: Mail waits.",
        "resolution RESOLUTION: Exchange 200",
        "  other Exchange 2000: Install that",
        "  other Exchange Server 5.5: Install this",
    ]
    assert document.applies_to is not None
    assert document.applies_to.last_line - document.applies_to.first_line == 1
    assert [(field.name, field.value) for field in document.fields] == [
        ("additional query words", "queue"),
        ("keywords", "kbprb KB100001"),
    ]


def test_a_wiki_page_may_have_kept_its_title() -> None:
    document = layouts.read(WIKI.format(revision="Knowledge Base\n\nXCON: Mail Waits\n"))
    assert (document.title, document.problems) == ("XCON: Mail Waits", ())


NETWORK = """XCON: Mail Waits at a
Foreign MTA
ID: Q100001
|
The information in this article applies to:
-
Microsoft Exchange Server, version 4.0
SYMPTOMS
Mail waits.
It waits long.
STATUS
Nothing is known.
Additional query words:
Keywords : kb3rdparty XCON
Version : winnt:4.0
Platform : winnt
Issue type :
"""


def test_the_developer_networks_text() -> None:
    document = layouts.read(NETWORK)
    assert (document.layout, document.number) == ("developer-network-text", 100001)
    assert (document.title, document.title_line) == ("XCON: Mail Waits at a Foreign MTA", 1)
    assert outline(document) == ["symptoms SYMPTOMS: Mail waits.", "status STATUS: Nothing is k"]
    assert document.applies_to is not None
    assert document.lines[document.applies_to.last_line - 1] == "Microsoft Exchange Server, version 4.0"
    platform = document.field("platform")
    assert platform is not None
    assert platform.value == "winnt"


@pytest.mark.parametrize("above", ["", "\n" * 3900, "Created: 12-05-1993\n", "a\nb\nc\nd\n"])
def test_what_stands_above_the_number_of_a_network_text_is_its_title_if_it_can_be(above: str) -> None:
    document = layouts.read(f"{above}ID: Q100001\n\nCAUSE\n=====\n\nit\n")
    assert document.title == ("b c d" if "d" in above.split() else "")
    assert bool(document.title) is not bool(document.problems)


def test_an_older_text_of_the_developer_network_has_a_date_and_ruled_headings() -> None:
    text = "Mail Waits\nPSS ID Number: Q100001\nArticle last modified on 12-05-1993\n\nCAUSE\n=====\n\nit\n"
    document = layouts.read(text)
    assert (document.title, document.last_modified) == ("Mail Waits", dt.date(1993, 12, 5))
    assert outline(document) == ["cause CAUSE: it"]


@pytest.mark.parametrize(
    "text", ["", "Dear all,\n\nwe met on Tuesday.", "<html><body><p>no</p></body></html>", "ID: none"]
)
def test_what_is_no_article_says_so(text: str) -> None:
    with pytest.raises(NotAnArticle, match=r"none of the known layouts.*docs/layouts\.md"):
        layouts.read(text)


def ranges(document: Document) -> list[tuple[int, int]]:
    return [(part.first_line, part.last_line) for part in document.parts()]


PIECES = st.sampled_from(
    [
        *ARTICLE.split("\n"), *SUPPORT.split("\n"), *WIKI.split("\n"), *NETWORK.split("\n"), "", "", "-" * 12,
        "=" * 12, "{% endraw %}", "Article: Q100002", "ID: Q100003", "APPLIES TO", "Problem: x", "- ", "•", "<A0>",
        "\t", "{% raw %}",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=1000)
@given(
    st.sampled_from([HEAD, SUPPORT[:90], WIKI[:90], NETWORK[:50], markdown(HEAD), ""]),
    st.lists(PIECES, max_size=60).map("\n".join) | st.text(max_size=200),
)
def test_any_text_is_read_or_refused_and_parts_follow_each_other(head: str, text: str) -> None:
    try:
        document = layouts.read(head + "\n" + text)
    except NotAnArticle:
        return
    assert document.text.count("\n") == head.count("\n") + 1 + text.count("\n")
    places = ranges(document)
    assert all(1 <= first <= last <= len(document.lines) for first, last in places)
    assert all(before[1] < after[0] for before, after in pairwise(places))


HOSTILE = [
    "=\n", "-\n", "a\n---\n", "\na\n---\n", "\nSTATUS\n======\n", " ", "\n", "\t", "Keywords : \n", "APPLIES TO\n",
    "- x\n", "Additional query words:\n", "{% endraw %}\n", "Article ID : 12345\n", "Revision as of ",
    "A" * 99 + "\n\n", "• \n", "<A0>",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("head", [HEAD, SUPPORT[:90], WIKI[:90], NETWORK[:90]])
def test_no_repetition_takes_long(head: str, piece: str) -> None:
    text = head + piece * (100_000 // len(piece))
    begun = time.process_time()
    layouts.read(text)
    assert time.process_time() - begun < 1


@pytest.mark.corpus
def test_the_seeds_are_read(corpus: Path) -> None:
    seeds = sorted((corpus / "corpus" / "seeds").iterdir())
    documents = [layouts.read(files.decode(seed.read_bytes())) for seed in seeds]
    assert [(document.layout, document.number, bool(document.title)) for document in documents] == [
        ("support-page", 191594, True),
        ("wiki-page", 257679, False),
        ("archive-markdown", 196381, True),
        ("wiki-revision", 197378, False),
        ("developer-network-text", 151626, True),
    ]
    assert all(document.applies_to and document.field("keywords") for document in documents)


def test_an_article_that_was_cut_short_says_so() -> None:
    text = (Path(__file__).parent.parent / "articles" / "Q214407.md").read_text("utf-8")
    assert layouts.read(text).problems == ()
    assert [p.field for p in layouts.read(text[: len(text) // 2]).problems] == ["text"]
