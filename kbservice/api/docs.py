"""The documentation page: openapi.json as HTML, rendered here, so that it needs no network and no script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from kbservice.api.blueprint import PREFIX, Api
from kbservice.errors import ArticleError, KbserviceError
from kbservice.http_errors import Problem, of_error

blueprint = Blueprint("api_docs", __name__, url_prefix=PREFIX, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Operation:
    """One endpoint as the page shows it; `schema` names the answer's schema."""

    method: str
    path: str
    summary: str
    description: str
    tag: str
    parameters: tuple[dict[str, Any], ...]
    schema: str


@blueprint.route("/")
def start() -> ResponseReturnValue:
    """Who opens the API in a browser wants its documentation."""
    return redirect(url_for("api_docs.docs"))


@blueprint.route("/docs")
def docs() -> ResponseReturnValue:
    """Endpoints with their parameters, the shapes of the answers, the types of problems."""
    spec = cast(Api, current_app.extensions["kbservice.api"]).spec.to_dict()
    problems = [(of_error(kind("")), kind.__doc__) for kind in _kinds(KbserviceError)]
    return render_template("api/docs.html", spec=spec, operations=list(operations(spec)), problems=problems)


def operations(spec: dict[str, Any]) -> Iterator[Operation]:
    """The endpoints of an OpenAPI document in its order."""
    for path, methods in spec["paths"].items():
        shared = methods.get("parameters", [])
        for method, operation in methods.items():
            if method == "parameters":
                continue
            yield Operation(
                method.upper(),
                path,
                operation.get("summary", ""),
                operation.get("description", ""),
                operation["tags"][0],
                (*shared, *operation.get("parameters", [])),
                _schema_name(operation),
            )


def _schema_name(operation: dict[str, Any]) -> str:
    content = operation["responses"].get("200", {}).get("content", {})
    reference = next((media["schema"].get("$ref", "") for media in content.values()), "")
    return str(reference).rpartition("/")[2]


def _kinds(kind: type[KbserviceError]) -> Iterator[type[KbserviceError]]:
    """The errors that a request can meet."""
    for sub in kind.__subclasses__():
        if sub is not ArticleError:
            yield sub
            yield from _kinds(sub)


def problem_anchor(problem: Problem) -> str:
    """The heading of a type of problem on the page."""
    return problem.type.partition("#")[2]


blueprint.add_app_template_filter(problem_anchor, "problem_anchor")
