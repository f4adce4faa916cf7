"""Copies of one article in several layouts and revisions -> one Record.

The newest revision leads. What it lacks (a title, a section, its fix keywords) is filled from the next newest that has
it, and each such fact names that copy as its place.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from kbservice.record import SECTION_NAMES, Copy, Record, Section, Where

_FACTS = (
    "applies_to", "events", "codes", "files", "fixed_in", "statements", "fix_keywords", "listed_fixes", "requires",
    "citations",
)  # fmt: skip
_PLAIN = ("keywords", "query_words", "last_modified", "revision", "title_prefix")


def merge(records: Sequence[Record]) -> Record:
    """One record of all the copies of an article; a single copy passes through unchanged.

    Raises:
        ValueError: there is no record, or they are not all of the same article.
    """
    if len({record.number for record in records}) != 1:
        raise ValueError("the records to merge are not the copies of one article")
    lead, *others = sorted(records, key=_age, reverse=True)
    if not others:
        return lead
    merged = replace(lead, copies=lead.copies + tuple(_copy(other) for other in others))
    for other in others:
        merged = replace(merged, **_missing(merged, other))
    settled = {field for field in ("title", "last_modified") if getattr(merged, field)}
    return replace(merged, problems=tuple(problem for problem in lead.problems if problem.field not in settled))


def _age(record: Record) -> tuple[dt.date, list[int], int, str]:
    """What orders copies from old to new; the longer text leads among equals, and names decide what is left."""
    revision = [int(number) for number in re.findall(r"\d+", record.revision or "")]
    return record.last_modified or dt.date.min, revision, len(record.text), record.source_file


def _copy(record: Record) -> Copy:
    return Copy(
        source_file=record.source_file,
        layout=record.layout,
        digest=record.digest,
        revision=record.revision,
        last_modified=record.last_modified,
        title=record.title,
        text=record.text,
    )


def _missing(known: Record, other: Record) -> dict[str, Any]:
    """The fields of the record that lack what the other copy has, as they are with it."""
    found: dict[str, Any] = {}
    if other.title and not known.title:
        found |= {"title": other.title, "title_prefix": other.title_prefix, "kind": other.kind}
    for field in _PLAIN:
        if getattr(other, field) and not getattr(known, field):
            found.setdefault(field, getattr(other, field))
    for field in _FACTS:
        if getattr(other, field) and not getattr(known, field):
            facts = getattr(other, field)
            found[field] = tuple(replace(fact, where=_from(fact.where, other.source_file)) for fact in facts)
    known_names = {section.name for section in known.sections if section.last_line >= section.first_line}
    lacking = [section for section in other.sections if section.name in {*SECTION_NAMES} - known_names]
    if lacking:
        found["sections"] = known.sections + tuple(_section_from(section, other.source_file) for section in lacking)
    return found


def _from(where: Where, source_file: str) -> Where:
    return where if where.copy else replace(where, copy=source_file)


def _section_from(section: Section, source_file: str) -> Section:
    below = tuple(_section_from(sub, source_file) for sub in section.subsections)
    return replace(section, copy=section.copy or source_file, subsections=below)
