"""Events named in running text and in the title: `event ID 9322`, `Events 9301 and 9202`, `a 9322 error`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kbservice.extract.events import attached
from kbservice.extract.events.ids import GAP, NUMBER, SPACE, Ids, read_ids
from kbservice.extract.events.own import LOGGING, OwnText
from kbservice.record import Event, Where

RANGE_RULE = "event.range"
"""The rule of IDs that are but the ends of a wide range."""

_NOUN = r"(?:error|warning|message|failure|entry|entries|code|record|notification)s?"
_FORWARD = re.compile(
    rf"(?:\bevents?|(?<=\w)event(?= id\b))(?:{SPACE}(?:log|viewer))?(?:{SPACE}{_NOUN}){{0,2}}"
    rf"(?P<id>(?:{SPACE}?-?|_|{SPACE}with{SPACE}(?:an?{SPACE}|the{SPACE})?(?:event{SPACE})?)"
    rf"(?:ids?|id['’`]?s|identifiers?|numbers?|nos?\.)\b(?:{SPACE}(?:numbers?|codes?|messages?|errors?|warnings?))?)?"
    rf"(?:{GAP}(?:[:=#(\[\"“']|--?(?=[ ])|,|(?:is|are|of|was|were|will{SPACE}be|equals|such{SPACE}as)\b)){{0,3}}"
    rf"{GAP}(?=\d)",
    re.IGNORECASE,
)
_EVENT = re.compile(
    rf"\bevents?(?P<id>{SPACE}?-?ids?)?\b"
    rf"(?!{SPACE}(?:log|viewer|ids?|type|source|per|in{SPACE}the{SPACE}past)\b)(?!{GAP}[:=#(,]?{GAP}\d)",
    re.IGNORECASE,
)
_AND = rf"{GAP}(?:,{GAP}(?:and|or)?|;{GAP}(?:and|or)?|/|\\|&|and|or){GAP}(?:an?{SPACE}|the{SPACE})?[(\"]?"
_BEFORE = re.compile(
    rf"(?<![\w.,$/\\:#-])(?P<ids>{NUMBER}(?:{_AND}\d{{1,5}}\b[)\"]?){{0,12}})['’\")]?{SPACE}"
    rf"(?:(?:warning|error|failure|informational|stop|audit|log){SPACE}){{0,2}}\Z",
    re.IGNORECASE,
)
_ERROR = re.compile(
    rf"(?P<ids>\b\d{{3,5}}(?:{GAP}(?:,{GAP}(?:and|or)?|and|or){GAP}\d{{3,5}}){{0,5}}){SPACE}(?:error|warning|message)s?\b"
    rf"|\b(?:logs?|logged|reports?|records?){SPACE}(?:an?{SPACE}|the{SPACE})?(?:error|warning|message)s?{SPACE}(?=\d{{3,5}}\b)",
    re.IGNORECASE,
)
_POINTS_TO = re.compile(
    rf"\b(?:following|multiple|several|an?|this|these|the|with|logs?|logged|reports?|records?|receives?){SPACE}\Z",
    re.IGNORECASE,
)
_ID = re.compile(r"event[\s-]*id", re.IGNORECASE)
_STATES = re.compile(r"[=,]|\b(?:is|of|was)\b")
_STEP = re.compile(r"\d+(?:[.)]\s|\s+-\s)")
_YEAR = re.compile(r"\b(?:19[89]\d|200\d)$")
_DATED = re.compile(
    r"(?:windows|office|exchange|server|outlook|word|excel|access|project|sql|expedia|year|in)\s+$", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"\.\s|\n\n")
_FULL_TITLE = 62  # titles are cut off at 64 characters, and an ID at their end with them
_REACH = 90


def titled_events(own: OwnText, line: int) -> Iterator[Event]:
    """The events of the article's own title; `line` is the line on which it stands, 0 if it is not in the text."""
    title = own.document.title
    where = Where("title", line, line)
    for start, ids, _ in _named(title, logs=True):
        cut_off = ids.end == len(title) and len(title) >= _FULL_TITLE
        kept = ids._replace(numbers=ids.numbers[:-1]) if cut_off else ids
        yield from _events(title, start, kept, where, "event.title")


def mentioned_events(own: OwnText) -> Iterator[Event]:
    """The events that sentences name."""
    text = own.text
    logs = own.logs or bool(_ID.search(text))
    for start, ids, rule in _named(text, logs):
        yield from _events(text, start, ids, own.place(start, ids.end), rule)
    if own.logs:
        yield from _errors(own)


def _named(text: str, logs: bool) -> Iterator[tuple[int, Ids, str]]:
    """Where events are named, their IDs and the rule; `logs` says that the text speaks of the event log at all."""
    for match in _FORWARD.finditer(text):
        ids = read_ids(text, match.end())
        if ids and (match["id"] or _is_event(text, match, ids, logs)):
            yield match.start(), ids, "event.prose"
    for match in _EVENT.finditer(text):
        left = max(0, match.start() - _REACH)
        before = _BEFORE.search(text[left : match.start()])
        ids = read_ids(text, left + before.start("ids")) if before else None
        if before and ids and (match["id"] or _is_reverse(text, left + before.start(), before["ids"])):
            yield left + before.start(), ids, "event.reverse"


def _is_event(text: str, match: re.Match[str], ids: Ids, logs: bool) -> bool:
    """Whether `event 5` names an entry of the log rather than a count, a step, a setting or a moment."""
    first = ids.numbers[0]
    if text[match.start() - 1 : match.start()] == "." or _STATES.search(match[0]):
        return False
    if first < 10 and (not logs or match[0][0] == "e"):
        return False
    return first >= 100 or (" are" not in match[0] and not ("\n" in match[0] and _STEP.match(text, match.end())))


def _is_reverse(text: str, start: int, numbers: str) -> bool:
    """Whether the number before `event` is an ID rather than a product's year or a count."""
    dated = _YEAR.search(numbers) and _DATED.search(text[max(0, start - 12) : start])
    return not dated and bool(re.match(r"\d{3}", numbers))


def _errors(own: OwnText) -> Iterator[Event]:
    """`the following 9322 error`, `logs error 7023`: IDs called errors in a sentence about the event log."""
    for match in _ERROR.finditer(own.text):
        start = match.start()
        if match["ids"] and not _POINTS_TO.search(own.text[max(0, start - 20) : start]):
            continue
        ids = read_ids(own.text, start if match["ids"] else match.end())
        if ids and LOGGING.search(_sentence(own.text, start, match.end())):
            yield from _events(own.text, start, ids, own.place(start, ids.end), "event.error")


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence around the characters from `start` to `end`, as far as a paragraph goes."""
    left = max(text.rfind("\n\n", 0, start), text.rfind(". ", 0, start), text.rfind(".\n", 0, start), 0)
    right = _SENTENCE_END.search(text, end)
    return text[left : right.start() if right else len(text)]


def _events(text: str, start: int, ids: Ids, where: Where, rule: str) -> Iterator[Event]:
    called_error = rule == "event.error"  # "Service Control Manager logs error 7023" names who logs, not a source
    source = None if called_error else attached.source(text, start, ids.end)
    severity = None if called_error else attached.severity(text, start, ids.end)
    message, end = attached.message(text, ids.end) if len(ids.numbers) == 1 else (None, ids.end)
    where = replace(where, last_line=where.last_line + text.count("\n", ids.end, end))
    for number in ids.numbers:
        named = RANGE_RULE if ids.wide else rule
        yield Event(number, where, source=source, severity=severity, description=message, rule=named)
