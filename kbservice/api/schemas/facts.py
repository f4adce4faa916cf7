"""The facts of a record, each with the place that states it, the rule that found it and how far to trust the rule."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from kbservice import confidence
from kbservice.record import article_id


def string(help_: str, **more: Any) -> fields.String:
    """A string that may be null, with its description for the documentation."""
    return fields.String(allow_none=True, metadata={"description": help_}, **more)


class WhereSchema(Schema):
    """The lines of the source text that state a fact."""

    section = string("Canonical section name, `title`, `applies_to`, or `header`/`footer`.")
    heading = string("The sub-heading that owns the lines, as printed.")
    first_line = fields.Integer(metadata={"description": "1-based line of `articles/{id}/source`; 0: not in the text."})
    last_line = fields.Integer()
    copy = string("Source file, where the fact comes from another copy than the leading one.")


class FactSchema(Schema):
    """What all facts share."""

    where = fields.Nested(WhereSchema)
    rule = string("Name of the rule that found the fact.")
    confidence = fields.Method(
        "_confidence", metadata={"description": "How often the rule is right, measured; or null."}
    )

    def _confidence(self, fact: Any) -> float | None:
        return confidence.of(fact.rule)


class CitedNumber(fields.Field[str]):
    """An article number, written as Q197378."""

    def _serialize(self, value: Any, *_: Any, **__: Any) -> str | None:
        return None if value is None else article_id(value)


class ProductSchema(FactSchema):
    """An entry of the applies-to list."""

    product = string("Product as named by the article.")
    version = string("Version, or null.")
    service_pack = string("Service pack, or null.")


class EventSchema(FactSchema):
    """An entry of the event log that the article says is or may be logged."""

    event_id = fields.Integer()
    source = string("Source as printed.")
    severity = string("error, warning, information, success_audit, failure_audit, or null.")
    category = string("Category as printed.")
    description = string("The message as the log shows it, with its %1 placeholders.")


class CodeSchema(FactSchema):
    """An error or STOP code."""

    kind = string("error or stop.")
    value = string("0x and 8 lower-case hex digits.")
    printed = string("What the article prints.")


class FixedFileSchema(FactSchema):
    """A row of a table, or a sentence, that states the attributes of a corrected file."""

    name = string("File name, or null for tables without names.")
    version = string("File version as printed.")
    date = fields.Date(allow_none=True)
    time = string("24 hours, HH:MM or HH:MM:SS.")
    size = fields.Integer(allow_none=True, metadata={"description": "Bytes."})
    platform = string("x86, Alpha, ..., or null.")
    language = string("Language, or null.")
    component = string("Component, or null.")
    product = string("The product heading that owns the table.")
    table = fields.Integer(metadata={"description": "Rows of one table share this number."})
    or_later = fields.Boolean(metadata={"description": "The article says `or later` for the table."})


class FixedInSchema(FactSchema):
    """A release in which the article says that the problem is corrected."""

    product = string("Product.")
    version = string("Product version.")
    release = string("Service Pack 4, Service Release 2, latest service pack, or null for the version itself.")
    build = string("Build, where stated.")
    component = string("Component, where stated.")
    conditional = string("The condition under which it holds, as printed.")
    text = string("The sentence.")


class StatementSchema(FactSchema):
    """What else the article says about a fix."""

    kind = string("introduced_in, not_in, planned, open, by_design, no_fix, hotfix_only, superseded_by, supersedes.")
    product = string("Product.")
    version = string("Product version.")
    release = string("Release.")
    build = string("Build.")
    component = string("Component.")
    article_id = CitedNumber(attribute="article", allow_none=True)
    text = string("The sentence.")


class FixKeywordSchema(FactSchema):
    """A keyword that names the release of a fix."""

    keyword = string("exc55sp2fix.")
    product = string("Product that it stands for.")
    version = string("Product version.")
    release = string("Release.")
    before = fields.Boolean(metadata={"description": "True for preSPn: corrected after the service pack before."})


class ListedFixSchema(FactSchema):
    """A fix list says that a release corrects the problem of another article."""

    article_id = CitedNumber(attribute="article")
    product = string("Product.")
    version = string("Product version.")
    release = string("Release.")
    title = string("Title as the list prints it.")


class RequirementSchema(FactSchema):
    """Software that must be there for the fix to be installed."""

    text = string("The requirement as printed.")
    product = string("Product.")
    version = string("Product version.")
    release = string("Release.")


class CitationSchema(FactSchema):
    """Another article that this one names."""

    article_id = CitedNumber(attribute="article")
    title = string("Title as cited.")


class ConflictSchema(Schema):
    """Two statements that cannot both hold."""

    message = string("What contradicts what.")
    wheres = fields.List(fields.Nested(WhereSchema))


class ProblemSchema(Schema):
    """What could not be read."""

    field = string("Field of the record.")
    message = string("What is wrong.")


class CopySchema(Schema):
    """Another copy or revision of the article that was ingested."""

    source_file = string("Name of the file.")
    layout = string("Layout of the copy.")
    digest = string("sha256 of its bytes.")
    revision = string("Revision as printed.")
    last_modified = fields.Date(allow_none=True)
    title = string("Title of the copy.")
