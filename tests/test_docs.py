"""Documentation that names endpoints and parameters names those that there are."""

from __future__ import annotations

import re
from pathlib import Path

from flask.testing import FlaskClient

DOCS = Path(__file__).parent.parent / "docs"


def test_the_api_page_has_each_endpoint_with_its_parameters(client: FlaskClient) -> None:
    answer = client.get("/api/v1/openapi.json").json
    assert answer is not None
    there = {
        f"{method.upper()} {path}": [p["name"] for p in operation.get("parameters", []) if p["in"] == "query"]
        for path, operations in answer["paths"].items()
        for method, operation in operations.items()
        if method != "parameters"
    }
    page = (DOCS / "api.md").read_text("utf-8")
    sections = re.findall(r"^## ((?:GET|POST) \S+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert {name: re.findall(r"^\| `(\w+)`", body, re.MULTILINE) for name, body in sections} == there
