"""Builds: stated ones are compared, others stand for their release."""

from __future__ import annotations

import pytest
from handmade import record, where
from hypothesis import given
from hypothesis import strategies as st

from kbservice import fixcheck
from kbservice.record import FixedFile, FixedIn, Product, Record, Statement


def article(*fixed: FixedIn, **facts: object) -> Record:
    return record(266792, "XCON: MTA Stops", ("status", "The problem was corrected."), fixed_in=fixed, **facts)


def said(product: str, version: str, release: str | None, **facts: object) -> FixedIn:
    return FixedIn(product, where("status", 4), version, release, **facts)  # type: ignore[arg-type]


def check(held: Record, product: str, build: str) -> fixcheck.Verdict:
    return fixcheck.check(held, fixcheck.parse({"product": product, "build": build}))


def verdict(held: Record, product: str, build: str) -> tuple[str, str]:
    answer = check(held, product, build)
    return answer.verdict, answer.reason


@pytest.mark.parametrize(
    ("product", "version", "release", "build", "expected"),
    [
        ("Exchange Server", "5.5", "Service Pack 3", "2650", ("included", "service_pack_reached")),
        ("Exchange Server", "5.5", "Service Pack 3", "5.5 (Build 2653.23: SP4)", ("included", "service_pack_reached")),
        ("Exchange Server", "5.5", "Service Pack 3", "05.2448.0008", ("not_included", "service_pack_below")),
        ("Exchange Server", "5.5", "Service Pack 4", "5.5.2651.92", ("not_included", "service_pack_below")),
        ("Exchange Server", "5.5", "Service Pack 4", "2655.1", ("included", "service_pack_reached")),
        ("Exchange Server", "5.5", "Service Pack 4", "1800", ("unknown", "build_not_known")),
        ("SQL Server", "7.0", "Service Pack 2", "7.00.842", ("included", "service_pack_reached")),
        ("Windows 95", "95", "OEM Service Release 2", "4.00.950 B", ("included", "service_pack_reached")),
        ("Windows 95", "95", "OEM Service Release 2", "4.00.950", ("not_included", "service_pack_below")),
        ("Systems Management Server", "2.0", "Service Pack 2", "1493", ("included", "service_pack_reached")),
        ("Systems Management Server", "2.0", "Service Pack 3", "1493", ("unknown", "build_shared")),
        ("Systems Management Server", "2.0", "SP4", "2.00.1493.3010", ("not_included", "service_pack_below")),
        ("Windows 2000", "2000", "Service Pack 3", "2195", ("unknown", "build_shared")),
        ("Windows NT", "4.0", "Service Pack 6", "4.0 1381 SP6a", ("included", "service_pack_reached")),
        ("SNA Server", "4.0", "Service Pack 3", "4.0.0.568", ("not_included", "service_pack_below")),
    ],
)  # fmt: skip
def test_a_build_stands_for_its_release(
    product: str, version: str, release: str, build: str, expected: tuple[str, str]
) -> None:
    answer = check(article(said(product, version, release)), f"{product} {version}", build)
    assert (answer.verdict, answer.reason) == expected
    assert answer.verdict == "unknown" or any(item.kind == "release" for item in answer.evidence) or "SP6a" in build


def test_the_row_of_the_releases_table_is_evidence_with_its_source() -> None:
    answer = check(article(said("Exchange Server", "5.5", "Service Pack 3")), "Exchange 5.5", "2650")
    (row,) = [item for item in answer.evidence if item.kind == "release"]
    assert row.article == "Q158530"
    assert "SP3" in row.text
    common = check(article(said("SQL Server", "7.0", "Service Pack 2")), "SQL Server 7.0", "7.00.842")
    assert [item.article for item in common.evidence if item.kind == "release"] == [None]


def test_a_product_without_a_version_gets_it_from_its_build() -> None:
    held = article(said("Exchange Server", "5.5", "Service Pack 3"))
    assert verdict(held, "Exchange", "5.5.2653.23") == ("included", "service_pack_reached")
    assert verdict(held, "Exchange", "6.0.4712.7") == ("unknown", "other_product")


