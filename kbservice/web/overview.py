"""What the index is worth, and how the pages are used."""

from __future__ import annotations

from flask import render_template, url_for

from kbservice import lookups, serving
from kbservice.web.sheets import Sheet


def quality() -> Sheet:
    """How far the records can be trusted."""
    return Sheet("quality", {"quality": lookups.quality(serving.index())}, url_for("overview.quality"))


def help_() -> str:
    """What the box takes, and the keys."""
    return render_template("help.html", here=url_for("web.overview_help_"))
