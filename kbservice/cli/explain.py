"""A record explained: the article's text with each fact in the margin of the lines that state it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from kbservice import confidence
from kbservice.record import Record, Where

# Part of the record -> (word for people, attributes that the note shows).
_NOTES: dict[str, tuple[str, tuple[str, ...]]] = {
    "applies_to": ("applies to", ("product", "version", "service_pack")),
    "events": ("event", ("event_id", "source", "severity", "category")),
    "codes": ("code", ("kind", "value")),
    "files": ("file", ("name", "version", "date", "time", "size", "platform", "product")),
    "fixed_in": ("fixed in", ("product", "version", "release", "build", "conditional")),
    "statements": ("says", ("kind", "product", "version", "release", "build", "article")),
    "fix_keywords": ("keyword", ("keyword",)),
    "listed_fixes": ("lists", ("article", "product", "version", "release")),
    "requires": ("requires", ("text",)),
    "citations": ("names", ("article", "title")),
}


def margin(record: Record) -> str:
    """The text with line numbers; right of a line, behind a bar, the facts that begin there."""
    notes: dict[int, list[str]] = defaultdict(list)
    for where, note in facts(record):
        notes[where.first_line].append(note)
    out = [f"  from other copies: {note}" for note in notes.pop(0, [])]
    for number, line in enumerate(record.lines, 1):
        out.append(f"{number:4} | {line.replace(chr(9), '  ')}".rstrip())
        out += [f"{'':4} +-- {note}" for note in notes[number]]
    return "\n".join(out)


def facts(record: Record) -> Iterator[tuple[Where, str]]:
    """Every fact of the record with its place, as a short note: what it is, its rule, how far to trust the rule."""
    for name, (word, attributes) in _NOTES.items():
        for fact in getattr(record, name):
            where = fact.where if not fact.where.copy else Where(fact.where.section, 0, 0)
            yield where, f"{word} {_values(fact, attributes)}  [{_trust(fact.rule)}]"


def _values(fact: Any, attributes: tuple[str, ...]) -> str:
    values = (getattr(fact, attribute) for attribute in attributes)
    return " ".join(str(value) for value in values if value not in (None, ""))


def _trust(rule: str) -> str:
    measured = confidence.of(rule)
    return rule or "?" if measured is None else f"{rule} {measured:.2f}"
