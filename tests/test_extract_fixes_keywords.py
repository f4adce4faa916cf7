"""Fix keywords: which are ones, and what they denote."""

from __future__ import annotations

import pytest
from draft import draft
from hypothesis import given
from hypothesis import strategies as st

from kbservice.extract.fixes import fix_keywords, keywords, query_words
from kbservice.extract.fixes.keywords import meaning
from kbservice.record import HeaderField, Where

NOWHERE = Where("keywords", 1, 1)


@pytest.mark.parametrize(
    ("keyword", "product", "version", "release", "before"),
    [
        ("exc55sp2fix", "Exchange Server", "5.5", "Service Pack 2", False),
        ("EXC55SP3Fix", "Exchange Server", "5.5", "Service Pack 3", False),
        ("kbWinNT400sp4fix", "Windows NT", "4.0", "Service Pack 4", False),
        ("kbWinNT4sp6fix", "Windows NT", "4.0", "Service Pack 6", False),
        ("kbWinNT400sp6afix", "Windows NT", "4.0", "Service Pack 6a", False),
        ("kbWinNT400PreSP7Fix", "Windows NT", "4.0", "Service Pack 7", True),
        ("kbWinNT400nospFix", "Windows NT", "4.0", "no service pack", True),
        ("kbWin2000fixnosp", "Windows", "2000", "no service pack", True),
        ("TSESP4Fix", "Windows NT Server, Terminal Server Edition", "4.0", "Service Pack 4", False),
        ("kbvfp500aFIX", "Visual FoxPro", "5.0a", None, False),
        ("kbVC152fix", "Visual C++", "1.52", None, False),
        ("kbOSWin98fix", "Windows", "98", None, False),
        ("kbOfficeXPsp2fix", "Office XP", None, "Service Pack 2", False),
        ("kbOffice97preSR3fix", "Office", "97", "Service Release 3", True),
        ("kbfix4.00", None, "4.00", None, False),
        ("fixlist7.00", None, "7.00", None, False),
        ("kbMiscTools1098fix", None, None, None, False),
    ],
)
def test_a_keyword_denotes(
    keyword: str, product: str | None, version: str | None, release: str | None, before: bool
) -> None:
    fact = meaning(keyword, NOWHERE)
    assert (fact.product, fact.version, fact.release, fact.before) == (product, version, release, before)


def test_only_keywords_with_fix_and_a_release_count() -> None:
    others = "kbfix kbfixlist kbdocfix exc55sp2 kbVC600QFE kbWinNT400sp4fea"
    document = draft(
        fields={
            "additional query words": "kbVS600sp3fix nt4sp4fixlist",
            "keywords": f"{others} exc55sp2fix kbfix4.00 exc55sp2fix",
        }
    )
    assert [fact.keyword for fact in fix_keywords(document)] == ["exc55sp2fix", "kbfix4.00"]
    assert query_words(document) == ("kbVS600sp3fix", "nt4sp4fixlist")


def test_the_foot_is_read_and_the_head_only_without_one() -> None:
    head, foot = HeaderField("keywords", "kbusage kbWinNT4sp6fixkbfixlist", 3), HeaderField("keywords", "kbusage", 9)
    both = draft()
    object.__setattr__(both, "fields", (head, foot))
    assert keywords(both) == ("kbusage",)
    alone = draft()
    object.__setattr__(alone, "fields", (head,))
    assert keywords(alone) == ("kbusage", "kbWinNT4sp6fix", "kbfixlist")
    assert [fact.where for fact in fix_keywords(alone)] == [Where("keywords", 3, 3)]


def test_words_of_the_oldest_layout_are_separated_by_bars() -> None:
    document = draft(fields={"keywords": "ENDUSER | fixlist4.50 | mspl13_c"})
    assert keywords(document) == ("ENDUSER", "fixlist4.50", "mspl13_c")


def test_an_article_without_keywords_has_none() -> None:
    assert keywords(draft()) == query_words(draft()) == fix_keywords(draft()) == ()


@given(st.text(alphabet="kbwinexcvpsrfix0123456789aP.", max_size=40))
def test_any_keyword_has_a_meaning_or_none(keyword: str) -> None:
    fact = meaning(keyword, NOWHERE)
    assert fact.keyword == keyword
    assert fact.product is None or not fact.product.islower()
