"""How single values are set: article numbers as links, verdicts and service packs in words."""

from __future__ import annotations

import re
from collections.abc import Collection

from markupsafe import Markup, escape

from kbservice import fixcheck
from kbservice.web.anchors import article_path

_ARTICLE = re.compile(r"\bQ(\d{4,6})\b|(?<![\w.,:/\\-])(\d{5,6})(?![\w/\\-]|[.,]\d)")
_VERDICTS = {fixcheck.INCLUDED: "Has the fix", fixcheck.NOT_INCLUDED: "Lacks the fix", fixcheck.UNKNOWN: "Not certain"}
# Unknown because there is nothing to know: the article has no fix for what runs.
_NOTHING = {
    "other_product": "Other product", "other_platform": "Other platform", "other_language": "Other language",
    "fixed_elsewhere": "Other version", "not_yet_affected": "Not affected", "by_design": "By design",
    "no_fix": "No fix stated", "file_not_listed": "File not listed",
}  # fmt: skip


def linked(text: str, cited: Collection[int] = ()) -> Markup:
    """The text, escaped, with the article numbers in it as links: `Q197378`, and `197378` if it is one of `cited`."""
    parts = []
    at = 0
    for match in _ARTICLE.finditer(text):
        number = int(match[1] or match[2])
        if match[1] or number in cited:
            link = Markup('<a href="{}">{}</a>').format(article_path(number), match[0])
            parts += [escape(text[at : match.start()]), link]
            at = match.end()
    return Markup("").join([*parts, escape(text[at:])])


def verdict(name: str, reason: str = "") -> str:
    """A verdict in words; with its reason, that there is nothing to have where that is so."""
    return _NOTHING.get(reason, _VERDICTS[name])


def verdict_class(name: str, reason: str = "") -> str:
    """The class by which the style tells verdicts apart."""
    return "nothing" if reason in _NOTHING else name


def one_line(text: str) -> str:
    """A pasted text for a box of one line; two blanks end a value of a log entry as the line's end did."""
    return "  ".join(line.strip() for line in text.splitlines() if line.strip())


def pack(text: str | None) -> str:
    """A service pack as people write it: `1` -> `SP1`; other names stay."""
    said = text or ""
    return f"SP{said}" if re.fullmatch(r"\d\w?", said) else said
