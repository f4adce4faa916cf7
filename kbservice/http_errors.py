"""Errors as a client sees them: RFC 9457 problem details under /api, a page elsewhere.

Every error ends here: our own tree, what the schemas refuse, unknown paths, wrong methods, and what nobody foresaw.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, request
from markupsafe import escape
from werkzeug.exceptions import HTTPException

from kbservice.errors import IndexUnusable, InvalidInput, InvalidSetting, KbserviceError, NotFound

API_PREFIX = "/api"
MEDIA_TYPE = "application/problem+json"
TYPES = "/api/v1/docs#"  # each type of problem is a heading of the documentation page

# A setting is the fault of who runs the service, not of who asks.
_STATUS: tuple[tuple[type[KbserviceError], int], ...] = (
    (NotFound, 404),
    (InvalidSetting, 503),
    (InvalidInput, 422),
    (IndexUnusable, 503),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, as RFC 9457 names it; `errors` holds (field, message) for each refused parameter."""

    status: int
    title: str
    detail: str
    type: str = "about:blank"
    remedy: str = ""
    errors: tuple[tuple[str, str], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The members of the problem document, empty ones left out."""
        members = {
            "type": self.type,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "remedy": self.remedy,
            "errors": [{"field": field, "message": message} for field, message in self.errors],
        }
        return {name: value for name, value in members.items() if value}


def of_error(error: KbserviceError) -> Problem:
    """The problem that one of our own errors stands for."""
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    name = type(error).__name__
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    field = getattr(error, "field", "")
    errors = ((field, error.message),) if field else ()
    return Problem(status, words.capitalize(), error.message, TYPES + words.replace(" ", "-"), error.remedy, errors)


def of_http(error: HTTPException) -> Problem:
    """The problem that an HTTP error stands for, with the fields that a schema refused."""
    messages = getattr(error, "data", {}).get("messages")
    if error.code == HTTPStatus.UNPROCESSABLE_ENTITY and messages:
        (refused,) = messages.values()  # webargs: one place, such as the query, and its messages
        return of_messages(refused)
    return Problem(error.code or 500, error.name, error.description or error.name)


def of_messages(messages: Any) -> Problem:
    """The problem that the messages of a schema, nested by field, stand for."""
    errors = tuple(_flat(messages, ""))
    detail = "; ".join(f"{field}: {message}" if field else message for field, message in errors)
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Invalid input", detail, TYPES + "invalid-input", errors=errors)


def _flat(messages: Any, path: str) -> Iterator[tuple[str, str]]:
    """marshmallow's nested store of messages as (dotted field, message)."""
    if isinstance(messages, dict):
        for name, inner in messages.items():
            own = "" if name == "_schema" else str(name)
            yield from _flat(inner, f"{path}.{own}".strip("."))
    else:
        for message in messages if isinstance(messages, list) else [messages]:
            yield path, str(message)


def _plain_page(problem: Problem) -> str:
    remedy = f"<p>{escape(problem.remedy)}</p>" if problem.remedy else ""
    return (
        f"<!doctype html><html lang=en><title>{escape(problem.title)}</title>"
        f"<h1>{escape(problem.title)}</h1><p>{escape(problem.detail)}</p>{remedy}<p><a href=/>Search</a></p>"
    )


def register(app: Flask, page: Callable[[Problem], str] = _plain_page) -> None:
    """Answer every error of the application as a problem document or, outside of /api, with `page` (-> HTML)."""

    def answer(problem: Problem) -> Response:
        if not request.path.startswith(API_PREFIX + "/"):
            return Response(page(problem), problem.status, mimetype="text/html")
        members = problem.as_dict() | {"instance": request.full_path.rstrip("?")}
        return Response(json.dumps(members), problem.status, mimetype=MEDIA_TYPE)

    def on_own(error: KbserviceError) -> Response:
        return answer(of_error(error))

    def on_http(error: HTTPException) -> Response:
        response = answer(of_http(error))
        allowed = error.get_response().headers.get("Allow")
        if allowed:
            response.headers["Allow"] = allowed
        return response

    app.register_error_handler(KbserviceError, on_own)
    app.register_error_handler(HTTPException, on_http)
