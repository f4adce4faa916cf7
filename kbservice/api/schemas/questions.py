"""What comes in: the parameters of each endpoint, with their limits."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

MAX_QUERY = 20_000  # characters; whole logs are pasted, of which the beginning is read
MAX_VALUE = 200
MAX_VALUES = 20
MAX_PER_PAGE = 100
MAX_PAGE = 10_000
MAX_QUESTIONS = 1000
MAX_EVENT_ID = 2**32 - 1
SORTS = ("relevance", "newest", "oldest", "number")


def value(help_: str, **more: Any) -> fields.String:
    """A parameter of one value."""
    return fields.String(
        load_default=None, validate=validate.Length(max=MAX_VALUE), metadata={"description": help_}, **more
    )


def confidence(help_: str) -> fields.Float:
    """A lower bound for how often a rule was right, from 0 to 1."""
    return fields.Float(load_default=None, validate=validate.Range(0, 1), metadata={"description": help_})


def values(help_: str) -> fields.List[str]:
    """A parameter that may be repeated: any of its values will do."""
    return fields.List(
        fields.String(validate=validate.Length(max=MAX_VALUE)),
        load_default=(),
        validate=validate.Length(max=MAX_VALUES),
        metadata={"description": help_},
    )


class PagingSchema(Schema):
    """Which page of a list."""

    page = fields.Integer(
        load_default=1, validate=validate.Range(1, MAX_PAGE), metadata={"description": "Page, from 1."}
    )
    per_page = fields.Integer(
        load_default=10, validate=validate.Range(1, MAX_PER_PAGE), metadata={"description": "Entries on a page."}
    )


class SearchSchema(PagingSchema):
    """The words as typed, filters beside them, order and page."""

    q = fields.String(
        load_default="",
        validate=validate.Length(max=MAX_QUERY),
        metadata={"description": "Words, event IDs, codes, versions, file names, or a whole message."},
    )
    product = values("Product of the applies-to list.")
    event_id = fields.List(
        fields.Integer(validate=validate.Range(0, MAX_EVENT_ID)),
        load_default=(),
        validate=validate.Length(max=MAX_VALUES),
        metadata={"description": "Event ID that the article states."},
    )
    source = values("Source of an event, without regard to case and blanks.")
    file = values("File that the article mentions.")
    error_code = values("Error code in any spelling: 0x80004005, 80004005, -2147467259.")
    kind = values("bug, fix, how-to, ...")
    year = values("Year of the last change.")
    date_from = fields.Date(load_default=None, metadata={"description": "Changed on or after this day."})
    date_to = fields.Date(load_default=None, metadata={"description": "Changed on or before this day."})
    min_confidence = confidence("Only articles where what event_id, source, file and error_code name is that sure.")
    sort = fields.String(
        load_default="relevance", validate=validate.OneOf(SORTS), metadata={"description": "Order of the hits."}
    )


class ArticleSchema(Schema):
    """Narrows the facts of an article."""

    min_confidence = confidence("Only facts whose rule was measured to be right at least this often, from 0 to 1.")


class EventSchema(Schema):
    """Narrows the articles of an event; with what runs, the causes that it cannot have are marked."""

    source = value("Only entries of this source, without regard to case and blanks.")
    product = value("Product that runs.")
    product_version = value("Its version: 5.5.")
    service_pack = value("Its service pack: 2, SP6a, SR-1, RTM.")
    build = value("Its build: 2653.23.")


class EventsSchema(PagingSchema):
    """Narrows the list of events."""

    source = value("Only events of this source, without regard to case and blanks.")


class FileSchema(Schema):
    """The version of a file that somebody runs."""

    version = value("File version, such as 5.5.2431.0: which corrections it includes.")


class CheckSchema(Schema):
    """The article, and what runs."""

    article = fields.String(
        required=True,
        validate=validate.Length(max=MAX_VALUE),
        metadata={"description": "Article number: Q197378, KB197378, 197378."},
    )
    file = value("Name of a file that runs.")
    file_version = value("Its version.")
    file_date = value("Its date: ISO, or month/day/year.")
    file_size = fields.Integer(
        load_default=None, validate=validate.Range(0, 2**53), metadata={"description": "Its size in bytes."}
    )
    platform = value("Platform of the file: x86, Alpha, ...")
    language = value("Language of the file.")
    product = value("Product that runs.")
    product_version = value("Its version: 5.5.")
    service_pack = value("Its service pack: 2, SP6a, SR-1, RTM.")
    build = value("Its build: 2653.23, 5.5.2653.23, 5.5 (Build 2653.23: Service Pack 4).")
    text = value("What runs in one line, instead of the others: exchange 5.5 sp3.")

    @post_load
    def _as_text(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        size = data["file_size"]
        return data | {"file_size": None if size is None else str(size)}


class BatchSchema(Schema):
    """Many questions at once; each is read on its own, so that a bad one does not spoil the others."""

    questions = fields.List(
        fields.Raw(),
        required=True,
        validate=validate.Length(1, MAX_QUESTIONS),
        metadata={"description": "Objects with the parameters of GET check."},
    )
