"""Files: rows of tables and the version, date and size of the file that runs."""

from __future__ import annotations

import datetime as dt

import pytest
from handmade import record, where
from hypothesis import given
from hypothesis import strategies as st

from kbservice import fixcheck
from kbservice.record import FixedFile, Product, Record

DAY = dt.date(2000, 1, 25)
LINE = 4  # the first line of the resolution in the records below


def row(name: str = "Store.exe", version: str | None = None, **facts: object) -> FixedFile:
    heading = str(facts.pop("heading", ""))
    members = {"where": where("resolution", LINE, heading=heading), "rule": "files.dash-table", **facts}
    return FixedFile(name=name, version=version, **members)  # type: ignore[arg-type]


def article(
    *rows: FixedFile, text: str = "Store.exe  5.5.2528.0", products: tuple[tuple[str, str], ...] = ()
) -> Record:
    listed = tuple(Product(name, version, where("applies_to", 1)) for name, version in products)
    return record(215924, "XADM: Store Stops", ("resolution", text), files=rows, applies_to=listed)


def check(held: Record, **given_: str) -> fixcheck.Verdict:
    return fixcheck.check(held, fixcheck.parse({"file": "store.exe", **given_}))


def verdict(held: Record, **given_: str) -> tuple[str, str]:
    answer = check(held, **given_)
    return answer.verdict, answer.reason


@pytest.mark.parametrize(
    ("listed", "runs", "expected"),
    [
        ("5.5.2528.0", "5.5.2650.24", ("included", "file_version_reached")),
        ("5.5.2528.0", "5.5.2528", ("included", "file_version_reached")),
        ("5.00.2195.2100", "5.0.2195.2100", ("included", "file_version_reached")),
        ("06.00.8764", "6.0.89.87", ("included", "file_version_reached")),
        ("6.0.91.15", "6.00.8964", ("not_included", "file_version_below")),
        ("5.5.2528.0", "5.5.2527.99", ("not_included", "file_version_below")),
        ("5.0.1461.82", "5.5.2650.24", ("unknown", "other_branch")),
        ("5.5.2528.0", "5.0.1461.82", ("unknown", "other_branch")),
        ("4.0.1381.33369", "4.0.1381.7050", ("unknown", "other_branch")),
        ("4.0.1381.7050", "4.0.1381.33369", ("unknown", "other_branch")),
        ("2.00.1493.3181", "2.00.1493.4006", ("unknown", "other_branch")),
        ("2653.7", "5.5.2653.23", ("included", "file_version_reached")),
        ("5.0:2195.2097", "5.0.2195.2100", ("included", "file_version_reached")),
        ("5.0.2195.36", "5.0.2195.2100", ("unknown", "listed_version_misprinted")),
        ("1.279.248", "4.0.1381.7050", ("unknown", "other_branch")),
        ("5.5.2528.0", "5.5.99999.0", ("unknown", "other_branch")),
        ("5.5.2528.0", "99999999999999999999.1", ("unknown", "other_branch")),
        ("N/A", "5.5.2528.0", ("unknown", "version_not_listed")),
        (None, "5.5.2528.0", ("unknown", "version_not_listed")),
    ],
)
def test_a_version_is_compared_within_its_branch(listed: str | None, runs: str, expected: tuple[str, str]) -> None:
    assert verdict(article(row(version=listed)), file_version=runs) == expected


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"file_date": "2000-01-25"}, ("included", "file_date_reached")),
        ({"file_date": "2000-01-26"}, ("included", "file_date_reached")),
        ({"file_date": "2000-01-24"}, ("not_included", "file_date_below")),
        ({"file_date": "2000-01-24", "file_size": "1000"}, ("not_included", "file_date_below")),
        ({"file_date": "2000-01-25", "file_size": "1000"}, ("included", "file_date_reached")),
        ({"file_date": "2000-01-25", "file_size": "999"}, ("unknown", "size_differs")),
        ({"file_size": "1000"}, ("unknown", "size_only")),
        ({"file_size": "2000"}, ("unknown", "size_only")),
    ],
)
def test_without_a_version_the_date_decides_and_the_size_never(
    given_: dict[str, str], expected: tuple[str, str]
) -> None:
    assert verdict(article(row(date=DAY, size=1000)), **given_) == expected


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"file_version": "5.5.2528.0", "file_date": "2000-01-24"}, ("not_included", "file_date_below")),
        ({"file_version": "5.5.2528.0", "file_date": "2000-01-25"}, ("included", "file_version_reached")),
        ({"file_version": "5.5.2529.0", "file_date": "1999-01-01"}, ("not_included", "file_date_below")),
        ({"file_version": "5.5.2528.0", "file_size": "999"}, ("unknown", "size_differs")),
        ({"file_version": "5.5.2529.0", "file_size": "999"}, ("included", "file_version_reached")),
        ({"file_date": "2000-02-01"}, ("included", "file_date_reached")),
    ],
)
def test_all_attributes_given_must_be_met(given_: dict[str, str], expected: tuple[str, str]) -> None:
    assert verdict(article(row(version="5.5.2528.0", date=DAY, size=1000)), **given_) == expected


