"""The house as ARCHITECTURE.md draws it, the wheel that is made of it, and the pages that lead to one another."""

from __future__ import annotations

import glob
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "kbservice"
DRAWN = (ROOT / "ARCHITECTURE.md").read_text("utf-8").split("## The tree", 1)[1].split("```")[1]
PAGES = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]
MADE = {"index"}  # by an ingest, not in a fresh clone


def drawn(indent: int, text: str) -> set[str]:
    """The names that stand at that indent in a drawing of folders, folders with `/` behind."""
    return set(re.findall(rf"^ {{{indent}}}([\w.]+/?)(?=\s)", text, re.MULTILINE))


def test_the_tree_shows_each_part_of_the_package_and_no_other() -> None:
    package = DRAWN.split("\nkbservice/", 1)[1].split("\ntests/", 1)[0]
    parts = {path.name + "/" * path.is_dir() for path in PACKAGE.iterdir()}
    unseen = {"__init__.py", "__main__.py", "__pycache__/", "py.typed", "data/"}
    assert drawn(4, package) == parts - unseen


def test_the_tree_shows_what_there_is_at_the_top() -> None:
    names = {name.rstrip("/") for name in drawn(0, DRAWN)} - MADE
    assert {name for name in names if not (ROOT / name).exists()} == set()


def test_the_page_on_documents_names_each() -> None:
    (line,) = re.findall(r"^docs/\s+(.*)$", DRAWN, re.MULTILINE)
    assert set(line.split(", ")) == {path.stem for path in (ROOT / "docs").glob("*.md")}


def test_every_target_of_make_that_is_shown_is_there() -> None:
    rules = (ROOT / "Makefile").read_text("utf-8")
    texts = [page.read_text("utf-8") for page in PAGES]
    shown = {name for text in texts for name in re.findall(r"\bmake ([a-z]+)\b(?=[`,)\n]| {2})", text)}
    assert shown >= {"serve", "test", "contract"}
    assert {name for name in shown if not re.search(rf"^{name}:", rules, re.MULTILINE)} == set()


def test_the_wheel_holds_every_file_that_is_no_code() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    patterns = settings["tool"]["setuptools"]["package-data"]["kbservice"]
    # As setuptools reads `**`: before Python 3.13, Path.glob finds folders alone for it.
    found = (glob.glob(pattern, root_dir=PACKAGE, recursive=True) for pattern in patterns)  # noqa: PTH207
    packed = {PACKAGE / name for names in found for name in names}
    there = {path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc")}
    assert there - packed == set()


def test_every_folder_with_code_is_a_package() -> None:
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert {folder for folder in folders if not (folder / "__init__.py").exists()} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_leads_to_is_there(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8"))
    assert {link for link in links if "://" not in link and not (page.parent / link).exists()} == set()
