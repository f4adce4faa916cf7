"""HTTP manners: answers kept in memory, ETag and 304, Link headers for paging."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, cast
from urllib.parse import urlencode

from flask import Flask, Response, current_app, make_response, request

from kbservice import __version__, serving

_KEY = "kbservice.answers"


class Answers:
    """The latest answers by key, at most `size`; the one not asked for the longest goes first. Safe between threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[tuple[str, str], Response] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, str]) -> Response | None:
        """The answer kept under that key, if any."""
        with self._lock:
            answer = self._kept.get(key)
            if answer is not None:
                self._kept.move_to_end(key)
            return answer

    def put(self, key: tuple[str, str], answer: Response) -> None:
        """Keep an answer."""
        with self._lock:
            self._kept[key] = answer
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)


def prepare(app: Flask, size: int) -> None:
    """Give the application room for `size` answers."""
    app.extensions[_KEY] = Answers(size)


def kept(view: Callable[..., Any]) -> Callable[..., Response]:
    """Answer the same question on the same index once: keeps answers by generation and query, and lends them an ETag.

    A client that holds the current answer gets 304 without a body. Errors pass through and are never kept.
    """

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> Response:
        key = (serving.index().generation, request.full_path)
        answers = cast(Answers, current_app.extensions[_KEY])
        original = answers.get(key)
        if original is None:
            original = make_response(view(*args, **kwargs))
            original.set_etag(f"{key[0]}-{__version__}")
            original.cache_control.no_cache = True
            answers.put(key, original)
        return _copy(original)

    return answer


def _copy(original: Response) -> Response:
    """A response of its own for each request: conditional requests change it."""
    copy = Response(original.get_data(), original.status_code, list(original.headers))
    return cast(Response, copy.make_conditional(request))


def link(page: int, per_page: int, total: int) -> dict[str, str]:
    """The Link header (RFC 8288) to the first, previous, next and last page of the request's list."""
    last = max(1, -(-total // per_page))
    pages = {"first": 1, "prev": page - 1, "next": page + 1, "last": last}
    wanted = {name: n for name, n in pages.items() if 1 <= n <= last}
    return {"Link": ", ".join(f'<{_url(n)}>; rel="{name}"' for name, n in wanted.items())}


def _url(page: int) -> str:
    query = [(name, text) for name, text in request.args.items(multi=True) if name != "page"]
    return f"{request.path}?{urlencode([*query, ('page', page)])}"
