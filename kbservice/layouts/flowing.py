"""What pages without ruled frames share: headings in capitals, `APPLIES TO` as one of them, labels at the foot.

The support page, the wiki page and the developer-network text differ in their heads; below, they are read alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kbservice.layouts import labels, sections
from kbservice.layouts.headings import Heading, bare, is_rule, short_lines, underlined
from kbservice.record import Document, HeaderField, Problem, Section, Where

FOOT_LABELS = frozenset(
    {
        "additional query words", "component", "hardware", "issue type", "keywords", "operating system(s)", "platform",
        "product(s)", "solution type", "technology", "version",
    }
)  # fmt: skip

_APPLIES_TO = "applies_to"
_APPLIES = re.compile(
    r"(?:APPLIES TO|(?:The|This) information in this article applies to)[ \t]*:?|Applies to:?[ \t]*$", re.IGNORECASE
)
_BULLET = re.compile(r"\s*[-*•·](?:\s|$)")
_FOOT = re.compile(r"(?:Additional query words|Keywords)\s*:", re.IGNORECASE)
_RETIRED = re.compile(r"\bRetired KB (?:Article|Content)|no longer offers support", re.IGNORECASE)
_FURNITURE = re.compile(
    r"(?:Article ID|ID|PSS ID Number|Last Review(?:ed)?|Revision|Created)\s*:|(?:Article )?Last Modified\b"
    r"|View products that this|This article was previously published under|Expand all|Collapse all|On this page|Print\b"
    r"|E-?mail\b|Jump to|Navigation\b|From BetaArchive|< ?Microsoft KB Archive|Microsoft KB Archive/|Revision as of"
    r"|\(diff\)|Knowledge Base$|Microsoft Knowledge Base|Article translations|Help and Support",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Body:
    """What is found below the head of such a page."""

    sections: tuple[Section, ...]
    applies_to: Where | None
    fields: tuple[HeaderField, ...]
    retired: bool


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of such a page states; each layout finds it in its own way."""

    number: int
    title: str
    title_line: int
    modified: str | None = None  # the date as printed
    revision: str | None = None


def document(layout: str, text: str, head: Head, body: Body) -> Document:
    """The article of which these are head and body."""
    return Document(
        layout=layout,
        number=head.number,
        text=text,
        title=head.title,
        title_line=head.title_line,
        sections=body.sections,
        applies_to=body.applies_to,
        fields=body.fields,
        last_modified=labels.date(head.modified) if head.modified else None,
        revision=head.revision,
        retired=body.retired,
        problems=() if head.title else (Problem("title", "the text does not state a title"),),
    )


def is_furniture(line: str) -> bool:
    """Whether a line belongs to the page around an article: its navigation, a ruled line, or a label of its head."""
    return is_rule(line) or _FURNITURE.match(line.strip()) is not None


def read(text: str, lines: Sequence[str], head_end: int) -> Body:
    """The parts of the page below the line `head_end`, the last of its head (title and number)."""
    foot = _foot(lines, head_end)
    headings = _headings(text, lines, head_end + 1, foot - 1)
    applies = next((h for h in headings if h.name == _APPLIES_TO), None)
    place, after = _list(lines, applies.after, foot - 1) if applies else (None, 0)
    start = _body_start(lines, head_end, headings, after)
    body = [heading for heading in headings if heading.line >= start and heading is not applies]
    end = applies.line - 1 if applies and applies.line > start else foot - 1
    return Body(
        sections=sections.build(body, lines, start, end),
        applies_to=place,
        fields=tuple(labels.read(lines, foot, len(lines), FOOT_LABELS)),
        retired=_RETIRED.search(text) is not None,
    )


def _foot(lines: Sequence[str], head_end: int) -> int:
    """The first line of the foot; one past the last line if there is none."""
    found = [number for number in range(head_end + 1, len(lines) + 1) if _FOOT.match(lines[number - 1].strip())]
    retired = (n for n in range(len(lines), head_end, -1) if _RETIRED.match(lines[n - 1].strip()))
    if not found:
        return next(retired, len(lines) + 1)
    first = found[-1]
    for number in reversed(found):
        if first - number <= 4:
            first = number
    return first


def _headings(text: str, lines: Sequence[str], first: int, last: int) -> list[Heading]:
    ruled = underlined(text, lines, first, last)
    known = {heading.line for heading in ruled}
    found = ruled + [heading for heading in bare(lines, first, last) if heading.line not in known]
    found += [_applies(lines, n) for n in range(first, last + 1) if _APPLIES.fullmatch(lines[n - 1].strip())][:1]
    if found and not any(heading.rank == 2 for heading in ruled):
        known = {heading.line for heading in found}
        start = min(heading.line for heading in found if heading.name != _APPLIES_TO or len(found) == 1)
        found += [heading for heading in short_lines(lines, start, last) if heading.line not in known]
    return sorted({heading.line: heading for heading in found}.values(), key=lambda heading: heading.line)


def _applies(lines: Sequence[str], number: int) -> Heading:
    after = number + 1 + (number < len(lines) and is_rule(lines[number]))
    return Heading(number, after, 0, lines[number - 1].strip(), _APPLIES_TO)


def _list(lines: Sequence[str], first: int, last: int) -> tuple[Where | None, int]:
    """The bullets of the applies-to list, and the line after them; a bullet may stand alone above its text."""
    while first <= last and not lines[first - 1].strip():
        first += 1
    number = end = first
    while number <= last:
        line = lines[number - 1]
        alone = number > first and re.fullmatch(r"\s*[-*•·]\s*", lines[number - 2])
        if line.strip() and not alone and not _BULLET.match(line):
            break
        if line.strip():
            end = number + 1
        number += 1
    return (Where(_APPLIES_TO, first, end - 1), end) if end > first else (None, first)


def _body_start(lines: Sequence[str], head_end: int, headings: Sequence[Heading], after: int) -> int:
    """The first line of the text: below the head, the list that may follow it, and the page's furniture."""
    first = next((h.line for h in headings if h.name != _APPLIES_TO), len(lines) + 1)
    start = after if after and after <= first else head_end + 1
    furniture = [n for n in range(start, min(first, start + 40)) if n <= len(lines) and is_furniture(lines[n - 1])]
    return furniture[-1] + 1 if furniture else start
