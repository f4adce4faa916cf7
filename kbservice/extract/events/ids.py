"""Lists of event IDs as people write them: `9318 and 9322`, `2191, 2198, and 9405`, `11/1023`, `4 through 9`."""

from __future__ import annotations

import re
from typing import NamedTuple

_MAX_ID = 65535
_LONGEST_LIST = 60
_WIDEST_RANGE = 40  # `Events 5050-7504` names two ends rather than 2,455 events

GAP = r"(?:[ \t]{0,12}(?:\n[ \t]{0,12})?)"
"""Blanks that may hold one line break, never a blank line."""
SPACE = r"(?:[ \t]{1,12}(?:\n[ \t]{0,12})?|\n[ \t]{0,12})"
"""The same, but not empty."""

NUMBER = (
    r"(?<![\w.$/\\])(?:\d{1,5}(?:['`’]?s)?\b|\d{4,5}(?=[A-Z]\s|[A-Z][a-z]))"
    r"(?![%°\\]|[.:,]\d|/\d{1,2}/|-\d{1,2}-|-[a-z])"
)
"""A number that can be an event ID: no version, date, time, amount or part of a name."""

_FIRST = re.compile(NUMBER)
_LABEL = rf"(?:(?:an?{SPACE}|the{SPACE})?(?:event{SPACE}?(?:ids?)?{GAP}[:#=]?{GAP}|ids?{GAP}[:#=]?{GAP})?)?"
_NEXT = re.compile(
    rf"(?:{SPACE}(?:errors?|warnings?|messages?|events?))?{GAP}\(?(?:,{GAP}(?:and/or|and|or|&)?|;{GAP}(?:and|or)?|/|\\|&|and/or|and|or){GAP}\(?{_LABEL}(?P<id>\d{{1,5}}(?:['’`]?s)?\b)",
    re.IGNORECASE,
)
_THROUGH = re.compile(rf"{GAP}(?:-{{1,2}}|to|through|thru){GAP}(?P<id>\d{{1,5}}\b)", re.IGNORECASE)
_UNIT = re.compile(
    rf"(?:[%°\\]|[.:,]\d|/\d{{1,2}}/|{SPACE}?(?:seconds?|minutes?|hours?|days?|weeks?|times|bytes?|[KM]B|percent|items?|"
    r"per|of the|out of|or more|more|other)\b)",
    re.IGNORECASE,
)


class Ids(NamedTuple):
    """The IDs read, the offset behind the last, and whether two are but the ends of a range too wide for a list."""

    numbers: tuple[int, ...]
    end: int
    wide: bool = False


def read_ids(text: str, start: int) -> Ids | None:
    """The list of IDs that begins at `start`, or None if no ID does.

    A range is expanded only when it is short enough to have been meant as a list.
    """
    first = _FIRST.match(text, start)
    if first is None or _UNIT.match(text, first.end()):
        return None
    numbers = [_value(first[0])]
    end, wide = first.end(), False
    while len(numbers) < _LONGEST_LIST:
        through = _THROUGH.match(text, end)
        if through and not _UNIT.match(text, through.end()) and numbers[-1] < _value(through["id"]):
            numbers += _range(numbers[-1], _value(through["id"]))
            wide = wide or numbers[-1] - numbers[-2] > 1
            end = through.end()
        follow = _NEXT.match(text, end)
        if follow is None or _UNIT.match(text, follow.end()):
            break
        numbers.append(_value(follow["id"]))
        end = follow.end()
    known = tuple(dict.fromkeys(number for number in numbers if number <= _MAX_ID))
    return Ids(known, end, wide) if known else None


def _value(text: str) -> int:
    return int(text.rstrip("'`’s"))


def _range(first: int, last: int) -> list[int]:
    return list(range(first + 1, last + 1)) if last - first <= _WIDEST_RANGE else [last]
