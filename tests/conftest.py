"""Shared fixtures: the real engine in memory over a few articles, the application, its client, the command line.

Tests that need something beyond the repository are marked; where it is missing they are left out, which the end of the
run says, or fail if the environment demands it, as the continuous build does.
"""

from __future__ import annotations

import os
from pathlib import Path

import handmade
import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from kbservice.app import create_app
from kbservice.config import Config
from kbservice.index import Index, semantic
from kbservice.index.reader import memory
from kbservice.index.writer import writing
from kbservice.record import Record

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


def _chromium() -> bool:
    return any((Path(folder) / "chromium").exists() for folder in os.environ.get("PATH", "").split(os.pathsep))


# marker -> (what it needs, whether that is here, the variable that makes its absence a failure)
NEEDS = {
    "corpus": ("../shared", (SHARED / "corpus").is_dir, "TESTS_REQUIRE_CORPUS"),
    "weights": ("the encoder's weights", semantic.available, "TESTS_REQUIRE_WEIGHTS"),
    "browser": ("chromium", _chromium, "TESTS_REQUIRE_BROWSER"),
}


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker, (need, here, variable) in NEEDS.items():
        if item.get_closest_marker(marker) and not here():
            if os.environ.get(variable) == "1":
                pytest.fail(f"{need} not found, and {variable}=1", pytrace=False)
            pytest.skip(f"{need} not found")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    for marker, (need, _, _) in NEEDS.items():
        count = sum(marker in report.keywords for report in skipped)
        if count:
            terminalreporter.write_line(f"left out: {count} {marker} tests, {need} not found", yellow=True)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The shared folder with the corpus; only for tests marked `corpus`."""
    return SHARED


@pytest.fixture(scope="session")
def records() -> tuple[Record, ...]:
    """A few articles of our own as records, made by hand: independent of layouts and extraction."""
    return handmade.RECORDS


@pytest.fixture(scope="session")
def index(records: tuple[Record, ...]) -> Index:
    """The real engine in memory over `records`."""
    return memory(records)


@pytest.fixture(scope="session")
def stored(tmp_path_factory: pytest.TempPathFactory, records: tuple[Record, ...]) -> Path:
    """The folder of an index on disk with the same content; not to be changed."""
    folder = tmp_path_factory.mktemp("stored") / "index"
    with writing(folder) as build:
        for record in records:
            build.put(record, [])
        build.commit({})
    return folder


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """The default settings, but in a folder of the test's own."""
    return Config.from_env({}, index=str(tmp_path / "index"), articles=str(tmp_path / "articles"))


@pytest.fixture
def app(config: Config, index: Index) -> Flask:
    """The application over `index`."""
    return create_app(config, index)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def runner() -> CliRunner:
    """The command line without a terminal."""
    return CliRunner()
