"""The pages' blueprint: its routes, the headers that every page carries, and what templates may call."""

from __future__ import annotations

from flask import Blueprint, Flask, Response

from kbservice.web import articles, events, files, search
from kbservice.web.anchors import anchor

# No script, style or picture but our own, no frame around us, no form to anywhere else.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
)
POLICY += "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"


def register(app: Flask) -> None:
    """Serve the pages from an application."""
    blueprint = Blueprint(
        "web", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
    )
    blueprint.add_app_template_filter(anchor, "anchor")
    for path, view in (
        ("/", search.home),
        ("/search", search.results),
        ("/articles/<article>", articles.page),
        ("/events/<event_id>", events.page),
        ("/files/<name>", files.page),
    ):
        blueprint.add_url_rule(path, view_func=view, endpoint=f"{view.__module__.rpartition('.')[2]}_{view.__name__}")
    blueprint.after_request(_guarded)
    app.register_blueprint(blueprint)


def _guarded(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
