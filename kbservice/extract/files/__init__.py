"""The files that a fix brings: name, version, date, size and platform of each, as the article states them.

A table states a fix when the words above it say so (introductions, owners), however it is drawn (tables, boxes,
columns, rows, values); patches also list files before and after (changes), and a sentence can state one (sentences).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kbservice.extract.files import values
from kbservice.extract.files.columns import DATE, LANGUAGE, NAME, PLATFORM, SIZE, TIME, VERSION
from kbservice.extract.files.owners import OwnedTable, owned_tables
from kbservice.extract.files.rows import Row
from kbservice.extract.files.sentences import Stated, stated
from kbservice.extract.files.tables import TableRow
from kbservice.record import Document, FixedFile, Where


def files(document: Document) -> tuple[FixedFile, ...]:
    """The corrected files that the article states, one for each row of its tables, as printed and in their order."""
    found = [file for index, owned in enumerate(owned_tables(document)) for file in _files(owned, index)]
    tables = found[-1].table + 1 if found else 0
    named = {(file.name or "").lower() for file in found}
    for index, sentence in enumerate(stated(document, named), start=tables):
        found.append(_stated_file(sentence, index))
    return tuple(found)


def _files(owned: OwnedTable, index: int) -> Iterator[FixedFile]:
    platforms = _platforms(owned.table.rows)
    for row, platform in zip(owned.table.rows, platforms, strict=True):
        yield _file(owned, index, row, platform or owned.platform)


def _file(owned: OwnedTable, index: int, row: TableRow, platform: str | None) -> FixedFile:
    announced = owned.introduction
    file = _read(row.values, Where(owned.section, row.first_line, row.last_line, owned.heading))
    return replace(
        file,
        platform=platform,
        language=row.values.get(LANGUAGE) or (announced.language if announced else None),
        component=owned.component,
        product=owned.product,
        table=index,
        or_later=row.or_later or (announced is not None and announced.or_later),
        rule=f"files.{owned.table.style}",
    )


def _stated_file(sentence: Stated, index: int) -> FixedFile:
    file = _read(sentence.values, sentence.where)
    return replace(file, table=index, or_later=sentence.or_later, rule="files.sentence")


def _read(cells: Row, where: Where) -> FixedFile:
    name = cells.get(NAME)
    return FixedFile(
        where=where,
        name=name.rsplit("\\", 1)[-1] if name else None,
        version=cells.get(VERSION),
        date=values.date(cells.get(DATE, "")),
        time=values.time(cells.get(TIME, "")),
        size=values.size(cells.get(SIZE, "")),
    )


def _platforms(rows: Sequence[TableRow]) -> list[str | None]:
    """The platform of each row; a processor that only the first row of a block names holds for the whole block."""
    named = [values.platform(row.values.get(PLATFORM, "")) for row in rows]
    starts = [number for number, row in enumerate(rows) if row.gap or number == 0]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        first = named[start]
        if first and values.only_platform(first) and not any(named[start + 1 : end]):
            named[start:end] = [named[start]] * (end - start)
    return named
