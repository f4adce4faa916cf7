"""Requirements: the software that must be there before a fix can be installed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbservice.extract.fixes.context import completed
from kbservice.extract.fixes.named import LATEST, Named, releases
from kbservice.extract.fixes.sentences import about_fixes
from kbservice.extract.prose import Passage
from kbservice.record import Document, Requirement

_FIX = (
    r"(?:fix|fixes|hotfix|hotfixes|hot\s+fix|patch|patches|update|upgrade|feature|bundle|service\s+pack|HRP|SRP|SP\d)"
)
_THIS = rf"\b(?:this|these|the)\s+(?:\S+\s+){{0,6}}?{_FIX}\b"

_STEP = r"(?:that\s+)?(?:you\s+)?(?:already\s+|first\s+)?(?:have\s+|install\s+|apply\s+)?"
_SYSTEM = (
    r"(?:\S+\s+){0,4}?(?=(?:a\s+)?"
    r"(?-i:Microsoft|Windows|Exchange|SNA|SMS|Systems|SQL|Terminal|Internet|Service\s+Pack|SP\d))"
)
# What stands before the release that is required.
_BEFORE_NAME = (
    ("requires.needs", rf"{_THIS}\s+(?:also\s+)?requires?\s+{_STEP}"),
    ("requires.needs", r"^Service\s+Pack\s+\d\w?\s+requires\s+that\s+"),
    (
        "requires.target",
        rf"{_THIS}\s+(?:can|should|must|may)\s+(?:only\s+)?be\s+(?:installed|applied)\s+(?:only\s+)?"
        rf"(?:on|to|over|after\s+you\s+(?:apply|install))\s+{_SYSTEM}",
    ),
    (
        "requires.first",
        r"\bmust\s+(?:first\s+)?(?:be\s+running|have|install|apply|upgrade\s+to)\s+"
        rf"(?=.{{0,120}}\b(?:before|prior\s+to|to\s+(?:install|apply))\b.{{0,40}}\b{_FIX}\b)",
    ),
)
# What stands after it: `Service Pack 2 must be installed before you install this fix`.
_AFTER_NAME = re.compile(
    r"\s+must\s+(?:first\s+)?be\s+(?:installed|applied)\b"
    rf"(?=.{{0,60}}\b(?:before|prior\s+to)\b.{{0,40}}\b{_FIX}\b)",
    re.IGNORECASE,
)
_CUES = ("require", "must", "installed", "applied")  # what each of the rules looks for
_RULES = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _BEFORE_NAME)
_UPDATE = re.compile(  # `the AMD-K6-2 update`, which is no release of a product
    r"(?:the\s+)?(?:Microsoft\s+)?(?P<name>[A-Z][\w/+-]*\d?(?:\s+[A-Z\d][\w/+-]*){0,5}?\s+(?:update|upgrade|patch))\b"
)
_OR = re.compile(r"\bor\b", re.IGNORECASE)
_OR_LATER = re.compile(r"\bor\s+later\b", re.IGNORECASE)


def requires(document: Document) -> tuple[Requirement, ...]:
    """The releases that a fix needs; alternatives (`SP4, SP5 or SP6a`) are one requirement with all in its text."""
    found = [fact for sentence in about_fixes(document) for fact in _stated(document, sentence)]
    return tuple({fact.text: fact for fact in reversed(found)}.values())[::-1]


def _stated(document: Document, sentence: Passage) -> Iterator[Requirement]:
    lower = sentence.text.lower()
    if not any(cue in lower for cue in _CUES):
        return
    for rule, words in _RULES:
        match = words.search(sentence.text)
        if match is not None:
            yield from _facts(document, sentence, rule, releases(sentence.text, match.end()), match.end())
            return
    after = _AFTER_NAME.search(sentence.text)
    if after is not None:
        named = [n for n in releases(sentence.text) if n.end <= after.start() + 1]
        yield from _facts(document, sentence, "requires.first", named, 0)


def _facts(document: Document, sentence: Passage, rule: str, named: list[Named], start: int) -> Iterator[Requirement]:
    whole = [n for n in (completed(n, document, sentence.where.heading) for n in named) if n and n.release != LATEST]
    if not whole:
        update = _UPDATE.match(sentence.text, start)
        if update is not None:
            yield Requirement(update["name"], sentence.where, rule=rule)
        return
    joined = _OR_LATER.sub("", sentence.text[start : whole[-1].end])
    if len(whole) > 1 and _OR.search(joined):
        yield Requirement(" or ".join(map(_text, whole)), sentence.where, rule=rule)
        return
    for n in whole:
        yield Requirement(_text(n), sentence.where, n.product, n.version, n.release, rule)


def _text(named: Named) -> str:
    product = named.product
    if "Terminal Server" in product and named.version:
        product, version = product.replace(", Terminal", f" {named.version}, Terminal"), None
    else:
        version = named.version
    return " ".join(filter(None, (product, version, named.release)))
