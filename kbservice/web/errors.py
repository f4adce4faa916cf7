"""An error as a page with the site's look: what happened, and what to do about it."""

from __future__ import annotations

from flask import render_template

from kbservice.http_errors import Problem


def page(problem: Problem) -> str:
    """The page; it asks nothing of the index, which may be what is missing."""
    return render_template("error.html", problem=problem)
