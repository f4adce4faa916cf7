"""Entries printed as the event viewer shows them: labelled lines in any order, and the message below them.

Event ID: 9318                      Date: 4/13/95    Event ID: 2001              MSExchangeMTA Event ID: 1290
Source: MSExchangeMTA               Time: 9:16:40    Source: CommandLog          Type: Warning
Type: Warning                       User: N/A        Type: Information           Category: X.400 Service
Description: An RPC communications                                               A locally initiated association
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kbservice.extract.events import sources
from kbservice.extract.events.fields import Field, category_of, severity_of
from kbservice.extract.events.headings import behind_id, unlabelled
from kbservice.extract.events.ids import read_ids
from kbservice.extract.events.labels import labelled
from kbservice.extract.events.numbered import Listing
from kbservice.extract.events.own import OwnText
from kbservice.record import Event

RULE = "event.label"
LISTED = "event.number"

_STOP = re.compile(r"\s*(?:-{1,3} ?(?:or|and|and/or) ?-{1,3}|or|and|[-=_*]{4,}[-=_* ]*)\s*:?$", re.IGNORECASE)
_ITEM = re.compile(r"[ \t]*[-*•·][ \t]")
_LABEL_BELOW = re.compile(r"\s*(?:event )?(?:id|type|category|description)\s*:", re.IGNORECASE)
_MORE = re.compile(r".*[^.!?)\]\"”:]$|.*:$", re.DOTALL)  # a message that has not ended at a blank line
_LONGEST_MESSAGE = 40  # lines


@dataclass
class _Entry:
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


def labelled_events(own: OwnText) -> Iterator[Event]:
    """The entries of the text, one Event for each ID and entry."""
    for entry in _joined(_entries(own)):
        if entry.has_id:
            yield from _events(entry, own)


def _entries(own: OwnText) -> Iterator[_Entry | None]:
    """The entries in order; None where a blank line or running text parts two of them."""
    entry: _Entry | None = None
    above = ""
    listing = Listing(own.document.title, own.logs)
    for number, line in enumerate(own.lines, 1):
        if not line or _STOP.match(line):
            yield entry
            listing.blank()
            entry, above = None, ""
            continue
        below = "".join(own.lines[number : number + 1])
        fields = labelled(line, inside=entry is not None or bool(_LABEL_BELOW.match(below)))
        rule = RULE if fields else LISTED
        if not fields and not (entry and entry.awaits_id):
            fields = listing.fields(line, below)
        if fields and not (entry is None and _wraps(above, line)):
            if entry is None or _repeats(entry, fields):
                yield entry
                entry = _Entry(rule, number, number, _indent(line))
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


def _repeats(entry: _Entry, fields: list[Field]) -> bool:
    """Whether one of the labels begins a new entry, because the open one has it already."""
    for kind, value in fields:
        if kind in ("id", "source") and kind in entry.values:
            return not (kind == "id" and read_ids(value, 0) == read_ids(entry.values["id"][:5], 0))
        if kind == "type" and kind in entry.values and "id" in entry.values:
            return True
    return False


def _joined(entries: Iterable[_Entry | None]) -> Iterator[_Entry]:
    """Entries whose labels a blank line parts, put together again."""
    held: _Entry | None = None
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


def _completes(held: _Entry, entry: _Entry) -> bool:
    """Whether the second entry has only what the first one lacks."""
    if held.message or not held.values or not entry.values:
        return False
    return held.has_id != entry.has_id and not (held.values.keys() & entry.values.keys())


def _events(entry: _Entry, own: OwnText) -> Iterator[Event]:
    value = entry.values.get("id", entry.values.get("number", ""))
    ids = read_ids(value, 0)
    if ids is None:
        return
    known = dict(entry.values)
    message = list(entry.message)
    behind = behind_id(value[ids.end :])
    if not any(kind == "description" for kind, _ in behind):
        below, message = _below(message, entry.head)
        behind += below
    for kind, text in behind:
        if kind == "description":
            message.insert(0, text)
        known.setdefault(kind, text)
    source, beside = sources.clean(known.get("source", ""))
    event = Event(
        event_id=0,
        where=own.where(entry.first, entry.last),
        source=source,
        severity=severity_of(known.get("type", "")),
        category=category_of(known.get("category", "")) or beside,
        description=_message(message, entry, own),
        rule=entry.rule,
    )
    yield from (replace(event, event_id=number) for number in ids.numbers)


def _below(message: list[str], head: int | None) -> tuple[list[Field], list[str]]:
    """The unlabelled source, severity and category, each alone on a line below the ID, and the message below them."""
    fields: list[Field] = []
    for at, line in enumerate(message):
        found = unlabelled(line) if head is None or at < head else []
        if not found:
            return fields, message[at:]
        fields += found
    return fields, []


def _message(lines: list[str], entry: _Entry, own: OwnText) -> str | None:
    """The message as the log shows it: wrapped lines joined; over a blank line where it has not ended yet."""
    text = " ".join(line for line in lines[:_LONGEST_MESSAGE] if line)
    goes_on = entry.indent > 0 and _MORE.match(text) if text else "description" in entry.values
    if goes_on:
        text = f"{text} {_next_paragraph(entry, own)}"
    text = re.sub(r"\s+", " ", text).strip().removeprefix("- ")
    if text[:1] in '"“' and text[-1:] in '"”' and not re.search(r"[\"“”]", text[1:-1]):
        text = text[1:-1].strip()
    return text or None


def _next_paragraph(entry: _Entry, own: OwnText) -> str:
    """The paragraph below the entry, if it stands as deep as the entry and begins no entry of its own."""
    lines = own.lines[entry.last : entry.last + _LONGEST_MESSAGE]
    start = next((at for at, line in enumerate(lines) if line), None)
    if start is None or not 1 <= start <= 2:
        return ""
    paragraph = []
    for line in lines[start:]:
        if not line or _STOP.match(line) or _ITEM.match(line) or _indent(line) < entry.indent:
            break
        if labelled(line, inside=False):
            break
        paragraph.append(line.strip())
    return " ".join(paragraph)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
