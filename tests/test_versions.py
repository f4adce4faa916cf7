"""Versions, builds and service packs: how they are read, and the laws of their order."""

from __future__ import annotations

import contextlib
import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kbservice.errors import InvalidVersion
from kbservice.versions import Branch, Build, FileVersion, ServicePack, compare

PART = st.integers(0, 40_000)
PARTS = st.lists(PART, min_size=3, max_size=4).map(tuple)
VERSIONS = PARTS.map(lambda parts: FileVersion.parse(".".join(map(str, parts))))


@pytest.mark.parametrize(
    ("text", "parts", "letter"),
    [
        ("5.5.2431.0", (5, 5, 2431), ""),
        ("4,71,0,426", (4, 71, 0, 426), ""),
        ("5.0:2195.2194", (5, 0, 2195, 2194), ""),
        ("5.05.1960.8", (5, 5, 1960, 8), ""),
        ("5.52594.0", (5, 5, 2594), ""),
        ("5.5.23.2650", (5, 5, 2650, 23), ""),
        ("5.0.2195.4555 shp", (5, 0, 2195, 4555), ""),
        ("6.00.2900.2180 (xpsp_sp2_gdr.040517-1325)", (6, 0, 2900, 2180), ""),
        ("1.2(build 786)", (1, 2, 786), ""),
        ("v3.2a", (3, 2), "a"),
        ("4.00.950 B", (4, 0, 950), "b"),
        ("version 5.5", (5, 5), ""),
        ("996.26", (996, 26), ""),
        ("786", (786,), ""),
        ("0.0.0.0000", (0,), ""),
    ],
)
def test_a_version_is_read_as_integers(text: str, parts: tuple[int, ...], letter: str) -> None:
    version = FileVersion.parse(text)
    assert (version.parts, version.letter) == (parts, letter)
    assert str(version) == text


@pytest.mark.parametrize("text", ["", "N/A", "-", "none", "latest", "1.2.x", "5.5;6", "a.b", "5.5 sp ; drop", "9" * 80])
def test_what_is_no_version_is_refused(text: str) -> None:
    with pytest.raises(InvalidVersion):
        FileVersion.parse(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5.5.2524.0", "5.5.2524"),
        ("5.00.2195.2100", "5.0.2195.2100"),
        ("02.573.4104", "2.573.4104"),
        ("6.00.8877", "6.0.88.77"),
        ("06.00.8987", "6.0.89.87"),
        ("6.00.9004", "6.0.90.4"),
        ("5.00.4319", "5.0.43.19"),
        ("4.00.963", "4.0.0.963"),
        ("4.10.2000", "4.10.0.2000"),
        ("4.02.0748", "4.2.748"),
        ("2,00,1493,3181", "2.0.1493.3181"),
    ],
)
def test_two_notations_of_one_version_are_equal(one: str, other: str) -> None:
    assert FileVersion.parse(one) == FileVersion.parse(other)
    assert hash(FileVersion.parse(one)) == hash(FileVersion.parse(other))
    assert compare(FileVersion.parse(one), FileVersion.parse(other)) == 0


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("5.5.2448.8", "5.5.2448.10"),
        ("6.00.8964", "6.0.91.15"),
        ("06.00.8764", "6.0.89.87"),
        ("4.0.5629.0", "4.0.6019.0"),
        ("4.0.1381.298", "4.0.1381.7110"),
        ("2.00.1493.3010", "2.0.1493.3181"),
        ("996.25", "996.72"),
        ("2653.7", "5.5.2653.23"),
        ("7043", "4.0.1381.7050"),
        ("9262", "7.0.0.9499"),
        ("3.2", "3.2a"),
    ],
)
def test_order_is_by_integers_not_by_characters(earlier: str, later: str) -> None:
    assert compare(FileVersion.parse(earlier), FileVersion.parse(later)) == -1
    assert compare(FileVersion.parse(later), FileVersion.parse(earlier)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5.5.2232.18", "5.0.1461.50"),
        ("4.0.1381.7086", "4.0.1381.33472"),
        ("5.131.1877.9", "5.131.2195.1"),
        ("5.0.2195.2100", "5.0.1781.3"),
        ("2.00.1493.4006", "2.00.1493.3181"),
        ("2.00.1380.1055", "2.00.1493.2005"),
        ("4.00.1493.2234", "4.00.1493.3225"),
        ("9.0.0.2711", "8.5.6510.0"),
        ("2653.23", "3.2"),
        ("7043", "4.0.1381.33475"),
        ("5.5.65536.0", "5.5.2431.0"),
        ("99999999999999999999.1", "5.5.2431.0"),
    ],
)
def test_versions_of_two_branches_have_no_order(one: str, other: str) -> None:
    assert compare(FileVersion.parse(one), FileVersion.parse(other)) is None


