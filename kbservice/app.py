"""The application: a table of contents."""

from __future__ import annotations

from flask import Flask

from kbservice import http_errors, serving
from kbservice.api import routes as api
from kbservice.config import Config
from kbservice.index import Index
from kbservice.index.reader import Live
from kbservice.web import errors as pages
from kbservice.web import routes as web


def create_app(config: Config, index: Index | None = None) -> Flask:
    """The WSGI application over the index in `config.index`, or over the one given.

    Nothing is opened here: a missing index is answered with 503 and its remedy until an ingest has built it.
    """
    app = Flask("kbservice", static_folder=None)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    serving.use(app, Live(config.index, config.encoder).index if index is None else lambda: index)
    http_errors.register(app, pages.page)
    api.register(app, config.cache)
    web.register(app)
    return app
