"""The main job from source files to answers: our own articles, and the five real seeds, asked over REST."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from kbservice import ingest
from kbservice.app import create_app
from kbservice.config import Config
from kbservice.index import semantic

ROOT = Path(__file__).parent.parent


def serve(sources: Path, folder: Path) -> FlaskClient:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(semantic, "_PACKAGE", "no_such_package_here")
        report = ingest.run([sources], folder)
    assert report.skipped == []
    return create_app(Config.from_env({}, index=str(folder))).test_client()


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The service over the starter collection."""
    return serve(ROOT / "articles", tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> FlaskClient:
    """The service over the five real seeds."""
    return serve(corpus / "corpus" / "seeds", tmp_path_factory.mktemp("seeds"))


@pytest.fixture(params=["own", pytest.param("seeds", marks=pytest.mark.corpus)])
def client(request: pytest.FixtureRequest) -> FlaskClient:
    found: FlaskClient = request.getfixturevalue(request.param)
    return found


def ask(client: FlaskClient, path: str, **query: str) -> Any:
    answer = client.get(f"/api/v1/{path}", query_string=query)
    assert answer.status_code == 200, answer.text
    return answer.get_json()


def test_event_9322_leads_to_its_articles(client: FlaskClient) -> None:
    found = {article["article_id"] for article in ask(client, "events/9322")["articles"]}
    assert {"Q191594", "Q257679"} <= found


def test_event_9301_leads_to_its_article(client: FlaskClient) -> None:
    assert "Q197378" in {article["article_id"] for article in ask(client, "events/9301")["articles"]}


@pytest.mark.parametrize("event", ["1290", "289"])
def test_the_events_of_the_mta_lead_to_the_firewall(client: FlaskClient, event: str) -> None:
    found = ask(client, f"events/{event}", source="MSExchangeMTA")["articles"]
    assert "Q196381" in {article["article_id"] for article in found}


def test_the_inner_server_logs_1293(client: FlaskClient) -> None:
    events = {event["event_id"] for event in ask(client, "articles/Q196381")["events"]}
    assert {1290, 289, 1293} <= events


@pytest.mark.parametrize(
    ("runs", "verdict"),
    [
        ({"file": "emsmta.exe", "file_version": "5.5.2431.0"}, "included"),
        ({"file": "emsmta.exe", "file_version": "5.5.2430.0"}, "not_included"),
        ({"product": "Exchange Server", "product_version": "5.5", "service_pack": "2"}, "included"),
        ({"product": "Exchange Server", "product_version": "5.5", "service_pack": "1"}, "not_included"),
    ],
)
def test_what_includes_the_fix_of_197378(client: FlaskClient, runs: dict[str, str], verdict: str) -> None:
    answer = ask(client, "check", article="Q197378", **runs)
    assert answer["verdict"] == verdict
    assert answer["evidence"]


def test_the_hotfix_of_257679_and_what_it_needs(client: FlaskClient) -> None:
    record = ask(client, "articles/Q257679")
    versions = {file["name"].lower(): file["version"] for file in record["files"]}
    assert versions["emsmta.exe"] == "5.5.2655.1"
    assert any("5.5" in need["text"] and "4" in need["text"] for need in record["requires"])
    assert {"Q274770", "Q323733", "Q217142"} <= set(record["references"])


def test_a_pasted_event_finds_the_articles_that_state_it_first(client: FlaskClient) -> None:
    pasted = (
        "Event Type: Warning\nEvent Source: MSExchangeMTA\nEvent Category: Interface\nEvent ID: 9322\n"
        "Computer: MAIL01\nDescription:\nAn interface error has occurred. An MtaBindBack over RPC has failed. "
        "Locality Table (LTAB) index: 13, NT/MTA error code: 5."
    )
    stating = {article["article_id"] for article in ask(client, "events/9322")["articles"]}
    hits = [hit["article_id"] for hit in ask(client, "search", q=pasted)["hits"]]
    assert set(hits[: len(stating)]) == stating


def test_a_wiki_page_without_title_takes_it_from_another_copy(own: FlaskClient) -> None:
    record = ask(own, "articles/Q197378")
    assert record["title"] == "XCON: MTA Generates 9301 Events on Incoming Connections"
    assert record["fix_keywords"] == ["exc55sp2fix"]


def test_a_fix_list_settles_the_latest_service_pack(own: FlaskClient) -> None:
    runs = {"product": "Exchange Server", "product_version": "5.5", "service_pack": "2"}
    answer = ask(own, "check", article="Q191594", **runs)
    assert answer["verdict"] == "included"
    assert "Q242222" in {evidence["article_id"] for evidence in answer["evidence"]}


def test_nothing_of_our_own_articles_goes_unread(own: FlaskClient) -> None:
    for number in ask(own, "search", q="", per_page="100")["hits"]:
        record = ask(own, f"articles/{number['article_id']}")
        assert all(problem["field"] == "title" for problem in record["problems"]), record["article_id"]
        assert record["sections"]
