"""Where the tables of a section stand: its lines as paragraphs and tables, in reading order.

Nothing is decided here about what a table means; a directory listing comes out like the table of a fix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kbservice.extract.files import boxes
from kbservice.extract.files.columns import NAME, Column, columns, states_facts
from kbservice.extract.files.rows import Row, boxed, row

_RULE = re.compile(r"\s*[-=_]{3,}[-=_\s+]*$")
_MOST_BLANK = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of running text without blank lines between them."""

    lines: tuple[str, ...]
    first_line: int
    last_line: int

    @property
    def text(self) -> str:
        """The lines joined by blanks."""
        return " ".join(self.lines)


@dataclass(frozen=True, slots=True)
class TableRow:
    """The values of one file, the lines on which they stand, and whether a blank line stands above them."""

    values: Row
    first_line: int
    last_line: int
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under one header (none where `columns` is empty), drawn as a box, ruled, or neither."""

    style: str  # box-table, dash-table, bare-table, no-header
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    first_line: int
    last_line: int


Block = Paragraph | Table


def blocks(lines: Sequence[str], first: int, last: int) -> Iterator[Block]:
    """The paragraphs and tables on the lines `first` to `last` (1-based, inclusive)."""
    number = first
    heads: tuple[Column, ...] = ()
    while number <= last:
        line = lines[number - 1]
        if not line.strip() or _RULE.match(line):
            number += 1
            continue
        table = _table(lines, number, last, heads)
        if table is not None:
            heads = table.columns or heads
            yield table
            number = table.last_line + 1
            continue
        paragraph = _paragraph(lines, number, last)
        if paragraph.last_line > paragraph.first_line:
            heads = ()
        yield paragraph
        number = paragraph.last_line + 1


def _table(lines: Sequence[str], number: int, last: int, heads: tuple[Column, ...]) -> Table | None:
    line = lines[number - 1]
    if boxes.is_box(line):
        return _box(lines, number, last)
    found = columns(line)
    if found:
        return _grid(lines, number, last, found)
    for under in (heads, ()):
        found_row = row(line, under)
        if found_row and NAME in found_row and len(found_row) > 1:
            return _rows_below(lines, number, last, under)
    return None


def _box(lines: Sequence[str], number: int, last: int) -> Table | None:
    drawn, end = boxes.box_rows(lines, number, last)
    if not drawn:
        return None
    heads = columns("  ".join(cell or "-" for cell in drawn[0].cells))
    body = drawn[1:] if heads else drawn
    if len(heads) != len(drawn[0].cells):
        heads = ()
    rows = [
        TableRow(found, r.first_line, r.last_line) for r in body if (found := boxed(r.cells, heads)) is not None
    ]
    return Table("box-table", heads, tuple(rows), number, end) if rows else None


def _grid(lines: Sequence[str], number: int, last: int, heads: tuple[Column, ...]) -> Table | None:
    start = number + 1
    while start <= last and not lines[start - 1].strip():
        start += 1
    ruled = start <= last and _RULE.match(lines[start - 1]) is not None
    if not ruled and not states_facts(heads):
        return None
    rows, end = _read_rows(lines, number + 1, last, heads)
    style = "dash-table" if ruled else "bare-table"
    return Table(style, heads, tuple(rows), number, end) if rows else None


def _rows_below(lines: Sequence[str], number: int, last: int, heads: tuple[Column, ...]) -> Table | None:
    rows, end = _read_rows(lines, number, last, heads)
    return Table("no-header", heads, tuple(rows), number, end) if rows else None


def _read_rows(lines: Sequence[str], number: int, last: int, heads: tuple[Column, ...]) -> tuple[list[TableRow], int]:
    rows: list[TableRow] = []
    blank, end = 0, number
    while number <= last and blank <= _MOST_BLANK:
        line = lines[number - 1]
        if not line.strip():
            blank += 1
        elif _RULE.match(line):
            end = number
        else:
            found = row(line, heads)
            if found is None:
                break
            rows.append(TableRow(found, number, number, gap=blank > 0))
            blank, end = 0, number
        number += 1
    return rows, end


def _paragraph(lines: Sequence[str], number: int, last: int) -> Paragraph:
    first, taken = number, []
    while number <= last and lines[number - 1].strip():
        line = lines[number - 1]
        if taken and (_RULE.match(line) or boxes.is_box(line) or columns(line) or row(line)):
            break
        taken.append(line.strip())
        number += 1
    return Paragraph(tuple(taken), first, first + len(taken) - 1)
