"""A file's timeline: versions by branch, and the articles that brought them."""

from __future__ import annotations

from flask import render_template, request

from kbservice import lookups, serving


def page(name: str) -> str:
    """The file; with `version`, its place in the timeline."""
    version = request.args.get("version", "").strip() or None
    return render_template("file.html", answer=lookups.file(serving.index(), name, version))