def test_no_date_in_the_table_leaves_a_date_unanswered() -> None:
    assert verdict(article(row(version="5.5.2528.0")), file_date="2000-01-25") == ("unknown", "date_not_listed")


def test_a_file_that_is_not_listed_is_unknown_and_the_listed_ones_are_named() -> None:
    answer = fixcheck.check(article(row()), fixcheck.parse({"file": "ism.dll", "file_version": "5.5.2528.0"}))
    assert (answer.verdict, answer.reason) == ("unknown", "file_not_listed")
    assert "Store.exe" in answer.message
    none = fixcheck.check(article(), fixcheck.parse({"file": "ism.dll", "file_version": "5.5.2528.0"}))
    assert "lists no files" in none.message


@pytest.mark.parametrize("name", ["STORE.EXE", "store", r"C:\exchsrvr\bin\Store.exe"])
def test_a_file_is_known_by_its_name_in_any_case_and_without_extension_or_folder(name: str) -> None:
    answer = fixcheck.check(article(row(version="5.5.1.0")), fixcheck.parse({"file": name, "file_version": "5.5.1.0"}))
    assert answer.verdict == "included"


INTEL = row(version="4.0.1381.7086", platform="Intel", size=84_240)
ALPHA = row(version="4.0.1381.7063", platform="Alpha", size=140_048)


@pytest.mark.parametrize(
    ("given_", "expected"),
    [
        ({"file_version": "4.0.1381.7090"}, ("included", "file_version_reached")),
        ({"file_version": "4.0.1381.7070"}, ("unknown", "rows_disagree")),
        ({"file_version": "4.0.1381.7063"}, ("unknown", "rows_disagree")),
        ({"file_version": "4.0.1381.7060"}, ("not_included", "file_version_below")),
        ({"file_version": "4.0.1381.7070", "platform": "alpha"}, ("included", "file_version_reached")),
        ({"file_version": "4.0.1381.7070", "platform": "i386"}, ("not_included", "file_version_below")),
        ({"file_version": "4.0.1381.7070", "file_size": "140048"}, ("included", "file_version_reached")),
        ({"file_version": "4.0.1381.7070", "platform": "mips"}, ("unknown", "other_platform")),
    ],
)
def test_of_rows_for_two_platforms_all_or_none_must_be_met(given_: dict[str, str], expected: tuple[str, str]) -> None:
    assert verdict(article(INTEL, ALPHA), **given_) == expected


def test_a_row_that_names_no_platform_holds_for_all() -> None:
    held = article(row(version="4.0.1381.7063"))
    assert verdict(held, file_version="4.0.1381.7070", platform="alpha")[0] == "included"


def test_a_platform_may_be_a_system() -> None:
    held = article(row(version="3.5.34", platform="MS-DOS"), row(version="3.5.32", platform="Windows NT"))
    assert verdict(held, file_version="3.5.33") == ("unknown", "rows_disagree")
    assert verdict(held, file_version="3.5.33", platform="Windows NT")[0] == "included"


def test_the_strength_of_encryption_chooses_a_row() -> None:
    held = article(row(date=DAY, platform="I386 - 128-bit"), row(date=dt.date(2001, 1, 1), platform="I386 - 56-bit"))
    assert verdict(held, file_date="2000-06-01") == ("unknown", "rows_disagree")
    assert verdict(held, file_date="2000-06-01", platform="x86 128-bit") == ("included", "file_date_reached")


def test_a_language_chooses_a_row() -> None:
    held = article(row(version="5.5.10.0", language="English"), row(version="5.5.20.0", language="Japanese"))
    assert verdict(held, file_version="5.5.15.0") == ("unknown", "rows_disagree")
    assert verdict(held, file_version="5.5.15.0", language="english")[0] == "included"
    assert verdict(held, file_version="5.5.15.0", language="Finnish") == ("unknown", "other_language")


PLAIN = row(version="4.0.1381.7086", heading="Windows NT Server or Workstation 4.0")
TERMINAL = row(version="4.0.1381.33472", product="Windows NT Server 4.0, Terminal Server Edition")


