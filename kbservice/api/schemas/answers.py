"""What goes out beside the article itself: hits, events, neighbours, the overview, problem details."""

from __future__ import annotations

import dataclasses
from typing import Any

from marshmallow import Schema, fields

from kbservice.api.schemas.facts import CitedNumber, EventSchema, string
from kbservice.index import Page


class ProblemDetailsSchema(Schema):
    """RFC 9457 problem details."""

    type = string("Names the kind of problem.")
    title = string("The kind of problem in words.")
    status = fields.Integer()
    detail = string("What happened here.")
    remedy = string("What to do about it.")
    instance = string("The request.")
    errors = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()), metadata={"description": "Refused parameters."}
    )


class CountSchema(Schema):
    """A value and the number of articles that hold it."""

    value = string("The value.")
    count = fields.Integer()


class Plain(fields.Nested):
    """Objects whose members go out as they are. A page of hits has a hundred counts: marshmallow, which asks a field
    object for each member of each, took a fifth of the time of a whole search for them."""

    def _serialize(self, *given: Any, **_: Any) -> dict[str, Any]:
        return {name: getattr(given[0], name) for name in self.schema.fields}


class HitSchema(Schema):
    """One article found."""

    article_id = CitedNumber(attribute="number")
    title = string("Title.")
    kind = string("bug, fix, how-to, ...")
    score = fields.Float()
    snippet = string("HTML-escaped passage with the words found in <mark>.")
    why = fields.List(fields.String(), metadata={"description": "Why it matched."})
    last_modified = string("ISO date.")
    products = fields.List(fields.String())
    has = fields.List(fields.String(), metadata={"description": "event, fix, files, workaround"})


class UnderstoodSchema(Schema):
    """One part of the question as it was read."""

    kind = string("words, phrase, article, event, source, code, stop, file, version, product, ...")
    value = string("In canonical form.")
    typed = string("As typed.")


class SearchAnswerSchema(Schema):
    """A page of hits."""

    total = fields.Integer(metadata={"description": "Exact number of articles found."})
    page = fields.Integer()
    per_page = fields.Integer()
    hits = fields.List(fields.Nested(HitSchema))
    facets = fields.Dict(keys=fields.String(), values=fields.List(Plain(CountSchema)))
    understood = fields.List(Plain(UnderstoodSchema))
    did_you_mean = fields.List(fields.String())
    missing_words = fields.List(fields.String())
    notes = fields.List(fields.String())


def page_members(page: Page) -> dict[str, Any]:
    """The members of a page of hits, for the schema to dump."""
    return {field.name: getattr(page, field.name) for field in dataclasses.fields(page)}


class NeighbourSchema(Schema):
    """Another article, and why it is near."""

    article_id = CitedNumber(attribute="number")
    title = string("Title; as cited where the index does not hold the article.")
    kind = string("Kind, empty where the index does not hold the article.")
    why = string("What joins the two.")
    held = fields.Boolean(metadata={"description": "The index holds it."})


class RelatedSchema(Schema):
    """Neighbours by what joins them."""

    cites = fields.List(fields.Nested(NeighbourSchema))
    cited_by = fields.List(fields.Nested(NeighbourSchema))
    same_event = fields.List(fields.Nested(NeighbourSchema))
    same_file = fields.List(fields.Nested(NeighbourSchema))


class EventArticleSchema(Schema):
    """An article that explains an event: the entry's own values, and in `event` the same with place and rule."""

    article_id = CitedNumber(attribute="number")
    title = string("Title.")
    kind = string("Kind.")
    source = string("Source as printed.", attribute="event.source")
    severity = string("error, warning, information, ...", attribute="event.severity")
    category = string("Category.", attribute="event.category")
    description = string("Message of the entry.", attribute="event.description")
    cause = string("First sentence of CAUSE.")
    fix = string("Where it is corrected, or the first sentence of RESOLUTION or WORKAROUND.")
    products = fields.List(fields.String())
    last_modified = string("ISO date.")
    event = fields.Nested(EventSchema)
    verdict = string("Whether what runs includes the article's fix; null if nothing was said to run.")
    reason = string("Code of the verdict's reason.")
    ruled_out = fields.Boolean(metadata={"description": "What runs cannot have this cause."})


class EventAnswerSchema(Schema):
    """What is known of an event ID."""

    event_id = fields.Integer()
    source = string("The source asked for, or null.")
    sources = fields.List(fields.Nested(CountSchema), metadata={"description": "All sources that log this ID."})
    articles = fields.List(fields.Nested(EventArticleSchema), metadata={"description": "Most useful first."})


class EventCountSchema(Schema):
    """An event and the number of articles that explain it."""

    event_id = fields.Integer()
    source = string("Folded: without case and blanks.")
    articles = fields.Integer()


class EventsAnswerSchema(Schema):
    """A page of events."""

    total = fields.Integer()
    page = fields.Integer()
    per_page = fields.Integer()
    events = fields.List(fields.Nested(EventCountSchema))


class ProductsSchema(Schema):
    """The products of the index."""

    total = fields.Integer()
    products = fields.List(fields.Nested(CountSchema))


class StatsSchema(Schema):
    """The size of the index."""

    articles = fields.Integer()
    kinds = fields.List(fields.Nested(CountSchema))
    distinct = fields.Dict(keys=fields.String(), values=fields.Integer())
    generation = string("Changes when the index does.")
    manifest = fields.Dict(keys=fields.String(), metadata={"description": "What the ingest reported."})


class TroubleSchema(Schema):
    """What could not be read, or cannot both hold, and some of the articles."""

    field = string("Field of the record.")
    count = fields.Integer(metadata={"description": "Number of articles."})
    examples = fields.List(CitedNumber())


class QualitySchema(Schema):
    """How far the records can be trusted."""

    articles = fields.Integer()
    coverage = fields.List(
        fields.Nested(CountSchema), metadata={"description": "Articles by section or fact they have."}
    )
    problems = fields.List(fields.Nested(TroubleSchema))
    conflicts = fields.Nested(TroubleSchema)
    measured = fields.Dict(
        keys=fields.String(),
        allow_none=True,
        metadata={
            "description": "The last evaluation; the rules were developed on its articles, unseen ones fare worse."
        },
    )


class HealthSchema(Schema):
    """Whether the service can answer."""

    status = string("ok")
    articles = fields.Integer()
    generation = string("Changes when the index does.")
    version = string("Release of kbservice.")
