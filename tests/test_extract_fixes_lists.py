"""Fix lists, and the conflicts between what list, sentence and keyword say."""

from __future__ import annotations

import datetime as dt

import pytest
from draft import draft

from kbservice.extract.fixes import conflicts, fix_keywords, fixed_in, listed_fixes
from kbservice.record import Document, FixedIn, FixKeyword, ListedFix, Record, Where

ENTRIES = "\n".join(f"  Q20000{n} XADM: Trouble number {n}" for n in range(1, 6))


def entries(first: int, count: int = 5) -> str:
    return "\n".join(f"  Q{number}: The {number}th thing" for number in range(first, first + count))


def listed(document: Document) -> dict[tuple[str, str | None, str | None], list[int]]:
    found: dict[tuple[str, str | None, str | None], list[int]] = {}
    for fix in listed_fixes(document):
        found.setdefault((fix.product, fix.version, fix.release), []).append(fix.article)
    return found


def test_the_title_names_the_release() -> None:
    document = draft(title="XGEN: List of Bugs Fixed in Exchange Server 5.5 Service Pack 2", summary=ENTRIES)
    fixes = listed_fixes(document)
    assert [fix.article for fix in fixes] == [200001, 200002, 200003, 200004, 200005]
    assert {(fix.product, fix.version, fix.release) for fix in fixes} == {("Exchange Server", "5.5", "Service Pack 2")}
    assert fixes[0].title == "XADM: Trouble number 1"
    assert document.lines[fixes[0].where.first_line - 1] == "  Q200001 XADM: Trouble number 1"


def test_the_opening_names_two_products_for_all_entries() -> None:
    document = draft(
        title="List of Bugs Fixed in NT SP4",
        summary="These bugs were fixed in Service Pack 4 for Windows NT 4.0 and Windows NT Server 4.0,\n"
        "Terminal Server Edition.",
        more_information=f"## Service Pack 4\n{ENTRIES}",
    )
    assert set(listed(document)) == {
        ("Windows NT", "4.0", "Service Pack 4"),
        ("Windows NT Server, Terminal Server Edition", "4.0", "Service Pack 4"),
    }


@pytest.mark.parametrize("bullet", ["- Q{} Title", "  Q{}: Title", "Q{} Title\n  that goes on", "* Q{} - Title"])
def test_a_cumulative_list_names_the_pack_in_its_headings(bullet: str) -> None:
    newer, older = ([bullet.format(first + n) for n in range(4)] for first in (300000, 310000))
    text = "\n".join(["## Service Pack 3", *newer, "## Service Pack 2", *older])
    document = draft(
        title="Bugs Fixed in SNA Server 4.0 Service Packs", more_information=text, applies=("SNA Server, version 4.0",)
    )
    assert listed(document) == {
        ("SNA Server", "4.0", "Service Pack 3"): [300000, 300001, 300002, 300003],
        ("SNA Server", "4.0", "Service Pack 2"): [310000, 310001, 310002, 310003],
    }


def test_a_readme_has_its_list_under_a_heading_and_packs_in_plain_lines() -> None:
    text = (
        f"## 1.0 Introduction\nSee also:\n{entries(100000)}\n"
        "3.0  List of Bugs Fixed in Windows NT 3.51 Service Packs\n--------------------------------\n\n"
        f"3.0.1 Service Pack 1\n\n{entries(110000)}\n\n3.0.2 Service Pack 2\n\n{entries(120000)}"
    )
    document = draft(title="README.TXT: Windows NT 3.51 Service Pack 2", more_information=text)
    assert listed(document) == {
        ("Windows NT", "3.51", "Service Pack 1"): [110000, 110001, 110002, 110003, 110004],
        ("Windows NT", "3.51", "Service Pack 2"): [120000, 120001, 120002, 120003, 120004],
    }


def test_citations_around_a_list_are_no_entries() -> None:
    document = draft(
        title="SMS: List of Bugs Fixed in Systems Management Server 2.0 SP4",
        summary="To get it, see the following article in the Knowledge Base:\n\n  Q311457 SMS: Where SP4 is\n",
        more_information=f"{ENTRIES}\n  Q200009 List of Bugs Fixed in SP3\n  Q200010 How to Obtain SP4\n",
    )
    assert [fix.article for fix in listed_fixes(document)] == [200001, 200002, 200003, 200004, 200005]


