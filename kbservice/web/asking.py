"""The parameters of an address, read by the same schemas as the API's."""

from __future__ import annotations

from typing import Any

from flask import request
from marshmallow import Schema, ValidationError

from kbservice import http_errors
from kbservice.errors import InvalidInput


def given(schema: Schema) -> dict[str, Any]:
    """The parameters that the schema knows, blank ones left out; others, as old links carry them, are ignored.

    Raises:
        InvalidInput: the schema refuses a value; `field` is the first one refused.
    """
    try:
        return dict(schema.load(_kept(schema)))
    except ValidationError as error:
        refused = http_errors.of_messages(error.messages)
        raise InvalidInput(refused.detail, field=refused.errors[0][0]) from error


def text(name: str) -> str:
    """One parameter without blanks around it; an empty string if it is not given."""
    return request.args.get(name, "").strip()


def _kept(schema: Schema) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, field in schema.fields.items():
        found = [value for value in request.args.getlist(field.data_key or name) if value.strip()]
        if found:
            many = type(field).__name__ == "List"
            kept[field.data_key or name] = found if many else found[0]
    return kept
