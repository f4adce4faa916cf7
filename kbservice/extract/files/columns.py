"""The header line of a file table: which column holds what, however it is spelled and spaced.

A header can be ruled, boxed or bare, its names one blank or thirty apart: a line is a header when it consists of
nothing but names of columns and at least one of them is a file's name or version.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

NAME, VERSION, DATE, TIME, SIZE = "name", "version", "date", "time", "size"
PLATFORM, LANGUAGE, OTHER = "platform", "language", "other"

_DATE_TIME = "date and time"
_SPELLINGS = (
    (_DATE_TIME, r"date(?: ?/ ?| and | & | |-)time(?: stamp)?|time ?/ ?date(?: stamp)?"),
    (PLATFORM, r"platforms?|(?:cpu|processors?)(?: type)?|architecture|operating system|hardware|os\b|plat\b\.?"),
    (LANGUAGE, r"languages?|locale|lang\b\.?"),
    (OTHER, r"(?:file )?(?:description|path|folder|location|directory|checksum|comments?|notes?|attributes?|product)"),
    (OTHER, r"(?:company|product|internal|full) name|destination(?: folder)?|target directory|program version|disk"),
    (
        VERSION,
        r"(?:current |new |file |component |product |updated )?versions?(?: ?#| number| no\.?)?(?: ?\(.{1,12}\))?",
    ),
    (VERSION, r"ver\b\.?|build(?: number)?"),
    (DATE, r"(?:file |modified |creation |release |build )?dates?(?: modified| stamp| created)?(?: ?\(utc\))?"),
    (DATE, r"(?:last )?modified"),
    (TIME, r"(?:file )?time(?: ?stamp)?(?: ?\(utc\))?"),
    (SIZE, r"(?:file ?)?size(?: ?\(?(?:in )?(?:bytes|kb)\)?)?|bytes"),
    (NAME, r"(?:file|component|dll|module|binary) ?names?(?: and path)?|path and file ?name"),
    (NAME, r"files?(?= *$|  |\t| (?:ver|date|time|size|plat|lang))|names?"),
)
_COLUMN = re.compile("|".join(f"({spelling})" for _, spelling in _SPELLINGS), re.IGNORECASE)
_SEPARATOR = re.compile(r"[\s|]*")
_LONGEST_HEADER = 200
_FACTS = frozenset((VERSION, DATE, TIME, SIZE))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: what it holds and the characters that its name spans."""

    kind: str
    start: int
    end: int


def columns(line: str) -> tuple[Column, ...]:
    """The columns that a header line names, in order; empty where the line is no header of a file table."""
    if len(line) > _LONGEST_HEADER or not _may_name(line.lower()):
        return ()
    found: list[Column] = []
    position = _skip(line, 0)
    while position < len(line):
        match = _COLUMN.match(line, position)
        if match is None or not _ends_word(line, match.end()):
            return ()
        kind = _SPELLINGS[(match.lastindex or 0) - 1][0]
        if kind == _DATE_TIME:
            middle = (match.start() + match.end()) // 2
            found += [Column(DATE, match.start(), middle), Column(TIME, middle, match.end())]
        else:
            found.append(Column(kind, match.start(), match.end()))
        position = _skip(line, match.end())
    return tuple(found) if _is_header(found) else ()


def _may_name(line: str) -> bool:
    """A quick look: whether a line, in lower case, can hold the name of a column of files or versions."""
    return "file" in line or "name" in line or "ver" in line or "build" in line


def box_columns(cells: Sequence[str]) -> tuple[Column, ...]:
    """The columns that the first row of a box names, one for each cell; a name of no known kind makes it `other`."""
    found = [columns(f"{cell}  Version") or columns(f"{cell}  Name") for cell in cells]
    heads = [Column(known[0].kind if len(known) == 2 else OTHER, n, n) for n, known in enumerate(found)]
    return tuple(heads) if _is_header(heads) and states_facts(tuple(heads)) else ()


def _is_header(found: list[Column]) -> bool:
    kinds = [column.kind for column in found]
    return (NAME in kinds or VERSION in kinds) and all(kinds.count(kind) < 2 for kind in kinds if kind != OTHER)


def states_facts(found: tuple[Column, ...]) -> bool:
    """Whether the table has a column with a version, date, time or size."""
    return any(column.kind in _FACTS for column in found)


def _skip(line: str, position: int) -> int:
    match = _SEPARATOR.match(line, position)
    return match.end() if match else position


def _ends_word(line: str, position: int) -> bool:
    return position == len(line) or line[position] in " \t|"
