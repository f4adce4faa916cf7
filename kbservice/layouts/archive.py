"""The public archive's Markdown and the raw text that it wraps: a labelled head, ruled applies-to list, ruled foot.

Every line of the Markdown form begins with one TAB. Articles of 1988-91 have neither list nor foot, and label their
paragraphs (`Problem:`, `Response:`) instead of heading them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kbservice.layouts import flowing, labels, sections
from kbservice.layouts.headings import OTHER, Heading, canonical, is_rule, underlined
from kbservice.record import Document, HeaderField, Problem, Section, Where

MARKDOWN = "archive-markdown"
TEXT = "archive-text"

_HEAD = re.compile(r"^(\t?)Article[ ]*:[ ]*Q?(\d{4,7})[ \t]*$", re.MULTILINE)
_TITLE = re.compile(r"^(?:## |title: \")?Q\d{4,7}:[ ]*(.*?)\"?[ ]*$")
_BEGIN_OF_FRAME = "{% raw %}\n"
_END_OF_FRAME = re.compile(r"^\{% endraw %\}[ ]*$", re.MULTILINE)
_APPLIES = re.compile(r"^(?:The|This) information in this article applies to\b.*$", re.MULTILINE)
_HEADING_RULE = re.compile(r"^={3,}[ \t]*$", re.MULTILINE)
_BLANK = re.compile(r"\s*$")
_BULLET = re.compile(r"[ ]*-(?:[ ]|$)|\s*$")
_SENTENCE = re.compile(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}|[A-Z]{3,} [A-Z]{2,} [A-Z]{3,}")
_FOOT = re.compile(r"={70}[ ]*")
_QUERY_WORDS = re.compile(r"Additional query words[ ]*:", re.IGNORECASE)
_PARAGRAPH_LABEL = re.compile(r"([A-Z][a-z]+)[ ]*:(?:[ ]|$)")
_LONGEST_FRAME = 4000  # characters before the head in which the frame and the title stand


@dataclass(frozen=True, slots=True)
class _Frame:
    """The lines on which the parts of an article stand; the foot is empty where `foot` is `last` + 1."""

    head: int
    head_end: int
    applies: tuple[int, int] | None
    body: int
    body_end: int
    foot: int
    last: int


def recognises(text: str) -> bool:
    """Whether the text has the head of an article of the archive near its beginning."""
    return _HEAD.search(text, 0, _LONGEST_FRAME) is not None


def read(text: str) -> Document:
    """The article in a text that `recognises` accepts."""
    head = _HEAD.search(text, 0, _LONGEST_FRAME)
    assert head is not None
    if head[1]:
        text = re.sub(r"(?m)^\t", "", text)
        head = _HEAD.search(text, 0, _LONGEST_FRAME)
        assert head is not None
    lines = text.split("\n")
    frame = _frame(text, lines, text.count("\n", 0, head.start()) + 1)
    title, title_line = _title(lines, frame.head)
    fields = _fields(lines, frame)
    modified = next((f.value for f in fields if f.name == "last modified"), "")
    return Document(
        layout=MARKDOWN if lines[0].strip() == "---" else TEXT,
        number=int(head[2]),
        text=text,
        title=title,
        title_line=title_line,
        sections=_sections(text, lines, frame),
        applies_to=Where("applies_to", *frame.applies) if frame.applies else None,
        fields=tuple(fields),
        last_modified=labels.date(modified),
        problems=_problems(title, modified, cut_short=_BEGIN_OF_FRAME in text and not _END_OF_FRAME.search(text)),
    )


def _problems(title: str, modified: str, *, cut_short: bool) -> tuple[Problem, ...]:
    found = []
    if cut_short:
        found.append(Problem("text", "the end of the article is missing"))
    if not title:
        found.append(Problem("title", "the text does not state a title"))
    if labels.date(modified) is None:
        found.append(Problem("last_modified", f"{modified!r} is not a date"))
    return tuple(found)


def _title(lines: Sequence[str], head: int) -> tuple[str, int]:
    """The title and its line: the nearest line above the head that is one."""
    framed = lines[0].strip() == "---"
    for number in range(head - 1, 0, -1):
        line = lines[number - 1].strip()
        match = _TITLE.match(line)
        if match or (line and not framed and not flowing.is_furniture(line)):
            return html.unescape(match[1] if match else line).strip(), number
    return "", 0


def _frame(text: str, lines: Sequence[str], head: int) -> _Frame:
    head_end = head
    while head_end < len(lines) and lines[head_end].strip():
        head_end += 1
    last = _last_line(text, lines)
    foot, body_end = _foot(lines, head_end, last)
    applies, body = _applies_to(text, lines, head_end, body_end)
    return _Frame(head, head_end, applies, body, body_end, foot, last)


def _last_line(text: str, lines: Sequence[str]) -> int:
    last = len(lines)
    if match := _END_OF_FRAME.search(text, max(0, len(text) - 80)):
        last = text.count("\n", 0, match.start())
    while last > 1 and not lines[last - 1].strip():
        last -= 1
    return last


def _foot(lines: Sequence[str], head_end: int, last: int) -> tuple[int, int]:
    """The first line of the foot, where the query words or the fields begin, and the last line of the body."""
    rule = next((n for n in range(last, max(head_end, last - 40), -1) if _FOOT.fullmatch(lines[n - 1])), last + 1)
    foot = rule
    for number in range(rule - 1, max(head_end, rule - 12), -1):
        if _QUERY_WORDS.match(lines[number - 1]):
            foot = number
            break
    return foot, foot - 1


def _applies_to(text: str, lines: Sequence[str], head_end: int, body_end: int) -> tuple[tuple[int, int] | None, int]:
    """The lines of the list, if there is one, and the first line of the body after it."""
    start = len("\n".join(lines[:head_end]))
    heading = _HEADING_RULE.search(text, start)
    body = head_end + 1
    for match in _APPLIES.finditer(text, start, heading.start() if heading else start + _LONGEST_FRAME):
        number = text.count("\n", 0, match.start()) + 1
        first = _skip(lines, number + 1, body_end, _BLANK)
        after = _skip(lines, first, body_end, _BULLET)
        ruled = after <= body_end and is_rule(lines[after - 1])
        body = after + 1 if ruled else body
        if after > first:
            last = next(n for n in range(after - 1, first - 1, -1) if lines[n - 1].strip())
            return (first, last), after + ruled
    return None, body


def _skip(lines: Sequence[str], number: int, last: int, kind: re.Pattern[str]) -> int:
    """The first line from `number` on that is not of this kind; one past `last` if all are."""
    while number <= last and kind.match(lines[number - 1]):
        number += 1
    return number


def _notice(lines: Sequence[str], frame: _Frame) -> tuple[Section, ...]:
    """What is said between head and applies-to list, such as a warning that the article is preliminary."""
    end = frame.applies[0] - 1 if frame.applies else frame.head_end
    said = [n for n in range(frame.head_end + 1, end + 1) if not is_rule(lines[n - 1])]
    said = [n for n in said if not _APPLIES.match(lines[n - 1])]
    if not any(_SENTENCE.search(lines[n - 1]) for n in said):
        return ()
    return sections.build((), lines, said[0], said[-1])


def _fields(lines: Sequence[str], frame: _Frame) -> list[HeaderField]:
    return labels.read(lines, frame.head, frame.head_end) + labels.read(lines, frame.foot, frame.last)


def _sections(text: str, lines: Sequence[str], frame: _Frame) -> tuple[Section, ...]:
    found = underlined(text, lines, frame.body, frame.body_end)
    found = found or _paragraph_labels(lines, frame.body, frame.body_end)
    return _notice(lines, frame) + sections.build(found, lines, frame.body, frame.body_end)


def _paragraph_labels(lines: Sequence[str], first: int, last: int) -> list[Heading]:
    """Labels such as `Problem:` that begin a paragraph; what stands behind one on its line belongs to the text."""
    found = []
    for number in range(first, last + 1):
        match = _PARAGRAPH_LABEL.match(lines[number - 1])
        if match and (name := canonical(match[1])) != OTHER and not lines[number - 2].strip():
            after = number if lines[number - 1][match.end() :].strip() else number + 1
            found.append(Heading(number, after, 2, match[1], name))
    return found
