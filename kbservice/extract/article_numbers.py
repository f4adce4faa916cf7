"""Runs of five or six digits -> those of them that are article numbers, told by what stands before and behind.

Numbers come as `Q191014`, `KB191014`, in addresses (`/kb/191014`, `articles/Q172/7/33.asp`), in prose (`articles
274770, 279030 and 217142`), and bare at the start of a line below words that speak of articles. `Q280411engi386.exe` is
a file, `Q2200510` another vendor's number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DIGITS = re.compile(r"\d{5,6}(?!\d)")  # a look behind would cost ten times as much: `mentions` looks itself
_SPLIT = re.compile(r"/articles/q(\d{2,3}/\d/\d{2})\b", re.IGNORECASE)

_Q_BEFORE = re.compile(r"(?<![\w\\.%&])QQ?[ -]?$", re.IGNORECASE)
_ADDRESS_BEFORE = re.compile(
    r"(?:/kb/(?:articles?/|[a-z-]{2,5}/)?q?|\bkb ?/?q?|kbid=|\bkb;[\w-]{2,5};q?|[?&]id=q?)$", re.IGNORECASE
)
_PROSE_BEFORE = re.compile(r"\barticles?(?:\s(?:numbers?|ids?))?:?\s+$", re.IGNORECASE)
_LIST_BETWEEN = re.compile(r",?\s*(?:and|or)?\s*")
_LINE_BEFORE = re.compile(r"(?:^|\n)[ \t]*(?:[-*•][ \t]+)?$")
_LOOK_BACK = 40  # characters

_FILE = r"\.(?:exe|zip|cab|msi|msp|mst|dll|sys|inf|log|txt|bat|cmd|reg|hlp|chm|doc|ini|qfe)\b"
_ENDS = re.compile(rf"(?![\w\\/%]|-\w|{_FILE})|(?=[A-Za-z]{{2}}[\w/]*:?[ ])", re.IGNORECASE)
_ADDRESS_ENDS = re.compile(rf"(?![\w\\]|{_FILE})", re.IGNORECASE)
_PROSE_ENDS = re.compile(r"(?![\w.]\w)")
_TITLE_BEHIND = re.compile(r"[ \t]*:?[ \t]+[\"'(A-Z\d]")
_SPEAKS = re.compile(r"\barticles?\b|\bknowledge base\b|^\W*references\W*$", re.IGNORECASE)
_FAR = 600  # characters above a bare number within which something must speak of articles


@dataclass(frozen=True, slots=True)
class Mention:
    """An article number in a text: where its characters begin and end, and the rule that tells that it is one."""

    number: int
    start: int
    end: int
    rule: str


def mentions(text: str) -> Iterator[Mention]:
    """The article numbers of a text in their order; those in split addresses come last."""
    last: Mention | None = None
    bare_end, speaks = 0, False
    for match in _DIGITS.finditer(text):
        if match.start() and text[match.start() - 1].isdecimal():
            continue
        rule = _rule(text, match, last)
        if rule is None and _is_bare(text, match):
            speaks = _above_speaks(text, bare_end, match.start(), speaks)
            bare_end = _line_end(text, match.end())
            rule = "reference.line" if speaks else None
        if rule:
            last = Mention(int(match[0]), match.start(), match.end(), rule)
            yield last
    if "/articles/" in text.lower():
        for match in _SPLIT.finditer(text):
            yield Mention(int(match[1].replace("/", "")), match.start(), match.end(), "reference.address")


def _rule(text: str, match: re.Match[str], last: Mention | None) -> str | None:
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    if _Q_BEFORE.search(before):
        return "reference.number" if _ENDS.match(text, match.end()) else None
    if _ADDRESS_BEFORE.search(before):
        return "reference.address" if _ADDRESS_ENDS.match(text, match.end()) else None
    if len(match[0]) == 6 and _PROSE_ENDS.match(text, match.end()):
        listed = last and last.rule == "reference.prose" and _LIST_BETWEEN.fullmatch(text, last.end, match.start())
        if listed or _PROSE_BEFORE.search(before):
            return "reference.prose"
    return None


def _is_bare(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    return _LINE_BEFORE.search(before) is not None and _TITLE_BEHIND.match(text, match.end()) is not None


def _above_speaks(text: str, bare_end: int, start: int, spoke: bool) -> bool:
    """Whether the two lines of text nearest above a bare number speak of articles; numbers in between don't matter."""
    above = [line for line in text[max(bare_end, start - _FAR) : start].split("\n") if line.strip(" \t-*•")]
    if not above and start - bare_end <= _FAR:
        return spoke
    return any(_SPEAKS.search(line) for line in above[-2:])


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end