STATED = article(said("Exchange Server", "4.0", None, build="996.25", component="MTA"))


@pytest.mark.parametrize(
    ("product", "build", "expected"),
    [
        ("Exchange 4.0", "996.72", ("included", "build_reached")),
        ("Exchange 4.0", "996.25", ("included", "build_reached")),
        ("Exchange 4.0", "995.54", ("not_included", "build_below")),
        ("Exchange 5.0", "1458.56", ("unknown", "other_product")),
        ("Exchange 4.0", "996.62", ("unknown", "build_not_comparable")),
        ("Exchange 4.0", "996", ("unknown", "build_not_comparable")),
        ("Exchange", "996.72", ("included", "build_reached")),
        ("Exchange", "4.0.996.90", ("included", "build_reached")),
        ("Exchange", "2656.10", ("unknown", "product_not_given")),  # of a version unsaid, perhaps 5.5
        ("Exchange", "5.5.2656.10", ("unknown", "product_not_given")),
    ],
)
def test_a_stated_build_is_compared_within_its_line_and_component(
    product: str, build: str, expected: tuple[str, str]
) -> None:
    held = article(*STATED.fixed_in, applies_to=(Product("Exchange Server", "4.0", where("applies_to", 1)),))
    assert verdict(held, product, build) == expected


@pytest.mark.parametrize(("pack", "expected"), [("5", "included"), ("4", "not_included"), ("9", "unknown")])
def test_a_service_pack_is_compared_with_a_stated_build_through_the_releases(pack: str, expected: str) -> None:
    held = article(*STATED.fixed_in, applies_to=(Product("Exchange Server", "4.0", where("applies_to", 1)),))
    answer = fixcheck.check(held, fixcheck.parse({"product": "Exchange 4.0", "service_pack": pack}))
    assert answer.verdict == expected


INTRODUCED = article(
    said("Exchange Server", "5.5", "Service Pack 4"),
    statements=(Statement("introduced_in", where("status", 4), "Exchange Server", "5.5", build="5.5.2651.61"),),
)


@pytest.mark.parametrize(
    ("build", "expected"),
    [
        ("5.5.2651.92", ("not_included", "service_pack_below")),
        ("5.5.2650.24", ("not_included", "not_yet_affected")),
        ("5.5.2653.23", ("included", "service_pack_reached")),
    ],
)
def test_occurs_in_a_build_or_later_is_no_fix(build: str, expected: tuple[str, str]) -> None:
    assert verdict(INTRODUCED, "Exchange 5.5", build) == expected


def test_a_build_of_hotfixes_may_hold_the_hotfix() -> None:
    rows = (FixedFile(where("status", 4), "Emsmta.exe", "5.5.2652.10", rule="files.dash-table"),)
    held = article(said("Exchange Server", "5.5", "Service Pack 4"), files=rows)
    assert verdict(held, "Exchange 5.5", "5.5.2652.42") == ("unknown", "hotfix_possible")
    assert verdict(held, "Exchange 5.5", "5.5.2651.92") == ("not_included", "service_pack_below")


def test_of_service_pack_and_build_the_more_cautious_answer_counts() -> None:
    held = article(said("Exchange Server", "5.5", "Service Pack 4"))
    runs = fixcheck.parse({"product": "Exchange 5.5", "service_pack": "4", "build": "2650"})
    assert fixcheck.check(held, runs).verdict == "not_included"


@given(st.integers(1800, 2800), st.integers(1800, 2800), st.integers(1, 4))
def test_a_later_build_never_loses_the_fix(one: int, other: int, pack: int) -> None:
    held = article(said("Exchange Server", "5.5", f"Service Pack {pack}"))
    earlier, later = sorted((one, other))
    before, after = (verdict(held, "Exchange 5.5", str(build))[0] for build in (earlier, later))
    assert (before, after) != ("included", "not_included")
