"""Statements of correction: the releases in which an article says that its problem is corrected."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kbservice.extract.fixes.context import completed, owner, same_version
from kbservice.extract.fixes.named import LATEST, Named, releases
from kbservice.extract.fixes.sentences import about_fixes
from kbservice.extract.prose import Passage
from kbservice.record import Document, FixedIn

_VERB = r"(?:corrected|fixed|resolved|addressed|eliminated|solved|repaired)"
_ADVERB = r"(?:also|first|since|now|already|all|both|fully|identified\s+and|originally|reportedly|subsequently|finally)"
_IN = r"(?:(?:beginning|starting)\s+(?:in|with)|as\s+of|in|with|by|for)"
_GERUND = r"(?:\s+(?:installing|applying|upgrading\s+to|using))?"

_PURPOSE = (
    r"\bTo\s+(?:resolve|correct|fix|eliminate|solve)\s+(?:this|these|the)\s+(?:problem|issue|bug|behavior|error)s?,?\s+"
)
_CARRIER = re.compile(
    r"\b(?:(?:included|installed|shipped?s?|available|supplied|provided|comes|contained)\s+(?:with|in)|\.[A-Z]{3}\s+(?:in|of|from))\s+"
)

_NOT = re.compile(
    r"\b(?:not|never|cannot|will|would|should|may|might|can|could|must|to|until|unless|whether|if|once|when|after|before"
    r"|partially|scheduled|expected|planned)(?:\s+(?:have|be|been|also|yet|this|it|the|that|\w+\s+(?:problem|issue|bug)))*"
    r"\s*$",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:lists?\s+(?:of|\w+\s+of)|information\s+(?:about|on|regarding)|query\s+on|article\s+numbers?\s+below"
    r"|following\s+(?:article|Web|Microsoft\s+Web))|^Q\d{5,6}\b",
    re.IGNORECASE,
)
_STEP = re.compile(r"\b(?:before|prior\s+to|after)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*(?:\d{1,2}|[a-z])[.)]\s")
_ABOUT_THIS = re.compile(
    r"\W*(?:This|These|The|It|They|Both|All|For|In|As|Because|Since|Microsoft|However|Note|NOTE)\b"
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A form of statement: its name, the words before the release, and what else must hold for the sentence."""

    name: str
    words: re.Pattern[str]
    holds: Callable[[re.Match[str], Passage, Document], bool]


def _plain(match: re.Match[str], sentence: Passage, _: Document) -> bool:
    """The sentence states a fact about this article's problem: no negation, no plan, no pointer to other articles."""
    if _NOT.search(sentence.text[max(0, match.start() - 80) : match.start()]) or _ELSEWHERE.search(sentence.text):
        return False
    return sentence.where.section in {"status", "resolution", "workaround"} or bool(_ABOUT_THIS.match(sentence.text))


def _remedy(match: re.Match[str], sentence: Passage, document: Document) -> bool:
    """The sentence tells the reader to get a release against the problem, not as a step towards something else."""
    if sentence.where.section not in {"status", "resolution", "cause"}:
        return False
    step = match[0][:2].lower() != "to" and _NUMBERED.match(document.lines[sentence.where.first_line - 1])
    return not (step or _ELSEWHERE.search(sentence.text) or _STEP.search(sentence.text))


