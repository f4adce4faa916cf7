"""All endpoints of the API, put into an application."""

from __future__ import annotations

from flask import Flask

from kbservice.api import articles, builds, check, docs, events, files, manners, overview, search, surveys
from kbservice.api.blueprint import CONFIG, Api

ROOMS = (search, articles, events, files, check, builds, surveys, overview)


def register(app: Flask, cache: int) -> None:
    """Serve /api/v1 from the application; `cache` answers are kept in memory."""
    app.config.update(CONFIG)
    manners.prepare(app, cache)
    api = Api(app)
    app.extensions["kbservice.api"] = api
    for room in ROOMS:
        api.register_blueprint(room.blueprint)
    app.register_blueprint(docs.blueprint)
