"""Cells are read where they stand, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbservice.web import columns

RULED = "Date        Time   Version      Size     Name"
TABLES = (
    (
        [
            "+-----------------+",
            "| Name  | Version |",
            "+-----------------+",
            "| a.dll | 5.5.1   |",
            "|       | later   |",
        ],
        [("Name", "Version"), ("a.dll", "5.5.1"), ("", "later")],
    ),
    (
        [
            RULED,
            "-" * 44,
            "01-Mar-2001 11:25  2.0.1.2      127,168  a.dll",
            "05-Sep-2001  9:37                 3,395  b.sql",
            "01-Mar-2001 11:25  2000.80.194  127,168  c.dll",
        ],
        [
            ("Date", "Time", "Version", "Size", "Name"),
            ("01-Mar-2001", "11:25", "2.0.1.2", "127,168", "a.dll"),
            ("05-Sep-2001", "9:37", "", "3,395", "b.sql"),
            ("01-Mar-2001", "11:25", "2000.80.194", "127,168", "c.dll"),
        ],
    ),
    (["Name  No.", "---------", "a.dll"], [("Name", "No."), ("a.dll", "")]),
    (["Name  No.", "---------", "a.dll   1"], [("Name", "No."), ("a.dll", "1")]),
)
NONE = (
    ["+-----+", "| One |", "+-----+", "| a   |", "+-----+"],  # one column
    ["+-------+", "| A | B |", "+-------+"],  # no row
    ["+-------+", "| A | B |", "+-------+", "| a |"],
    ["+-------+", "| A | B |", "and text"],
    ["A  B", "----"],
    ["A  B", "----", "1  2", "----"],
    ["Name", "----", "a.dll"],
    ["Date      Version      Size", "-" * 27, "03/02/99  10:35p 12,600 Tdasync.sys"],  # a cell is cut
    ["Date      Version      Size", "-" * 27, "03/02/99   10:35p", "03/02/99  5.5.2448"],  # flush with nothing
    ["   Name  No.", "-" * 12, "x a.dll"],  # before the first column
)


@pytest.mark.parametrize(("lines", "cells"), TABLES)
def test_a_table_is_read_cell_by_cell(lines: list[str], cells: list[columns.Cells]) -> None:
    rows = columns.read(lines)
    assert rows is not None
    assert [row for _, row in rows] == cells


@pytest.mark.parametrize("lines", NONE)
def test_what_is_not_clearly_a_table_is_none(lines: list[str]) -> None:
    assert columns.read(lines) is None


CELL = st.text("abc.1", min_size=1, max_size=9)


@given(st.integers(2, 5).flatmap(lambda n: st.lists(st.tuples(*[CELL] * n), min_size=2, max_size=5)))
def test_a_table_that_is_typed_in_columns_comes_back(rows: list[tuple[str, ...]]) -> None:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    typed = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    found = columns.read([typed[0], "-" * 20, *typed[1:]])
    assert found is not None
    assert [cells for _, cells in found] == rows


@given(st.integers(2, 5).flatmap(lambda n: st.lists(st.tuples(*[st.just("") | CELL] * n), min_size=2, max_size=5)))
def test_a_box_comes_back(rows: list[tuple[str, ...]]) -> None:
    drawn = ["| " + " | ".join(row) + " |" for row in rows]
    found = columns.read(["+-----+", *drawn, "+-----+"])
    assert found is not None
    assert [cells for _, cells in found] == rows