@pytest.mark.parametrize(
    ("version", "product", "expected"),
    [
        ("4.0.1381.33468", "Windows NT Server 4.0, Terminal Server Edition", ("not_included", "file_version_below")),
        ("4.0.1381.33475", "NT4 TSE", ("included", "file_version_reached")),
        ("4.0.1381.7086", "Windows NT 4.0", ("included", "file_version_reached")),
        ("4.0.1381.7086", "NT4 TSE", ("unknown", "other_branch")),
        ("4.0.1381.7086", "Windows 2000", ("unknown", "other_product")),
    ],
)
def test_the_product_above_a_table_owns_its_rows(version: str, product: str, expected: tuple[str, str]) -> None:
    assert verdict(article(PLAIN, TERMINAL), file_version=version, product=product) == expected


def test_a_platform_column_may_name_terminal_server() -> None:
    held = article(
        row(date=dt.date(1999, 8, 14), platform="Windows NT"), row(date=dt.date(1999, 9, 1), platform="Terminal Server")
    )
    assert verdict(held, file_date="1999-08-20", product="Windows NT 4.0") == ("included", "file_date_reached")
    assert verdict(held, file_date="1999-08-20", product="NT4 TSE") == ("not_included", "file_date_below")
    assert verdict(held, file_date="1999-08-20") == ("unknown", "rows_disagree")


def test_two_products_without_a_word_which_runs_are_unknown() -> None:
    held = article(
        row(date=dt.date(2001, 1, 4), heading="SNA Server 4.0"),
        row(date=dt.date(2000, 12, 19), heading="Host Integration Server 2000"),
    )
    assert verdict(held, file_date="2000-12-28") == ("unknown", "rows_disagree")
    assert verdict(held, file_date="2000-12-28", product="HIS 2000")[0] == "included"


def test_an_article_on_another_product_says_nothing_of_this_one() -> None:
    held = article(row(version="5.5.2528.0"), products=(("Microsoft Exchange Server", "5.5"),))
    assert verdict(held, file_version="5.5.2600.0", product="Windows 2000") == ("unknown", "other_product")
    assert verdict(held, file_version="5.5.2600.0", product="Exchange 5.5")[0] == "included"


@pytest.mark.parametrize(
    ("version", "product", "expected"),
    [
        ("4.00.1111", "Windows 95 OEM Service Release 2", "not_included"),
        ("4.00.1113", "Windows 95 OSR2", "included"),
        ("4.00.955", "Windows 95 OSR1", "included"),
        ("4.00.1111", "", "not_included"),
        ("4.00.955", "", "unknown"),
        ("4.00.953", "", "not_included"),
    ],
)
def test_windows_95_and_its_later_service_release_are_two_lines(version: str, product: str, expected: str) -> None:
    held = article(
        row(version="4.00.954", product="Windows 95 (retail release) and OEM Service Release 1 (OSR1) only"),
        row(version="4.00.1113", product="Windows 95 OSR2 and OSR2.1 only"),
    )
    assert verdict(held, file_version=version, product=product)[0] == expected


@pytest.mark.parametrize(
    ("version", "product", "expected"),
    [
        ("4.10.2000", "Windows 98", "included"),
        ("4.10.2000", "", "unknown"),
        ("4.10.2225", "", "included"),
        ("4.10.2000", "Windows 98 Second Edition", "not_included"),
        ("4.10.2223", "Windows 98 Second Edition", "not_included"),
        ("4.10.2223", "", "not_included"),
        ("4.00.952", "Windows 95", "not_included"),
    ],
)
def test_a_system_in_the_platform_column_is_narrower_than_the_heading(
    version: str, product: str, expected: str
) -> None:
    heading = "Windows 95, Windows 98, Windows 98 Second Edition"
    held = article(
        row(version="4.10.2225", platform="Windows 98 Second Edition", heading=heading),
        row(version="4.00.953", platform="Windows 95", heading=heading),
        row(version="4.10.0.2000", platform="Windows 98", heading=heading),
    )
    assert verdict(held, file_version=version, product=product)[0] == expected


def test_a_component_that_is_a_product_owns_its_rows() -> None:
    held = article(
        row(version="5.5.2651.80", component="Outlook 98"), row(version="5.5.3141.0", component="Outlook 2000")
    )
    assert verdict(held, file_version="5.5.2653.1") == ("unknown", "rows_disagree")
    assert verdict(held, file_version="5.5.2653.1", product="Outlook 98")[0] == "included"
    assert verdict(held, file_version="5.5.2653.1", product="Outlook 2000")[0] == "not_included"


