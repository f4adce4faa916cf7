"""The cells of a table: drawn as a box, or typed in columns below a ruled head.

A cell in the wrong column would be a wrong statement. So columns are read only where each row fills them all, or where
each of its cells stands flush with its column; else there is no table, and the text stays as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Cells = tuple[str, ...]

_RULE = re.compile(r"\s*[-=+_|]{3,}[-=+_| ]*$")
_BOX_RULE = re.compile(r"\s*[+|][-=+| ]*[-=][-=+| ]*$")
_CELL = re.compile(r"\S+(?: \S+)*")


def read(texts: Sequence[str]) -> list[tuple[int, Cells]] | None:
    """The rows of a table as (offset of the line, cells), the head first; None if the lines are not clearly one."""
    lines = [text.expandtabs().rstrip() for text in texts]
    return _boxed(lines) if lines[0].lstrip()[:1] in ("+", "|") else _ruled(lines)


def _boxed(lines: list[str]) -> list[tuple[int, Cells]] | None:
    rows = []
    for offset, line in enumerate(lines):
        if line.lstrip().startswith("|") and not _BOX_RULE.fullmatch(line):
            inside = line.strip().removeprefix("|").removesuffix("|")
            rows.append((offset, tuple(cell.strip() for cell in inside.split("|"))))
        elif not _BOX_RULE.fullmatch(line):
            return None
    counts = {len(cells) for _, cells in rows}
    return rows if len(rows) > 1 and len(counts) == 1 and counts != {1} else None


def _ruled(lines: list[str]) -> list[tuple[int, Cells]] | None:
    if len(lines) < 3 or not _RULE.fullmatch(lines[1]) or any(_RULE.fullmatch(line) for line in lines[2:]):
        return None
    head = list(_CELL.finditer(lines[0]))
    starts = [match.start() for match in head]
    found = [(0, tuple(match[0] for match in head))]
    ends = _ends(lines[2:], starts)
    for offset, line in enumerate(lines[2:], 2):
        whole = tuple(_CELL.findall(line))
        cells = whole if len(whole) == len(head) else _sliced(line, starts, ends)
        if cells is None:
            return None
        found.append((offset, cells))
    return found if len(head) > 1 else None


def _ends(lines: list[str], starts: list[int]) -> list[int]:
    """Where the longest cell of each column ends, to which others may stand flush on the right."""
    return [max(first + len(line[first:last].rstrip()) for line in lines) for first, last in _edges(starts)]


def _edges(starts: list[int]) -> list[tuple[int, int]]:
    return list(zip(starts, [*starts[1:], 1000], strict=True))


def _sliced(line: str, starts: list[int], ends: list[int]) -> Cells | None:
    """The cells by the head's columns; None if one is cut, or stands flush on neither side."""
    if line[: starts[0]].strip() or any(line[start - 1 : start].strip() for start in starts[1:]):
        return None
    cells = []
    for (first, last), end in zip(_edges(starts), ends, strict=True):
        cell = line[first:last]
        flush = not cell.strip() or cell[0] != " " or first + len(cell.rstrip()) == end
        if not flush or "  " in cell.strip():
            return None
        cells.append(cell.strip())
    return tuple(cells)