@pytest.mark.parametrize(
    "document",
    [
        draft(title="Exchange 5.5 Post-SP3 Store Fixes", summary=f"Bugs fixed since Exchange 5.5 SP3:\n\n{ENTRIES}"),
        draft(title="List of Articles on the MTA", summary=ENTRIES),
        draft(title="List of Bugs Fixed in Word 97 SR-1", summary="  Q200001 One\n  Q200002 Two"),
        draft(title="List of Bugs in Word 97", summary=ENTRIES),
    ],
    ids=["hotfixes after a pack", "no fixes", "too short", "bugs, not fixes"],
)  # fmt: skip
def test_these_are_no_fix_lists(document: Document) -> None:
    assert listed_fixes(document) == ()
    assert fixed_in(document) == ()


def test_a_list_is_itself_about_its_release() -> None:
    document = draft(title="List of Bugs Fixed in Exchange Server 5.5 Service Pack 2", summary=ENTRIES)
    [fact] = fixed_in(document)
    assert (fact.product, fact.version, fact.release, fact.rule) == (
        "Exchange Server",
        "5.5",
        "Service Pack 2",
        "fixed.list",
    )
    readme = draft(title="XGEN: README.TXT: Exchange 5.0 Service Pack 1", summary=f"## Bugs Fixed\n{ENTRIES}")
    assert [(f.product, f.release, f.rule) for f in fixed_in(readme)] == [("Exchange", "Service Pack 1", "fixed.list")]


def record(document: Document) -> Record:
    return Record(
        number=document.number, title=document.title, title_prefix=None, kind="bug", layout="draft", source_file="a",
        digest="", text=document.text, last_modified=dt.date(2000, 1, 1), fixed_in=fixed_in(document),
        fix_keywords=fix_keywords(document),
    )  # fmt: skip


def in_list(pack: str, product: str = "Visual Studio", version: str = "6.0") -> ListedFix:
    return ListedFix(900001, product, Where("summary", 1, 1), version, f"Service Pack {pack}")


def test_sentence_keyword_and_list_that_disagree_are_in_conflict() -> None:
    article = record(draft(status="First corrected in Visual Studio 6.0 SP3.", fields={"keywords": "kbVS600sp4fix"}))
    [conflict] = conflicts(article)
    assert "Service Pack 3" in conflict.message
    assert "kbVS600sp4fix" in conflict.message
    assert [where.section for where in conflict.wheres] == ["status", "keywords"]
    assert len(conflicts(article, [in_list("5")])) == 3


@pytest.mark.parametrize(
    "keyword", ["kbVS600sp3fix kbVS600sp4fix", "kbVS600preSP4fix", "kbWinNT400sp4fix", "kbVS97sp2fix", "kbbug"]
)
def test_these_keywords_agree_or_speak_of_something_else(keyword: str) -> None:
    article = record(draft(status="First corrected in Visual Studio 6.0 SP3.", fields={"keywords": keyword}))
    assert conflicts(article) == ()


def test_a_list_of_another_article_or_line_is_no_conflict() -> None:
    article = record(draft(status="First corrected in Visual Studio 6.0 SP3."))
    other = ListedFix(900002, "Visual Studio", Where("summary", 1, 1), "6.0", "Service Pack 5")
    assert conflicts(article, [other, in_list("3"), in_list("5", version="97")]) == ()
    unnumbered = record(draft(status="Corrected in the latest Visual Studio 6.0 service pack."))
    assert conflicts(unnumbered, [in_list("5")]) == ()


def test_facts_of_a_conflict_stay() -> None:
    article = record(draft(status="First corrected in Visual Studio 6.0 SP3.", fields={"keywords": "kbVS600sp4fix"}))
    assert [type(fact) for fact in (*article.fixed_in, *article.fix_keywords)] == [FixedIn, FixKeyword]
