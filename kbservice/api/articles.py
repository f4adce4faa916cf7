"""GET articles/{id}, its source and its neighbours."""

from __future__ import annotations

from typing import Any

from flask import Response

from kbservice import lookups, serving
from kbservice.api.blueprint import Blueprint
from kbservice.api.schemas import answers, questions
from kbservice.api.schemas.article import ArticleSchema, view
from kbservice.record import parse_article_id

blueprint = Blueprint("articles", __name__, "One article: its record, its text, its neighbours.")


@blueprint.reads("/articles/<path:article>", ArticleSchema, query=questions.ArticleSchema)
def article(asked: dict[str, Any], article: str) -> dict[str, Any]:
    """The record of an article

    Any spelling of the number will do: Q197378, KB197378, kb/197378, 197378.
    """
    found = lookups.article(serving.index(), parse_article_id(article))
    return view(lookups.trusted(found, asked["min_confidence"]))


@blueprint.reads("/articles/<path:article>/source", {"type": "string"}, media_type="text/plain")
def source(article: str) -> Response:
    """The text of an article as ingested

    The lines that each `where` names are lines of this text.
    """
    record = lookups.record(serving.index(), parse_article_id(article))
    return Response(record.text, mimetype="text/plain")


@blueprint.reads("/articles/<path:article>/related", answers.RelatedSchema)
def related(article: str) -> lookups.Related:
    """Articles near this one

    Those that it names, that name it, that share an event or a corrected file with it.
    """
    return lookups.related(serving.index(), parse_article_id(article))
