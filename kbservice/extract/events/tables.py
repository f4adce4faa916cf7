"""Entries in columns: a list saved by the event viewer, or a table with the ID in one of its columns.

6/19/98  5:06:37 PM  Nbf  Information  None  9011  N/A  SERVER1
Source          Category      Event ID   Description
MSExchangeMTA   Interface     9318       An RPC communications error occurred.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbservice.extract.events import sources
from kbservice.extract.events.fields import severity_of
from kbservice.extract.events.own import OwnText
from kbservice.record import Event

_SAVED = re.compile(
    r"[ \t]*\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}[,\t ]+\d{1,2}:\d\d(?::\d\d)?(?: ?[AP]M)?[,\t ]+(?P<cells>\S.*)",
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


def table_events(own: OwnText) -> Iterator[Event]:
    """The entries that tables and saved lists of the log show."""
    if not own.logs:
        return
    columns: list[str] = []
    for number, line in enumerate(own.lines, 1):
        if not columns and not _WORTH.search(line):
            continue
        cells = _CELLS.split(line.strip().strip("|").strip())
        if len(cells) >= 2 and "id" in (names := _names(cells)) and len(set(names) - {""}) >= 2:
            columns = names
        elif columns and line and not _RULE.match(line):
            event = _row(dict(zip(columns, cells, strict=False)), own, number)
            columns = columns if event or line[:1].isspace() or len(cells) > 1 else []
            if event:
                yield event
        saved = _SAVED.match(line)
        if saved:
            yield from _saved(_CELLS.split(saved["cells"]), own, number)


def _names(cells: list[str]) -> list[str]:
    return [_COLUMNS.get(re.sub(r"[\W_]+", "", cell).lower(), "") for cell in cells]


def _row(values: dict[str, str], own: OwnText, line: int) -> Event | None:
    number = values.get("id", "")
    if not re.fullmatch(r"\d{1,5}", number):
        return None
    source, beside = sources.clean(values.get("source", ""))
    return Event(
        int(number),
        own.where(line, line),
        source=source,
        severity=severity_of(values.get("type", "")),
        category=values.get("category") or beside,
        description=values.get("description") or None,
        rule=RULE,
    )


def _saved(cells: list[str], own: OwnText, line: int) -> Iterator[Event]:
    """A line of a saved log: source, type, category, ID, user, computer."""
    if len(cells) >= 4 and re.fullmatch(r"\d{1,5}", cells[3]) and severity_of(cells[1]):
        source, _ = sources.clean(cells[0])
        yield Event(int(cells[3]), own.where(line, line), source, severity_of(cells[1]), cells[2], rule=RULE)
