"""Many articles against one build: coverage, differences, plans, audits and their reports."""

from __future__ import annotations

import csv
import io
import json
import random
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from handmade import record, where

from kbservice import coverage, fixcheck, inventory
from kbservice.coverage import Coverage, Standing, reports
from kbservice.coverage.catalogue import severity
from kbservice.errors import InvalidInput
from kbservice.record import FixedFile, FixedIn, FixKeyword, ListedFix, Product, Record, Requirement, Statement

EXCHANGE = (Product("Exchange Server", "5.5", where("applies_to", 1)),)


def fixed(number: int, title: str, pack: int | None, *files: tuple[str, str], **facts: object) -> Record:
    """An Exchange 5.5 article, corrected in a service pack if one is given, with rows of files."""
    said = (FixedIn("Exchange Server", where("status", 4), "5.5", f"Service Pack {pack}"),) if pack else ()
    rows = tuple(FixedFile(where("status", 4), name, version, rule="files.dash-table") for name, version in files)
    prefix = title.partition(":")[0]
    members: dict[str, object] = {
        "applies_to": EXCHANGE,
        "fixed_in": said,
        "files": rows,
        "title_prefix": prefix,
        **facts,
    }
    return record(number, title, ("status", "The problem was corrected."), **members)


CRASH = fixed(101, "XCON: MTA Crashes", 2, ("emsmta.exe", "5.5.2400.0"))
LEAK = fixed(102, "XADM: Store Leaks Memory", 3, ("store.exe", "5.5.2600.0"))
HOTFIX = fixed(
    103,
    "XADM: Mail Is Corrupted",
    None,
    ("store.exe", "5.5.2654.10"),
    ("mdbmsg.dll", "5.5.2654.10"),
    requires=(Requirement("needs SP4", where("status", 4), "Exchange Server", "5.5", "Service Pack 4"),),
)
LISTED = fixed(104, "XADM: Wrong Icon", None)
BY_DESIGN = fixed(105, "XADM: Slow View", None, statements=(Statement("by_design", where("status", 4)),))
BROUGHT = fixed(
    106,
    "XFOR: Gateway Fails",
    None,
    ("gwart.dll", "5.5.2655.1"),
    statements=(Statement("introduced_in", where("status", 4), "Exchange Server", "5.5", "Service Pack 3"),),
)
BUILT = fixed(
    107,
    "XFOR: Gateway Stops",
    4,
    statements=(Statement("introduced_in", where("status", 4), "Exchange Server", "5.5", build="2650.24"),),
)
LIST = record(
    900,
    "XGEN: Bugs Fixed",
    ("more_information", "Q104 XADM: Wrong Icon"),
    listed_fixes=(ListedFix(104, "Exchange Server", where("more_information", 4), "5.5", "Service Pack 2"),),
)
OTHER = record(
    201,
    "SMS: Client Fails",
    ("status", "The problem was corrected."),
    applies_to=(Product("Systems Management Server", "2.0", where("applies_to", 1)),),
    fix_keywords=(
        FixKeyword("kbsms200sp2fix", where("status", 4), "Systems Management Server", "2.0", "Service Pack 2"),
    ),
)
EMPTY = record(300, "Nothing", ("summary", "Nothing is said."))
ALL = (CRASH, LEAK, HOTFIX, LISTED, BY_DESIGN, BROUGHT, BUILT, LIST, OTHER, EMPTY)
CATALOGUE = coverage.Catalogue.of(ALL)


def runs(text: str) -> fixcheck.Running:
    return fixcheck.from_text(text)


def numbers(standings: tuple[coverage.Standing, ...]) -> list[int]:
    return [standing.number for standing in standings]


# ---- catalogue and coverage --------------------------------------------------------------------------------------


def test_a_catalogue_lets_texts_go_and_finds_by_product_and_file() -> None:
    assert 300 not in CATALOGUE.by_number
    assert all(not entry.record.text for entry in CATALOGUE.entries)
    assert [entry.number for entry in CATALOGUE.listing("C:\\x\\STORE.EXE")] == [102, 103]
    assert [entry.number for entry in CATALOGUE.about(runs("sms 2.0").product)] == [201]  # type: ignore[arg-type]


