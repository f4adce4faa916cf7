"""An error as a page with the site's look: what happened, and what to do about it."""

from __future__ import annotations

from http import HTTPStatus

from flask import render_template, request

from kbservice.http_errors import Problem


def page(problem: Problem) -> str:
    """The page; it asks nothing of the index, which may be what is missing."""
    named = (request.view_args or {}).get("name") if problem.status == HTTPStatus.NOT_FOUND else None
    event = (request.view_args or {}).get("event_id") if problem.status == HTTPStatus.NOT_FOUND else None
    return render_template("error.html", problem=problem, question=named or (event and f"event {event}"))