@pytest.mark.parametrize(
    ("version", "product", "expected"),
    [
        ("4.00.1111", "Windows 95 OSR2", "not_included"),
        ("4.00.1112", "Windows 95 OSR2", "included"),
        ("4.03.1216", "Windows 95 OSR 2.5", "included"),
        ("4.03.1215", "", "not_included"),
        ("4.00.952", "Windows 95 OSR1", "included"),
        ("4.00.951", "Windows 95", "not_included"),
    ],
)
def test_service_releases_in_the_platform_column_choose_rows(version: str, product: str, expected: str) -> None:
    held = article(
        row(version="4.00.952", platform="Windows 95 & OSR1"),
        row(version="4.00.1112", platform="OSR2"),
        row(version="4.03.1216", platform="OSR2.1 & OSR2.5"),
    )
    assert verdict(held, file_version=version, product=product)[0] == expected


def test_a_sentence_that_says_corrected_in_covers_later_versions() -> None:
    text = "The problem was corrected in version 3.05.0028 of Store.exe."
    held = article(row(version="3.05.0028", rule="files.sentence", or_later=False), text=text)
    assert verdict(held, file_version="3.5.34") == ("included", "file_version_reached")
    assert verdict(held, file_version="3.5.27") == ("not_included", "file_version_below")


def test_a_service_pack_digit_chooses_the_row() -> None:
    held = article(row(version="2.00.1493.3181"), row(version="2.0.1493.4101"))
    assert verdict(held, file_version="2.00.1493.4006") == ("not_included", "file_version_below")
    assert verdict(held, file_version="2.00.1493.3181")[0] == "included"


def test_a_stated_minimum_beats_what_the_download_installs() -> None:
    held = article(row(version="4.00.954", rule="files.sentence"), row(version="4.00.1116", rule="files.dash-table"))
    assert verdict(held, file_version="4.00.1111")[0] == "included"


def test_later_files_need_the_article_s_word() -> None:
    held = article(row(version="4.00.962", or_later=False))
    assert verdict(held, file_version="4.00.962")[0] == "included"
    assert verdict(held, file_version="4.00.961") == ("not_included", "file_version_below")
    assert verdict(held, file_version="4.00.963") == ("unknown", "later_not_stated")
    note = "Store.exe  4.00.962\nNOTE: The problem is not corrected by\nlater versions of this file."
    excluded = article(row(version="4.00.962", or_later=False), text=note)
    assert verdict(excluded, file_version="4.00.963") == ("not_included", "later_file_excluded")
    assert any("later versions" in item.text for item in check(excluded, file_version="4.00.963").evidence)


@pytest.mark.parametrize(
    ("listed", "products", "given_", "expected"),
    [
        ("786", (("Systems Management Server", "1.2"),), {"file_version": "786"}, ("unknown", "version_tells_nothing")),
        ("1.2", (("Systems Management Server", "1.2"),), {"file_version": "1.2"}, ("unknown", "version_tells_nothing")),
        (
            "786",
            (("Systems Management Server", "1.2"),),
            {"file_version": "786", "file_date": "2000-01-26"},
            ("included", "file_date_reached"),
        ),
        (
            "786",
            (("Systems Management Server", "1.2"),),
            {"file_version": "786", "file_date": "2000-01-24"},
            ("not_included", "file_date_below"),
        ),
        (
            "4.0.0.606",
            (("SNA Server", "4.0 SP4"),),
            {"file_version": "4.0.0.606"},
            ("unknown", "version_tells_nothing"),
        ),
        (
            "4.0.0.606",
            (("SNA Server", "4.0 SP4"),),
            {"file_version": "4.0.0.595"},
            ("not_included", "file_version_below"),
        ),
        ("4.0.0.606", (("SNA Server", "4.0"),), {"file_version": "4.0.0.606"}, ("included", "file_version_reached")),
    ],
)
def test_a_version_that_files_without_the_fix_have_too_tells_nothing(
    listed: str, products: tuple[tuple[str, str], ...], given_: dict[str, str], expected: tuple[str, str]
) -> None:
    applies = tuple(
        Product(name, version.partition(" ")[0], where("applies_to", 1), version.partition(" SP")[2] or None)
        for name, version in products
    )
    held = record(
        1, "SMS: Stops", ("resolution", "Store.exe"), files=(row(version=listed, date=DAY),), applies_to=applies
    )
    assert verdict(held, **given_) == expected


