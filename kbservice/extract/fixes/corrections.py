"""Statements of correction: the releases in which an article says that its problem is corrected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from kbservice.extract.fixes import lists
from kbservice.extract.fixes.context import completed, owner, same_version
from kbservice.extract.fixes.forms import FORMS
from kbservice.extract.fixes.named import LATEST, Named, releases
from kbservice.extract.fixes.sentences import about_fixes
from kbservice.extract.prose import Passage
from kbservice.record import Document, FixedIn, Where

_CARRIER = re.compile(
    r"\b(?:included|installed|shipp?e?[ds]|available|supplied|provided|distributed|comes|contained|released|found)"
    r"\s+(?:with|in)\s+"
    r"|\benvironment\s+(?:in|of)\s+"
    r"|\bdocumentation\s+for\s+"
    r"|\.[A-Za-z]{3}\s+(?:in|of|from)\s+"
)
_OF_A_PART = re.compile(  # `version 3.5.29 of external.exe`, `the version 3.51 driver`
    r"\s+(?:of\s+(?:the\s+)?[\w$~-]+\.[A-Za-z]{3}|drivers?|files?|control|library)\b"
)
_DOING = re.compile(r"[a-z]+ing\b")
_CONDITION = re.compile(
    r"\b(?:only\s+(?:if|when|for|on)|provided\s+that|unless|if)\s+[^.;]{3,100}"
    r"|\b(?:for|on|in)\s+(?:the\s+)?(?:\w+\s+){0,2}?(?:Alpha|Arabic|Chinese|English|French|German|Hebrew|Italian|Japanese"
    r"|Korean|Russian|Spanish|locali[sz]ed|MIPS|PowerPC)\b[^.,;]{0,60}"
)


@lru_cache(maxsize=4)
def fixed_in(document: Document) -> tuple[FixedIn, ...]:
    """The releases in which the article says that the problem is corrected, each once, in reading order.

    A release with a number stands for `latest service pack` of the same product; plans ("will be corrected in") and
    pointers ("for a list of bugs fixed in") are none. A fix list has its own release.
    """
    found = [fact for sentence in about_fixes(document) for fact in _stated(document, sentence)]
    found += _of_list(document)
    return tuple(_once(fact for fact in found if not (_outdone(fact, found) or _is_way_to_pack(fact, found))))


def _stated(document: Document, sentence: Passage) -> Iterator[FixedIn]:
    lower = sentence.text.lower()
    for form in FORMS:
        for match in form.matches(sentence.text, lower):
            if form.holds(match, sentence, document):
                for named in _named(sentence.text, match.end()):
                    yield from _facts(document, named, form.rule, sentence, match.start())


def _named(text: str, start: int) -> list[Named]:
    """The releases named from `start` on, or those that carry the thing named there: `the driver that ships with`."""
    found = releases(text, start)
    if found and found[0].product:
        return found
    if _DOING.match(text, start):
        return found
    carriers = _CARRIER.finditer(text, start, start + 200)
    return [named for carrier in carriers for named in releases(text, carrier.end())] or found


def _facts(document: Document, named: Named, rule: str, sentence: Passage, start: int) -> Iterator[FixedIn]:
    if not named.product and _OF_A_PART.match(sentence.text, named.end):
        return
    heading, said = sentence.where.heading, sentence.text[:start]
    condition = _CONDITION.search(sentence.text)
    fact = FixedIn(
        "",
        sentence.place(start, named.end),
        conditional=condition[0].strip() if condition else None,
        text=sentence.text,
        rule=rule,
    )
    if named.build:
        yield from _of_build(document, named, fact, said)
        return
    whole = completed(named, document, heading, said)
    if whole is not None and (whole.release or rule != "fixed.remedy"):
        rule = "fixed.latest-pack" if whole.release == LATEST else rule
        yield replace(fact, product=whole.product, version=whole.version, release=whole.release, rule=rule)


def _of_build(document: Document, named: Named, fact: FixedIn, said: str) -> Iterator[FixedIn]:
    product = named if named.version else owner(document, fact.where.heading, said)
    if product is not None:
        component = None if named.version else named.product or None
        yield replace(
            fact,
            product=product.product,
            version=product.version,
            release=f"{component or ''} build {named.build}".strip(),
            build=named.build,
            component=component,
            rule="fixed.build",
        )


def _of_list(document: Document) -> Iterator[FixedIn]:
    if lists.listed_fixes(document):
        where = Where("title", document.title_line, document.title_line)
        for named in lists.own_releases(document):
            yield FixedIn(named.product, where, named.version, named.release, text=document.title, rule="fixed.list")


def _outdone(fact: FixedIn, found: Iterable[FixedIn]) -> bool:
    """Whether a numbered release of the same product makes `latest service pack` say nothing more."""
    return fact.release == LATEST and any(
        other.release not in {None, LATEST} and same_version(fact, other) for other in found
    )


def _is_way_to_pack(fact: FixedIn, found: Iterable[FixedIn]) -> bool:
    """Whether `upgrade to Windows NT 3.51` is only the step before its service pack."""
    return (
        fact.rule == "fixed.upgrade"
        and fact.release is None
        and any(f.release and same_version(fact, f) for f in found)
    )


def _once(facts: Iterable[FixedIn]) -> list[FixedIn]:
    """Each release once, as the best sentence names it: STATUS before other sections, with version before without."""
    kept: list[FixedIn] = []
    for fact in facts:
        twin = next((i for i, k in enumerate(kept) if same_version(k, fact) and k.release == fact.release), None)
        if twin is None:
            kept.append(fact)
        elif _weight(fact) > _weight(kept[twin]):
            kept[twin] = fact
    return kept


def _weight(fact: FixedIn) -> tuple[bool, ...]:
    named = fact.product.split(" ")[0] in fact.text
    return fact.version is not None, fact.rule == "fixed.first-corrected", named, fact.where.section == "status"