def test_a_text_stays_where_it_speaks_of_later_files() -> None:
    row = FixedFile(where("status", 4), "a.dll", "4.00.962", or_later=False)
    text = "a.dll 4.00.962\nIt is not corrected by later versions of this file."
    held = coverage.Catalogue.of([record(1, "Stops", ("status", text), files=(row,))])
    answer = held.by_number[1].check(fixcheck.parse({"file": "a.dll", "file_version": "4.00.963"}))
    assert answer.reason == "later_file_excluded"


def test_a_catalogue_answers_as_a_check_does() -> None:
    for text in ("exchange 5.5 sp2", "exchange 5.5 sp4", "store.exe 5.5.2600.0", "sms 2.0 sp1", "exchange 5.5.2651.1"):
        for entry in CATALOGUE.entries:
            asked = runs(text)
            full = next(held for held in ALL if held.number == entry.number)
            whole = fixcheck.check(full, asked, fixcheck.listings(ALL, entry.number))
            assert (entry.check(asked).verdict, entry.check(asked).reason) == (whole.verdict, whole.reason)


def test_coverage_tells_what_a_service_pack_includes_lacks_and_may_have() -> None:
    found = coverage.coverage(CATALOGUE, runs("exchange 5.5 sp2"))
    assert numbers(found.included) == [101, 104]
    assert numbers(found.not_included) == [102, 107]
    assert numbers(found.unknown) == [103, 106]
    assert found.by_component()["XADM"] == {"included": 1, "not_included": 1, "unknown": 1}


def test_components_that_differ_in_case_alone_are_counted_as_one() -> None:
    one = Standing(1, "T", "Information Store", "other", "included", "")
    other = replace(one, number=2, component="Information store", verdict="unknown")
    assert Coverage((one,), (), (other,)).by_component() == {"Information Store": {"included": 1, "unknown": 1}}


def test_coverage_works_for_builds() -> None:
    found = coverage.coverage(CATALOGUE, runs("exchange 5.5.2653.23"))
    assert numbers(found.included) == [101, 102, 107, 104]
    assert numbers(found.unknown) == [103, 106]


def test_coverage_needs_a_product() -> None:
    with pytest.raises(InvalidInput):
        coverage.coverage(CATALOGUE, fixcheck.parse({"service_pack": "3"}))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A Malicious User May Read Mail", "security"),
        ("Database Is Corrupted", "data loss"),
        ("STOP 0xA in Tcpip.sys", "crash"),
        ("Server Stops Responding", "hang"),
        ("Service Fails to Start", "failure"),
        ("Wrong Icon", "other"),
    ],
)
def test_the_severity_is_read_from_title_and_symptoms(title: str, name: str) -> None:
    assert severity(record(1, title)) == name
    assert severity(record(1, "Trouble", ("symptoms", title))) == name


# ---- differences -------------------------------------------------------------------------------------------------


def test_a_difference_tells_what_goes_and_what_comes() -> None:
    found = coverage.difference(CATALOGUE, runs("exchange 5.5 sp2"), runs("exchange 5.5 sp4"))
    assert numbers(found.gone) == [102, 107]
    assert numbers(found.arriving) == [106]
    assert found.undecided == ()


def test_what_comes_is_told_of_builds_too() -> None:
    found = coverage.difference(CATALOGUE, runs("exchange 5.5.2448.8"), runs("exchange 5.5.2650.24"))
    assert numbers(found.arriving) == [107, 106]
    assert numbers(found.gone) == [102]


def test_going_back_brings_the_problems_back() -> None:
    found = coverage.difference(CATALOGUE, runs("exchange 5.5 sp4"), runs("exchange 5.5 sp2"))
    assert found.gone == ()
    assert numbers(found.arriving) == [102, 107]


@pytest.mark.parametrize("release", [{"service_pack": "9"}, {"build": "9999"}])
def test_a_release_that_never_was_has_no_coverage_and_no_plan(release: dict[str, str]) -> None:
    given = fixcheck.parse({"product": "Exchange 5.5", **release})
    with pytest.raises(InvalidInput, match="known"):
        coverage.coverage(CATALOGUE, given)
    with pytest.raises(InvalidInput, match="known"):
        coverage.plan(CATALOGUE, given, [103])