def test_a_row_of_the_file_s_branch_decides_before_one_without_a_version() -> None:
    held = article(
        row(version="5.0.2195.3163", date=dt.date(2001, 1, 17)), row(date=dt.date(2000, 11, 29), platform="Alpha")
    )
    given_ = {"file_version": "5.0.2195.3000", "file_date": "2000-12-05"}
    assert verdict(held, **given_) == ("not_included", "file_version_below")
    other = {"file_version": "4.0.1381.7090", "file_date": "2000-12-05"}
    assert verdict(held, **other) == ("included", "file_date_reached")


def test_a_row_may_say_or_later_itself() -> None:
    held = article(row(version="4.00.954", or_later=False), text="Store.exe version 4.00.954 (10/10/95) and later")
    assert verdict(held, file_version="4.00.1111") == ("included", "file_version_reached")


def test_the_latest_of_several_listed_files_needs_no_or_later() -> None:
    held = article(row(version="3.5.34", or_later=False), row(version="3.5.35", or_later=False))
    assert verdict(held, file_version="3.5.35") == ("included", "file_version_reached")
    assert verdict(held, file_version="3.5.36") == ("unknown", "later_not_stated")


def test_evidence_is_the_row_with_its_place() -> None:
    answer = check(article(row(version="5.5.2528.0")), file_version="5.5.2650.24")
    (item,) = answer.evidence
    assert (item.article, item.section, item.first_line, item.text) == (
        "Q215924", "resolution", LINE, "Store.exe  5.5.2528.0",
    )  # fmt: skip
    assert answer.rule == "file.file-version-reached"
    assert answer.message.endswith("Listed: 5.5.2528.0; running: 5.5.2650.24.")


NUMBER = st.integers(0, 9999)


@given(NUMBER, NUMBER, NUMBER, st.sampled_from(["5.5", "5.0", "2.00"]))
def test_a_newer_version_never_loses_the_fix(listed: int, older: int, newer: int, prefix: str) -> None:
    held = article(row(version=f"5.5.{listed}.0"), row(version=f"2.0.1493.{listed}"))
    older, newer = sorted((older, newer))
    one = verdict(held, file_version=f"{prefix}.{older}.0")[0]
    other = verdict(held, file_version=f"{prefix}.{newer}.0")[0]
    assert not (one == "included" and other == "not_included")


@given(NUMBER, NUMBER)
def test_of_two_versions_each_with_the_other_as_its_fix_only_the_later_has_it(one: int, other: int) -> None:
    forth = verdict(article(row(version=f"5.5.{one}.0")), file_version=f"5.5.{other}.0")[0]
    back = verdict(article(row(version=f"5.5.{other}.0")), file_version=f"5.5.{one}.0")[0]
    assert (forth == back == "included") == (one == other)


@given(NUMBER, NUMBER, st.sampled_from(["5,5,{},0", "05.05.{:05d}.0000", "5.5:{}", " 5.5.{} "]))
def test_spelling_does_not_change_the_verdict(listed: int, runs: int, spelling: str) -> None:
    held = article(row(version=f"5.5.{listed}.0"))
    assert verdict(held, file_version=spelling.format(runs)) == verdict(held, file_version=f"5.5.{runs}.0")


def test_one_version_in_two_tables_is_told_by_its_dates() -> None:
    held = article(
        row(version="4.0.2.4701", date=dt.date(2001, 5, 29), product="Internet Information Services 5.0"),
        row(version="4.0.2.4701", date=dt.date(2001, 4, 2), product="Internet Information Server 4.0"),
    )
    runs = {"file_version": "4.0.2.4701", "file_date": "2001-04-02"}
    assert verdict(held, **runs) == ("unknown", "rows_disagree")
    assert verdict(held, **runs, product="IIS 4.0") == ("included", "file_version_reached")
    assert verdict(held, **runs, product="IIS 5.0") == ("not_included", "file_date_below")


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("2.573.4403", ("not_included", "file_version_below")),
        ("2.573.4509", ("included", "file_version_reached")),
        ("2.573.6019", ("unknown", "contradiction")),
        ("2.573.7713", ("included", "file_version_reached")),
    ],
)
def test_a_build_that_is_listed_as_affected_has_not_got_the_fix(version: str, expected: tuple[str, str]) -> None:
    builds = tuple(("Microsoft ODBC for Oracle 2.5", f"Build 2.573.{build}") for build in (4403, 6019))
    held = article(row(version="2.573.4509"), products=(*builds, ("Microsoft Data Access Components", "2.5")))
    assert verdict(held, file_version=version) == expected
