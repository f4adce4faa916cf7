"""The application follows the index on disk, and opens nothing before it is asked."""

from __future__ import annotations

import runpy
from pathlib import Path

import handmade
import pytest

from kbservice.app import create_app
from kbservice.config import Config
from kbservice.index import writer

ROOT = Path(__file__).parent.parent


def test_a_server_started_before_the_first_ingest_serves_what_it_brings_and_every_later_one(config: Config) -> None:
    client = create_app(config).test_client()
    assert client.get("/api/v1/healthz").status_code == 503
    for count in (1, 2):
        with writer.writing(config.index) as build:
            build.put(handmade.RECORDS[count - 1], [])
            build.commit({})
        answer = client.get("/api/v1/healthz")
        assert answer.json is not None
        assert answer.json["articles"] == count


def test_the_wsgi_module_serves_by_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KBSERVICE_INDEX", str(tmp_path / "none"))
    application = runpy.run_path(str(ROOT / "wsgi.py"))["application"]
    answer = application.test_client().get("/api/v1/healthz")
    assert answer.status_code == 503
    assert str(tmp_path / "none") in answer.text
