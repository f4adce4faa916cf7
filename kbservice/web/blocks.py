"""Lines of an article -> blocks that a page can set: paragraphs, lists, tables, and text kept as typed.

The articles are plain text for a fixed pitch. Prose is wrapped by hand and is joined again; steps that blank lines keep
apart are one list, with the code between them inside; boxes and columns below a ruled head are a table; whatever else
stands indented (event entries, commands, registry keys) means its columns and is kept. Each block knows its lines, so
that a fact can be linked to the place that states it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kbservice.web import columns

_MARK = re.compile(r"( {0,6})(?:([-*•])|(\d{1,3})[.)]|([a-z])[.)])\s+(?=\S)")
_HANGING = 4  # columns by which the text of an entry stands to the right of its mark at most
_RULE = re.compile(r"\s*[-=+_|]{3,}[-=+_| ]*$")
_COLUMNS = re.compile(r".*\S {2,}\S+.*\S? {2,}\S|\s*[|+]")
_LABEL = re.compile(r"[A-Z][\w ()/-]{1,24}:(?:\s|$)")
_GAP = re.compile(r"\S {2,}\S")
_INNER_GAP = re.compile(r"\S {3,}\S|\S\t+\S")
_PROSE = re.compile(r"(?:where |[A-Z\"(][\w'.-]*[,:]?(?: [^\s;{}=<>]+){3,})")
_REFERENCE = re.compile(r"\s*Q?\d{5,6}:? +[A-Z\"]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source: its number (0 in another copy of the article) and its text."""

    number: int
    text: str

    @property
    def indent(self) -> int:
        return len(self.text) - len(self.text.lstrip())


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list: its text, and the blocks that stand indented below it."""

    lines: tuple[Line, ...]
    below: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the line and its cells."""

    line: Line
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """What is set as one piece: `kind` is text, bullets, numbers, typed or table.

    A list has `items`, and `start` if it is numbered; a table has `head` and `rows`.
    """

    kind: str
    lines: tuple[Line, ...]
    items: tuple[Item, ...] = ()
    start: int = 1
    head: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()

    @property
    def in_columns(self) -> bool:
        """Whether lines kept as typed stand in columns, so that they must not be wrapped."""
        return any(_RULE.fullmatch(line.text) or _INNER_GAP.search(line.text) for line in self.lines)


def blocks(lines: Sequence[Line]) -> tuple[Block, ...]:
    """The blocks of consecutive lines."""
    found: list[Block] = []
    for group in _groups(lines):
        block = _block(group)
        merged = _merged(found[-1], block) if found else None
        if merged is None:
            found.append(block)
        else:
            found[-1] = merged
    return tuple(found)


