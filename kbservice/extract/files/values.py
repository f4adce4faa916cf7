"""The values that a cell of a file table holds, in every notation that articles use.

Dates are read in US order unless the first number is over 12; two-digit years from 70 on belong to the last century.
A kilobyte is 1024 bytes. `N/A`, `none` and a dash say that there is no value.
"""

from __future__ import annotations

import datetime as dt
import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"

DATE = (
    r"(?:\d{4}[/-]\d{1,2}[/-]\d{1,2}|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}"
    rf"|\d{{1,2}}(?:-| )?{_MONTH}[ ,-]{{1,2}}\d{{2,4}}|{_MONTH}[ -]?\d{{1,2}}(?:, ?|-| )\d{{2,4}})(?![\w/]|\.\d)"
)
TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\b\.?|[ap]\b|(?![\w:]))"
SIZE = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?(?= ?(?:kb|mb|k|b|bytes?)\b))"
    r"(?: ?(?:kb|mb|k|b|bytes?)\b)?(?: ?\(\d[\d,]* ?bytes\))?(?![\w.,])"
)
VERSION = r"\d+(?:[.,:]\d+[a-z]?)+(?: ?\((?:build )?\d+\))?(?![\w/:])"
NO_VALUE = r"(?:n/?a|xx[:/]xx(?:/xx)*|none|not applicable|unknown|-{1,4}|<none>)(?![\w.-])"
FILE_NAME = (
    r"(?!u\.s\b)(?:[a-z]:\\|%\w{1,20}%\\|<\w{1,20}>\\|\\)?(?:[\w$~-][\w$~\\&'+-]{0,80}\.){1,4}"
    r"(?:[a-z_][a-z0-9_~]{0,4}|386|3gr)(?![\w\\@/]|\.\w)"
)

_DATE_PARTS = re.compile(r"[a-z]+|\d+", re.IGNORECASE)
_TIME_PARTS = re.compile(r"(\d+):(\d+)(?::(\d+))?\s*([ap])?", re.IGNORECASE)
_SIZE_PARTS = re.compile(r"([\d.,]+)\s*([km]?)b?", re.IGNORECASE)
_EXACT_BYTES = re.compile(r"\(([\d,]+) ?bytes\)", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_NO_VALUE = re.compile(NO_VALUE, re.IGNORECASE)
_TAG = re.compile(r"<[A-Za-z/][^<>]{0,20}>")
_OR_LATER = re.compile(
    r"\bor (?:a )?(?:later|greater|newer|higher|above)\b|\bgreater than\b|\b(?:and|as) (?:well as )?later\b",
    re.IGNORECASE,
)
_UNITS = {"": 1, "k": 1024, "m": 1024 * 1024}


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no value: blank, `N/A`, `none`, a dash."""
    return not text or _NO_VALUE.fullmatch(text) is not None


def date(text: str) -> dt.date | None:
    """The day that a cell names; None where it names none or the digits are cut off."""
    parts = _DATE_PARTS.findall(text)
    if len(parts) != 3:
        return None
    words = [part[:3].lower() for part in parts]
    month = next((_MONTHS.index(word) + 1 for word in words if word in _MONTHS), None)
    numbers = [int(part) for part in parts if part.isdigit()]
    if month is not None:
        return _day(numbers[1], month, numbers[0]) if len(numbers) == 2 else None
    if len(numbers) < 3:
        return None
    first, second, third = numbers
    if first > 31:
        return _day(first, second, third)
    return _day(third, second, first) if first > 12 else _day(third, first, second)


def _day(year: int, month: int, day: int) -> dt.date | None:
    if year < 100:
        year += 1900 if year >= 70 else 2000
    try:
        return dt.date(year, month, day) if year >= 1970 else None
    except ValueError:
        return None


def time(text: str) -> str | None:
    """The time of day on a 24-hour clock, `HH:MM` or `HH:MM:SS`."""
    match = _TIME_PARTS.match(text)
    if match is None:
        return None
    hour, minute, second, half = int(match[1]), match[2], match[3], (match[4] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23 or int(minute) > 59:
        return None
    return f"{hour:02}:{minute}" + (f":{second}" if second else "")


def size(text: str) -> int | None:
    """The size in bytes: `461,984`, `185.760`, `1,169KB`, `1.33 MB`, `160 KB (164,112 bytes)`."""
    exact = _EXACT_BYTES.search(text)
    if exact is not None:
        return int(exact[1].replace(",", ""))
    match = _SIZE_PARTS.match(text)
    if match is None:
        return None
    digits, unit = match[1].rstrip(".,"), _UNITS[match[2].lower()]
    if _GROUPED.fullmatch(digits) and not (unit > 1 and "." in digits):
        return int(re.sub("[.,]", "", digits)) * unit
    try:
        return round(float(digits.replace(",", "")) * unit)
    except ValueError:
        return None


def says_or_later(text: str) -> bool:
    """Whether the words let later versions pass: `or later`, `and later versions`, `equal to or greater`."""
    return _OR_LATER.search(text) is not None


def platform(text: str) -> str | None:
    """The processor in one spelling (`x86`, `Alpha`, `MIPS`, `PPC`, `IA-64`), other words as printed."""
    text = " ".join(_TAG.sub("", text).strip(" *").split())
    if text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1].strip()
    if is_missing(text):
        return None
    for pattern, name in _PROCESSORS:
        text = pattern.sub(name, text)
    return text


def only_platform(text: str) -> str | None:
    """The processor that a caption names if it names nothing else: `Alpha`, `For Intel-based computers:`."""
    match = _ONLY_PLATFORM.fullmatch(text.strip())
    return platform(match[1]) if match else None


_ONLY_PLATFORM = re.compile(
    r"(?:for |the |on )*\(?(intel|x86|i[3-6]86|alpha|axp|dec alpha|mips|ppc|powerpc|ia-?64|intel x86)\)?"
    r"(?:[ -]based)?(?: (?:platforms?|computers?|systems?|processors?|machines?|versions?|files?))?:?",
    re.IGNORECASE,
)
_PROCESSORS = tuple(
    (re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE), name)
    for pattern, name in (
        (r"intel[ -]?(?:x86|i?386)|intel|x86|x[ -]86|i386|x386|i486|80x86|ix86", "x86"),
        ("dec[ -]alpha|alpha|axp", "Alpha"),
        ("mips", "MIPS"),
        ("power ?pc|ppc", "PPC"),
        ("ia-?64|itanium", "IA-64"),
    )
)
