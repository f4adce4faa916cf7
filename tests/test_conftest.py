"""Tests that need the corpus are left out aloud where it is missing, and fail where it is demanded."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MARKED = """
import pytest

@pytest.mark.corpus
def test_one(corpus): assert (corpus / "corpus").is_dir()

@pytest.mark.corpus
def test_two(corpus): assert (corpus / "corpus").is_dir()
"""


@pytest.fixture
def lone(tmp_path: Path) -> Path:
    """A copy of the test set-up that stands alone, two marked tests in it; nothing shared beside it."""
    folder = tmp_path / "project" / "tests"
    folder.mkdir(parents=True)
    for name in ("conftest.py", "handmade.py"):
        shutil.copy(HERE / name, folder / name)
    (folder / "test_marked.py").write_text(MARKED)
    return folder


def run(folder: Path, require: str, *options: str) -> subprocess.CompletedProcess[str]:
    config = str(HERE.parent / "pyproject.toml")
    command = [sys.executable, "-m", "pytest", "-c", config, "--rootdir", str(folder.parent), "-p", "no:cacheprovider"]
    environ = {
        name: value for name, value in os.environ.items() if not name.startswith(("KBSERVICE_", "PYTEST_", "COV_"))
    }
    environ["TESTS_REQUIRE_CORPUS"] = require
    words = [*command, *options, str(folder)]
    return subprocess.run(words, capture_output=True, text=True, env=environ, cwd=folder.parent, check=False)


def test_without_the_corpus_the_run_says_how_many_tests_were_left_out_by_all_its_workers(lone: Path) -> None:
    done = run(lone, "", "-n", "2")
    assert done.returncode == 0, done.stdout
    assert "left out: 2 corpus tests, ../shared not found" in done.stdout


def test_where_the_corpus_is_demanded_its_absence_fails(lone: Path) -> None:
    done = run(lone, "1")
    assert done.returncode == 1
    assert "2 failed" in done.stdout or "2 errors" in done.stdout


def test_with_the_corpus_beside_the_project_the_tests_run(lone: Path) -> None:
    (lone.parent.parent / "shared" / "corpus").mkdir(parents=True)
    done = run(lone, "1")
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout
    assert "left out" not in done.stdout
