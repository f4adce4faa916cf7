"""Where the headings of a text stand: underlined with `=` or `-`, or a bare canonical name on a line of its own.

A line of `-` also closes the header row of a table. A row has runs of blanks or a TAB between its cells, a heading has
not; and a heading follows a blank line and is as long as the line under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kbservice.record import SECTION_NAMES

OTHER = "other"

_NAMES = {
    "summary": "summary",
    "introduction": "summary",
    "symptom": "symptoms",
    "symptoms": "symptoms",
    "problem": "symptoms",
    "question": "symptoms",
    "cause": "cause",
    "resolution": "resolution",
    "solution": "resolution",
    "response": "resolution",
    "answer": "resolution",
    "workaround": "workaround",
    "workarounds": "workaround",
    "status": "status",
    "more information": "more_information",
    "additional information": "more_information",
    "reference": "references",
    "reference(s)": "references",
    "references": "references",
}
_VENDORS = frozenset(
    {"SUMMARY", "SYMPTOMS", "CAUSE", "RESOLUTION", "WORKAROUND", "STATUS", "MORE INFORMATION", "REFERENCES"}
)
_DEMOTED = _VENDORS | {"SYMPTOM", "SOLUTION", "WORKAROUNDS", "REFERENCE", "ADDITIONAL INFORMATION"}
_REPRO = re.compile(r"steps to (?:reproduce|recreate)\b", re.IGNORECASE)
_UNDERLINE = re.compile(r"^ {0,8}(?:={3,}|-{3,})[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"[ \t]*[-=+]{4,}[ \t]*")
_CELLS = re.compile(r"\S(?:[ ]{2,}|[ ]*\t[ \t]*)\S")
_SUBHEADING = re.compile(r"(?!(?:Note|Warning|Important|Caution)\b)[A-Z](?:[^.:;!?]|\.(?=\S)){2,140}(?<![,\s])\s?")
_LONGEST = 120
_UNEVEN = 3  # columns by which authors miscounted an underline


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its line, the first line after it and its underline, its rank and its text.

    Rank 0 begins a section; the higher the rank, the deeper the heading stands below it.
    """

    line: int
    after: int
    rank: int
    text: str
    name: str


def canonical(text: str) -> str:
    """The canonical section name that a heading stands for, or `other`."""
    words = " ".join(text.split()).rstrip(":").lower()
    if words in _NAMES:
        return _NAMES[words]
    return "repro" if _REPRO.match(words) else OTHER


def is_rule(line: str) -> bool:
    """Whether a line holds nothing but a ruled line."""
    return _RULE.fullmatch(line) is not None


def underlined(text: str, lines: Sequence[str], first: int, last: int) -> list[Heading]:
    """The headings between two lines that are underlined, with their ranks.

    The vendor's names in capitals begin sections, with `=` and, where the author took the wrong rule, with `-`. Other
    headings stand below them: `=` has rank 1, `-` rank 2.
    """
    found = list(_underlined(text, lines, first, last))
    own = {h.name for h in found if h.rank == 0 and h.text in _VENDORS}
    plain = not any(h.text.isupper() for h in found if h.rank == 0)
    ranked = [_ranked(h, 1) if h.rank == 0 and not _begins_section(h, own, plain) else h for h in found]
    top = {h.name for h in ranked if h.rank == 0}
    return [_ranked(h, 0) if h.rank == 2 and h.text in _DEMOTED and h.name not in top else h for h in ranked]


def _begins_section(heading: Heading, own: set[str], plain: bool) -> bool:
    """Whether a canonical name with `=` is the article's own, not one within a document that the article quotes."""
    return heading.text in _VENDORS or ((plain or heading.text.isupper()) and heading.name not in own)


def bare(lines: Sequence[str], first: int, last: int) -> list[Heading]:
    """The canonical names that stand in capitals on a line of their own between two lines."""
    found = []
    for number in range(first, last + 1):
        text = lines[number - 1].strip()
        if text.isupper() and len(text) < 30 and (name := canonical(text)) != OTHER:
            found.append(Heading(number, number + 1, 0, text, name))
    return found


def short_lines(lines: Sequence[str], first: int, last: int) -> list[Heading]:
    """The lines that look like sub-headings of a page that underlines none: unpunctuated, between blank lines."""
    found = []
    for number in range(first + 1, last):
        text = lines[number - 1]
        if (
            _SUBHEADING.fullmatch(text)
            and not _CELLS.search(text)
            and not lines[number - 2].strip()
            and not lines[number].strip()
            and any(line.strip() for line in lines[number : number + 3])
        ):
            found.append(Heading(number, number + 1, 2, text.strip(), canonical(text)))
    return found


def _underlined(text: str, lines: Sequence[str], first: int, last: int) -> Iterator[Heading]:
    number, position = 1, 0
    for match in _UNDERLINE.finditer(text):
        number += text.count("\n", position, match.start())
        position = match.start()
        if first < number <= last and _is_heading(lines, number - 1, first):
            title = lines[number - 2].strip()
            name = canonical(title)
            rank = 2 if match[0].lstrip()[0] == "-" else 0 if name in SECTION_NAMES else 1
            yield Heading(number - 1, number + 1, rank, title, name)


def _is_heading(lines: Sequence[str], number: int, first: int) -> bool:
    line = lines[number - 1]
    title = line.strip()
    if not title or len(title) > _LONGEST or is_rule(title) or _CELLS.search(title):
        return False
    above = lines[number - 2] if number > first else ""
    if above.strip() and not is_rule(above):
        return False
    uneven = abs(len(title) - len(lines[number].strip()))
    return uneven <= _UNEVEN or canonical(title) in SECTION_NAMES


def _ranked(heading: Heading, rank: int) -> Heading:
    return Heading(heading.line, heading.after, rank, heading.text, heading.name)