_RULES = (
    _Rule("fixed.first-corrected", re.compile(rf"\bfirst\s+{_VERB}\s+{_IN}\s"), _plain),
    _Rule(
        "fixed.corrected",
        re.compile(
            rf"\b(?:was|were|is|are|been)\s+(?:{_ADVERB}\s+)*{_VERB}(?:\s+and\s+(?:does|do|will)\s+not\s+occur)?"
            rf"\s+{_IN}{_GERUND}\s"
        ),
        _plain,
    ),
    _Rule(
        "fixed.no-longer-occurs",
        re.compile(r"\b(?:problem|behavior|issue|error|bug|this|it)s?\s+no\s+longer"
            r"\s+(?:occur|exist|happen)s?\s+in\s", re.I,),
        _plain,
    ),
    _Rule(
        "fixed.fix-included",
        re.compile(
            rf"\b(?:fix|hotfix|correction|update|patch)(?:es)?\b(?:\s+(?!that\b|which\b)[\w.\"'/-]+){{0,10}}?\s+(?:is|was|are|were|been)\s+"
            rf"(?:{_ADVERB}\s+)*(?:(?:included|incorporated|contained|available|provided)\s+)?(?:in|into|with)\s", re.I
        ),
        _plain,
    ),
    _Rule(
        "fixed.remedy",
        re.compile(
            rf"(?:^|{_PURPOSE}(?:you\s+(?:must|should|can|need\s+to)\s+)?(?:either\s+)?|{_PURPOSE}[^.]{{0,120}}\b(?:or|and)\s+)"
            r"(?:(?:obtain(?:\s+and\s+install)?|install|apply|(?:upgrade|update)\s+to)\s|(?<=\bor\s)(?=Windows))", re.I
        ),
        _remedy,
    ),
)  # fmt: skip


def fixed_in(document: Document) -> tuple[FixedIn, ...]:
    """The releases in which the article says that the problem is corrected, each once, in reading order.

    A release with a number stands for `latest service pack` of the same product; plans ("will be corrected in") and
    pointers ("for a list of bugs fixed in") are none.
    """
    found = [fact for sentence in about_fixes(document) for fact in _stated(document, sentence)]
    return tuple(_once(fact for fact in found if not _outdone(fact, found)))


def _stated(document: Document, sentence: Passage) -> Iterator[FixedIn]:
    for rule in _RULES:
        for match in rule.words.finditer(sentence.text):
            if not rule.holds(match, sentence, document):
                continue
            for named in _named(sentence.text, match.end()):
                fact = _fact(document, named, rule, sentence, match)
                if fact is not None:
                    yield fact


def _named(text: str, start: int) -> list[Named]:
    """The releases named from `start` on, or those that carry the thing named there: `the driver that ships with`."""
    found = releases(text, start)
    if found and found[0].product:
        return found
    carrier = _CARRIER.search(text, start, start + 80)
    return releases(text, carrier.end()) if carrier else found


def _fact(document: Document, named: Named, rule: _Rule, sentence: Passage, match: re.Match[str]) -> FixedIn | None:
    heading, said = sentence.where.heading, sentence.text[: match.start()]
    fact = FixedIn("", sentence.place(match.start(), named.end), text=sentence.text, rule=rule.name)
    if named.build:
        product = named if named.version else owner(document, heading, said)
        component = None if named.version else named.product
        return (
            None
            if product is None
            else replace(
                fact,
                product=product.product,
                version=product.version,
                release=f"{component or ''} build {named.build}".strip(),
                build=named.build,
                component=component,
                rule="fixed.build",
            )
        )
    full = completed(named, document, heading, said)
    if full is None or (full.release is None and rule.name == "fixed.remedy"):
        return None
    rule_name = "fixed.latest-pack" if full.release == LATEST else rule.name
    return replace(fact, product=full.product, version=full.version, release=full.release, rule=rule_name)


def _outdone(fact: FixedIn, found: list[FixedIn]) -> bool:
    """Whether a numbered release of the same product makes `latest service pack` say nothing more."""
    return fact.release == LATEST and any(
        other.release not in {None, LATEST} and same_version(fact, other) for other in found
    )


def _once(facts: Iterator[FixedIn]) -> list[FixedIn]:
    kept: list[FixedIn] = []
    for fact in facts:
        twin = next((i for i, k in enumerate(kept) if same_version(k, fact) and k.release == fact.release), None)
        if twin is None:
            kept.append(fact)
        elif fact.rule == "fixed.first-corrected" or (kept[twin].version is None and fact.version):
            kept[twin] = fact
    return kept
