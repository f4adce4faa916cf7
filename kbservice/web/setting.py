"""How single values are set: article numbers as links, verdicts and service packs in words."""

from __future__ import annotations

import re
from collections.abc import Collection

from markupsafe import Markup, escape

from kbservice import confidence, fixcheck
from kbservice.record import article_id
from kbservice.web.anchors import article_path

_ARTICLE = r"\bQ(\d{4,6})\b|(?<![\w.,:/\\-])(\d{5,6})(?![\w/\\-]|[.,]\d)"
_REGISTRY = r"(?:HKEY_[A-Z_]+|HK(?:LM|CU|CR|U))(?:\\[^\s\\,;\"')]+)+"
_SPECIAL = re.compile(rf"{_ARTICLE}|({_REGISTRY})", re.IGNORECASE)
_HEADING_RULE = re.compile(r"\s*[=_-]{4,}\s*")
_SHORTEST_EXCERPT = 150  # characters; a shorter one is a whole text
_SURE = 0.85  # share of a rule's facts that were right, from which a page says no more of it
_VERDICTS = {fixcheck.INCLUDED: "Has the fix", fixcheck.NOT_INCLUDED: "Lacks the fix", fixcheck.UNKNOWN: "Not certain"}
# Unknown because there is nothing to know: the article has no fix for what runs.
_NOTHING = {
    "other_product": "Other product", "other_platform": "Other platform", "other_language": "Other language",
    "fixed_elsewhere": "Other version", "not_yet_affected": "Not affected", "by_design": "By design",
    "no_fix": "No fix stated", "file_not_listed": "File not listed",
}  # fmt: skip


def linked(text: str, cited: Collection[int] = ()) -> Markup:
    """The text, escaped, with article numbers as links and registry keys as code.

    A number without Q is an article's if it is one of `cited`.
    """
    parts = []
    at = 0
    for match in _SPECIAL.finditer(text):
        digits = match[1] or match[2]
        if match[3]:
            parts += [escape(text[at : match.start()]), Markup("<code>{}</code>").format(match[0])]
        elif match[1] or int(digits) in cited:
            link = Markup('<a href="{}">{}</a>').format(article_path(int(digits)), match[0])
            parts += [escape(text[at : match.start()]), link]
        else:
            continue
        at = match.end()
    return Markup("").join([*parts, escape(text[at:])])


def excerpt(snippet: str) -> Markup:
    """A snippet, which is escaped already, without the rules below headings and without the word that its end cuts."""
    text = _HEADING_RULE.sub(" ", snippet)
    cut = text.rfind(" ")
    ends = text.endswith((".", "!", "?", ":", ">")) or cut < _SHORTEST_EXCERPT
    return Markup(text if ends else text[:cut] + " …")


def named(title: str, number: int) -> str:
    """The title of an article, or what stands for it where nobody gives one."""
    return title or f"Article {article_id(number)}"


def verdict(name: str, reason: str = "") -> str:
    """A verdict in words; with its reason, that there is nothing to have where that is so."""
    return _NOTHING.get(reason, _VERDICTS[name])


def verdict_class(name: str, reason: str = "") -> str:
    """The class by which the style tells verdicts apart."""
    return "nothing" if reason in _NOTHING else name


def one_line(text: str) -> str:
    """A pasted text for a box of one line; two blanks end a value of a log entry as the line's end did."""
    return "  ".join(re.sub(r"\t+", " ", line.strip()) for line in text.splitlines() if line.strip())


def doubt(rule: str) -> str:
    """What to say beside a fact whose rule was often wrong where it was measured; else nothing."""
    share = confidence.of(rule)
    return f"{share:.0%} sure" if share is not None and share < _SURE else ""


def pack(text: str | None) -> str:
    """A service pack as people write it: `1` -> `SP1`; other names stay."""
    said = text or ""
    return f"SP{said}" if re.fullmatch(r"\d\w?", said) else said
