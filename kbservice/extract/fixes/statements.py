"""What an article says about a fix besides the release that holds it: open, planned, left out, brought in, replaced."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kbservice import products
from kbservice.extract.fixes.context import completed, owner, same_version
from kbservice.extract.fixes.corrections import fixed_in
from kbservice.extract.fixes.named import LATEST, Named, releases
from kbservice.extract.fixes.sentences import about_fixes
from kbservice.extract.prose import Passage
from kbservice.record import Document, Statement

_SUBJECT = r"\b(?:this|it|problems?|issues?|bugs?|behaviors?|errors?|fix|hotfix|correction|modification)\b"
_FIXED = r"(?:corrected|fixed|resolved|addressed|solved)"
_OPEN = r"\bresearching\s+th(?:is|ese|e)\b|\bunder\s+(?:investigation|review)\b"
_SUPPORTED = r"\bsupported\s+(?:\w+\s+){0,4}(?:fix|hotfix|update|feature|patch)\b.{0,80}?\bavailable\b"
_OTHER = r"(?=.{0,60}(?:article|fix|hotfix|Q\d))"
_BUILD = r"(?P<build>\d[\d.]*\d)"
_HELD = rf"(?:{_FIXED}|included|incorporated|contained)"


@dataclass(frozen=True, slots=True)
class _Rule:
    """A form of statement: its kind, the words that make it, and how the rest of the sentence is read.

    A sentence that holds none of the `cues`, in lower case, cannot hold the words.
    """

    kind: str
    name: str
    cues: tuple[str, ...]
    words: re.Pattern[str]
    read: Callable[[Document, Passage, re.Match[str], Statement], Iterator[Statement]]


def _alone(_: Document, __: Passage, ___: re.Match[str], fact: Statement) -> Iterator[Statement]:
    yield fact


def _maybe_release(document: Document, sentence: Passage, match: re.Match[str], fact: Statement) -> Iterator[Statement]:
    """The statement with each release that follows the words; on its own if none does."""
    found = [*_with_releases(document, sentence, match, fact)]
    yield from found or [fact]


def _with_releases(document: Document, sentence: Passage, match: re.Match[str], fact: Statement) -> Iterator[Statement]:
    for named in releases(sentence.text, match.end()):
        whole = named if named.build else completed(named, document, sentence.where.heading)
        if whole is not None and whole.release != LATEST:
            yield _of(fact, document, sentence, whole)


def _after_pack(document: Document, sentence: Passage, match: re.Match[str], fact: Statement) -> Iterator[Statement]:
    """`After you install Service Pack 4`, where the article describes the problem."""
    if sentence.where.section in {"symptoms", "cause"}:
        for found in _with_releases(document, sentence, match, fact):
            if found.release:
                yield found


def _with_build(document: Document, sentence: Passage, match: re.Match[str], fact: Statement) -> Iterator[Statement]:
    """A build with the problem; where the remedy stands, builds are those without it."""
    if sentence.where.section not in {"resolution", "workaround", "status"}:
        yield _of(fact, document, sentence, Named("", None, None, match.end(), match["build"]))


def _hotfix(document: Document, sentence: Passage, _: re.Match[str], fact: Statement) -> Iterator[Statement]:
    """A hotfix, where no release of the product that the heading names (or of any, without one) holds the fix."""
    product = owner(document, sentence.where.heading) if sentence.where.heading else None
    held = fixed_in(document)
    if not (any(same_version(product, f) for f in held) if product else held):
        yield replace(fact, product=product.product, version=product.version) if product else fact


def _of(fact: Statement, document: Document, sentence: Passage, named: Named) -> Statement:
    """The statement with its release; a version of something that is no product is the build of a component."""
    build = named.build or (named.version if not products.parse(named.product).known else None)
    if build is None:
        return replace(fact, product=named.product, version=named.version, release=named.release)
    product = owner(document, sentence.where.heading, sentence.text)
    component = _COMPONENT.search(sentence.text)
    return replace(
        fact,
        product=product.product if product else None,
        version=product.version if product else None,
        build=build,
        component=component[0] if component else None,
    )


def _articles(document: Document, sentence: Passage, match: re.Match[str], fact: Statement) -> Iterator[Statement]:
    """One statement for each article number that the sentence, or the lines right after it, names."""
    first, last = sentence.where.first_line, sentence.where.last_line
    said = " ".join(line.strip() for line in document.lines[first - 1 : last])
    numbers = _NUMBER.findall(said[said.find(match[0].strip()) :])
    for line in document.lines[last : last + 12] if not numbers else ():
        entry = _ENTRY.match(line)
        if entry:
            numbers.append(entry[1])
        elif line.strip() and not (numbers and line.startswith(" ")):
            break
    for number in dict.fromkeys(numbers):
        if int(number) != document.number:
            yield replace(fact, article=int(number))


_COMPONENT = re.compile(
    r"\b(?:MTA|IMS|IMC|Internet Mail (?:Service|Connector)|information store|directory service"
    r"|[A-Z]\w+\.(?:exe|dll))\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\bQ?(\d{5,6})\b")
_ENTRY = re.compile(r"[ \t]*(?:[-*•][ \t]*)?Q?(\d{5,6})\b")


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_RULES = (
    _Rule("open", "open", ("researching", "under"), _words(_OPEN), _alone),
    _Rule("by_design", "by-design", ("design",), _words(r"\b(?:is|are|was)\s+by\s+design\b"), _alone),
    _Rule(
        "no_fix", "no-fix.will-not", ("not", "no "),
        _words(rf"{_SUBJECT}\s+(?:will\s+not|cannot)\s+be\s+{_FIXED}\b|\bnot\s+feasible\b"
               r"|\bno\s+(?:fix|hotfix|solution)\s+(?:is|exists)\b"
               r"|\bthere\s+is\s+(?:currently\s+|at\s+this\s+time\s+)?no\s+(?:fix|hotfix)\b"),
        _alone,
    ),
    _Rule(
        "planned", "planned.will-be", ("will",),
        _words(rf"{_SUBJECT}(?:\s+\S+){{0,8}}?\s+will\s+(?:also\s+)?be\s+(?:also\s+)?{_HELD}\s+(?:in|into|with|by)\s"),
        _maybe_release,
    ),
    _Rule(
        "planned", "planned.scheduled", ("scheduled", "planned", "expected", "considered"),
        _words(rf"\b(?:scheduled|planned|expected)\s+(?:to\s+be\s+{_HELD}|for(?:\s+inclusion)?)\s+(?:in|with)?\s*"
               r"|\bconsidered\s+for\s+(?:inclusion\s+in\s+)?"),
        _maybe_release,
    ),
    _Rule(
        "planned", "planned.next-pack", ("wait",),
        _words(r"\bwait\s+for\s+the\s+next\b(?:\s+\S+){0,8}?\s+that\s+contains\s+this\s+fix\b"), _alone,
    ),
    _Rule(
        "not_in", "not-in", ("not",),
        _words(rf"\b(?:is|are|was|were|been)\s+not\s+(?:yet\s+)?{_FIXED}\s+(?:in|with)\s|\bnot\s+been\s+{_FIXED}\s+(?:in|with)\s"
               r"|\b(?:fix|fixes|hotfix|hotfixes|correction|QFEs\))(?:\s+\S+){0,8}?\s+not\s+(?:included|contained|incorporated)"
               r"\s+(?:in|with)\s"),
        _with_releases,
    ),
    _Rule("hotfix_only", "hotfix-only", ("supported",), _words(_SUPPORTED), _hotfix),
    _Rule(
        "introduced_in", "introduced.said", ("introduced",),
        _words(r"\b(?:problem|bug|issue|regression|error|behavior)\b[^.]{0,60}?\bintroduced\s+(?:in|by|with)\s"),
        _with_releases,
    ),
    _Rule(
        "introduced_in", "introduced.build", ("build",),
        _words(r"\b(?:occurs?|occurring|happens?|upgraded|updated|if|after)\b(?:\s+(?!fix|correct)\S+){0,14}?\s+"
               rf"builds?\s+{_BUILD}(?:\s+\S+){{0,8}}?\s*(?:or|and)\s+(?:later|higher|newer|above)\b"),
        _with_build,
    ),
    _Rule(
        "introduced_in", "introduced.build-range", ("build",),
        _words(rf"\b(?:between|from|with)\s+builds?\s+{_BUILD}\s+(?:and|to|through)\s+(?:builds?\s+)?\d"), _with_build,
    ),
    _Rule(
        "introduced_in", "introduced.in-build", ("build",),
        _words(rf"\bbuild\s+{_BUILD}\b.{{0,60}}?\bintroduces?\b"), _with_build,
    ),
    _Rule(
        "introduced_in", "introduced.after-pack", ("after", "when", "once"),
        _words(r"\b(?:after|when|once)\s+(?:you\s+)?(?:appl|install|upgrad|updat)\w*\s+(?:to\s+)?"), _after_pack,
    ),
    _Rule(
        "superseded_by", "superseded.by", ("superseded", "replaced"),
        _words(rf"\b(?:superseded|replaced)\s+by\s+{_OTHER}"), _articles,
    ),
    _Rule(
        "supersedes", "superseded.consolidation", ("consolidation", "supersedes"),
        _words(rf"\bconsolidation\s+of\s|\bsupersedes\s+{_OTHER}"), _articles,
    ),
)  # fmt: skip


def statements(document: Document) -> tuple[Statement, ...]:
    """All statements of the kinds that `Statement` lists, in reading order, each once.

    `hotfix_only` is said only where no release holds the fix.
    """
    return tuple(dict.fromkeys(fact for sentence in about_fixes(document) for fact in _said(document, sentence)))


def _said(document: Document, sentence: Passage) -> Iterator[Statement]:
    lower = sentence.text.lower()
    for rule in _RULES:
        match = rule.words.search(sentence.text) if any(cue in lower for cue in rule.cues) else None
        if match is not None:
            fact = Statement(rule.kind, sentence.where, text=sentence.text, rule=rule.name)
            yield from rule.read(document, sentence, match, fact)
