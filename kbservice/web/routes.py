"""The pages' blueprint: its addresses, the headers that every page carries, and what templates may call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, request

from kbservice.web import (
    anchors,
    articles,
    assets,
    builds,
    checks,
    events,
    feeds,
    files,
    machines,
    mine,
    old,
    overview,
    products,
    search,
    setting,
    sheets,
)

# No script, style or picture but our own, no frame around us, no form to anywhere else.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)

# Address -> view, whose answer is also had as Markdown and JSON: `/events/9322.md`.
SHEETS: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("/search", search.results),
    ("/articles/<article>", articles.page),
    ("/articles/<article>/copies", articles.copies),
    ("/events/<event_id>", events.page),
    ("/sources", events.sources),
    ("/sources/<name>", events.source),
    ("/files/<name>", files.page),
    ("/products", products.all_),
    ("/products/<path:name>", products.page),
    ("/builds/<path:product>/<release>", builds.page),
    ("/compare", builds.compare),
    ("/check", checks.page),
    ("/plan", checks.plan),
    ("/quality", overview.quality),
)
PAGES: tuple[tuple[str, Callable[..., Any]], ...] = (
    ("/", search.home),
    ("/suggest", search.suggestions),
    ("/recent", search.recent),
    ("/search.atom", feeds.search),
    ("/articles/<article>/source", articles.source),
    ("/articles/<article>/ticket.<any(txt, md):form>", articles.ticket),
    ("/builds", builds.find),
    ("/audit", checks.audit_form),
    ("/my-build", mine.page),
    ("/help", overview.help_),
    ("/opensearch.xml", machines.opensearch),
    ("/robots.txt", machines.robots),
    ("/sitemap.xml", machines.sitemaps),
    ("/sitemap-<part>.xml", machines.sitemap),
    ("/kb/<path:rest>", old.by_path),
    ("/support/kb/articles/<path:rest>", old.by_path),
    ("/default.aspx", old.by_query),
    ("/directory/article.asp", old.by_query),
)
FORMS: tuple[tuple[str, Callable[..., Any]], ...] = (("/audit", checks.audit), ("/my-build", mine.keep))


def register(app: Flask) -> None:
    """Serve the pages from an application."""
    app.register_blueprint(_blueprint())
    app.after_request(_guarded)
    app.after_request(assets.keep)
    app.context_processor(lambda: {"have": mine.have()})
    app.add_template_global(anchors.article_path)
    app.add_template_global(assets.static)
    for value in (
        anchors.anchor,
        setting.doubt,
        setting.excerpt,
        setting.linked,
        setting.named,
        setting.one_line,
        setting.pack,
        setting.verdict,
        setting.verdict_class,
    ):
        app.add_template_filter(value)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = app.jinja_env.keep_trailing_newline = True


def _blueprint() -> Blueprint:
    pages = Blueprint("web", __name__, template_folder="templates", static_folder="static", static_url_path="/static")
    for path, view in SHEETS:
        pages.add_url_rule(path, _name(view), sheets.html(view))
        pages.add_url_rule(path + ".md", _name(view) + "_md", sheets.markdown(view))
        pages.add_url_rule(path + ".json", _name(view) + "_json", sheets.json(view))
    for path, view in PAGES:
        pages.add_url_rule(path, _name(view), view)
    for path, view in FORMS:
        pages.add_url_rule(path, _name(view), view, methods=["POST"])
    return pages


def _name(view: Callable[..., Any]) -> str:
    return f"{view.__module__.rpartition('.')[2]}_{view.__name__}"


def _guarded(response: Response) -> Response:
    if not request.path.startswith("/api/"):
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.vary.add("Cookie")
    return response
