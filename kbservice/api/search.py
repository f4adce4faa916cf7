"""GET search."""

from __future__ import annotations

from typing import Any

from kbservice import lookups, serving
from kbservice.api import manners
from kbservice.api.blueprint import Blueprint
from kbservice.api.schemas import answers, questions
from kbservice.index import Question

blueprint = Blueprint("search", __name__, "Articles by words, identifiers and filters.")

FILTERS = ("product", "event_id", "source", "file", "error_code", "kind", "year")
FACETS = ("product", "kind", "year", "source")


@blueprint.reads("/search", answers.SearchAnswerSchema, query=questions.SearchSchema)
def search(asked: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Find articles

    The answer says how the question was understood, and why each article matched.
    """
    page = lookups.search(serving.index(), question_of(asked), asked["min_confidence"])
    paging = {"page": asked["page"], "per_page": asked["per_page"]}
    return answers.page_members(page) | paging, manners.link(**paging, total=page.total)


def question_of(asked: dict[str, Any]) -> Question:
    """The question that the parameters of a search state."""
    return Question(
        text=asked["q"],
        filters={name: tuple(map(str, asked[name])) for name in FILTERS if asked[name]},
        date_from=asked["date_from"] and asked["date_from"].isoformat(),
        date_to=asked["date_to"] and asked["date_to"].isoformat(),
        sort=asked["sort"],
        page=asked["page"],
        per_page=asked["per_page"],
        facets=FACETS,
    )
