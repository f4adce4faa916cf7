"""An article: its record as eval tools and people read it, text by section, facts with their places."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from kbservice.api.schemas import facts
from kbservice.fixcheck import Listing
from kbservice.lookups import Article
from kbservice.record import Record, Section, article_id


class SectionSchema(Schema):
    """A headed part of the article in its order; `text` keeps paragraphs and lists."""

    name = facts.string(
        "summary, symptoms, cause, resolution, workaround, status, more_information, references, other."
    )
    heading = facts.string("Heading as printed.")
    first_line = fields.Integer()
    last_line = fields.Integer()
    text = facts.string("The lines of the section.")
    subsections = fields.List(fields.Nested("SectionSchema"))


class ListingSchema(Schema):
    """A fix list that names the article."""

    article_id = facts.string("The list.")
    title = facts.string("Its title.")
    fact = fields.Nested(facts.ListedFixSchema)


class ArticleSchema(Schema):
    """The record of one article."""

    article_id = facts.string("Canonical number: Q197378.")
    number = fields.Integer()
    title = facts.string("Title with its prefix; from a citation if the article has none.")
    title_from = facts.string("The article whose citation gave the title, or null.")
    title_prefix = facts.string("BUG, FIX, XADM, ..., or null.")
    kind = facts.string("bug, fix, how-to, problem, information, ...")
    layout = facts.string("How the article is written.")
    source_file = facts.string("Where it was read.")
    digest = facts.string("sha256 of the bytes of the leading copy.")
    revision = facts.string("Revision as printed.")
    last_modified = fields.Date(allow_none=True)
    retired = fields.Boolean()
    sections = fields.List(fields.Nested(SectionSchema))
    summary = facts.string("Text of the section; null where the article has none.")
    symptoms = facts.string("Text of the section.")
    cause = facts.string("Text of the section.")
    resolution = facts.string("Text of the section.")
    workaround = facts.string("Text of the section.")
    status = facts.string("Text of the section.")
    more_information = facts.string("Text of the section.")
    applies_to = fields.List(fields.Nested(facts.ProductSchema))
    events = fields.List(fields.Nested(facts.EventSchema))
    error_codes = fields.List(fields.String(), metadata={"description": "0x and 8 lower-case hex digits."})
    stop_codes = fields.List(fields.String(), metadata={"description": "0x and 8 lower-case hex digits."})
    codes = fields.List(fields.Nested(facts.CodeSchema))
    files = fields.List(fields.Nested(facts.FixedFileSchema))
    fixed_in = fields.List(fields.Nested(facts.FixedInSchema))
    statements = fields.List(fields.Nested(facts.StatementSchema))
    fix_keywords = fields.List(fields.String())
    fix_keyword_facts = fields.List(fields.Nested(facts.FixKeywordSchema))
    listed_fixes = fields.List(fields.Nested(facts.ListedFixSchema))
    listed_in = fields.List(fields.Nested(ListingSchema))
    requires = fields.List(fields.Nested(facts.RequirementSchema))
    references = fields.List(fields.String(), metadata={"description": "Articles that this one names: Q191014."})
    citations = fields.List(fields.Nested(facts.CitationSchema))
    keywords = fields.List(fields.String())
    query_words = fields.List(fields.String())
    conflicts = fields.List(fields.Nested(facts.ConflictSchema))
    copies = fields.List(fields.Nested(facts.CopySchema))
    problems = fields.List(fields.Nested(facts.ProblemSchema))


TEXTS = ("summary", "symptoms", "cause", "resolution", "workaround", "status", "more_information")
SAME = (
    "number", "title_prefix", "kind", "layout", "source_file", "digest", "revision", "last_modified", "retired",
    "applies_to", "events", "codes", "files", "fixed_in", "statements", "listed_fixes", "requires", "citations",
    "keywords", "query_words", "conflicts", "copies", "problems",
)  # fmt: skip
_SCHEMA = ArticleSchema()


def view(article: Article) -> dict[str, Any]:
    """The members of an article before the schema dumps them: facts as values, sections with their text."""
    record = article.record
    return {name: getattr(record, name) for name in SAME} | {
        "article_id": record.article_id,
        "title": article.title,
        "title_from": article_id(article.title_from) if article.title_from else None,
        "sections": [_section(record, section) for section in record.sections],
        **{name: record.body(name) or None for name in TEXTS},
        "error_codes": _codes(record, "error"),
        "stop_codes": _codes(record, "stop"),
        "fix_keywords": list(dict.fromkeys(fact.keyword for fact in record.fix_keywords)),
        "fix_keyword_facts": record.fix_keywords,
        "listed_in": [_listing(listing) for listing in article.listed_in],
        "references": [article_id(number) for number in dict.fromkeys(c.article for c in record.citations)],
    }


def dump(article: Article) -> dict[str, Any]:
    """The JSON object of an article, for clients other than the API: `kbservice show --json`."""
    dumped: dict[str, Any] = _SCHEMA.dump(view(article))
    return dumped


def _section(record: Record, section: Section) -> dict[str, Any]:
    return {
        "name": section.name,
        "heading": section.heading,
        "first_line": section.first_line,
        "last_line": section.last_line,
        "text": record.section_text(section),
        "subsections": [_section(record, sub) for sub in section.subsections],
    }


def _codes(record: Record, kind: str) -> list[str]:
    return list(dict.fromkeys(code.value for code in record.codes if code.kind == kind))


def _listing(listing: Listing) -> dict[str, Any]:
    return {"article_id": listing.source.article_id, "title": listing.source.title, "fact": listing.fix}
