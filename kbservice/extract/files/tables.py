"""Where the tables of a section stand: its lines as paragraphs and tables, in reading order.

Nothing is decided here about what a table means; a directory listing comes out like the table of a fix.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kbservice.extract.files import boxes
from kbservice.extract.files.columns import LANGUAGE, NAME, OTHER, PLATFORM, Column, box_columns, columns, states_facts
from kbservice.extract.files.fields import labelled_row
from kbservice.extract.files.rows import Row, boxed, row
from kbservice.extract.files.values import says_or_later

_RULE = re.compile(r"\s*[-=_]{3}[-=_\s+]*$")
_EXTENSION = re.compile(r"\.[a-z_\d]{1,6}(?:[\s,;()|]|$)", re.IGNORECASE)
_DIGITS = re.compile(r"\d[/:.,-]\d|\d{2}|\d ?[kb]\b", re.IGNORECASE)
_MOST_BLANK = 2
_SLACK = 4  # columns by which wrapped text may stand left of its header


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
    """The values of one file and the lines on which they stand.

    `gap` says that a blank line stands above, `or_later` that the row itself lets later versions pass.
    """

    values: Row
    first_line: int
    last_line: int
    gap: bool = False
    or_later: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under one header (none where `columns` is empty), drawn as a box, ruled, or neither.

    A box that holds no files has no rows.
    """

    style: str  # box-table, dash-table, bare-table, no-header, fields, before-after
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
    labelled = labelled_row(lines, number, last) if ":" in line or "=" in line else None
    if labelled is not None:
        values, end = labelled
        return Table("fields", (), (TableRow(values, number, end),), number, end)
    if not _may_be_row(line):
        return None
    for under in (heads, ()):
        found_row = row(line, under)
        if found_row and NAME in found_row and len(found_row) > 1:
            return _rows_below(lines, number, last, under)
    return None


def _box(lines: Sequence[str], number: int, last: int) -> Table:
    drawn, end = boxes.box_rows(lines, number, last)
    if not drawn:
        return Table("box-table", (), (), number, end)
    heads = box_columns(drawn[0].cells)
    body = drawn[1:] if heads else drawn
    rows = [TableRow(found, r.first_line, r.last_line) for r in body if (found := boxed(r.cells, heads)) is not None]
    return Table("box-table", heads, tuple(rows), number, end)


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
            if found is not None:
                rows.append(TableRow(found, number, number, gap=blank > 0, or_later=not heads and says_or_later(line)))
            elif rows and not blank and _runs_on(line, heads):
                rows[-1] = _joined(rows[-1], line, heads, number)
            else:
                break
            blank, end = 0, number
        number += 1
    return rows, end


def _may_be_row(line: str) -> bool:
    """A quick look: something with an extension and something with digits."""
    return _EXTENSION.search(line) is not None and _DIGITS.search(line) is not None


def _runs_on(line: str, heads: tuple[Column, ...]) -> bool:
    """Whether a line continues the free text of the last column."""
    if not heads or heads[-1].kind not in (PLATFORM, LANGUAGE, OTHER):
        return False
    return len(line) - len(line.lstrip()) >= heads[-1].start - _SLACK


def _joined(above: TableRow, line: str, heads: tuple[Column, ...], number: int) -> TableRow:
    kind = heads[-1].kind
    text = f"{above.values.get(kind, '')} {line.strip()}".strip()
    return replace(above, values={**above.values, kind: text}, last_line=number)


def _paragraph(lines: Sequence[str], number: int, last: int) -> Paragraph:
    first = number
    taken: list[str] = []
    while number <= last and lines[number - 1].strip():
        line = lines[number - 1]
        if taken and _ends_paragraph(line):
            break
        taken.append(line.strip())
        number += 1
    return Paragraph(tuple(taken), first, first + len(taken) - 1)


def _ends_paragraph(line: str) -> bool:
    if _RULE.match(line) or boxes.is_box(line) or columns(line):
        return True
    return _may_be_row(line) and row(line) is not None
