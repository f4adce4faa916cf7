"""What was never made decides nothing: service packs, builds, dates and sizes that cannot exist."""

from __future__ import annotations

import datetime as dt

import pytest
from handmade import record, where
from hypothesis import given
from hypothesis import strategies as st

from kbservice import fixcheck, releases
from kbservice.record import FixedFile, FixedIn, FixKeyword, Product, Record

TOMORROW = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=2)


def article(product: str, version: str, release: str | None, **facts: object) -> Record:
    fixed = (FixedIn(product, where("status", 4), version, release),)
    return record(266792, "XCON: MTA Stops", ("status", "The problem was corrected."), fixed_in=fixed, **facts)


def answer(held: Record, **given: str) -> fixcheck.Verdict:
    return fixcheck.check(held, fixcheck.parse(given))


@pytest.mark.parametrize(
    ("product", "version", "release", "running", "reason"),
    [
        ("Exchange Server", "5.5", "SP4", "SP9", "release_not_known"),
        ("Exchange Server", "5.5", "SP4", "SP5", "release_not_known"),
        ("Exchange Server", "5.5", "SP4", "SP4", "service_pack_reached"),
        ("Exchange Server", "5.5", "SP4", "SP4 rollup", "service_pack_reached"),
        ("Exchange Server", "5.5", None, "SP9", "release_not_known"),
        ("Windows NT", "4.0", "SP4", "SP12", "release_not_known"),
        ("Windows NT", "4.0", "SP4", "SP7", "release_not_known"),
        ("Windows NT", "4.0", "SP4", "SP6a", "service_pack_reached"),
        ("Windows NT Server 4.0, Terminal Server Edition", "4.0", "SP4", "SP6a", "service_pack_reached"),
        ("Windows 2000", "2000", "SP3", "SP7", "release_not_known"),
        ("Visual Basic", "6.0", "SP4", "SP6", "service_pack_reached"),
        ("Visual Basic", "6.0", "SP4", "SP7", "release_not_known"),
        ("Office", "97", "SR-1", "SR-2b", "service_pack_reached"),
        ("Windows 95", "95", "OSR2", "OSR2.5", "service_pack_reached"),
        ("Systems Management Server", "2.0", "SP2", "SP5", "service_pack_reached"),
        ("Contoso Relay", "3.1", "SP2", "SP4", "service_pack_reached"),
        ("Contoso Relay", "3.1", "SP2", "SP12", "release_not_known"),
    ],
)
def test_a_service_pack_counts_up_to_the_last_one_known(
    product: str, version: str, release: str | None, running: str, reason: str
) -> None:
    found = answer(article(product, version, release), product=product, product_version=version, service_pack=running)
    assert found.reason == reason
    assert found.verdict == ("unknown" if reason == "release_not_known" else "included")


def test_the_last_one_known_is_named_with_its_source() -> None:
    found = answer(article("Exchange Server", "5.5", "SP4"), product="Exchange 5.5", service_pack="9")
    assert "The last one known of Exchange Server 5.5 is SP4; given: SP9." in found.message
    assert found.settles
    (row,) = found.evidence
    assert (row.kind, row.article) == ("release", "Q158530")


@pytest.mark.parametrize(
    ("facts", "known"),
    [
        ({"applies_to": (Product("Exchange Server", "5.5", where("applies_to", 1), service_pack="SP5"),)}, True),
        ({"fix_keywords": (FixKeyword("exc55sp5fix", where("status", 4), "Exchange Server", "5.5", "SP5"),)}, True),
        ({"fix_keywords": (FixKeyword("a", where("status", 4), "Exchange Server", "5.5", "SP5", before=True),)}, False),
        ({"applies_to": (Product("Exchange Server", "4.0", where("applies_to", 1), service_pack="SP5"),)}, False),
    ],
)
def test_an_article_that_names_a_release_knows_it(facts: dict[str, object], known: bool) -> None:
    found = answer(article("Exchange Server", "5.5", "SP4", **facts), product="Exchange 5.5", service_pack="5")
    assert (found.reason != "release_not_known") is known


@pytest.mark.parametrize(
    ("product", "build", "reason"),
    [
        ("Exchange 5.5", "5.5.2657.1", "service_pack_reached"),
        ("Exchange 5.5", "5.5.9999.0", "build_not_known"),
        ("Exchange 5.5", "9999", "build_not_known"),
        ("Exchange 5.5", "1900", "build_not_known"),
        ("Exchange 5.5", "6.0.4417.5", "build_not_known"),
    ],
)
def test_a_build_counts_up_to_one_step_above_the_last_one_known(product: str, build: str, reason: str) -> None:
    assert answer(article("Exchange Server", "5.5", "SP4"), product=product, build=build).reason == reason


def test_a_build_that_no_release_has_is_of_no_release_even_where_the_version_has_the_fix() -> None:
    held = article("Exchange Server", "5.5", None)
    assert answer(held, product="Exchange 5.5", build="2653.23").verdict == "included"
    assert answer(held, product="Exchange 5.5", build="1900").reason == "build_not_known"


def test_a_build_that_the_article_states_is_known() -> None:
    held = record(
        1, "x", ("status", "It was."), fixed_in=(FixedIn("Exchange Server", where("status", 4), "5.5", build="9000.2"),)
    )
    assert answer(held, product="Exchange 5.5", build="9000.2").reason == "build_reached"
    assert answer(held, product="Exchange 5.5", build="9001.2").reason == "build_not_known"


FILES = article(
    "Exchange Server",
    "5.5",
    None,
    files=(FixedFile(where("status", 4), "Emsmta.exe", date=dt.date(1999, 3, 1), size=4711, rule="files.dash-table"),),
)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"file_date": "2090-01-01"}, "value_impossible"),
        ({"file_date": TOMORROW.isoformat()}, "value_impossible"),
        ({"file_date": "1979-12-31"}, "value_impossible"),
        ({"file_date": "1999-03-02"}, "file_date_reached"),
        ({"file_date": "1999-03-01", "file_size": "0"}, "value_impossible"),
    ],
)
def test_a_date_or_size_that_no_file_has_decides_nothing(given: dict[str, str], reason: str) -> None:
    assert answer(FILES, file="emsmta.exe", **given).reason == reason


def test_no_release_of_the_table_is_above_the_last_one_of_its_line() -> None:
    above = [
        row for row in releases.table() if (last := releases.last(row.product)) and row.pack.number > last.pack.number
    ]
    assert above == []


@given(st.integers(1, 99), st.integers(1, 4))
def test_no_service_pack_is_included_that_nobody_knows(pack: int, fixed: int) -> None:
    found = answer(article("Exchange Server", "5.5", f"SP{fixed}"), product="Exchange 5.5", service_pack=str(pack))
    assert found.verdict == ("unknown" if pack > 4 else "included" if pack >= fixed else "not_included")
