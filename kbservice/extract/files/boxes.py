"""Boxed tables: cells between bars, rows between `+-----+` lines, and cells whose text runs on without bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_MOST_WRAPPED = 6


@dataclass(frozen=True, slots=True)
class BoxRow:
    """The cells of one row, and the lines (1-based) on which they stand."""

    cells: tuple[str, ...]
    first_line: int
    last_line: int


def is_box(line: str) -> bool:
    """Whether a line belongs to a boxed table: a row between bars or a rule of plus signs and dashes."""
    text = line.strip()
    return is_rule(text) or (text.startswith("|") and text.count("|") > 1)


def is_rule(text: str) -> bool:
    """Whether a stripped line is a rule of a box."""
    return len(text) > 3 and text[0] == "+" and text[1] in "-=+" and not text.strip("+-=| ")


def box_rows(lines: Sequence[str], first: int, last: int) -> tuple[list[BoxRow], int]:
    """The rows of the box that begins on line `first`, and the last line that belongs to it."""
    rows: list[BoxRow] = []
    number, end = first, first
    while number <= last:
        text = lines[number - 1].strip()
        if is_rule(text):
            end = number
            number += 1
        elif text.startswith("|"):
            stop = _closing_line(lines, number, last)
            rows.append(BoxRow(_cells(lines[number - 1 : stop]), number, stop))
            end = stop
            number = stop + 1
        else:
            break
    return rows, end


def _closing_line(lines: Sequence[str], first: int, last: int) -> int:
    """The line with the bar that closes the row: the same one, unless the text of a cell runs on below it."""
    for number in range(first, min(last, first + _MOST_WRAPPED) + 1):
        text = lines[number - 1].strip()
        if number > first and (not text or text[0] in "|+"):
            return first
        if text.endswith("|"):
            return number
    return first


def _cells(lines: Sequence[str]) -> tuple[str, ...]:
    text = " ".join(line.strip() for line in lines).strip()
    return tuple(" ".join(cell.split()) for cell in text.removeprefix("|").removesuffix("|").split("|"))
