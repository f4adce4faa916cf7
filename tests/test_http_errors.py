"""Errors on the wire: which status, which form, where."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from kbservice import errors, http_errors


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (errors.ArticleNotFound("x"), 404, "article-not-found"),
        (errors.NotFound("x"), 404, "not-found"),
        (errors.InvalidVersion("x", field="version"), 422, "invalid-version"),
        (errors.InvalidSetting("x"), 503, "invalid-setting"),
        (errors.IndexMissing("x"), 503, "index-missing"),
        (errors.IndexLocked("x"), 503, "index-locked"),
        (errors.BrokenData("x"), 500, "broken-data"),
        (errors.KbserviceError("x"), 500, "kbservice-error"),
    ],
)
def test_each_error_of_ours_has_a_status_and_a_type(error: errors.KbserviceError, status: int, kind: str) -> None:
    problem = http_errors.of_error(error)
    assert (problem.status, problem.type.partition("#")[2]) == (status, kind)
    assert problem.remedy == error.remedy
    assert problem.errors == ((("version", "x"),) if status == 422 else ())


def test_elsewhere_an_error_is_a_page_that_escapes_what_was_asked(client: FlaskClient) -> None:
    answer = client.get("/<script>")
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"
    assert "<script>" not in answer.text
