"""Style, script and icon: their addresses change with their content, so that browsers may keep them."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from typing import Any

from flask import Response, request, url_for

_YEAR = 365 * 24 * 3600  # seconds


def static(name: str, **more: Any) -> str:
    """The address of a file of static/."""
    return url_for("web.static", filename=name, v=_digest(name), **more)


def keep(response: Response) -> Response:
    """Let browsers keep a file whose address says which content is meant."""
    if request.endpoint == "web.static" and "v" in request.args and response.status_code == 200:
        response.cache_control.no_cache = None
        response.cache_control.max_age = _YEAR
        response.cache_control.immutable = True
    return response


@cache
def _digest(name: str) -> str:
    content = resources.files("kbservice.web").joinpath("static", name).read_bytes()
    return hashlib.sha256(content).hexdigest()[:10]
