"""Who may import whom: the table of ARCHITECTURE.md, checked against the code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "kbservice"
PARTS = sorted(
    {p.stem if p.parent == PACKAGE else p.relative_to(PACKAGE).parts[0] for p in PACKAGE.rglob("*.py")} - {"__init__"}
)


def allowed() -> dict[str, set[str]]:
    """Part -> parts that it may import, from the rows `| part | imports | third parties |` of the page."""
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    table = page.split("## Who may import whom", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| ([a-z_, ]+) \| ([a-z_, ]+) \|", table, re.MULTILINE)[1:]
    found: dict[str, set[str]] = {}
    for parts, imports in rows:
        targets = set(PARTS) if imports.strip() == "all" else set(re.findall(r"[a-z_]+", imports)) - {"nothing"}
        for part in re.findall(r"[a-z_]+", parts):
            found[part] = targets
    return found


def imported(part: str) -> set[str]:
    """The parts that a part's modules import, itself left out."""
    files = [PACKAGE / f"{part}.py"] if (PACKAGE / f"{part}.py").exists() else list((PACKAGE / part).rglob("*.py"))
    found: set[str] = set()
    for node in (n for f in files for n in ast.walk(ast.parse(f.read_text(encoding="utf-8")))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "kbservice":
            rest = (node.module or "").split(".")[1:]
            found |= {rest[0]} if rest else {alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("kbservice.")}
    return (found & set(PARTS)) - {part}


@pytest.mark.parametrize("part", PARTS)
def test_a_part_imports_only_what_the_table_allows(part: str) -> None:
    assert part in allowed(), f"ARCHITECTURE.md has no row for {part}"
    assert imported(part) <= allowed()[part]


def test_the_table_names_only_parts_that_exist() -> None:
    assert set(allowed()) <= set(PARTS)
