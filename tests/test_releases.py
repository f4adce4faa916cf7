"""Which release a build is: exactly, shared, between two, or unknown; never the nearest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbservice import products, releases
from kbservice.errors import BrokenData
from kbservice.versions import Build, ServicePack


def identify(product: str, build: str, component: str | None = None) -> releases.Identified:
    return releases.identify(products.parse(product), Build.parse(build), component)


@pytest.mark.parametrize(
    ("product", "build", "pack"),
    [
        ("Exchange Server 5.5", "2653.23", "SP4"),
        ("Exchange Server 5.5", "2653.30", "SP4"),
        ("Exchange Server 5.5", "2650", "SP3"),
        ("Exchange Server", "5.5.2653.23", "SP4"),
        ("Exchange Server 5.5", "05.2653.0023", "SP4"),
        ("Exchange Server 4.0", "996.72", "SP5"),
        ("Exchange Server 4.0", "837.5", "RTM"),
        ("Exchange 2000 Server", "6.0.4417.5", "RTM"),
        ("SQL Server 7.0", "7.00.842", "SP2"),
        ("SQL Server", "8.00.534", "SP2"),
        ("Windows 95", "4.00.950 B", "SP2"),
        ("Windows 95", "4.00.950a", "SP1"),
        ("Windows 95", "4.00.950", "RTM"),
        ("Systems Management Server 2.0", "2.00.1493.3010", "SP3"),
        ("Systems Management Server 2.0", "2.00.1493.3181", "SP3"),
        ("SNA Server 4.0", "4.0.0.568", "SP2"),
        ("Visual SourceSafe 5.0", "2219", "SP1"),
        ("Visual Basic 6.0", "6.0.88.77", "SP4"),
        ("MDAC 2.5", "2.51.5303.5", "SP1"),
        ("Outlook 97", "08.04.5619", "SP2"),
        ("Windows NT 4.0", "4.0 1381 SP6a", "SP6a"),
        ("Windows XP", "5.1.2600.2180", "SP2"),
    ],
)
def test_a_build_is_its_release(product: str, build: str, pack: str) -> None:
    found = identify(product, build)
    assert found.kind == "exact"
    assert [p.short for p in found.packs] == [pack]
    assert found.rows


@pytest.mark.parametrize(
    ("product", "build", "packs"),
    [
        ("Windows XP", "5.1.2600", ["RTM", "SP1", "SP2", "SP3"]),
        ("Windows 2000", "2195", ["RTM", "SP1", "SP2", "SP2 rollup", "SP3", "SP4"]),
        ("Windows NT 4.0", "1381", ["RTM", "SP1", "SP2", "SP3", "SP4", "SP5", "SP6", "SP6a", "SP6a rollup"]),
        ("Systems Management Server 2.0", "1493", ["SP2", "SP3", "SP4"]),
    ],
)
def test_a_build_of_several_releases_says_so(product: str, build: str, packs: list[str]) -> None:
    found = identify(product, build)
    assert found.kind == "shared"
    assert [p.short for p in found.packs] == packs


@pytest.mark.parametrize(
    ("product", "build", "kind", "said"),
    [
        ("Exchange 5.5", "5.5.2651.92", "between", "between Exchange Server 5.5 SP3 and Exchange Server 5.5 SP4"),
        ("SQL Server", "8.00.600", "between", "between SQL Server 2000 SP2 and SQL Server 2000 SP3"),
        ("Exchange 5.5", "2655.1", "after", "after Exchange Server 5.5 SP4"),
        ("Exchange 5.5", "1900", "before", "before Exchange Server 5.5 RTM"),
        ("Exchange", "2655.1", "unknown", "no known release"),
        ("Contoso Relay", "17", "unknown", "no known release"),
    ],
)
def test_the_nearest_release_is_never_passed_off_as_exact(product: str, build: str, kind: str, said: str) -> None:
    found = identify(product, build)
    assert found.kind == kind
    assert str(found) == said


def test_a_build_between_two_releases_has_its_place_between_them() -> None:
    (place,) = identify("Exchange 5.5", "2651.92").packs
    assert ServicePack.parse("SP3") < place < ServicePack.parse("SP4")


@pytest.mark.parametrize(
    ("product", "text", "after"),
    [
        ("Windows NT 4.0", "Security Rollup Package", "SP6a"),
        ("NT4 TSE", "the security rollup package", "SP6"),
        ("Windows 2000", "Security Rollup Package 1", "SP2"),
    ],
)
def test_a_rollup_is_known_by_its_name(product: str, text: str, after: str) -> None:
    pack = releases.named(products.parse(product), text)
    assert pack is not None
    assert ServicePack.parse(after) < pack
    assert releases.named(products.parse("Exchange 5.5"), text) is None


def test_the_releases_of_a_product_come_in_their_order() -> None:
    rows = [row for row in releases.of(products.parse("Exchange 5.5")) if row.component is None]
    assert [row.pack.short for row in rows] == ["RTM", "SP1", "SP2", "SP3", "SP4"]
    assert str(rows[-1]) == "Exchange Server 5.5 SP4 is build 2653, by Q158530"


def test_every_row_has_a_source_and_is_found_by_its_own_build() -> None:
    for row in releases.table():
        assert row.source == releases.COMMON_KNOWLEDGE or row.source.startswith("Q")
        assert row.pack in releases.identify(row.product, row.build, row.component).packs, str(row)


@given(st.sampled_from(["Exchange 5.5", "SQL Server 7.0", "SNA Server 4.0", "MDAC 2.5"]), st.integers(1, 9000))
def test_a_later_build_never_stands_for_an_earlier_release(product: str, number: int) -> None:
    one, other = identify(product, str(number)).packs, identify(product, str(number + 1)).packs
    if one and other:
        assert one[0] <= other[0]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 1"),
        ('{"product": "Exchange Server", "version": "5.5", "release": "SP4"}', "fields must be"),
        ('{"product": "Exchange Server", "version": "5.5", "release": "new", "build": "1"}', "no service pack"),
        ('{"product": "Contoso", "version": "1", "release": "SP4", "build": "17"}', "no product family"),
        ('{"product": "Exchange Server", "version": "5.5", "release": "SP4", "build": "2653", "date": "x"}', "line 1"),
        ('{"product": "Exchange Server", "version": "5.5", "release": "SP4", "build": "2653", "who": "me"}', "fields"),
    ],
)
def test_a_table_is_checked_when_it_is_loaded(line: str, said: str) -> None:
    with pytest.raises(BrokenData, match=said):
        releases.load([line])


def test_empty_lines_of_a_table_are_passed_over() -> None:
    row = '{"product": "Exchange Server", "version": "5.5", "release": "SP4", "build": "2653"}'
    assert len(releases.load(["", row, "  "])) == 1


@pytest.mark.parametrize(
    ("product", "last", "limit"),
    [
        ("Exchange 5.5", 2653, 2653 + 272),
        ("Exchange 5.0", 1460, 1460 + 73),
        ("Windows 2000", 2195, 2195),
        ("Windows NT 4.0", 1381, 1381),
    ],
)
def test_hotfixes_count_on_from_the_last_build(product: str, last: int, limit: int) -> None:
    found = releases.last_build(products.parse(product))
    assert found is not None
    assert (found[0].build.number[0], found[1]) == (last, limit)


def test_without_builds_nothing_is_said_of_the_last() -> None:
    assert releases.last_build(products.parse("Exchange")) is None
    assert releases.last_build(products.parse("Contoso Relay 3.1")) is None
    assert releases.last(products.parse("Contoso Relay 3.1")) is None


@pytest.mark.parametrize(
    "line",
    [
        '{"product": "Exchange Server", "version": "5.5", "last": "SP4"}',
        '{"product": "Exchange Server", "version": "5.5", "last": "new", "source": "Q1"}',
        '{"product": "Contoso", "version": "1", "last": "SP4", "source": "Q1"}',
        "[]",
    ],
)
def test_the_table_of_last_releases_is_checked_too(line: str) -> None:
    with pytest.raises(BrokenData, match="last releases, line 1"):
        releases.load_last([line])


@pytest.mark.parametrize(
    ("product", "pack"),
    [("NT4", "SP6a"), ("NT4 TSE", "SP6"), ("IIS 4.0", "SP6a"), ("VB6", "SP6"), ("OWA 5.5", "SP4"), ("Word 97", "SP2b")],
)
def test_the_last_release_is_that_of_the_whole_line(product: str, pack: str) -> None:
    found = releases.last(products.parse(product))
    assert found is not None
    assert found.pack.short == pack
    assert found.source == releases.COMMON_KNOWLEDGE or found.source.startswith("Q")
