"""flask-smorest as this API uses it: our errors, our paging, unknown parameters refused, blank ones left out."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast

from flask import Request
from flask_smorest import Api as SmorestApi
from flask_smorest import Blueprint as SmorestBlueprint
from marshmallow import RAISE, Schema, ValidationError, fields
from webargs.flaskparser import FlaskParser
from werkzeug.datastructures import MultiDict

from kbservice import __version__
from kbservice.api import manners
from kbservice.api.schemas.answers import ProblemDetailsSchema
from kbservice.http_errors import MEDIA_TYPE

View = Callable[..., Any]

PREFIX = "/api/v1"
CONFIG = {
    "API_TITLE": "kbservice",
    "API_VERSION": __version__,
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": PREFIX,
    "OPENAPI_JSON_PATH": "openapi.json",
    "MAX_CONTENT_LENGTH": 32 << 20,  # bytes; an inventory of 50,000 files has 5 million
}


class Parser(FlaskParser):
    """Takes a blank value, as forms send it, for one not given, and only lists of values in more than one piece."""

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        given = MultiDict((name, text) for name, text in req.args.items(multi=True) if text.strip())
        lists = {field.data_key or name for name, field in schema.fields.items() if isinstance(field, fields.List)}
        twice = [name for name, texts in given.lists() if len(texts) > 1 and name not in lists]
        if twice:
            raise ValidationError({name: ["Given more than once."] for name in twice})
        return self._makeproxy(given, schema)

    def load_json(self, req: Request, schema: Schema) -> Any:
        try:
            return super().load_json(req, schema)
        except RecursionError:
            raise ValidationError("Nested too deeply.") from None


class Blueprint(SmorestBlueprint):  # type: ignore[misc]
    """A group of endpoints under /api/v1."""

    ARGUMENTS_PARSER = Parser()

    def __init__(self, name: str, module: str, description: str) -> None:
        super().__init__(name, module, url_prefix=PREFIX, description=description)

    def reads(
        self,
        rule: str,
        answer: type[Schema] | dict[str, str],
        *,
        query: type[Schema] | None = None,
        media_type: str = "application/json",
        keep: bool = True,
    ) -> Callable[[View], View]:
        """A view that answers GET from the index: `query` are its parameters, `answer` the schema of what it returns.

        Answers are kept in memory and tagged, unless `keep` is false.
        """

        def register(view: View) -> View:
            for status in ("NOT_FOUND", "UNPROCESSABLE_ENTITY", "SERVICE_UNAVAILABLE"):
                view = self.alt_response(HTTPStatus[status].value, status)(view)
            view = self.response(HTTPStatus.OK.value, answer, content_type=media_type)(view)
            if query is not None:
                # A misspelt parameter that nobody reads would silently change the answer: refuse unknown ones.
                # One schema for all requests: given its class, webargs makes one for each.
                view = self.arguments(query(), location="query", unknown=RAISE)(view)
            else:
                view = self.arguments(Schema(), location="query", unknown=RAISE, as_kwargs=True)(view)
            if keep:
                view = manners.kept(self.alt_response(HTTPStatus.NOT_MODIFIED.value, "NOT_MODIFIED")(view))
            return cast(View, self.route(rule)(view))

        return register

    def accepts(self, rule: str, body: type[Schema], answer: type[Schema]) -> Callable[[View], View]:
        """A view that answers POST: `body` is the schema of the JSON that comes in."""

        def register(view: View) -> View:
            for status in ("BAD_REQUEST", "UNPROCESSABLE_ENTITY", "SERVICE_UNAVAILABLE"):
                view = self.alt_response(HTTPStatus[status].value, status)(view)
            view = self.response(HTTPStatus.OK.value, answer)(view)
            view = self.arguments(body, location="json", unknown=RAISE)(view)
            return cast(View, self.route(rule, methods=["POST"])(view))

        return register

    def takes_text(self, rule: str, query: type[Schema]) -> Callable[[View], View]:
        """A view that answers POST of a text as it is; `query` are the parameters beside it."""
        body = {"required": True, "content": {"text/plain": {"schema": {"type": "string"}}}}

        def register(view: View) -> View:
            for status in ("UNPROCESSABLE_ENTITY", "SERVICE_UNAVAILABLE"):
                view = self.alt_response(HTTPStatus[status].value, status)(view)
            view = self.response(HTTPStatus.OK.value, {"type": "object"})(view)
            view = self.arguments(query, location="query", unknown=RAISE)(view)
            return cast(View, self.route(rule, methods=["POST"])(self.doc(requestBody=body)(view)))

        return register


class Api(SmorestApi):  # type: ignore[misc]
    """The registry of endpoints, without flask-smorest's error format: `http_errors` answers all errors."""

    ERROR_SCHEMA = ProblemDetailsSchema

    def _register_error_handlers(self) -> None:
        pass

    def _register_responses(self) -> None:
        problem = {"content": {MEDIA_TYPE: {"schema": ProblemDetailsSchema}}}
        for status in HTTPStatus:
            if status >= HTTPStatus.BAD_REQUEST:
                self.spec.components.response(status.name, {"description": status.phrase, **problem}, lazy=True)
        self.spec.components.response("DEFAULT_ERROR", {"description": "Problem details", **problem}, lazy=True)
        self.spec.components.response("NOT_MODIFIED", {"description": "Not Modified"}, lazy=True)
