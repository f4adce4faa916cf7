"""The API: each endpoint's answer, and one shape of problem for every error."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from handmade import MTA
from werkzeug.test import TestResponse

from kbservice.api.schemas.article import ArticleSchema
from kbservice.app import create_app
from kbservice.config import Config
from kbservice.index import Index
from kbservice.index.reader import memory


def get(client: FlaskClient, path: str) -> Any:
    answer = client.get("/api/v1/" + path)
    assert answer.status_code == 200, answer.text
    assert answer.content_type == "application/json"
    return answer.json


def problem(answer: TestResponse, status: int) -> dict[str, Any]:
    """The problem document of an answer, whose form is the same for every error."""
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    body: dict[str, Any] = json.loads(answer.text)
    assert body["status"] == status
    assert {"type", "title", "status", "detail", "instance"} <= set(body)
    assert "Traceback" not in answer.text
    return body


ENDPOINTS = (
    "search?q=mta", "articles/197378", "articles/197378/related", "events", "quality",
    "events/9301", "products", "stats", "healthz",
    "files/emsmta.exe?version=5.5.2431.0", "check?article=197378&text=exchange+5.5+sp2",
)  # fmt: skip


@pytest.mark.parametrize("path", ENDPOINTS)
def test_every_member_of_an_answer_is_in_its_documented_schema(client: FlaskClient, path: str) -> None:
    answer, spec = get(client, path), get(client, "openapi.json")
    template = (
        path.split("?")[0].replace("197378", "{article}").replace("9301", "{event_id}").replace("emsmta.exe", "{name}")
    )
    operation = spec["paths"]["/api/v1/" + template]["get"]
    reference = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    check_shape(answer, reference, spec)


def check_shape(value: Any, reference: str, spec: dict[str, Any]) -> None:
    """The members of an object are those of its schema, and so on below."""
    properties = spec["components"]["schemas"][reference.rpartition("/")[2]].get("properties", {})
    assert set(value) == set(properties)
    for name, shape in properties.items():
        inner = shape.get("items", {}).get("$ref")
        for item in value[name] if inner and isinstance(value[name], list) else ():
            check_shape(item, inner, spec)


def test_an_article_has_its_facts_with_their_places(client: FlaskClient) -> None:
    article = get(client, "articles/197378")
    assert article["article_id"] == "Q197378"
    assert article["last_modified"] == "1999-03-22"
    assert article["error_codes"] == ["0x80004005"]
    assert article["stop_codes"] == ["0x0000000a"]
    assert article["references"] == ["Q191014"]
    assert article["fix_keywords"] == ["exc55sp2fix"]
    assert article["fixed_in"][0]["release"] == "Service Pack 2"
    assert article["files"][0]["date"] == "1998-10-19"
    event = article["events"][0]
    assert (event["event_id"], event["source"], event["severity"]) == (9301, "MSExchangeMTA", "error")
    assert event["where"] == {"section": "symptoms", "heading": "", "first_line": 5, "last_line": 6, "copy": ""}
    assert article["sections"][1]["name"] == "cause"
    assert article["cause"] == article["sections"][1]["text"]
    assert article["summary"] is None
    assert article["listed_in"][0]["article_id"] == "Q191014"
    assert article["copies"][0]["last_modified"] == "1999-03-01"
    assert article["problems"] == [{"field": "files", "message": "a row has no date"}]


def test_the_record_names_every_member_that_consumers_were_promised() -> None:
    promised = """
        article_id number layout source_file digest revision title title_prefix kind symptoms cause resolution
        workaround status summary more_information retired problems last_modified applies_to sections events
        error_codes stop_codes files fixed_in fix_keywords keywords requires references
    """
    assert set(promised.split()) <= set(ArticleSchema().fields)


@pytest.mark.parametrize("spelling", ["Q197378", "q197378", "KB197378", "kb/197378", "197378"])
def test_an_article_is_found_in_any_spelling_of_its_number(client: FlaskClient, spelling: str) -> None:
    assert get(client, f"articles/{spelling}")["number"] == 197378
    assert client.get(f"/api/v1/articles/{spelling}/source").text == MTA.text


def test_the_source_is_plain_text_whose_lines_are_the_places(client: FlaskClient) -> None:
    answer = client.get("/api/v1/articles/Q197378/source")
    assert answer.mimetype == "text/plain"
    event = get(client, "articles/Q197378")["events"][0]["where"]
    assert "9301" in answer.text.split("\n")[event["first_line"] - 1]


def test_an_untitled_article_says_whose_citation_gave_the_title(client: FlaskClient) -> None:
    article = get(client, "articles/196381")
    assert (article["title"], article["title_from"]) == ("Directory Event 289 Returns", "Q250111")


def test_related_says_why(client: FlaskClient) -> None:
    related = get(client, "articles/197378/related")
    assert related["same_event"][0] == {
        "article_id": "Q250111", "title": "Gateway Loops after Event 9301", "kind": "bug",
        "why": "event 9301 MSExchangeMTA", "held": True,
    }  # fmt: skip


def test_a_search_answers_hits_with_facets_and_its_understanding(client: FlaskClient) -> None:
    answer = get(client, "search?q=Q197378&per_page=1")
    assert answer["hits"][0]["article_id"] == "Q197378"
    assert answer["understood"][0]["kind"] == "article"
    assert (answer["page"], answer["per_page"]) == (1, 1)


def test_a_search_links_its_pages(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=event&per_page=1&page=2&kind=")
    assert answer.json is not None
    last = answer.json["total"]
    assert last > 2
    links = dict(reversed(part.split("; rel=")) for part in answer.headers["Link"].split(", "))
    assert links['"prev"'] == "</api/v1/search?q=event&per_page=1&kind=&page=1>"
    assert links['"next"'].endswith("page=3>")
    assert links['"last"'].endswith(f"page={last}>")


def test_the_first_page_has_no_previous_and_the_last_no_next(client: FlaskClient) -> None:
    links = client.get("/api/v1/search?q=firewall").headers["Link"]
    assert "prev" not in links
    assert "next" not in links


def test_filters_narrow_a_search(client: FlaskClient) -> None:
    def found(query: str) -> set[str]:
        return {h["article_id"] for h in get(client, "search?" + query)["hits"]}

    assert found("event_id=9301") == {"Q197378", "Q250111"}
    assert found("event_id=9301&kind=bug") == {"Q250111"}
    assert found("event_id=9301&event_id=289&date_from=2000-01-01") == {"Q250111"}
    assert found("source=MSExchange+MTA&date_to=1999-12-31") == {"Q197378"}


def test_of_a_long_paste_the_beginning_is_read_and_the_answer_says_so(client: FlaskClient) -> None:
    answer = get(client, "search?q=firewall" + "+x" * 3000)
    assert answer["total"] > 0
    assert answer["notes"] == ["the question is long: its last 2,008 characters were not read"]


def test_an_event_has_the_entry_beside_the_article(client: FlaskClient) -> None:
    answer = get(client, "events/9301?source=msexchangemta")
    assert answer["sources"] == [{"value": "MSExchangeMTA", "count": 2}]
    entry = {a["article_id"]: a for a in answer["articles"]}["Q197378"]
    assert (entry["source"], entry["severity"], entry["event"]["where"]["first_line"]) == ("MSExchangeMTA", "error", 5)


def test_an_event_with_what_runs_marks_the_causes_that_it_cannot_have(client: FlaskClient) -> None:
    answer = get(client, "events/9301?product=Exchange+Server&product_version=5.5&service_pack=2")
    assert {a["article_id"]: a["ruled_out"] for a in answer["articles"]} == {"Q197378": True, "Q250111": False}


def test_events_are_paged(client: FlaskClient) -> None:
    answer = client.get("/api/v1/events?per_page=1&page=2")
    assert answer.json is not None
    assert answer.json["events"] == [{"event_id": 9301, "source": "MSExchangeMTA", "articles": 2}]
    assert 'rel="prev"' in answer.headers["Link"]


def test_products_stats_and_health(client: FlaskClient, index: Index) -> None:
    assert get(client, "products")["products"] == [{"value": "Exchange Server", "count": 3}]
    assert get(client, "stats")["articles"] == 4
    health = get(client, "healthz")
    assert (health["status"], health["generation"]) == ("ok", index.generation)


def test_a_check_shows_how_it_was_understood_and_the_passage_that_decides(client: FlaskClient) -> None:
    answer = get(client, "check?article=Q197378&file=EMSMTA.EXE&file_version=5.5.2431.0&platform=")
    assert (answer["verdict"], answer["reason"]) == ("included", "file_version_reached")
    assert answer["understood"]["file_version"] == "5.5.2431.0"
    (evidence,) = answer["evidence"]
    source = client.get(f"/api/v1/articles/{evidence['article_id']}/source").text.split("\n")
    assert evidence["text"] == source[evidence["first_line"] - 1]
    assert "5.5.2431.0" in evidence["text"]


@pytest.mark.parametrize(
    ("query", "verdict"),
    [
        ("file=emsmta.exe&file_version=5.5.2430.0", "not_included"),
        ("file=emsmta.exe&file_date=1998-10-18", "not_included"),
        ("file=other.exe&file_version=5.5.2431.0", "unknown"),
        ("file=emsmta.exe&file_size=1", "unknown"),
        ("product=Exchange+Server&product_version=5.5&service_pack=2", "included"),
        ("product=Exchange+Server&product_version=5.5&service_pack=1", "not_included"),
        ("text=exchange+5.5+sp3", "included"),
        ("text=windows+nt+4.0+sp6", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_verdict_for_each_way_to_say_what_runs(client: FlaskClient, query: str, verdict: str) -> None:
    answer = get(client, f"check?article=Q197378&{query}")
    assert answer["verdict"] == verdict
    assert answer["message"]
    assert (verdict != "unknown") <= bool(answer["evidence"])


def test_a_fix_list_alone_can_decide(client: FlaskClient, config: Config) -> None:
    import dataclasses

    import handmade

    bare = dataclasses.replace(MTA, fixed_in=(), fix_keywords=(), files=(), statements=())
    listed = create_app(config, memory([bare, handmade.FIX_LIST])).test_client()
    answer = get(listed, "check?article=Q197378&text=exchange+5.5+sp2")
    assert (answer["verdict"], answer["evidence"][0]["article_id"]) == ("included", "Q191014")


def test_a_batch_keeps_its_order_and_a_bad_question_does_not_spoil_the_others(client: FlaskClient) -> None:
    questions = [
        {"article": "Q197378", "text": "exchange 5.5 sp2", "build": None},
        {"article": "Q197378", "file": "emsmta.exe", "file_version": "late"},
        {"article": "Q999999"},
        {"artikel": "Q197378"},
        "nonsense",
        {"article": "Q197378", "file": "emsmta.exe", "file_version": "5.5.2430.0", "file_size": 1, "platform": ""},
    ]
    answer = client.post("/api/v1/check", json={"questions": questions})
    assert answer.status_code == 200
    assert answer.json is not None
    entries = answer.json["answers"]
    assert [e["answer"] and e["answer"]["verdict"] for e in entries] == [
        "included",
        None,
        None,
        None,
        None,
        "not_included",
    ]
    assert [e["problem"] and e["problem"]["status"] for e in entries] == [None, 422, 404, 422, 422, None]
    assert entries[1]["problem"]["errors"][0]["field"] == "file_version"
    single = get(client, "check?article=Q197378&text=exchange+5.5+sp2")
    assert entries[0]["answer"] == single


@pytest.mark.parametrize(
    "body", [{}, {"questions": []}, {"questions": [{}] * 1001}, {"questions": "x"}, {"question": []}]
)
def test_a_batch_that_is_none_is_422(client: FlaskClient, body: dict[str, Any]) -> None:
    problem(client.post("/api/v1/check", json=body), 422)


def test_a_batch_that_is_nested_without_end_is_422(client: FlaskClient) -> None:
    body = problem(client.post("/api/v1/check", data="[" * 200_000, content_type="application/json"), 422)
    assert "deeply" in body["detail"]


def test_a_batch_that_is_no_json_is_400(client: FlaskClient) -> None:
    problem(client.post("/api/v1/check", data="{", content_type="application/json"), 400)


def test_a_file_has_a_timeline_and_a_version_its_place_in_it(client: FlaskClient) -> None:
    answer = get(client, "files/EMSMTA?version=5.5.2300.0")
    assert answer["name"] == "emsmta.exe"
    (branch,) = answer["branches"]
    assert branch["name"] == "5.5"
    assert [(r["row"]["version"], r["article_id"]) for r in branch["rows"]] == [
        ("5.5.2232.0", "Q250111"),
        ("5.5.2431.0", "Q197378"),
    ]
    assert (answer["includes"], answer["lacks"], answer["undecided"]) == (["Q250111"], ["Q197378"], [])
    assert answer["shipped_by"] == []
    assert get(client, "files/emsmta.exe?version=5.5.2431")["shipped_by"] == ["Q197378"]
    assert get(client, "files/emsmta.exe")["branches"][0]["rows"][0]["verdict"] is None


@pytest.mark.parametrize(
    ("product", "build", "kind", "release"),
    [
        ("Exchange Server 5.5", "2653.23", "exact", "Exchange Server 5.5 SP4"),
        ("exchange", "5.5 (Build 2653.23: Service Pack 4)", "exact", "Exchange Server 5.5 SP4"),
        ("Exchange Server 5.5", "2500.1", "between", "between Exchange Server 5.5 SP2 and Exchange Server 5.5 SP3"),
        ("Exchange Server 5.5", "1500.1", "before", "before Exchange Server 5.5 RTM"),
    ],
)
def test_a_build_is_a_release_or_lies_between_two(
    client: FlaskClient, product: str, build: str, kind: str, release: str
) -> None:
    answer = get(client, f"builds/{product}/{build}")
    assert (answer["kind"], answer["release"]) == (kind, release)
    assert all(row["source"] for row in answer["rows"])


def test_the_releases_of_a_product_stand_in_their_order(client: FlaskClient) -> None:
    packs = [row["release"] for row in get(client, "builds/exchange 5.5")["releases"]]
    assert packs == sorted(packs, key=["RTM", "SP1", "SP2", "SP3", "SP4"].index)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("articles/hello", "article"),
        ("articles/12", "article"),
        ("articles/197378?min_confidence=2", "min_confidence"),
        ("search?min_confidence=sure", "min_confidence"),
        ("events/many", "event_id"),
        ("files/emsmta.exe?version=late", "version"),
        ("check?article=Q197378&file=emsmta.exe&file_version=late", "file_version"),
        ("check?article=Q197378&file=emsmta.exe&file_date=yesterday", "file_date"),
        ("check?article=Q197378&file=emsmta.exe&file_size=large", "file_size"),
        ("check?article=Q197378&product=Exchange&service_pack=many", "service_pack"),
        ("check?article=Q197378&text=hello", "text"),
        ("check?text=exchange", "article"),
        ("builds/exchange/late", "build"),
        ("check?article=Q197378&file_verison=1.0", "file_verison"),
        ("search?per_page=101", "per_page"),
        ("search?per_page=0", "per_page"),
        ("search?page=0", "page"),
        ("search?page=x", "page"),
        ("search?sort=size", "sort"),
        ("search?date_from=1999-13-01", "date_from"),
        ("search?event_id=x", "event_id.0"),
        ("search?error_code=hello", "error_code"),
        ("search?produkt=x", "produkt"),
        ("search?q=" + "x" * 20_001, "q"),
        ("search?product=" + "x" * 201, "product.0"),
        ("search?" + "kind=x&" * 21, "kind"),
        ("search?q=mta&q=mail", "q"),
        ("check?article=Q197378&article=Q196381&text=exchange+5.5", "article"),
        ("check?article=Q197378&text=exchange+5.5&build=2653.23", "text"),
        ("diff?product=exchange+5.5&from=sp1&from=sp2&to=sp3", "from"),
        ("diff?product=exchange+5.5&from=sp1&to=sp99", "to"),
        ("diff?product=exchange+5.5&from=9999999&to=sp3", "from"),
        ("builds/exchange 5.5/sp99/fixes", "service_pack"),
        ("products?page=2", "page"),
        ("articles/Q197378/source?line=1", "line"),
        ("builds/exchange?page=2", "page"),
    ],
)
def test_what_cannot_be_understood_is_422_with_the_field(client: FlaskClient, path: str, field: str) -> None:
    body = problem(client.get("/api/v1/" + path), 422)
    assert body["errors"][0]["field"] == field
    assert body["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "articles/Q999999",
        "articles/Q999999/source",
        "articles/Q999999/related",
        "events/4711",
        "files/no.dll",
        "builds/Foo/1.0",
        "builds/Foo",
        "check?article=Q999999",
        "nothing",
        "articles",
    ],
)
def test_what_is_not_held_is_404(client: FlaskClient, path: str) -> None:
    problem(client.get("/api/v1/" + path), 404)


def test_a_wrong_method_is_405_and_says_which_are_allowed(client: FlaskClient) -> None:
    answer = client.delete("/api/v1/search")
    problem(answer, 405)
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("path", ["search?q=x", "articles/Q197378", "healthz", "stats"])
def test_a_missing_index_is_503_with_the_remedy(config: Config, path: str) -> None:
    body = problem(create_app(config).test_client().get("/api/v1/" + path), 503)
    assert "kbservice ingest" in body["remedy"]


def test_an_unforeseen_error_is_500_without_its_details(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kbservice.lookups.stats", lambda index: 1 / 0)
    body = problem(client.get("/api/v1/stats"), 500)
    assert "division" not in json.dumps(body)


def test_an_answer_has_a_tag_and_is_not_sent_twice(client: FlaskClient) -> None:
    first = client.get("/api/v1/articles/Q197378")
    again = client.get("/api/v1/articles/Q197378", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.text == ""
    other = client.get("/api/v1/articles/Q197378", headers={"If-None-Match": '"other"'})
    assert other.status_code == 200
    assert other.text == first.text


def test_a_missing_article_is_404_even_to_a_client_that_takes_any_tag(client: FlaskClient) -> None:
    problem(client.get("/api/v1/articles/Q999999", headers={"If-None-Match": "*"}), 404)


def test_a_head_request_has_the_headers_alone(client: FlaskClient) -> None:
    answer = client.head("/api/v1/articles/Q197378")
    assert (answer.status_code, answer.text) == (200, "")
    assert answer.headers["ETag"]


def test_answers_follow_the_index(config: Config, index: Index) -> None:
    served = [index]
    app = create_app(config, index)
    app.extensions["kbservice.index"] = lambda: served[0]
    client = app.test_client()
    tag = client.get("/api/v1/stats").headers["ETag"]
    served[0] = memory([MTA])
    answer = client.get("/api/v1/stats", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["articles"] == 1


@pytest.mark.parametrize(("size", "asked"), [(0, 2), (1, 2), (2, 1)])
def test_only_so_many_answers_are_kept(
    config: Config, index: Index, monkeypatch: pytest.MonkeyPatch, size: int, asked: int
) -> None:
    import dataclasses

    from kbservice import lookups

    calls = []
    stats = lookups.stats
    monkeypatch.setattr("kbservice.lookups.stats", lambda index: calls.append(1) or stats(index))
    client = create_app(dataclasses.replace(config, cache=size), index).test_client()
    for path in ("stats", "products", "stats"):
        get(client, path)
    assert len(calls) == asked


def test_the_openapi_document_is_of_version_3_1_and_names_problems(client: FlaskClient) -> None:
    spec = get(client, "openapi.json")
    assert spec["openapi"].startswith("3.1")
    assert list(spec["components"]["responses"]["DEFAULT_ERROR"]["content"]) == ["application/problem+json"]
    assert list(spec["components"]["responses"]["NOT_FOUND"]["content"]) == ["application/problem+json"]


def test_every_reference_of_the_openapi_document_resolves(client: FlaskClient) -> None:
    text = client.get("/api/v1/openapi.json").text
    spec = json.loads(text)
    for reference in {part.split('"')[1] for part in text.split('"$ref":')[1:]}:
        target: Any = spec
        for step in reference.removeprefix("#/").split("/"):
            target = target[step]


def test_the_documentation_page_needs_no_network_and_names_each_endpoint(client: FlaskClient) -> None:
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    for path in get(client, "openapi.json")["paths"]:
        assert path in page.text
    assert "http://" not in page.text
    assert "https://" not in page.text
    assert "<script" not in page.text


def test_each_type_of_problem_is_a_heading_of_the_documentation_page(client: FlaskClient) -> None:
    page = client.get("/api/v1/docs").text
    for path in ("articles/x", "articles/Q999999", "search?per_page=0", "events/4711"):
        kind = client.get("/api/v1/" + path).get_json(force=True)["type"]
        assert kind.startswith("/api/v1/docs#")
        assert f'id="{kind.partition("#")[2]}"' in page


def test_the_root_of_the_api_leads_to_its_documentation(client: FlaskClient) -> None:
    assert client.get("/api/v1/").headers["Location"].endswith("/api/v1/docs")