def test_a_branch_has_a_name_where_its_numbers_do_not_tell() -> None:
    assert FileVersion.parse("4.0.1381.33472").branch == Branch((4, 0, 1381), "Terminal Server")
    assert FileVersion.parse("2.00.1493.4006").branch == Branch((2, 0, 1493), "service pack 4")


@given(VERSIONS, VERSIONS, VERSIONS)
def test_the_order_is_total(a: FileVersion, b: FileVersion, c: FileVersion) -> None:
    assert (a < b) + (a == b) + (a > b) == 1
    if a <= b <= c:
        assert a <= c


@given(VERSIONS, VERSIONS)
def test_compare_is_antisymmetric(a: FileVersion, b: FileVersion) -> None:
    forth, back = compare(a, b), compare(b, a)
    assert (forth is None) == (back is None)
    if forth is not None and back is not None:
        assert forth == -back


@given(PARTS, st.lists(st.integers(0, 3), min_size=4, max_size=4), st.sampled_from([".", ",", ":"]))
@example((5, 5, 2653, 23), [1, 0, 0, 2], ",")
def test_spelling_changes_nothing(parts: tuple[int, ...], zeros: list[int], mark: str) -> None:
    plain = FileVersion.parse(".".join(map(str, parts)))
    spelt = FileVersion.parse(mark.join("0" * z + str(p) for z, p in zip(zeros, parts, strict=False)))
    assert plain == spelt
    assert FileVersion.parse(str(plain)) == plain


@given(st.lists(st.integers(1, 99), min_size=1, max_size=3).map(tuple))
def test_missing_parts_are_zero(parts: tuple[int, ...]) -> None:
    text = ".".join(map(str, parts))
    assert FileVersion.parse(text) == FileVersion.parse(text + ".0") == FileVersion.parse(text + ".0000")


@given(st.integers(20, 99), st.integers(0, 99), st.sampled_from([5, 6]))
def test_visual_basic_writes_one_build_in_two_ways(high: int, low: int, major: int) -> None:
    assert FileVersion.parse(f"{major}.0.{high}.{low}") == FileVersion.parse(f"{major}.00.{high * 100 + low}")


@pytest.mark.parametrize(
    ("text", "prefix", "number", "letter", "pack"),
    [
        ("5.5.2653.23", (5, 5), (2653, 23), "", None),
        ("2653.23", (), (2653, 23), "", None),
        ("Build 2653.23", (), (2653, 23), "", None),
        ("5.5 (Build 2653.23: Service Pack 4)", (5, 5), (2653, 23), "", "SP4"),
        ("Version 5.5 (Build 1960.5)", (5, 5), (1960, 5), "", None),
        ("05.2653.0023", (5,), (2653, 23), "", None),
        ("8.00.534", (8, 0), (534,), "", None),
        ("5.00.2195", (5, 0), (2195,), "", None),
        ("4.0 1381 SP6a", (4, 0), (1381,), "", "SP6a"),
        ("1381: Service Pack 6, RC 1.3", (), (1381,), "", "SP6"),
        ("SP4 build 2653", (), (2653,), "", "SP4"),
        ("6.00.8877", (6, 0), (8877,), "", None),
        ("6.0.88.77", (6, 0), (8877,), "", None),
        ("08.04.5619", (8, 4), (5619,), "", None),
        ("4.00.950 B", (4, 0), (950,), "b", None),
        ("4.0.0.606", (4, 0), (606,), "", None),
        ("1493", (), (1493,), "", None),
    ],
)
def test_a_build_is_read_in_the_forms_that_people_paste(
    text: str, prefix: tuple[int, ...], number: tuple[int, ...], letter: str, pack: str | None
) -> None:
    build = Build.parse(text)
    assert (build.prefix, build.number, build.letter) == (prefix, number, letter)
    assert (build.service_pack.short if build.service_pack else None) == pack
    assert str(build) == text


