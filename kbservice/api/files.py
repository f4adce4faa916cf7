"""GET files/{name}."""

from __future__ import annotations

from typing import Any

from kbservice import lookups, serving
from kbservice.api.blueprint import Blueprint
from kbservice.api.schemas import questions, verdicts

blueprint = Blueprint("files", __name__, "Corrected files and their versions.")


@blueprint.reads("/files/<name>", verdicts.FileAnswerSchema, query=questions.FileSchema)
def file(asked: dict[str, Any], name: str) -> lookups.FileAnswer:
    """The timeline of a file

    The articles that correct it, their versions in order by branch, and which of them `version` includes.
    """
    return lookups.file(serving.index(), name, asked["version"])
