"""What goes out about fixes: verdicts with their evidence, timelines of files."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from kbservice.api.schemas.answers import ProblemDetailsSchema
from kbservice.api.schemas.facts import CitedNumber, FixedFileSchema, string
from kbservice.lookups import CheckAnswer


class EvidenceSchema(Schema):
    """A fact that was used for a verdict, with its text."""

    kind = string("file, sentence, fix_list, affected, keyword, statement, release.")
    text = string("The passage as printed, or the row of the releases table.")
    article_id = string("The article that states it; null for common knowledge.", attribute="article")
    section = string("Canonical section name.")
    heading = string("Sub-heading that owns the lines.")
    first_line = fields.Integer(allow_none=True)
    last_line = fields.Integer(allow_none=True)


class CheckAnswerSchema(Schema):
    """Whether what runs includes the fix of the article."""

    article_id = CitedNumber()
    title = string("Title of the article.")
    verdict = string("included, not_included or unknown.")
    reason = string("Code of the reason; the documentation lists all.")
    message = string("The reason in a sentence.")
    rule = string("The rule that decided.")
    settles = string("What would settle an unknown.")
    notes = fields.List(fields.String())
    evidence = fields.List(fields.Nested(EvidenceSchema))
    understood = fields.Dict(
        keys=fields.String(), values=fields.String(), metadata={"description": "How the input was read."}
    )


class BatchEntrySchema(Schema):
    """The answer to one question, or the problem with it."""

    answer = fields.Nested(CheckAnswerSchema, allow_none=True)
    problem = fields.Nested(ProblemDetailsSchema, allow_none=True)


class BatchAnswerSchema(Schema):
    """The answers in the order of the questions."""

    answers = fields.List(fields.Nested(BatchEntrySchema))


class FileRowSchema(Schema):
    """A version of the file as one article states it."""

    article_id = CitedNumber(attribute="number")
    title = string("Title of the article.")
    row = fields.Nested(FixedFileSchema)
    verdict = string("Whether the given version includes the article's fix; null if no version was given.")
    reason = string("Code of the reason.")
    shipped = fields.Boolean(metadata={"description": "The given version is exactly this one."})


class FileBranchSchema(Schema):
    """The versions of one line of development, in their order."""

    name = string("5.5, 4.0.1381 (Terminal Server), ..., or `no version`.")
    rows = fields.List(fields.Nested(FileRowSchema))


class FileAnswerSchema(Schema):
    """The timeline of a file, and a given version's place in it."""

    name = string("Name of the file, or of all files of that stem.")
    version = string("The version asked for.")
    branches = fields.List(fields.Nested(FileBranchSchema))
    shipped_by = fields.List(CitedNumber())
    includes = fields.List(CitedNumber())
    lacks = fields.List(CitedNumber())
    undecided = fields.List(CitedNumber())


def check_members(answer: CheckAnswer) -> dict[str, Any]:
    """The members of a verdict, for the schema to dump."""
    verdict = answer.verdict
    said = ("verdict", "reason", "message", "rule", "settles", "notes", "evidence")
    members = {name: getattr(verdict, name) for name in said}
    return members | {"article_id": answer.number, "title": answer.title, "understood": answer.understood}


class ReleaseSchema(Schema):
    """A row of the releases table."""

    title = string("Exchange Server 5.5 SP4.")
    product = fields.Function(lambda row: str(row.product), metadata={"type": "string"})
    release = fields.Function(lambda row: row.pack.short, metadata={"type": "string"})
    build = fields.Function(lambda row: str(row.build), metadata={"type": "string"})
    component = string("Component whose build it is, if not the product's.")
    date = string("ISO date, or year and month.")
    source = string("The article that states it, or `common knowledge`.")
    evidence = string("What the source prints.")
    note = string("What else there is to know.")


class BuildAnswerSchema(Schema):
    """What a build of a product is."""

    product = fields.Function(lambda answer: str(answer.product), metadata={"type": "string"})
    build = fields.Function(lambda answer: str(answer.build), metadata={"type": "string"})
    kind = string("exact, shared, between, after or before.", attribute="identified.kind")
    release = fields.Function(
        lambda answer: str(answer.identified), metadata={"type": "string", "description": "In words."}
    )
    rows = fields.List(
        fields.Nested(ReleaseSchema), attribute="identified.rows", metadata={"description": "The rows that tell."}
    )
    lower = fields.Nested(ReleaseSchema, attribute="identified.lower", allow_none=True)
    upper = fields.Nested(ReleaseSchema, attribute="identified.upper", allow_none=True)


class ReleasesSchema(Schema):
    """The releases of a product."""

    releases = fields.List(fields.Nested(ReleaseSchema))
