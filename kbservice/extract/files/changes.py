"""Before-and-after lists of a patch: under each file's name what it was and what the patch makes of it.

Only the later state is a corrected file. The first line of a pair carries the labels, the second often the bare values:

    - mfc42.dll
      (Before) Size: 1,011,472  Date: 06/19/96  Time: 04:20p  Version: 4.2.6068
      (After)        1,013,520        09/13/96        10:47a           4.2.6256
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kbservice.extract.files.columns import NAME
from kbservice.extract.files.rows import facts
from kbservice.extract.files.tables import Table, TableRow

_BEFORE = re.compile(r"\s*\(before\)", re.IGNORECASE)
_AFTER = re.compile(r"\s*\(after[^()]{0,20}\)", re.IGNORECASE)
_MOST_LINES = 5


def changes(lines: Sequence[str], first: int, last: int) -> Table | None:
    """The files of all pairs between two lines (1-based, inclusive) as one table; None where there is no pair."""
    rows = tuple(_rows(lines, first, last))
    return Table("before-after", (), rows, rows[0].first_line, rows[-1].last_line) if rows else None


def _rows(lines: Sequence[str], first: int, last: int) -> Iterator[TableRow]:
    name: str | None = None
    for number in range(first, last + 1):
        line = lines[number - 1]
        if _BEFORE.match(line):
            name = _name_above(lines, number, first)
        elif name is not None and _AFTER.match(line):
            found = facts(_AFTER.sub("", line))
            if found:
                yield TableRow({**found, NAME: name}, number, number)


def _name_above(lines: Sequence[str], number: int, first: int) -> str | None:
    for above in range(number - 1, max(first, number - _MOST_LINES) - 1, -1):
        found = facts(lines[above - 1]).get(NAME)
        if found:
            return found
    return None
