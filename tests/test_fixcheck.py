"""The check as a whole: its reasons, its evidence, its documentation and its speed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import handmade
import pytest

from kbservice import fixcheck
from kbservice.fixcheck import REASONS
from kbservice.fixcheck.release_rules import RULES

DOCS = Path(__file__).parent.parent / "docs" / "fixcheck.md"


def check(**given: str) -> fixcheck.Verdict:
    return fixcheck.check(handmade.MTA, fixcheck.parse(given))


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ({"file": "emsmta.exe", "file_version": "5.5.2431.0"}, "included"),
        ({"file": "emsmta.exe", "file_version": "5.5.2430.0"}, "not_included"),
        ({"product": "Exchange Server", "product_version": "5.5", "service_pack": "2"}, "included"),
        ({"product": "Exchange Server", "product_version": "5.5", "service_pack": "1"}, "not_included"),
        ({"product": "Exchange Server", "product_version": "5.5", "build": "2232.18"}, "not_included"),
        ({"product": "Exchange Server", "product_version": "5.5", "build": "2653.23"}, "included"),
        ({}, "unknown"),
    ],
)
def test_the_seed_of_the_message_transfer_agent(given: dict[str, str], verdict: str) -> None:
    answer = check(**given)
    assert answer.verdict == verdict
    assert answer.evidence or verdict == "unknown"
    assert answer.message
    assert answer.rule


def test_a_file_without_anything_to_compare_falls_back_on_the_product() -> None:
    assert check(file="emsmta.exe", product="Exchange 5.5", service_pack="2").verdict == "included"
    assert check(file="emsmta.exe").reason == "nothing_given"


def test_every_reason_is_documented_with_its_verdict() -> None:
    text = DOCS.read_text(encoding="utf-8")
    for code, reason in REASONS.items():
        assert f"| `{code}` | {reason.verdict} | {reason.meaning} |" in text


def test_every_rule_for_releases_is_documented_in_its_order() -> None:
    text = DOCS.read_text(encoding="utf-8")
    names = [
        "release.excluded",
        "release.stated",
        "release.fix-list",
        "release.keyword",
        "release.affected-before-latest",
    ]
    places = [text.index(f"| `{name}`") for name in names]
    assert places == sorted(places)
    assert len(RULES) == 8


def test_an_unknown_says_what_would_settle_it_where_something_would() -> None:
    for code, reason in REASONS.items():
        if reason.verdict == "unknown" and code not in ("by_design", "no_fix"):
            assert reason.settles, code


def test_the_evidence_is_the_whole_sentence_and_the_message_names_what_runs() -> None:
    answer = check(product="Exchange Server", product_version="5.5", service_pack="1")
    assert "Corrected in Exchange Server 5.5" in answer.message
    assert answer.message.endswith("running: SP1.")
    (said, *_) = answer.evidence
    assert said.text[-1] == "."
    assert said.first_line


def test_what_would_settle_it_asks_for_no_file_of_an_article_that_lists_none() -> None:
    runs = fixcheck.parse({"product": "Exchange 5.5"})
    assert "file" in fixcheck.check(handmade.MTA, runs).settles
    assert "file" not in fixcheck.check(replace(handmade.MTA, files=()), runs).settles
