"""Entries in columns: a list saved by the event viewer, or a table with the ID in one of its columns.

6/19/98  5:06:37 PM  Nbf  Information  None  9011  N/A  SERVER1
Source          Category      Event ID   Description
MSExchangeMTA   Interface     9318       An RPC communications error occurred.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbservice.extract.events import sources
from kbservice.extract.events.fields import category_of, severity_of
from kbservice.extract.events.own import OwnText
from kbservice.record import Event

_SAVED = re.compile(
    r"[ \t]*\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}[,\t ]+\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?[,\t ]+"
    r"(?P<source>\S.{0,40}?)[,\t ]+(?P<type>Error|Warning|Information|Success Audit|Failure Audit)[,\t ]+"
    r"(?P<category>\S.{0,40}?)[,\t ]+(?P<id>\d{1,5})\b(?P<names>[^\n]*)",
    re.IGNORECASE,
)
_CELLS = re.compile(r"[ \t]*\t[ \t]*|[ ]{2,}|[ ]*\|[ ]*")
_WORTH = re.compile(r"event|\d:\d", re.IGNORECASE)
_RULE = re.compile(r"[\s=+|-]*$")
_COLUMNS = {
    "event": "id", "eventid": "id", "eventnumber": "id", "source": "source", "eventsource": "source", "type": "type",
    "severity": "type", "eventtype": "type", "category": "category", "eventcategory": "category",
    "description": "description", "eventdescription": "description", "message": "description",
}  # fmt: skip
RULE = "event.table"
_LONGEST_MESSAGE = 12  # lines


def table_events(own: OwnText) -> Iterator[Event]:
    """The entries that tables and saved lists of the log show."""
    columns: list[str] = []
    for number, line in enumerate(own.lines, 1):
        if not columns and not _WORTH.search(line):
            continue
        saved = _SAVED.match(line)
        cells = _CELLS.split(line.strip().strip("|").strip())
        if saved:
            yield from _event(saved.groupdict() | {"description": _below(own, number, saved["names"])}, own, number)
        elif own.logs and "id" in (names := _names(cells)) and len(set(names) - {""}) >= 2:
            columns = names
        elif columns and line and not _RULE.match(line):
            yield from _event(dict(zip(columns, cells, strict=False)), own, number)
            columns = columns if line[:1].isspace() or len(cells) > 1 else []


def _below(own: OwnText, line: int, names: str) -> str:
    """The message of a saved entry: what stands behind the names of user and computer, up to a blank line."""
    words = names.split()
    for text in own.lines[line : line + _LONGEST_MESSAGE]:
        if not text or _SAVED.match(text):
            break
        words += text.split()
    return " ".join(words[2:])


def _names(cells: list[str]) -> list[str]:
    return [_COLUMNS.get(re.sub(r"[\W_]+", "", cell).lower(), "") for cell in cells]


def _event(values: dict[str, str], own: OwnText, line: int) -> Iterator[Event]:
    number = values.get("id", "")
    if not re.fullmatch(r"\d{1,5}", number):
        return
    source, beside = sources.clean(values.get("source", ""))
    yield Event(
        int(number),
        own.where(line, line),
        source=source,
        severity=severity_of(values.get("type", "")),
        category=category_of(values.get("category", "")) or beside,
        description=values.get("description") or None,
        rule=RULE,
    )
