"""The forms in which articles state a correction: the words before the release, and what else the sentence must be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kbservice.extract.prose import Passage
from kbservice.record import Document

_VERB = r"(?:corrected|fixed|resolved|addressed|eliminated|solved|repaired)"
_ADVERB = r"(?:also|since|now|already|all|both|fully|identified\s+and|originally|reportedly|subsequently|finally)"
_IN = r"(?:(?:beginning|starting)\s+(?:in|with)|as\s+of|in|with|by|for(?=\s+(?:the\s+)?(?-i:[A-Z])))"
_GERUND = r"(?:\s+(?:installing|applying|upgrading\s+to|using))?"
_PROBLEM = r"(?:problem|behavior|issue|error|bug)"
_SOLVE = rf"(?:resolve|correct|fix|eliminate|solve)\s+(?:this|these|the|both)\s+{_PROBLEM}s?"
_PURPOSE = rf"\bTo\s+(?:\w+ly\s+)?{_SOLVE}(?:\s+(?:on|for|in|with)\s+[^.;,]{{1,90}},)?,?\s+"
_GET = (
    r"(?:obtain(?:\s+and\s+install)?|install|apply|(?:upgrade|update)\s+to"
    r"|(?:upgrade|update)\s+(?:the|your|all|any|each)\s+(?:[\w']+\s+){1,7}?to)"
)
_HOLDS_PACK = r"(?=.{0,60}?\b(?:Service\s+Packs?\b|SP\d))"

_VERBS = ("corrected", "fixed", "solved", "addressed", "eliminated", "repaired")
_GETS = ("obtain", "install", "apply", "upgrad", "updat")

_NOT = re.compile(
    r"\b(?:not|never|cannot|will|would|should|may|might|can|could|must|to|until|unless|whether|if|once|when|after|before"
    r"|partially|scheduled|expected|planned)(?:\s+(?:have|be|been|also|yet|this|it|the|that|\w+\s+(?:problem|issue|bug)))*"
    r"\s*$",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"\b(?:lists?\s+(?:of|\w+\s+of)|information\s+(?:about|on|regarding))\b|^Q\d{5,6}\b", re.IGNORECASE
)
_CASE = re.compile(r"\b(?:unless|if|whether)\s+you\b[^,;]*$", re.IGNORECASE)
_STEP = re.compile(r"\b(?:before|prior\s+to|after)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\s*(?:\d{1,2}|[a-z])[.)]\s")
_ABOUT_THIS = re.compile(
    r"\W*(?:This|These|The|It|They|Both|All|For|In|As|Because|Since|Microsoft|However|Note|NOTE"
    r"|An?\s+(?:\w+\s+)?(?:fix|hotfix|update|patch|correction))\b"
)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of statement: the name of its rule, the words before the release, and what else must hold.

    `holds` is asked with the match, its sentence and the article. A sentence that holds none of the `cues`, in lower
    case, cannot hold the words: looking for a cue costs a tenth of looking for the words.
    """

    rule: str
    words: re.Pattern[str]
    holds: Callable[[re.Match[str], Passage, Document], bool]
    cues: tuple[str, ...]

    def matches(self, text: str, lower: str) -> Iterator[re.Match[str]]:
        """Where the words stand in a sentence, which is given in lower case too."""
        return self.words.finditer(text) if any(cue in lower for cue in self.cues) else iter(())


def _stated(match: re.Match[str], sentence: Passage, _: Document) -> bool:
    """The sentence states a fact about this article's problem: no negation, no plan, no pointer to other articles."""
    before = sentence.text[: match.start()]
    if _NOT.search(before[-80:]) or _ELSEWHERE.search(before) or _CASE.search(before):
        return False
    return sentence.where.section in {"status", "resolution", "workaround"} or bool(_ABOUT_THIS.match(sentence.text))


def _own_section(match: re.Match[str], sentence: Passage, document: Document) -> bool:
    """As `_stated`, and in a section that is about the fix."""
    return sentence.where.section in {"status", "resolution", "workaround"} and _stated(match, sentence, document)


def _feature(match: re.Match[str], sentence: Passage, document: Document) -> bool:
    """What was first included is a fix, or a feature that the article treats as the fix of its problem."""
    called_fix = "fix" in match[0].lower() or "this fix" in document.text.lower() or sentence.where.section == "status"
    return called_fix and not _ELSEWHERE.search(sentence.text[: match.start()])


def _remedy(match: re.Match[str], sentence: Passage, document: Document) -> bool:
    """The sentence tells the reader to get a release against the problem, not as a step towards something else."""
    purpose = match[0][:2].lower() == "to"
    if sentence.where.section not in {"status", "resolution", "cause"} and not (
        purpose and sentence.where.section == "workaround"
    ):
        return False
    step = not purpose and _NUMBERED.match(document.lines[sentence.where.first_line - 1])
    return not (step or _ELSEWHERE.search(sentence.text) or _STEP.search(sentence.text))


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile("".join(patterns), re.IGNORECASE)


