"""GET events and events/{event_id}."""

from __future__ import annotations

from typing import Any

from kbservice import fixcheck, lookups, serving
from kbservice.api import manners
from kbservice.api.blueprint import Blueprint
from kbservice.api.schemas import answers, questions
from kbservice.lookups import parse_event_id

blueprint = Blueprint("events", __name__, "Entries of the event log.")


@blueprint.reads("/events/<event_id>", answers.EventAnswerSchema, query=questions.EventSchema)
def event(asked: dict[str, Any], event_id: str) -> lookups.EventAnswer:
    """What an event means

    The sources that log this ID, and the articles that explain it, most useful first.
    Those whose cause what runs cannot have are marked.
    """
    return lookups.event(serving.index(), parse_event_id(event_id), asked["source"], fixcheck.parse(asked))


@blueprint.reads("/events", answers.EventsAnswerSchema, query=questions.EventsSchema)
def events(asked: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The events of a source, or of all

    Ascending, with the number of articles that explain each.
    """
    found = lookups.events(serving.index(), asked["source"])
    page, per_page = asked["page"], asked["per_page"]
    shown = found[(page - 1) * per_page : page * per_page]
    answer = {"total": len(found), "page": page, "per_page": per_page, "events": shown}
    return answer, manners.link(page, per_page, len(found))
