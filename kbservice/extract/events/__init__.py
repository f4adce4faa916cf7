"""Entries of the Windows event log that an article says are or may be logged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kbservice.extract.events import attached, sources
from kbservice.extract.events.blocks import labelled_events
from kbservice.extract.events.mentions import RANGE_RULE, mentioned_events, titled_events
from kbservice.extract.events.mta_log import mta_log_events
from kbservice.extract.events.own import OwnText, own_text
from kbservice.extract.events.tables import table_events
from kbservice.record import Document, Event

_SIGNS = ("application log", "system log", "security log", "message nmi")
_EVENT = re.compile(r"\bevents?(?:[\s_-]?ids?)?\b(?!\.\w)|event id\b")  # no file name such as Eventlog.exe
_TITLE_WITHIN = 20  # lines


def events(document: Document) -> tuple[Event, ...]:
    """The events that the article says are or may be logged, in the order in which it first names them.

    Each pair of ID and source comes once, with what all mentions of it say together; a mention without a source counts
    for the ID's first source, or for the one that a sentence states for all events. IDs that stand only in the titles
    of other articles are not the article's own.
    """
    if not _may_log(document):
        return ()
    own = own_text(document)
    found = _without_ends(_merged(_found(own)))
    stated = attached.source_of_all(own.text) if any(event.source is None for event in found) else None
    return tuple(replace(event, source=event.source or stated) for event in found)


def _may_log(document: Document) -> bool:
    """Whether any event may be found: asked first because it is cheap and most articles end here."""
    text = f"{document.title}\n{document.text}".lower()
    return ("event" in text and bool(_EVENT.search(text))) or any(sign in text for sign in _SIGNS)


def _found(own: OwnText) -> Iterator[Event]:
    yield from labelled_events(own)
    yield from table_events(own)
    yield from mta_log_events(own)
    yield from mentioned_events(own)
    yield from titled_events(own, _title_line(own.document))


def _title_line(document: Document) -> int:
    lines = document.lines[:_TITLE_WITHIN]
    return next((at for at, line in enumerate(lines, 1) if document.title and document.title in line), 0)


def _merged(found: Iterable[Event]) -> list[Event]:
    """One event for each ID and source; what a mention lacks is filled from the others."""
    by_id: dict[int, dict[str, Event]] = {}
    for event in found:
        named = by_id.setdefault(event.event_id, {})
        key = _inside(event, named) or sources.fold(event.source)
        if not key and named:
            key = next(iter(named))
        elif key and "" in named:
            named[key] = replace(named.pop(""), source=event.source)
        named[key] = _filled(named[key], event) if key in named else event
    return [event for named in by_id.values() for event in named.values()]


def _without_ends(found: list[Event]) -> list[Event]:
    """Leaves out the ends of a wide range (`Event IDs 1 through 1657`) where the article lists what the range holds.

    It does where IDs lie between the ends, or where one of them is listed itself.
    """
    ends = [event.event_id for event in found if event.rule == RANGE_RULE]
    if len(ends) == 1 or any(min(ends) < event.event_id < max(ends) for event in found if ends):
        return [event for event in found if event.rule != RANGE_RULE]
    return found


def _inside(event: Event, named: dict[str, Event]) -> str | None:
    """The source, as a key, of the entry within whose lines the mention stands: its label says more than a name."""
    first = event.where.first_line
    return next((key for key, e in named.items() if e.where.first_line <= first <= e.where.last_line), None)


def _filled(event: Event, other: Event) -> Event:
    return replace(
        event,
        source=event.source or other.source,
        severity=event.severity or other.severity,
        category=event.category or other.category,
        description=event.description or other.description,
    )
