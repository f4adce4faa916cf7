"""The files that a fix brings: name, version, date, size and platform of each, as the article states them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kbservice.extract.files import values
from kbservice.extract.files.columns import DATE, LANGUAGE, NAME, PLATFORM, SIZE, TIME, VERSION
from kbservice.extract.files.owners import OwnedTable, owned_tables
from kbservice.extract.files.tables import TableRow
from kbservice.record import Document, FixedFile, Where

_WORDS = re.compile(
    r"attributes|file ?name|stamp|updated|hotfix|corrected|resolve|component:|following f", re.IGNORECASE
)
_VALUES = re.compile(r"\d[/-]\d\d?[/-]\d\d|\d-[A-Z][a-z]{2}-\d|\d\.\d+\.\d|\d,\d{3}|version \d+\.\d|\d:\d\d|\d\.\d+\b")


def files(document: Document) -> tuple[FixedFile, ...]:
    """The corrected files that the article states, one for each row of its tables, as printed and in their order."""
    if _WORDS.search(document.text) is None or _VALUES.search(document.text) is None:
        return ()
    return tuple(file for index, owned in enumerate(owned_tables(document)) for file in _files(owned, index))


def _files(owned: OwnedTable, index: int) -> Iterator[FixedFile]:
    platforms = _platforms(owned.table.rows)
    for row, platform in zip(owned.table.rows, platforms, strict=True):
        yield _file(owned, index, row, platform or owned.platform)


def _file(owned: OwnedTable, index: int, row: TableRow, platform: str | None) -> FixedFile:
    cells, announced = row.values, owned.introduction
    return FixedFile(
        where=Where(owned.section, row.first_line, row.last_line, owned.heading),
        name=cells.get(NAME),
        version=cells.get(VERSION),
        date=values.date(cells.get(DATE, "")),
        time=values.time(cells.get(TIME, "")),
        size=values.size(cells.get(SIZE, "")),
        platform=platform,
        language=cells.get(LANGUAGE) or (announced.language if announced else None),
        component=owned.component,
        product=owned.product,
        table=index,
        or_later=announced is not None and announced.or_later,
        rule=f"files.{owned.table.style}",
    )


def _platforms(rows: Sequence[TableRow]) -> list[str | None]:
    """The platform of each row; one that only the first row of a block names holds for the whole block."""
    named = [values.platform(row.values.get(PLATFORM, "")) for row in rows]
    starts = [number for number, row in enumerate(rows) if row.gap or number == 0]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        if named[start] and not any(named[start + 1 : end]):
            named[start:end] = [named[start]] * (end - start)
    return named
