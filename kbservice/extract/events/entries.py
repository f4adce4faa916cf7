"""Lines -> entries of the log: which lines belong to one entry, in whatever order its labels stand.

An entry ends where a label comes a second time, at a blank line, or at `-or-`; labels that only a blank line parts from
their entry are put together with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kbservice.extract.events.fields import Field
from kbservice.extract.events.ids import read_ids
from kbservice.extract.events.labels import labelled
from kbservice.extract.events.numbered import Listing
from kbservice.extract.events.own import OwnText

LABEL_RULE = "event.label"
NUMBER_RULE = "event.number"
STOP = re.compile(r"\s*(?:-{1,3} ?(?:or|and|and/or) ?-{1,3}|or|and|[-=_*]{4,}[-=_* ]*)\s*:?$", re.IGNORECASE)

_BEGINS = re.compile(r"[ \t]*(?:[-*•·][ \t]+)?(?:event )?(?:source|type|category)[ \t]", re.IGNORECASE)
_LABEL_BELOW = re.compile(r"\s*(?:event )?(?:id|type|category|description)\s*:", re.IGNORECASE)


@dataclass
class Entry:
    """An entry being read: the value of each label, and the lines of the message."""

    rule: str
    first: int
    last: int
    indent: int
    values: dict[str, str] = field(default_factory=dict)
    message: list[str] = field(default_factory=list)
    head: int | None = None  # lines of the message that stand above its label
    open: bool = True  # lines that follow belong to the message

    @property
    def has_id(self) -> bool:
        return "id" in self.values or ("number" in self.values and ("source" in self.values or "type" in self.values))

    @property
    def awaits_id(self) -> bool:
        return "description" in self.values and not self.has_id

    def take(self, fields: Iterable[Field], line: int) -> None:
        for kind, value in fields:
            if kind == "description":
                self.head = len(self.message) if self.head is None else self.head
                self.message += [value] if value else []
            if kind != "other":
                self.values.setdefault(kind, value)
        self.last = line
        self.open = "end" not in self.values


def entries(own: OwnText) -> Iterator[Entry]:
    """The entries that name an ID, in the order of the text."""
    return (entry for entry in _joined(_read(own)) if entry.has_id)


def _read(own: OwnText) -> Iterator[Entry | None]:
    """The entries in order; None where a blank line or running text parts two of them."""
    entry: Entry | None = None
    above = ""
    listing = Listing(own.document.title, own.logs)
    for number, line in enumerate(own.lines, 1):
        if not line or STOP.match(line):
            yield entry
            listing.blank()
            entry, above = None, ""
            continue
        below = "".join(own.lines[number : number + 1])
        fields = labelled(line, inside=entry is not None or bool(_BEGINS.match(line) and _LABEL_BELOW.match(below)))
        rule = LABEL_RULE if fields else NUMBER_RULE
        if not fields and not (entry and entry.awaits_id):
            fields = listing.fields(line, below)
        if fields and not (entry is None and _wraps(above, line)):
            if entry is None or _repeats(entry, fields):
                yield entry
                entry = Entry(rule, number, number, indent(line))
            entry.take(fields, number)
        elif entry is None:
            listing.prose(line)
        elif entry.open:
            entry.message.append(line.strip())
            entry.last = number
        above = line
    yield entry


def _wraps(above: str, line: str) -> bool:
    """Whether the line goes on with the sentence above it: `... is logged as` / `Event ID 7000. Then ...`."""
    return bool(above) and above[-1] not in '.:;)"”' and not re.match(r"[^:=]{1,30}[:=]", line.strip())


def _repeats(entry: Entry, fields: list[Field]) -> bool:
    """Whether one of the labels begins a new entry, because the open one has it already."""
    for kind, value in fields:
        if kind in ("id", "source", "name") and kind in entry.values:
            return not (kind == "id" and read_ids(value, 0) == read_ids(entry.values["id"][:5], 0))
        if kind == "type" and kind in entry.values and "id" in entry.values:
            return True
    return False


def _joined(entries: Iterable[Entry | None]) -> Iterator[Entry]:
    """Entries whose labels a blank line parts, put together again."""
    held: Entry | None = None
    for entry in entries:
        if entry is None:
            continue
        if held is not None and entry.first - held.last <= 3 and _completes(held, entry):
            held.values |= {kind: value for kind, value in entry.values.items() if kind not in held.values}
            held.message += entry.message
            held.last = entry.last
            continue
        if held is not None:
            yield held
        held = entry
    if held is not None:
        yield held


def _completes(held: Entry, entry: Entry) -> bool:
    """Whether the second entry has only what the first one lacks."""
    if held.message or not held.values or not entry.values:
        return False
    return held.has_id != entry.has_id and not (held.values.keys() & entry.values.keys())


def indent(line: str) -> int:
    """How many blanks the line begins with."""
    return len(line) - len(line.lstrip())
