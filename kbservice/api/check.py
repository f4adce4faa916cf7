"""GET check, and POST check for many questions at once."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError

from kbservice import fixcheck, http_errors, lookups, serving
from kbservice.api.blueprint import Blueprint
from kbservice.api.schemas import questions, verdicts
from kbservice.errors import InvalidInput, KbserviceError
from kbservice.index import Index
from kbservice.record import parse_article_id

blueprint = Blueprint("check", __name__, "Does what runs include the fix of an article?")

_SCHEMA = questions.CheckSchema()


@blueprint.reads("/check", verdicts.CheckAnswerSchema, query=questions.CheckSchema)
def check(asked: dict[str, Any]) -> dict[str, Any]:
    """Whether what runs includes the fix of an article

    Say what runs by file and version, by product and service pack, by build, or in one line of `text`.
    The verdict comes with its reason and the passages that decide; `unknown` is an answer, not an error.
    """
    return answer(serving.index(), asked)


@blueprint.accepts("/check", questions.BatchSchema, verdicts.BatchAnswerSchema)
def check_many(asked: dict[str, Any]) -> dict[str, Any]:
    """Many questions at once

    Up to 1,000 questions; the answers keep their order, and a problem with one does not spoil the others.
    """
    index = serving.index()
    return {"answers": [_entry(index, question) for question in asked["questions"]]}


def answer(index: Index, asked: dict[str, Any]) -> dict[str, Any]:
    """The members of the verdict on one question.

    Raises:
        KbserviceError: the article is not held, or something that was given cannot be understood.
    """
    number = parse_article_id(asked["article"])
    text = asked.get("text")
    if text and any(asked.get(name) for name in fixcheck.PARAMETERS):
        raise InvalidInput("say what runs either in `text` or by the other parameters, not both", field="text")
    runs = fixcheck.from_text(text) if text else fixcheck.parse(asked)
    return verdicts.check_members(lookups.check(index, number, runs))


def _entry(index: Index, question: Any) -> dict[str, Any]:
    try:
        return {"answer": answer(index, _SCHEMA.load(_given(question))), "problem": None}
    except ValidationError as error:
        problem = http_errors.of_messages(error.messages)
    except KbserviceError as error:
        problem = http_errors.of_error(error)
    return {"answer": None, "problem": problem.as_dict()}


def _given(question: Any) -> Any:
    """The question without the members that were left blank."""
    if not isinstance(question, dict):
        return question
    return {name: value for name, value in question.items() if value is not None and value != ""}
