"""The index that a running application serves from: one reader for the pages and the API.

Each request asks once; all of its answers come from the same build, even if an ingest swaps the index meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask, current_app, g

from kbservice.index import Index

_KEY = "kbservice.index"


def use(app: Flask, source: Callable[[], Index]) -> None:
    """Make the application serve from what `source` returns; it is called once a request and must be cheap."""
    app.extensions[_KEY] = source


def index() -> Index:
    """The index of this request.

    Raises:
        IndexMissing, IndexOutdated: there is none that could be used.
    """
    if "index" not in g:
        g.index = cast(Callable[[], Index], current_app.extensions[_KEY])()
    return cast(Index, g.index)
