"""Whatever is asked, the answer is one that the documentation names: never a 500, never half a page."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kbservice.app import create_app
from kbservice.config import Config
from kbservice.index import Index

NASTY = st.sampled_from(
    [
        "%",
        "\x00",
        "..",
        "'\"<script>",
        "*" * 300,
        "((((",
        "AND OR NOT",
        "Q" * 40,
        "5.5." * 30,
        "0x",
        "-" * 50,
        "٣",
        "\ud800",
        "1e999",
    ]
)
TEXT = NASTY | st.text(max_size=60) | st.from_regex(r"[\dQKB. xa-f()/:-]{1,20}", fullmatch=True)
SETTINGS = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def served(index: Index) -> Flask:
    return create_app(Config.from_env({}, cache="0"), index)


def encoded(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def ask(app: Flask, path: str, **options: object) -> None:
    answer = app.test_client().open("/api/v1/" + path, **options)  # type: ignore[arg-type]
    assert answer.status_code in (200, 308, 404, 405, 422), (path, answer.text)
    if answer.status_code >= 400:
        assert answer.content_type == "application/problem+json"
        assert json.loads(answer.text)["status"] == answer.status_code


@pytest.mark.parametrize(
    "path",
    [
        "articles/{}", "articles/{}/source", "articles/{}/related", "events/{}", "files/{}", "builds/{}",
        "builds/exchange 5.5/{}", "builds/exchange 5.5/{}/fixes", "builds/{}/2653.23",
    ],
)  # fmt: skip
@SETTINGS
@given(text=TEXT)
def test_any_path(served: Flask, path: str, text: str) -> None:
    ask(served, path.format(encoded(text)))


@SETTINGS
@given(
    name=st.sampled_from(
        ["q", "product", "event_id", "source", "file", "error_code", "kind", "year", "date_from", "sort", "page"]
    ),
    text=TEXT,
)
def test_any_search(served: Flask, name: str, text: str) -> None:
    ask(served, f"search?q=mta&{name}={encoded(text)}")


FIELDS = ("file_version", "file_date", "file_size", "platform", "product", "product_version", "service_pack", "build")


@SETTINGS
@given(given_=st.dictionaries(st.sampled_from(FIELDS), TEXT, max_size=3), file=st.sampled_from(["", "emsmta.exe"]))
def test_any_check(served: Flask, given_: dict[str, str], file: str) -> None:
    query = "&".join(f"{name}={encoded(text)}" for name, text in given_.items())
    ask(served, f"check?article=Q197378&file={file}&{query}")


@SETTINGS
@given(text=TEXT)
def test_any_line_of_what_runs(served: Flask, text: str) -> None:
    ask(served, f"check?article=Q197378&text={encoded(text)}")
    ask(served, f"diff?product={encoded(text)}&from=sp1&to=sp2")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20) | st.integers(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["article", "text", "file", "have"]), inner)
    ),
    max_leaves=5,
)


@SETTINGS
@given(body=JSON)
def test_any_body(served: Flask, body: object) -> None:
    ask(served, "check", method="POST", json={"questions": [body]})
    ask(served, "plan", method="POST", json={"have": body, "must_fix": [body]})
    ask(served, "audit", method="POST", data=json.dumps(body))


@SETTINGS
@given(text=st.text(max_size=400))
def test_any_inventory(served: Flask, text: str) -> None:
    ask(served, "audit", method="POST", data=text.encode("utf-8", "surrogatepass"))
