"""One line of a table -> the values of one file.

Cells are told by their shape, not counted: blank cells leave no trace in a line, and dates, times, versions, sizes and
names look different. Only where shapes agree (a bare number can be a size or a version, `185.760` either) do the
header and the other cells of the row decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kbservice.extract.files import columns as heads
from kbservice.extract.files import values
from kbservice.extract.files.columns import DATE, LANGUAGE, NAME, OTHER, PLATFORM, SIZE, TIME, VERSION, Column

_TOKEN = re.compile(
    rf"(?P<date>{values.DATE})|(?P<time>{values.TIME})|(?P<missing>{values.NO_VALUE})|(?P<size>{values.SIZE})"
    rf"|(?P<name>{values.FILE_NAME})|(?P<version>{values.VERSION})|(?P<number>\d+(?![\w./:]))"
    r"|(?P<word>[^\s,;()]+|[,;()])",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"(?:[\s(),;:=*•\x22.-]|\b(?:version|ver|v|dated?|size|bytes|time|file|and|or|later|newer|without)\b)*$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"([A-Z][A-Za-z ()]{2,30}):$")
_PLATFORM = re.compile(
    r"\(?(?:intel|x86|i[3-6]86|alpha|axp|mips|ppc|power ?pc|ia-?64|itanium|dec alpha)\b[^.]{0,30}$", re.IGNORECASE
)
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+$")
_IS_NAME = re.compile(values.FILE_NAME, re.IGNORECASE)
_IS_SIZE = re.compile(values.SIZE, re.IGNORECASE)
_CHUNK = re.compile(r"\S+(?: \S+)*")
_HAS_DIGIT = re.compile(r"\d")
_QUALIFIER = re.compile(r"\(.{1,20}\)$")
_LONGEST_ROW = 300
_MOST_WORDS = 4
_LONGEST_LABEL = 2  # words left of the first column, as in `MDAC 2.0  02/02/99 ...`
_SLACK = 4  # characters by which a cell may stand left of its header
_UNSETTLED = frozenset(("number", VERSION))
_FACTS = frozenset((VERSION, DATE, TIME, SIZE))

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Cell:
    kind: str
    text: str
    start: int
    end: int


def row(line: str, columns: Sequence[Column] = ()) -> Row | None:
    """The values of a table line by the kind of their column; None where the line is no row.

    Without a header a row must hold a file name and at least one fact, and nothing else but a platform.
    """
    if len(line) > _LONGEST_ROW or not line.strip():
        return None
    cells = _cells(line)
    kinds = frozenset(column.kind for column in columns)
    cells = [_settled(cell, cells, kinds) if cell.kind in _UNSETTLED else cell for cell in cells]
    found = _facts(cells, columns)
    if not columns:
        return found if NAME in found and len(found) > 1 and _rest_is_platform(line, cells, found) else None
    if NAME not in found and NAME in kinds:
        if not found:
            return _cell_by_cell(line, columns)
        _take_name(line, cells, columns, found)
    if not _is_row(found, kinds):
        return None
    return found if _place_rest(line, cells, columns, found) else None


def facts(line: str) -> Row:
    """The facts of a line by their shape alone: `(After)  1,013,520  09/13/96  10:47a  4.2.6256`."""
    cells = _cells(line[:_LONGEST_ROW])
    return _facts([_settled(cell, cells, frozenset()) for cell in cells], ())


def _cells(line: str) -> list[_Cell]:
    return [_Cell(m.lastgroup or "word", m[0], m.start(), m.end()) for m in _TOKEN.finditer(line)]


def _settled(cell: _Cell, cells: list[_Cell], kinds: frozenset[str]) -> _Cell:
    """The cell with its kind decided where its shape leaves a choice of size and version."""
    if cell.kind == "number":
        return _Cell(_number_kind(cell, cells, kinds), cell.text, cell.start, cell.end)
    if cell.kind == VERSION and _GROUPED.match(cell.text) and _is_grouped_size(cell, cells, kinds):
        return _Cell(SIZE, cell.text, cell.start, cell.end)
    return cell


def _number_kind(cell: _Cell, cells: list[_Cell], kinds: frozenset[str]) -> str:
    others = {other.kind for other in cells if other is not cell}
    if SIZE in kinds and SIZE not in others:
        return SIZE
    if VERSION in kinds and VERSION not in others:
        return VERSION
    return SIZE if not kinds and SIZE not in others else "word"


def _is_grouped_size(cell: _Cell, cells: list[_Cell], kinds: frozenset[str]) -> bool:
    others = [other for other in cells if other is not cell]
    if any(other.kind == SIZE for other in others):
        return False
    if VERSION not in kinds or any(other.kind == VERSION for other in others):
        return SIZE in kinds
    return SIZE not in kinds and DATE in kinds


def _facts(cells: list[_Cell], columns: Sequence[Column]) -> Row:
    """The first cell of each kind; of several versions the one that stands nearest to the column of versions."""
    found: Row = {}
    for cell in cells:
        if cell.kind in (DATE, TIME, SIZE, VERSION, NAME):
            found.setdefault(cell.kind, cell.text)
    column = next((column for column in columns if column.kind == VERSION), None)
    if column is not None and VERSION in found:
        versions = [cell for cell in cells if cell.kind == VERSION]
        found[VERSION] = min(versions, key=lambda cell: abs(cell.start - column.start)).text
    return found


def _is_row(found: Row, kinds: frozenset[str]) -> bool:
    if NAME in kinds:
        return NAME in found
    return VERSION in found


def _take_name(line: str, cells: list[_Cell], columns: Sequence[Column], found: Row) -> None:
    """A name without extension: the words that stand under the column of the names."""
    column = next(column for column in columns if column.kind == NAME)
    for chunk in _CHUNK.finditer(line):
        words = [cell for cell in cells if chunk.start() <= cell.start < chunk.end()]
        overlaps = chunk.start() <= column.end and column.start <= chunk.end()
        if overlaps and all(cell.kind in ("word", "number") for cell in words) and len(words) <= 3:
            found[NAME] = chunk[0]
            return


def _cell_by_cell(line: str, columns: Sequence[Column]) -> Row | None:
    """A row of words only, `Sample Extractor    24C`: as many cells as columns, and a version that holds a digit."""
    chunks = _CHUNK.findall(line)
    found = {column.kind: chunk for column, chunk in zip(columns, chunks, strict=False)}
    complete = len(chunks) == len(columns) and len(found) == len(columns)
    return found if complete and _HAS_DIGIT.search(found.get(VERSION, "")) else None


def _rest_is_platform(line: str, cells: list[_Cell], found: Row) -> bool:
    rest = [text for _, text in _rest(line, cells, found) if not _FILLER.match(text)]
    if rest and (label := _LABEL.match(rest[0])):
        found[LANGUAGE] = label[1]
        rest = rest[1:]
    if len(rest) == 1 and _PLATFORM.match(rest[0]):
        found[PLATFORM] = rest.pop()
    return not rest


def _place_rest(line: str, cells: list[_Cell], columns: Sequence[Column], found: Row) -> bool:
    """Give what is left of the line to the columns of free text; False where the line is a sentence, not a row."""
    rest = _rest(line, cells, found)
    if not _FACTS & found.keys() and (len(rest) > 1 or (rest and not _PLATFORM.match(rest[0][1]))):
        return False
    free = [column.kind for column in columns if column.kind in (PLATFORM, LANGUAGE, OTHER)]
    for start, text in rest:
        leads = start < columns[0].start - _SLACK
        is_platform = PLATFORM not in found and _PLATFORM.match(text) is not None
        kind = PLATFORM if is_platform else free.pop(0) if free and not leads else None
        if kind is not None and kind not in found:
            if kind != OTHER and len(text.split()) > _MOST_WORDS:
                return False
            found[kind] = text
        elif _QUALIFIER.match(text):
            found[PLATFORM] = f"{found.get(PLATFORM, '')} {text}".strip()
        elif not leads or len(text.split()) > _LONGEST_LABEL:
            return False
    return True


def _rest(line: str, cells: list[_Cell], found: Row) -> list[tuple[int, str]]:
    """The stretches of a line that are no fact, as printed and with their offsets; two blanks or a fact part them."""
    stretches: list[tuple[int, int]] = []
    closed = True
    for cell in cells:
        if cell.kind not in ("word", "missing", "number") and found.get(cell.kind) == cell.text:
            closed = True
            continue
        if cell.kind == "missing" and (closed or "\t" in line[stretches[-1][1] : cell.start]):
            continue
        if closed or cell.start - stretches[-1][1] > 1:
            stretches.append((cell.start, cell.end))
        else:
            stretches[-1] = (stretches[-1][0], cell.end)
        closed = False
    name = found.get(NAME, "")
    return [(start, text) for start, end in stretches if (text := line[start:end]) != name]


def boxed(cells: Sequence[str], columns: Sequence[Column]) -> Row | None:
    """The values of one row of a boxed table, where cell n belongs to column n; None where it states no file."""
    if not columns or len(cells) != len(columns):
        return row("  ".join(cells), columns)
    found: Row = {}
    for text, column in zip(cells, columns, strict=True):
        if not values.is_missing(text):
            found[column.kind] = text
    version = found.get(VERSION, "")
    if _IS_NAME.fullmatch(version) and not _IS_NAME.fullmatch(found.get(NAME, version)):
        found[NAME], found[VERSION] = version, found[NAME]
    elif _IS_SIZE.fullmatch(version) and SIZE not in found:
        found[SIZE] = found.pop(VERSION)
    return found if NAME in found or (VERSION in found and heads.NAME not in {c.kind for c in columns}) else None