@pytest.mark.parametrize(("old", "new"), [("exchange 5.5 sp2", "exchange 5.0 sp2"), ("sms 2.0", "windows 2000")])
def test_two_products_have_no_difference(old: str, new: str) -> None:
    with pytest.raises(InvalidInput):
        coverage.difference(CATALOGUE, runs(old), runs(new))


# ---- plans -------------------------------------------------------------------------------------------------------


def how(made: coverage.Plan) -> list[str]:
    return [step.how for step in made.steps]


def test_a_plan_is_the_smallest_service_pack() -> None:
    made = coverage.plan(CATALOGUE, runs("exchange 5.5 sp1"), [104, 107])
    assert (str(made.service_pack), made.complete) == ("SP4", True)
    assert how(made) == ["service_pack", "service_pack"]
    assert made.all_in == made.service_pack


def test_what_runs_may_do() -> None:
    made = coverage.plan(CATALOGUE, runs("exchange 5.5.2653.23"), [101, 104])
    assert made.service_pack is None
    assert how(made) == ["already", "already"]


def test_a_plan_adds_a_hotfix_and_the_service_pack_that_it_needs() -> None:
    made = coverage.plan(CATALOGUE, runs("exchange 5.5 sp3"), [101, 103])
    assert (str(made.service_pack), made.complete, made.all_in) == ("SP4", True, None)
    assert how(made) == ["service_pack", "hotfix"]
    assert made.steps[1].needs is not None


def test_a_hotfix_may_spare_the_service_pack() -> None:
    made = coverage.plan(CATALOGUE, runs("exchange 5.5 sp1"), [101])
    assert how(made) == ["hotfix"]
    assert made.service_pack is None
    assert str(made.all_in) == "SP2"


def test_a_plan_says_why_there_is_none() -> None:
    made = coverage.plan(CATALOGUE, runs("exchange 5.5 sp3"), [105, 999, 201])
    assert not made.complete
    assert how(made) == ["none", "none", "none"]
    assert all(step.why for step in made.steps)