@pytest.mark.parametrize("text", ["", "the newest", "SP4", "x.y"])
def test_what_is_no_build_is_refused(text: str) -> None:
    with pytest.raises(InvalidVersion):
        Build.parse(text)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("6a", "SP6a"),
        ("SP6a", "SP6a"),
        ("sp 6a", "SP6a"),
        ("3", "SP3"),
        ("Service Pack 4.0", "SP4"),
        ("Service Pack Service Pack 1", "SP1"),
        ("SR-1", "SP1"),
        ("Service Release 2 (SR-2)", "SP2"),
        ("SP-2", "SP2"),
        ("OSR2.1", "SP2.1"),
        ("OEM Service Release version 2", "SP2"),
        ("RTM", "RTM"),
        ("gold", "RTM"),
        ("0", "RTM"),
        ("no service pack", "RTM"),
        ("SP4 HRP", "SP4 rollup"),
        ("Service Pack 4 Hotfix Rollup Package (HRP)", "SP4 rollup"),
        ("SP6a Security Rollup Package", "SP6a rollup"),
        ("SP6a + SRP", "SP6a rollup"),
        ("4 + HRP", "SP4 rollup"),
        ("4 Hotfix Rollup Package", "SP4 rollup"),
        ("post-SP3", "SP3 rollup"),
        ("Second Edition", "SP1"),
    ],
)
def test_a_service_pack_is_read_in_every_spelling(text: str, short: str) -> None:
    assert ServicePack.parse(text).short == short


@pytest.mark.parametrize("text", ["", "latest", "latest service pack", "x", "2195"])
def test_what_names_no_service_pack_is_refused(text: str) -> None:
    with pytest.raises(InvalidVersion):
        ServicePack.parse(text)


@pytest.mark.parametrize("text", ["\n" * 40_000, "1." * 40_000, "service pack " * 10_000, "(" * 40_000])
def test_hostile_text_is_refused_in_no_time(text: str) -> None:
    begin = time.process_time()
    for parse in (FileVersion.parse, Build.parse, ServicePack.parse):
        with contextlib.suppress(InvalidVersion):
            parse(text)
    assert time.process_time() - begin < 1


def test_service_packs_have_an_order() -> None:
    names = ["RTM", "SP1", "SP2", "OSR2.1", "SP6", "SP6 rollup package", "SP6a", "SP6a SRP", "SP7"]
    packs = [ServicePack.parse(name) for name in names]
    assert all(a < b for a, b in pairwise(packs))
    assert len(set(packs)) == len(packs)


@given(st.integers(0, 9), st.sampled_from(["", "a"]), st.integers(1, 9))
def test_a_rollup_comes_after_its_service_pack_and_before_the_next(number: int, letter: str, step: int) -> None:
    pack, following = ServicePack((number,), letter), ServicePack((number + step,))
    assert pack < ServicePack((number,), letter, after=True) < following


def test_a_service_pack_is_found_within_a_sentence() -> None:
    found = ServicePack.find("the server runs Exchange 5.5 with Service Pack 3 since May")
    assert found is not None
    assert found.short == "SP3"
    assert ServicePack.find("the server runs Exchange 5.5") is None


def test_service_packs_compare_with_service_packs_only() -> None:
    with pytest.raises(TypeError):
        assert ServicePack.parse("1") < 2


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("3.70.0820", "3.70.9.0", -1),
        ("3.70.0961", "3.70.9.0", 1),
        ("3.70.0820", "3.70.8.20", 0),
        ("7.00.0842", "7.00.842", 0),
        ("3.70.820", "3.70.0821", -1),
    ],
)
def test_versions_of_odbc_drivers_are_printed_in_two_notations(one: str, other: str, expected: int) -> None:
    assert compare(FileVersion.parse(one), FileVersion.parse(other)) == expected
    assert compare(FileVersion.parse(other), FileVersion.parse(one)) == -expected
