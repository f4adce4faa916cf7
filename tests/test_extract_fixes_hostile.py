"""No text, however contrived, costs more than a moment or breaks the reading of fixes."""

from __future__ import annotations

import time

import pytest
from draft import draft
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kbservice.extract import fixes
from kbservice.extract.fixes import sentences
from kbservice.record import Document

READERS = (fixes.fixed_in, fixes.statements, fixes.requires, fixes.listed_fixes, fixes.fix_keywords)
MOMENT = 1.0  # seconds for an article of 30,000 characters, on a machine that does other things too

PARTS = (
    "fixed in ", "was corrected in ", "Windows NT 4.0 ", "and ", "or ", ", ", "for ", "of ", "Service Pack 4 ", "(",
    ")", "SP", "This fix ", "must be installed before ", "requires ", "the latest ", "you must have ", "introduced in ",
    "build 2651.75 ", "or later ", "is not included in ", "To resolve this problem, ", "obtain ", "supported ",
    "available ", "will be corrected ", "wait for the next ", "superseded by ", "consolidation of ", "5", "A.",
    "List of bugs fixed in ", "\n  Q123456 Title\n", "\n\n", "- ", "1.2.3.4 ", "version ", "bug ", "X", "\t", "é",
)  # fmt: skip


def article(text: str) -> Document:
    return draft(title=text[:80].replace("\n", " "), status=text, fields={"keywords": text[:2000].replace("\n", " ")})


def seconds(document: Document) -> float:
    sentences.about_fixes.cache_clear()
    begin = time.process_time()
    for read in READERS:
        read(document)
    return time.process_time() - begin


@pytest.mark.parametrize("part", PARTS)
def test_a_part_repeated_without_end(part: str) -> None:
    assert seconds(article(part * (30_000 // len(part)))) < MOMENT


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(st.sampled_from(PARTS), min_size=2, max_size=12), st.integers(1, 400))
def test_parts_in_any_order(parts: list[str], times: int) -> None:
    assert seconds(article(("".join(parts) * times)[:30_000])) < MOMENT


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_facts_stand_where_they_say(text: str) -> None:
    document = article(f"{text}\nThis was corrected in Windows NT 4.0 SP4.\n{text}")
    facts = (*fixes.fixed_in(document), *fixes.statements(document), *fixes.requires(document))
    for fact in facts:
        assert fact.rule
        assert 1 <= fact.where.first_line <= fact.where.last_line <= len(document.lines)
        said = " ".join(" ".join(document.lines[fact.where.first_line - 1 : fact.where.last_line]).split())
        assert set(fact.text.split()) & set(said.split())
