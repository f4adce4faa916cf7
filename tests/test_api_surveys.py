"""Endpoints about many articles at once: fixes of a build, differences, plans, audits."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from typing import Any
from xml.etree import ElementTree

import handmade
import pytest
from flask.testing import FlaskClient
from test_api import get, problem

from kbservice import lookups
from kbservice.app import create_app
from kbservice.config import Config
from kbservice.index.reader import memory
from kbservice.record import FixedIn, Statement

INVENTORY = "FileName,FileVersion\nC:\\exchsrvr\\bin\\emsmta.exe,5.5.2300.0\nbroken,,,\nC:\\x.dll,late\n"
IN_SP3 = handmade.record(
    201000,
    "XADM: Store Crashes",
    ("status", "Corrected in Exchange Server 5.5 Service Pack 3."),
    fixed_in=(FixedIn("Exchange Server", handmade.where("status", 4), "5.5", "Service Pack 3"),),
)
BROUGHT_BY_SP3 = handmade.record(
    202000,
    "XADM: Queue Hangs after Service Pack 3",
    ("cause", "It began with Service Pack 3."),
    ("status", "Corrected in Exchange Server 5.5 Service Pack 4."),
    fixed_in=(FixedIn("Exchange Server", handmade.where("status", 7), "5.5", "Service Pack 4"),),
    statements=(Statement("introduced_in", handmade.where("cause", 4), "Exchange Server", "5.5", "Service Pack 3"),),
)


@pytest.fixture
def surveyed(config: Config) -> FlaskClient:
    """A client over articles corrected in SP2, SP3 and SP4 of Exchange 5.5, one of which came with SP3."""
    return create_app(config, memory([*handmade.RECORDS, IN_SP3, BROUGHT_BY_SP3])).test_client()


def ids(standings: list[dict[str, Any]]) -> list[str]:
    return [standing["article_id"] for standing in standings]


def test_the_fixes_of_a_build_stand_lacking_first_and_are_counted(surveyed: FlaskClient) -> None:
    answer = get(surveyed, "builds/Exchange Server 5.5/2500.1/fixes")
    assert {f["article_id"]: f["verdict"] for f in answer["fixes"]}["Q197378"] == "included"
    assert answer["fixes"][0]["verdict"] == "not_included"
    assert answer["total"] == answer["included"] + answer["not_included"] + answer["undecided"]
    by_component = {row["component"]: row for row in answer["components"]}
    assert by_component["MTA"]["included"] == 1
    assert answer["understood"]["build"] == "2500.1"


def test_the_fixes_of_a_service_pack_can_be_narrowed_and_paged(surveyed: FlaskClient) -> None:
    path = "builds/exchange 5.5/sp3/fixes"
    assert set(ids(get(surveyed, path + "?verdict=included")["fixes"])) >= {"Q197378", "Q201000"}
    assert ids(get(surveyed, path + "?component=mta")["fixes"]) == ["Q197378"]
    answer = surveyed.get(f"/api/v1/{path}?per_page=1&page=2")
    assert answer.json is not None
    assert len(answer.json["fixes"]) == 1
    assert 'rel="prev"' in answer.headers["Link"]


def test_a_difference_says_what_goes_away_and_what_arrives(surveyed: FlaskClient) -> None:
    answer = get(surveyed, "diff?product=Exchange Server 5.5&from=sp2&to=2650.24")
    assert ids(answer["gone"]) == ["Q201000"]
    assert ids(answer["arriving"]) == ["Q202000"]
    assert "Q197378" not in json.dumps(answer)


@pytest.mark.parametrize("have", [{"text": "exchange 5.5 sp1"}, {"product": "Exchange 5.5", "service_pack": "1"}])
def test_a_plan_is_the_smallest_service_pack_that_brings_all_fixes(surveyed: FlaskClient, have: dict[str, str]) -> None:
    body = {"have": have, "must_fix": ["Q201000", "kb/202000"]}
    answer = surveyed.post("/api/v1/plan", json=body).get_json()
    assert (answer["service_pack"], answer["complete"], answer["all_in"]) == ("SP4", True, "SP4")
    assert [(s["article_id"], s["how"]) for s in answer["steps"]] == [
        ("Q201000", "service_pack"),
        ("Q202000", "service_pack"),
    ]


@pytest.mark.parametrize("path", ["builds/Abacus 7/sp1/fixes", "diff?product=Abacus 7&from=sp1&to=sp2"])
def test_a_product_that_nobody_has_heard_of_is_not_found(surveyed: FlaskClient, path: str) -> None:
    assert "Abacus" in problem(surveyed.get("/api/v1/" + path), 404)["detail"]


def test_a_known_product_without_fixes_has_none(surveyed: FlaskClient) -> None:
    assert get(surveyed, "builds/SQL Server 7.0/sp1/fixes")["total"] == 0


def test_a_plan_says_which_fix_cannot_be_had(surveyed: FlaskClient) -> None:
    body = {"have": {"text": "exchange 5.5 sp4"}, "must_fix": ["Q201000", "Q196381", "Q999999"]}
    answer = surveyed.post("/api/v1/plan", json=body).get_json()
    assert not answer["complete"]
    assert [s["how"] for s in answer["steps"]] == ["already", "none", "none"]


def test_an_audit_reports_what_is_lacking_and_the_rows_that_it_left_out(surveyed: FlaskClient) -> None:
    answer = surveyed.post("/api/v1/audit", data=INVENTORY, content_type="text/csv")
    assert answer.status_code == 200
    assert answer.json is not None
    assert {f["article_id"]: f["verdict"] for f in answer.json["findings"]} == {
        "Q197378": "not_included",
        "Q250111": "included",
    }
    assert [row["line"] for row in answer.json["bad_rows"]] == [4]


@pytest.mark.parametrize("form", ["table", "json", "csv", "junit", "sarif"])
def test_an_audit_comes_in_each_form(surveyed: FlaskClient, form: str) -> None:
    answer = surveyed.post(f"/api/v1/audit?format={form}", data=INVENTORY)
    assert answer.status_code == 200
    assert "Q197378" in answer.text
    {"json": json.loads, "sarif": json.loads, "junit": ElementTree.fromstring}.get(form, len)(answer.text)
    if form == "csv":
        verdicts = {row["verdict"] for row in csv.DictReader(io.StringIO(answer.text))}
        assert verdicts == {"included", "not_included", "left_out"}


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("builds/exchange 5.5/late/fixes", "build"),
        ("builds/exchange 5.5/sp3/fixes?verdict=maybe", "verdict"),
        ("diff?product=exchange 5.5&from=late&to=sp3", "from"),
        ("diff?product=exchange 5.5&from=sp3&to=late", "to"),
        ("diff?product=exchange 5.5&from=sp3", "to"),
    ],
)
def test_what_cannot_be_understood_names_its_field(surveyed: FlaskClient, path: str, field: str) -> None:
    assert problem(surveyed.get("/api/v1/" + path), 422)["errors"][0]["field"] == field


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"have": {"text": "exchange 5.5 sp1"}, "must_fix": []},
        {"have": {"text": "exchange 5.5 sp1"}, "must_fix": ["hello"]},
        {"have": {"text": "exchange 5.5"}, "must_fix": ["Q201000"]},
        {"have": {"text": "nonsense"}, "must_fix": ["Q201000"]},
        {"have": {"product": "exchange 5.5", "build": "late"}, "must_fix": ["Q201000"]},
    ],
)
def test_a_plan_that_is_not_understood_is_422(surveyed: FlaskClient, body: dict[str, Any]) -> None:
    problem(surveyed.post("/api/v1/plan", json=body), 422)


@pytest.mark.parametrize("text", ["", "Buy milk.", "{"])
def test_an_inventory_that_is_none_is_422(surveyed: FlaskClient, text: str) -> None:
    problem(surveyed.post("/api/v1/audit", data=text), 422)


def test_an_inventory_without_end_is_413(surveyed: FlaskClient) -> None:
    surveyed.application.config["MAX_CONTENT_LENGTH"] = 1000
    problem(surveyed.post("/api/v1/audit", data="x" * 1001), 413)


def test_the_catalogue_is_made_once_for_an_index_and_anew_for_the_next() -> None:
    first, second = memory([handmade.MTA]), memory([handmade.MTA, IN_SP3])
    made = lookups.catalogue(first)
    assert lookups.catalogue(first) is made
    assert set(lookups.catalogue(second).by_number) == {197378, 201000}


def test_a_severity_is_named_for_each_fix(surveyed: FlaskClient) -> None:
    found = {f["article_id"]: f["severity"] for f in get(surveyed, "builds/exchange 5.5/sp1/fixes")["fixes"]}
    assert (found["Q201000"], found["Q202000"]) == ("crash", "hang")


def test_an_untitled_article_has_the_title_that_others_cite(config: Config) -> None:
    fixed = dataclasses.replace(handmade.UNTITLED, fixed_in=IN_SP3.fixed_in)
    client = create_app(config, memory([fixed, handmade.LOOP])).test_client()
    (shown,) = get(client, "builds/Exchange Server 5.5/sp3/fixes?verdict=included")["fixes"]
    assert (shown["article_id"], shown["title"]) == ("Q196381", "Directory Event 289 Returns")
