"""An error as a page with the site's look: what happened, and what to do about it."""

from __future__ import annotations

from http import HTTPStatus

from flask import render_template, request

from kbservice.http_errors import Problem


def page(problem: Problem) -> str:
    """The page, with a search for what was not found; it asks nothing of the index, which may be what is missing."""
    lacking = (request.view_args or {}) if problem.status == HTTPStatus.NOT_FOUND else {}
    event = f"event {lacking['event_id']}" if "event_id" in lacking else None
    return render_template("error.html", problem=problem, question=lacking.get("name", event))
