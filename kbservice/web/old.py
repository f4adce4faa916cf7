"""Addresses that articles had at their publisher and in its archives: they lead to the article here."""

from __future__ import annotations

import re

from flask import redirect, request
from werkzeug.wrappers import Response

from kbservice.errors import InvalidArticleId
from kbservice.web.anchors import article_path

_NUMBER = re.compile(r"(?:^|[/;:=])(?:kb|q)?(\d{4,7})(?=$|[/;:.&#])", re.IGNORECASE)
# Only what names support or the KB: `www.microsoft.com/security/1999/` is no article 1999.
_ADDRESS = re.compile(r"\s*(?=\S*(?:support|kb))(?:https?://)?[\w.-]*\bmicrosoft\.com(?::\d+)?/(\S+)\s*", re.IGNORECASE)
_LONGEST = 400  # characters of an address
_SPLIT = re.compile(r"Q(\d{2,4})/(\d)/(\d\d)(?:\.(?:asp|html?))?/?$", re.IGNORECASE)


def by_path(rest: str) -> Response:
    """`/kb/197378`, `/kb/197/Q197378/`, `/kb/197378/en-us`, `/support/kb/articles/Q197/3/78.ASP`."""
    return _to(_last(rest))


def by_query() -> Response:
    """`/default.aspx?scid=kb;en-us;197378`, `/directory/article.asp?ID=KB;EN-US;Q197378`."""
    return _to(_last(request.args.get("scid") or request.args.get("ID") or ""))


def pasted(text: str) -> int | None:
    """The article to which an address of its publisher leads, if the text is one."""
    address = _ADDRESS.fullmatch(text[:_LONGEST])
    try:
        return _last(address[1]) if address else None
    except InvalidArticleId:
        return None


def _last(text: str) -> int:
    split = _SPLIT.search(text)
    numbers = ["".join(split.groups())] if split else _NUMBER.findall(text)
    if not numbers:
        raise InvalidArticleId(f"{text[:80]!r} names no article", field="article")
    return int(numbers[-1])


def _to(number: int) -> Response:
    return redirect(article_path(number), 301)
