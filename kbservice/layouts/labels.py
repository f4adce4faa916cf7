"""The labelled values at the head and foot of an article, and the dates among them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from kbservice.record import HeaderField

_LABEL = re.compile(r"[ \t]*([A-Za-z][A-Za-z/ -]{1,28}[A-Za-z](?:\(s\))?)[ \t]*:(.*)")
_SYNONYMS = {
    "keyword(s)": "keywords",
    "version(s)": "version",
    "versions": "version",
    "prod/ver": "version",
    "product": "product(s)",
    "products": "product(s)",
    "oper/sys": "operating system(s)",
    "operating system": "operating system(s)",
    "additional query words": "additional query words",
    "query words": "additional query words",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMED_DAY_FIRST = re.compile(r"(\d{1,2})[-/ .]+([A-Za-z]{3,9})[-/ .,]+(\d{4})")
_NAMED_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.?[-/ ]+(\d{1,2})(?:st|nd|rd|th)?[-/ ,]+(\d{4})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


def read(lines: Sequence[str], first: int, last: int, known: frozenset[str] = frozenset()) -> list[HeaderField]:
    """The labelled values on the lines from `first` to `last`.

    A value may stand on the line after its label. `known` limits the labels to these names; without it every label
    counts.
    """
    found = []
    for number in range(first, last + 1):
        match = _LABEL.match(lines[number - 1])
        if match is None:
            continue
        name = field_name(match[1])
        if known and name not in known:
            continue
        value = match[2].strip()
        if not value and number < last and _is_value(lines[number]):
            value, number = lines[number].strip(), number + 1
        found.append(HeaderField(name, value, number))
    return found


def field_name(label: str) -> str:
    """The name of a field: lower case, one blank between words, one spelling for `Keyword(s)` and `Keywords`."""
    words = " ".join(label.lower().split())
    return _SYNONYMS.get(words, words)


def date(text: str) -> dt.date | None:
    """A date in any form that articles carry: `24-APR-1999`, `October 28, 2006`, `10/25/2007` (month first), ISO."""
    if match := _NAMED_DAY_FIRST.search(text):
        return _date(match[3], _month(match[2]), match[1])
    if match := _NAMED_MONTH_FIRST.search(text):
        return _date(match[3], _month(match[1]), match[2])
    if match := _ISO.search(text):
        return _date(match[1], match[2], match[3])
    if match := _NUMBERS.search(text):
        return _date(match[3], match[1], match[2]) or _date(match[3], match[2], match[1])
    return None


def _is_value(line: str) -> bool:
    return bool(line.strip()) and _LABEL.match(line) is None


def _month(name: str) -> str:
    short = name[:3].lower()
    return str(_MONTHS.index(short) + 1) if short in _MONTHS else "0"


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
