"""How single values are set: article numbers as links, verdicts and service packs in words."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from kbservice import fixcheck
from kbservice.web.anchors import article_path

_ARTICLE = re.compile(r"\bQ(\d{4,6})\b")
_VERDICTS = {fixcheck.INCLUDED: "Has the fix", fixcheck.NOT_INCLUDED: "Lacks the fix", fixcheck.UNKNOWN: "Not certain"}


def linked(text: str) -> Markup:
    """The text, escaped, with each article number that it names as a link."""
    parts = []
    at = 0
    for match in _ARTICLE.finditer(text):
        link = Markup('<a href="{}">{}</a>').format(article_path(int(match[1])), match[0])
        parts += [escape(text[at : match.start()]), link]
        at = match.end()
    return Markup("").join([*parts, escape(text[at:])])


def verdict(name: str) -> str:
    """A verdict in words."""
    return _VERDICTS[name]


def pack(text: str | None) -> str:
    """A service pack as people write it: `1` -> `SP1`; other names stay."""
    said = text or ""
    return f"SP{said}" if re.fullmatch(r"\d\w?", said) else said
