"""Document -> Record: what does the article state?

Each kind of fact has its own room, and each fact the place and the rule that found it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kbservice.extract import applies_to, codes, events, files, fixes, kind, references
from kbservice.record import Document, Problem, Record

# Field of the Record -> the function that fills it from a Document.
EXTRACTORS: dict[str, Callable[[Document], tuple[Any, ...]]] = {
    "applies_to": applies_to.applies_to,
    "events": events.events,
    "codes": codes.codes,
    "files": files.files,
    "fixed_in": fixes.fixed_in,
    "statements": fixes.statements,
    "fix_keywords": fixes.fix_keywords,
    "listed_fixes": fixes.listed_fixes,
    "requires": fixes.requires,
    "citations": references.citations,
    "keywords": fixes.keywords,
    "query_words": fixes.query_words,
}


def extract(document: Document, *, source_file: str, digest: str) -> Record:
    """All facts of an article; a field whose extraction fails is left empty and named in `problems`."""
    problems = list(document.problems)
    facts: dict[str, tuple[Any, ...]] = {}
    for field, extractor in EXTRACTORS.items():
        try:
            facts[field] = extractor(document)
        except Exception as error:  # one unforeseen table must not cost the article its other facts
            problems.append(Problem(field, f"extraction failed: {error!r}"))
    record = Record(
        number=document.number,
        title=document.title,
        title_prefix=kind.title_prefix(document),
        kind=kind.kind(document),
        layout=document.layout,
        source_file=source_file,
        digest=digest,
        text=document.text,
        sections=document.sections,
        last_modified=document.last_modified,
        revision=document.revision,
        retired=document.retired,
        problems=tuple(problems),
        **facts,
    )
    return settled(record)


def settled(record: Record) -> Record:
    """The record with the conflicts between its facts noted; to be asked again after copies were merged."""
    return replace(record, conflicts=fixes.conflicts(record))
