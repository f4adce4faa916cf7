"""Tables for the terminal and for docs/performance.md."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


@dataclass(frozen=True)
class Table:
    """A heading, the names of the columns, the rows, and remarks below."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = field(default=())

    def __str__(self) -> str:
        lines = [f"## {self.title}", "", _row(self.heads), _row(["---"] * len(self.heads))]
        return "\n".join([*lines, *map(_row, self.rows), "", *(f"{note}\n" for note in self.notes)])


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def machine() -> str:
    """What was measured on, as far as it explains the figures."""
    names = ("numpy", "whoosh3", "tantivy")
    libraries = ", ".join(f"{name} {_version(name)}" for name in names)
    return (
        f"Python {platform.python_version()}, {libraries}, SQLite {sqlite3.sqlite_version}, "
        f"{os.cpu_count()} {platform.machine()} cores, shared with other work."
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


INTRODUCTION = """# Performance

Written by `make bench`; do not edit. Engines take turns question by question in one run, so the ratios hold on any
machine while the milliseconds are this one's. Times of searches include parsing the question, scoring, the exact count
and fetching ten stored numbers, the first time as well as four more; they are times of the processor, so that other
work on the machine is not counted.
"""


def write(tables: Sequence[Table], path: Path, extra: str = "") -> None:
    """Writes the page."""
    path.write_text("\n".join([INTRODUCTION, machine(), "", *map(str, tables), extra]).rstrip() + "\n")
