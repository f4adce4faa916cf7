"""Entries printed as the event viewer shows them: labelled lines in any order, and the message below them.

Event ID: 9318                      Date: 4/13/95    Event ID: 2001              MSExchangeMTA Event ID: 1290
Source: MSExchangeMTA               Time: 9:16:40    Source: CommandLog          Type: Warning
Type: Warning                       User: N/A        Type: Information           Category: X.400 Service
Description: An RPC communications                                               A locally initiated association
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kbservice.extract.events import sources
from kbservice.extract.events.entries import LABEL_RULE, STOP, Entry, entries, indent
from kbservice.extract.events.fields import Field, category_of, severity_of
from kbservice.extract.events.headings import behind_id, unlabelled
from kbservice.extract.events.ids import read_ids
from kbservice.extract.events.labels import labelled
from kbservice.extract.events.own import OwnText
from kbservice.record import Event

_ITEM = re.compile(r"[ \t]*[-*•·][ \t]")
_MORE = re.compile(r".*[^.!?)\]\"”:]$|.*:$", re.DOTALL)  # a message that has not ended at a blank line
_COMMENT = re.compile(
    r"(?:note|where|this|these|in addition|also|for|if|when|to|you|in|after|the (?:following|above|event)|as|it|please"
    r"|another|similarly|however)\b|.*:$",
    re.IGNORECASE,
)
_LONGEST_MESSAGE = 40  # lines


def labelled_events(own: OwnText) -> Iterator[Event]:
    """The entries of the text, one Event for each ID and entry."""
    for entry in entries(own):
        yield from _events(entry, own)


def _events(entry: Entry, own: OwnText) -> Iterator[Event]:
    value = entry.values.get("id", entry.values.get("number", ""))
    ids = read_ids(value, 0)
    if ids is None or ids.wide:  # `Message ID: 1-24687` numbers a message of another kind
        return
    known = dict(entry.values)
    message = list(entry.message)
    behind = behind_id(value[ids.end :])
    if not any(kind == "description" for kind, _ in behind):
        below, message = _below(message, entry.head)
        behind += below
    for kind, text in behind:
        if kind == "description":
            message.insert(0, text)
        known.setdefault(kind, text)
    source, beside = sources.clean(known.get("source") or known.get("name", ""))
    description, last = _message(message, entry, own)
    event = Event(
        event_id=0,
        where=own.where(entry.first, last),
        source=source,
        severity=severity_of(known.get("type", "")),
        category=category_of(known.get("category", "")) or beside,
        description=description,
        rule=entry.rule,
    )
    yield from (replace(event, event_id=number) for number in ids.numbers)


def _below(message: list[str], head: int | None) -> tuple[list[Field], list[str]]:
    """The unlabelled source, severity and category, each alone on a line below the ID, and the message below them."""
    fields: list[Field] = []
    for at, line in enumerate(message):
        found = unlabelled(line) if head is None or at < head else []
        if not found:
            return fields, message[at:]
        fields += found
    return fields, []


def _message(lines: list[str], entry: Entry, own: OwnText) -> tuple[str | None, int]:
    """The message as the log shows it: wrapped lines joined, over a blank line where it has not ended yet.

    Beside it the number of the line on which it ends, or the entry does.
    """
    text, last = " ".join(line for line in lines[:_LONGEST_MESSAGE] if line), entry.last
    if _MORE.match(text) and entry.indent > 0 if text else "description" in entry.values:
        below, last = _next_paragraph(entry, own)
        text = f"{text} {below}"
    elif not text and entry.rule == LABEL_RULE:
        text, last = _unlabelled_message(entry, own)
    text = re.sub(r"\s+", " ", text).strip().removeprefix("- ")
    if text[:1] in '"“' and text[-1:] in '"”' and not re.search(r"[\"“”]", text[1:-1]):
        text = text[1:-1].strip()
    return text or None, last


def _unlabelled_message(entry: Entry, own: OwnText) -> tuple[str, int]:
    """The paragraph below an entry without a Description: set as deep as the entry, or one of a row of entries."""
    paragraph, last = _next_paragraph(entry, own)
    if paragraph and not _COMMENT.match(paragraph):
        below = next((line for line in own.lines[last : last + _LONGEST_MESSAGE] if line), "")
        if entry.indent > 0 or any(field.kind == "id" for field in labelled(below, inside=False)):
            return paragraph, last
    return "", entry.last


def _next_paragraph(entry: Entry, own: OwnText) -> tuple[str, int]:
    """The paragraph below the entry and its last line, if it stands as deep as the entry and begins none of its own."""
    lines = own.lines[entry.last : entry.last + _LONGEST_MESSAGE]
    start = next((at for at, line in enumerate(lines) if line), None)
    if start is None or not 1 <= start <= 2:
        return "", entry.last
    paragraph = []
    for line in lines[start:]:
        if not line or STOP.match(line) or _ITEM.match(line) or indent(line) < entry.indent:
            break
        if labelled(line, inside=False):
            break
        paragraph.append(line.strip())
    return " ".join(paragraph), entry.last + (start + len(paragraph) if paragraph else 0)
