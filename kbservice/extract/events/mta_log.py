"""Lines of the MTA's text log: `message NMI9236: Internal Operating System Error, severity 12`.

The digits are the event's ID, the words behind them its category; the next lines up to a blank one or the next line of
the log are its message. The log belongs to the Exchange message transfer agent, but the article need not say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbservice.extract.events.own import OwnText
from kbservice.record import Event

RULE = "event.mta-log"

_LINE = re.compile(r"\bNMI0*(?P<id>\d{1,5}):[ \t]*(?P<category>[^,\n]{0,60})(?:,[ \t]*severity[ \t]*\d{1,3})?[^\n]*")
_PLACE = re.compile(r"[ \t]*\([^)\n]*\) Proc \d+\)[^\n]*|[ \t]*\([^\n]*Proc \d+\)[^\n]*")
_MOST_LINES = 12


def mta_log_events(own: OwnText) -> Iterator[Event]:
    """The entries of an MTA text log that the article prints."""
    if "NMI" not in own.text:
        return
    for match in _LINE.finditer(own.text):
        first = own.line_at(match.start())
        message = _message(own.lines[first : first + _MOST_LINES])
        yield Event(
            int(match["id"]),
            own.where(first, first + len(message)),
            category=_category(match["category"]),
            description=" ".join(line for line in message if not _PLACE.match(line)) or None,
            rule=RULE,
        )


def _category(printed: str) -> str | None:
    return re.sub(r" (?:Event|Error|Warning)$", "", printed.strip()) or None


def _message(lines: tuple[str, ...]) -> list[str]:
    message: list[str] = []
    for line in lines:
        if not line or _LINE.search(line) or (message and line.endswith(".")):  # the log writes no sentences
            break
        message.append(line.strip())
    return message
