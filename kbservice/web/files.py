"""A file's timeline: versions by branch, and the articles that brought them."""

from __future__ import annotations

from flask import url_for

from kbservice import lookups, serving
from kbservice.web import asking, plots
from kbservice.web.sheets import Sheet


def page(name: str) -> Sheet:
    """The file; with `version`, its place in the timeline and what it includes."""
    version = asking.text("version") or None
    answer = lookups.file(serving.index(), name, version)
    values = {"answer": answer, "plot": plots.timeline(answer), "asked_name": name}
    kept = {"version": version} if version else {}
    return Sheet("file", values, url_for("files.file", name=name, version=version), kept=kept)