FORMS = (
    Form("fixed.first-corrected", _words(rf"\bfirst\s+{_VERB}\s+{_IN}\s"), _stated, _VERBS),
    Form(
        "fixed.corrected",
        _words(
            rf"\b(?:was|were|is|are|been)\s+(?:{_ADVERB}\s+)*{_VERB}(?:\s+and\s+(?:does|do|will)\s+not\s+occur)?",
            rf"\s+{_IN}{_GERUND}\s",
        ),
        _stated,
        _VERBS,
    ),
    Form("fixed.corrected", _words(rf"^(?:{_VERB})\s+in\s"), _own_section, _VERBS),
    Form("fixed.corrected", _words(rf"\b(?:problem|bug)\b.{{0,120}}?\band\s+{_VERB}\s+in\s"), _stated, _VERBS),
    Form(
        "fixed.available",
        _words(
            r"\b(?:available|enhanced|updated|modified|changed)\s+(?:in|on|with)\s+",
            r"(?=[^;]{0,90}?\b(?:Service\s+Pack|SP)\s*\d\w?(?:\s+\([^)]{1,20}\))?\s+(?:and|or)\s+(?:later|higher)\b)",
        ),
        _own_section,
        ("later", "higher"),
    ),
    Form(
        "fixed.corrected",
        _words(rf"\bMicrosoft\s+has\s+{_VERB}\s+th(?:is|e|ese)\s+{_PROBLEM}s?\s+{_IN}\s"),
        _stated,
        _VERBS,
    ),
    Form(
        "fixed.no-longer-occurs",
        _words(
            rf"\b(?:(?:{_PROBLEM}s?|this|it)\s+no\s+longer\s+(?:occur|happen)s?",
            rf"|{_PROBLEM}s?\s+no\s+longer\s+exists?)\s+in\s",
        ),
        _stated,
        ("longer",),
    ),
    Form(
        "fixed.fix-included",
        _words(
            r"\b(?:(?:fix|hotfix|correction)(?:es)?|this\s+(?:update|patch))\b(?:\s+(?!that\b|which\b)[\w.\"'/-]+){0,10}?",
            rf"\s+(?:is|was|are|were|been)\s+(?:{_ADVERB}\s+)*",
            r"(?:(?:included|incorporated|contained|available|provided)\s+)?(?:in|into|with)\s",
        ),
        _stated,
        ("fix", "correction", "update", "patch"),
    ),
    Form(
        "fixed.first-included",
        _words(r"\b(?:fix|feature|functionality|enhancement|change)\s+was\s+first\s+(?:included|available)\s+in\s"),
        _feature,
        ("first",),
    ),
    Form(
        "fixed.fix-included",
        _words(
            r"^(?!To\b)(?:[\w,]+\s+){0,12}?(?:feature|enhancement|functionality|support|correction|file)\b.{0,160}?\s",
            rf"(?:is|are|has\s+been|have\s+been)\s+(?:now\s+|also\s+)?(?:included|added|implemented)\s+in\s+{_HOLDS_PACK}",
        ),
        _own_section,
        ("included", "added", "implemented"),
    ),
    Form(
        "fixed.remedy",
        _words(rf"(?:^|{_PURPOSE}(?:you\s+(?:must|should|can|need\s+to)\s+)?(?:either\s+)?){_GET}\s"),
        _remedy,
        _GETS,
    ),
    Form(
        "fixed.remedy", _words(rf"\b{_SOLVE}\s+by\s+(?:obtaining|installing|applying|upgrading\s+to)\s"), _remedy, _GETS
    ),
    Form(
        "fixed.remedy",
        _words(rf"{_PURPOSE}(?:make\s+sure|ensure|verify)\s+(?:that\s+)?(?=.{{0,80}}?\bis\s+(?:installed|applied)\b)"),
        _remedy,
        ("make", "ensure", "verify"),
    ),
    Form(
        "fixed.build",
        _words(rf"{_PURPOSE}(?:run|use|install|obtain)\s+(?:the\s+)?(?=[\w.]+\s+build\s)"),
        _remedy,
        ("build",),
    ),
    Form(
        "fixed.upgrade",
        _words(rf"{_PURPOSE}(?:you\s+(?:must|should|can|need\s+to)\s+)?upgrade\s+to\s"),
        _remedy,
        ("upgrade",),
    ),
    Form(
        "fixed.remedy",
        _words(rf"{_PURPOSE}.{{0,120}}?\b(?:or|and)\s+(?:{_GET}\s+)?(?!the\s+individual)"),
        _remedy,
        ("resolve", "correct", "fix", "eliminate", "solve"),
    ),
)
