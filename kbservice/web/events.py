"""Events of the log: who logs an ID, what it says, which articles explain it; and the events of one source."""

from __future__ import annotations

from flask import url_for

from kbservice import lookups, serving
from kbservice.web import asking, mine
from kbservice.web.sheets import Sheet


def page(event_id: str) -> Sheet:
    """The event, of all sources or of the one given; with what runs, the causes that it cannot have are marked."""
    source = asking.text("source") or None
    number = lookups.parse_event_id(event_id)
    answer = lookups.event(serving.index(), number, source, *mine.runs().values())
    json = url_for("events.event", event_id=number, source=source)
    feed = url_for("web.feeds_search", event_id=number, source=source)
    return Sheet("event", {"answer": answer}, json, feed=feed, kept={"source": source} if source else {})


def source(name: str) -> Sheet:
    """The events of a source, with the number of articles for each."""
    counts = lookups.events(serving.index(), name)
    values = {"name": counts[0].source, "counts": counts}
    return Sheet("source", values, url_for("events.events", source=name))


def sources() -> Sheet:
    """All sources, with the number of articles for each."""
    return Sheet("sources", {"sources": lookups.sources(serving.index())}, url_for("events.events"))