@pytest.mark.parametrize("given", [{"product": "Exchange 5.5"}, {"service_pack": "3"}])
def test_a_plan_needs_to_know_what_runs(given: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        coverage.plan(CATALOGUE, fixcheck.parse(given), [101])


# ---- audits ------------------------------------------------------------------------------------------------------

MACHINE = """FileName,FileVersion
emsmta.exe,5.5.2448.1
store.exe,5.5.2448.8
mdbmsg.dll,5.5.2654.10
other.dll,1.0
broken.dll,new
"""


def verdicts(text: str) -> dict[int, str]:
    return {f.number: f.verdict for f in coverage.audit(CATALOGUE, inventory.parse(text)).findings}


def test_an_audit_puts_what_lacks_first_and_the_worst_first() -> None:
    found = coverage.audit(CATALOGUE, inventory.parse(MACHINE))
    assert [(f.number, f.verdict) for f in found.findings] == [
        (103, "not_included"), (102, "not_included"), (101, "included"),
    ]  # fmt: skip
    assert found.counts() == {"not_included": 2, "unknown": 0, "included": 1}
    assert [row.line for row in found.bad_rows] == [6]
    assert found.checked == 4


def test_of_several_files_all_must_have_the_fix() -> None:
    found = coverage.audit(CATALOGUE, inventory.parse(MACHINE))
    (finding,) = [f for f in found.findings if f.number == 103]
    assert sorted(item.verdict for item in finding.items) == ["included", "not_included"]
    assert verdicts("Name,Version\nstore.exe,5.5.2654.10\nmdbmsg.dll,5.5.2654.10\n")[103] == "included"


def test_an_installed_hotfix_counts_before_all() -> None:
    text = '{"files": [{"name": "store.exe", "version": "5.5.2448.8"}], "hotfixes": ["Q103", "Q00104", "Q999999"]}'
    held = inventory.Inventory(inventory.parse(text).files, (), (103, 104))
    found = {f.number: f for f in coverage.audit(CATALOGUE, held).findings}
    assert (found[103].verdict, found[103].reason) == ("included", "hotfix_installed")
    assert found[104].verdict == "included"
    assert found[102].verdict == "not_included"


def test_the_service_pack_of_a_product_decides_where_no_file_does() -> None:
    text = '{"products": [{"product": "Exchange", "product_version": "5.5", "service_pack": "3"}]}'
    assert verdicts(text) == {101: "included", 102: "included", 104: "included", 107: "not_included"}


def test_files_of_another_branch_are_left_out() -> None:
    assert verdicts("Name,Version\nstore.exe,6.0.4417.5\n") == {}


def test_a_listed_file_that_cannot_be_compared_is_told_by_its_line() -> None:
    text = "Name,Version,Date\nreadme.txt,,\nstore.exe,,\nmdbmsg.dll,,2095-01-01\n"
    found = coverage.audit(CATALOGUE, inventory.parse(text))
    assert [row.line for row in found.bad_rows] == [3, 4]
    assert "store.exe has no version and no date" in found.bad_rows[0].message
    assert "Q102 lists this file" in found.bad_rows[0].message
    assert "Q103 lists this file" in found.bad_rows[1].message


def test_fifty_thousand_rows_are_audited_at_once() -> None:
    chance = random.Random(7)
    rows = [f"f{n % 30_000}.dll,5.5.{chance.randint(1, 9999)}.{n}" for n in range(49_900)]
    rows += [f"store.exe,5.5.{n}.0" for n in range(2600, 2700)]
    found = coverage.audit(CATALOGUE, inventory.parse("Name,Version\n" + "\n".join(rows)))
    assert found.checked == 50_000


# ---- reports -----------------------------------------------------------------------------------------------------

AUDIT = coverage.audit(CATALOGUE, inventory.parse(MACHINE))


def test_a_table_fits_eighty_columns() -> None:
    lines = reports.table(AUDIT).splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert lines[1].startswith("Q103     not_included  data loss")
    assert lines[-1] == "2 not included, 0 unknown, 1 included"
    assert "line 6" in lines[-2]


def test_json_holds_all() -> None:
    body = json.loads(reports.as_json(AUDIT))
    assert body["counts"]["not_included"] == 2
    assert body["findings"][0]["article_id"] == "Q103"
    assert body["findings"][0]["items"][0]["line"] == 3
    assert body["bad_rows"][0]["line"] == 6


def test_csv_has_a_row_a_finding_and_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(reports.as_csv(AUDIT))))
    assert [row["article"] for row in rows if row["verdict"] != "left_out"] == ["Q103", "Q102", "Q101"]
    assert {row["compared"] for row in rows if row["verdict"] == "left_out"} == {
        f"line {r.line}" for r in AUDIT.bad_rows
    }
    titled = coverage.Catalogue.of([fixed(108, "=cmd()", None, ("store.exe", "5.5.1.0"))])
    assert ",'=cmd()," in reports.as_csv(coverage.audit(titled, inventory.parse(MACHINE)))


def test_junit_counts_lacking_fixes_as_failures() -> None:
    suite = ElementTree.fromstring(reports.as_junit(AUDIT))
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("3", "2", "0")
    message = suite.findall("testcase/failure")[0].get("message")
    assert message is not None
    assert message.startswith("store.exe 5.5.2448.8: ")
    assert (suite.findtext("system-err") or "").startswith("line 6: ")


def test_sarif_points_to_the_line_of_the_inventory() -> None:
    run = json.loads(reports.as_sarif(AUDIT))["runs"][0]
    assert [result["ruleId"] for result in run["results"]] == ["Q103", "Q102"]
    assert {result["level"] for result in run["results"]} == {"error"}
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region["startLine"] == 3
    assert len(run["tool"]["driver"]["rules"]) == 3
    (told,) = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"].startswith("line 6: ")
    assert told["locations"][0]["physicalLocation"]["region"]["startLine"] == 6


def test_every_format_is_offered_by_name() -> None:
    assert set(reports.FORMATS) == {"table", "json", "csv", "junit", "sarif"}
    assert all(report(AUDIT) for report in reports.FORMATS.values())
