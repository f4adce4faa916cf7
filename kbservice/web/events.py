"""An event of the log: who logs it, what it says, which articles explain it."""

from __future__ import annotations

from flask import render_template, request

from kbservice import fixcheck, lookups, serving
from kbservice.fixcheck import Running


def page(event_id: str) -> str:
    """The event, of all sources or of the one given; with `runs`, the causes that it cannot have are marked."""
    runs = request.args.get("runs", "").strip()
    running = fixcheck.from_text(runs) if runs else Running()
    source = request.args.get("source", "").strip() or None
    number = lookups.parse_event_id(event_id)
    answer = lookups.event(serving.index(), number, source, running)
    return render_template("event.html", answer=answer, runs=runs)