def _groups(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines between blank ones; what begins a list or another reference begins a group without a blank line."""
    group: list[Line] = []
    for line in lines:
        if group and (not line.text.strip() or _begins(group, line.text)):
            yield group
            group = []
        if line.text.strip():
            group.append(line)
    if group:
        yield group


def _begins(group: list[Line], text: str) -> bool:
    if _REFERENCE.match(group[0].text):
        return _REFERENCE.match(text) is not None
    return _MARK.match(text) is not None and not _listed(group) and not _indented(group)


def _block(group: list[Line]) -> Block:
    if _listed(group):
        return _list(group)
    table = _table(group)
    if table is not None:
        return table
    return Block("typed" if _typed(group) else "text", tuple(group))


def _listed(group: list[Line]) -> bool:
    return _MARK.match(group[0].text) is not None and not any(_RULE.fullmatch(line.text) for line in group)


def _indented(group: list[Line]) -> bool:
    return all(line.indent for line in group)


def _typed(group: list[Line]) -> bool:
    """Whether the lines mean their columns or their ends: indented, tabular, labelled, or code."""
    reference = _REFERENCE.match(group[0].text) is not None
    if _indented(group) and not reference:
        return True
    if any(_RULE.fullmatch(line.text) for line in group):
        return True
    return len(group) > 1 and (_tabular(group) or _labelled(group) or _code(group))


def _tabular(group: list[Line]) -> bool:
    gaps = any(_INNER_GAP.search(line.text) for line in group)
    return gaps or all(_COLUMNS.match(line.text) for line in group)


def _labelled(group: list[Line]) -> bool:
    """An entry of a log: a label on the first line, and on at least one other."""
    labels = [_LABEL.match(line.text) is not None for line in group]
    return labels[0] and sum(labels) > 1


def _code(group: list[Line]) -> bool:
    """Lines that end as statements do, or that stand at more than two depths."""
    ends = sum(line.text.rstrip().endswith((";", "{", "}")) for line in group)
    return 2 * ends > len(group) or len({line.indent for line in group}) > 2


def _merged(before: Block, block: Block) -> Block | None:
    """The block before with this one in it, if the two belong together; else None."""
    lines = before.lines + block.lines
    if before.items and block.items:
        if _same_list(before, block):
            return replace(before, lines=lines, items=before.items + block.items)
        return _below(before, block) if block.lines[0].indent > before.lines[0].indent else None
    if before.items and _indented(list(block.lines)):
        return _below(before, block)
    if before.kind in ("typed", "table") and _may_be_rows(block) and (table := _table(lines)) is not None:
        return table
    if before.kind == block.kind == "typed" and _indented(list(lines)):
        gap = Line(0, "")
        return replace(before, lines=(*before.lines, gap, *block.lines))
    return None


def _same_list(before: Block, block: Block) -> bool:
    if before.kind != block.kind or abs(before.lines[0].indent - block.lines[0].indent) > 1:
        return False
    return before.kind == "bullets" or block.start in (before.start + len(before.items), 1 if block.start == 1 else -1)


def _below(before: Block, block: Block) -> Block:
    """The list with the block below its last entry, joined with what stands there already."""
    *others, last = before.items
    if block.kind == "typed" and block.lines[0].indent <= before.lines[0].indent + _HANGING and _is_prose(block):
        block = replace(block, kind="text")
    rest = _merged(last.below[-1], block) if last.below else None
    below = (*last.below[:-1], rest) if rest else (*last.below, block)
    return replace(before, lines=before.lines + block.lines, items=(*others, replace(last, below=below)))


def _may_be_rows(block: Block) -> bool:
    """Whether lines below a table may belong to it: the first has a gap, and does not read like a sentence."""
    first = block.lines[0].text.strip()
    return block.kind in ("typed", "text") and _GAP.search(first) is not None and _PROSE.match(first) is None


def _is_prose(block: Block) -> bool:
    """Whether indented lines are sentences that belong to an entry rather than something to be typed."""
    return not block.in_columns and _PROSE.match(block.lines[0].text.strip()) is not None


def _list(group: list[Line]) -> Block:
    first = _MARK.match(group[0].text)
    numbered = first is not None and not first[2]
    start = int(first[3]) if first is not None and first[3] else 1
    depth = group[0].indent
    items: list[list[Line]] = []
    for line in group:
        mark = _MARK.match(line.text)
        if mark is not None and (len(mark[1]) <= depth + 1 or not items):
            items.append([Line(line.number, line.text[mark.end() :])])
        else:
            items[-1].append(line)
    entries = tuple(_item(lines) for lines in items)
    return Block("numbers" if numbered else "bullets", tuple(group), entries, start)


def _item(lines: list[Line]) -> Item:
    """The entry: its own text up to an entry of a list below it."""
    inner = next((at for at, line in enumerate(lines[1:], 1) if _MARK.match(line.text)), len(lines))
    return Item(tuple(lines[:inner]), blocks(lines[inner:]))


def _table(lines: Sequence[Line]) -> Block | None:
    """The lines as a table, if they clearly are one."""
    read = columns.read([line.text for line in lines])
    if read is None:
        return None
    (_, head), *rows = read
    return Block("table", tuple(lines), head=head, rows=tuple(Row(lines[offset], cells) for offset, cells in rows))
