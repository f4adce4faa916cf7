"""The timeline of a file: which articles correct it, in which versions, and which of them a given version includes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from kbservice import fixcheck
from kbservice.errors import InvalidVersion, NotFound
from kbservice.fixcheck import Running
from kbservice.index import Index
from kbservice.index.identifiers import file_stem
from kbservice.lookups.articles import title_of
from kbservice.record import FixedFile, Record
from kbservice.versions import Branch, FileVersion, compare

NO_VERSION = "no version"


@dataclass(frozen=True, slots=True)
class FileRow:
    """A version of the file as one article states it; `verdict` says whether the given version includes its fix.

    `verdict` and `reason` are None if no version was given.
    """

    number: int
    title: str
    row: FixedFile
    verdict: str | None
    reason: str | None
    shipped: bool  # the given version is exactly this one


@dataclass(frozen=True, slots=True)
class FileBranch:
    """The versions of one line of development in their order; across branches there is none."""

    name: str
    rows: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True)
class FileAnswer:
    """What is known of a file, and of the version that was asked for: numbers of the articles by verdict."""

    name: str
    version: str | None
    branches: tuple[FileBranch, ...]
    shipped_by: tuple[int, ...]
    includes: tuple[int, ...]
    lacks: tuple[int, ...]
    undecided: tuple[int, ...]


def file(index: Index, name: str, version: str | None = None) -> FileAnswer:
    """The articles that correct a file, by branch and version; `name` with or without extension, in any case.

    Raises:
        NotFound: no article of the index states a corrected version of the file.
        InvalidVersion: the version cannot be read.
    """
    wanted = name.strip().lower()
    runs = Running(file=wanted, file_version=FileVersion.parse(version) if version else None)
    rows = [
        row
        for record in index.get_many(index.find("file_stem", file_stem(wanted)))
        for row in _rows(index, record, wanted, runs)
    ]
    if not rows:
        raise NotFound(f"no article of the index corrects {name!r}", remedy="search for it to see where it is named")
    names = {(row.row.name or "").lower() for row in rows}
    return FileAnswer(
        name=", ".join(sorted(names)),
        version=version,
        branches=_branches(rows),
        shipped_by=_numbers(row for row in rows if row.shipped),
        includes=_numbers(row for row in rows if row.verdict == "included"),
        lacks=_numbers(row for row in rows if row.verdict == "not_included"),
        undecided=_numbers(row for row in rows if row.verdict == "unknown"),
    )


def _rows(index: Index, record: Record, wanted: str, runs: Running) -> list[FileRow]:
    own = [row for row in record.files if row.name and wanted in (row.name.lower(), file_stem(row.name))]
    if not own:
        return []
    verdict = fixcheck.check(record, runs) if runs.file_version else None
    title = title_of(index, record)[0]
    return [
        FileRow(
            record.number,
            title,
            row,
            verdict.verdict if verdict else None,
            verdict.reason if verdict else None,
            _is(row, runs.file_version),
        )
        for row in own
    ]


def _is(row: FixedFile, version: FileVersion | None) -> bool:
    printed = parsed(row)
    return version is not None and printed is not None and compare(version, printed) == 0


def parsed(row: FixedFile) -> FileVersion | None:
    """The version of a row as a value; None if it has none or one that cannot be read."""
    try:
        return FileVersion.parse(row.version) if row.version else None
    except InvalidVersion:
        return None


def _branches(rows: Iterable[FileRow]) -> tuple[FileBranch, ...]:
    ordered = sorted(rows, key=_place)
    return tuple(FileBranch(name, tuple(group)) for name, group in groupby(ordered, lambda row: _branch_name(row)))


def _place(row: FileRow) -> tuple[bool, tuple[int, ...], str, tuple[int, ...], str, dt.date, int]:
    """Rows with a version first, by branch, then by version, by date, by article."""
    version = parsed(row.row)
    date = row.row.date or dt.date.min
    if version is None:
        return True, (), "", (), "", date, row.number
    branch = version.branch
    return False, branch.parts, branch.name, version.parts, version.letter, date, row.number


def _branch_name(row: FileRow) -> str:
    version = parsed(row.row)
    return branch_name(version.branch) if version else NO_VERSION


def branch_name(branch: Branch) -> str:
    """A branch for people: `5.5`, `4.0.1381 (Terminal Server)`."""
    numbers = ".".join(map(str, branch.parts))
    return f"{numbers} ({branch.name})" if numbers and branch.name else numbers or branch.name


def _numbers(rows: Iterable[FileRow]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(row.number for row in rows))
