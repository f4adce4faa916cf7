"""Events named in running text and in the title: `event ID 9322`, `Events 9301 and 9202`, `the following 9322 error`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbservice.extract.events import sources
from kbservice.extract.events.ids import GAP, NUMBER, SPACE, Ids, read_ids
from kbservice.extract.events.own import LOGGING, OwnText
from kbservice.record import Event, Where

_NOUN = r"(?:error|warning|message|failure|entry|entries|code|record|notification)s?"
_FORWARD = re.compile(
    rf"\bevents?(?:{SPACE}(?:log|viewer))?(?:{SPACE}{_NOUN}){{0,2}}"
    rf"(?P<id>(?:{SPACE}?-?|_|{SPACE}with{SPACE}(?:an?{SPACE}|the{SPACE})?(?:event{SPACE})?)"
    rf"(?:ids?|id['’`]?s|identifiers?|numbers?|nos?\.)\b(?:{SPACE}(?:numbers?|codes?|messages?|errors?|warnings?))?)?"
    rf"(?:{GAP}(?:[:=#(\[\"“']|--?(?=[ ])|,|(?:is|are|of|was|were|will{SPACE}be|equals|such{SPACE}as)\b)){{0,3}}{GAP}(?=\d)",
    re.IGNORECASE,
)
_EVENT = re.compile(
    rf"\bevents?(?P<id>{SPACE}?-?ids?)?\b(?!{SPACE}(?:log|viewer|ids?|type|source|per|in{SPACE}the{SPACE}past)\b)(?!{GAP}[:=#(,]?{GAP}\d)",
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
    rf"\b(?:following|multiple|several|an?|this|these|the|with|logs?|logged|reports?|records?|receives?){SPACE}\Z", re.IGNORECASE
)
_ID = re.compile(r"event[\s-]*id", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19[89]\d|200\d)$")
_PRODUCT_BEFORE = re.compile(r"(?:windows|office|exchange|server|outlook|word|excel|access|project|sql|expedia|year|in)\s+$", re.IGNORECASE)
_FROM = re.compile(
    rf"{GAP}['’\"”)\]>]{{0,2}}(?:{SPACE}(?:errors?|warnings?|messages?|events?|entries)){{0,2}}{GAP}"
    rf"(?:\({GAP}(?:with{SPACE}(?:an?{SPACE}|the{SPACE})?)?(?:source{GAP}(?:of\b|[:=])?{GAP})?"
    rf"|,{GAP}(?:with{SPACE}(?:an?{SPACE}|the{SPACE})?)?source{GAP}[:=]?{GAP}(?:of{SPACE})?"
    rf"|(?:coming{SPACE})?(?:from|in|with){SPACE}(?:an?{SPACE}|the{SPACE})?(?:event{SPACE})?(?:source{GAP}(?:of\b)?)?{GAP})"
    rf"[\"“'(]?{GAP}",
    re.IGNORECASE,
)
_STATED = re.compile(
    rf"(?i:\b(?:event|message|the|an?|its){SPACE}source{SPACE}(?:(?:for|of){SPACE}th(?:e|is|ese){SPACE}events?(?:{SPACE}ids?)?{SPACE})?"
    rf"(?:is|of|was|will{SPACE}be){SPACE}(?:the{SPACE})?)[\"“']?(?P<name>[A-Z][\w.+]*(?:[ ][A-Z][\w+]*){{0,3}})"
)
_PLAIN_NAME = re.compile(r"(?P<name>[A-Z][\w.+/]*(?: [A-Z0-9][\w.+]*){0,3})")
_PARENTHESISED = re.compile(r"(?P<name>[\w.+/-]+(?: [\w.+/-]+){0,4}) ?\)")
_ERROR_WITH = re.compile(r"(?: (?:error|warning|informational|message|event)s?)?(?: with(?: an?)?)?\Z", re.IGNORECASE)
_SEVERITY_BEFORE = re.compile(r"\b(?P<severity>error|warning|informational|information)\s+(?:events?\W|message\s+with\s+event)\W*$", re.IGNORECASE)
_SEVERITY_AFTER = re.compile(r"\W{1,3}(?P<severity>warning)s?\b|\W{1,3}(?P<other>error|warning|informational)\s+events?\b", re.IGNORECASE)
_FULL_TITLE = 62  # titles are cut off at 64 characters, and an ID at their end with them
_WRAP = re.compile(r"(?<=[^\n]{50})\n[ \t]*|[ \t]+")  # a short line does not go on below
_SENTENCE = 300
_REACH = 90  # characters beside an ID in which its source may be named


def titled_events(own: OwnText, line: int) -> Iterator[Event]:
    """The events of the article's own title; `line` is the line on which it stands, 0 if it is not in the text."""
    title = own.document.title
    where = Where("title", line, line)
    for start, ids, _ in _named(title, bare=True):
        cut_off = ids.end == len(title) and len(title) >= _FULL_TITLE
        numbers = ids.numbers[:-1] if cut_off else ids.numbers
        yield from _events(title, start, numbers, ids.end, where, "event.title")


def mentioned_events(own: OwnText) -> Iterator[Event]:
    """The events that sentences name."""
    text = own.text
    bare = own.logs or bool(_ID.search(text))
    for start, ids, rule in _named(text, bare):
        yield from _events(text, start, ids.numbers, ids.end, own.place(start, ids.end), rule)
    if own.logs:
        yield from _errors(own)


def _named(text: str, bare: bool) -> Iterator[tuple[int, Ids, str]]:
    """Where events are named, with the IDs; `bare` admits `event 9301` beside `event ID 9301`."""
    for match in _FORWARD.finditer(text):
        ids = read_ids(text, match.end())
        if ids and (match["id"] or _bare_is_event(text, match, ids, bare)):
            yield match.start(), ids, "event.prose"
    for match in _EVENT.finditer(text):
        left = max(0, match.start() - _REACH)
        before = _BEFORE.search(text[left : match.start()])
        ids = read_ids(text, left + before.start("ids")) if before else None
        if before and ids and _reverse_is_event(text, left + before.start(), before["ids"], bool(match["id"])):
            yield left + before.start(), ids, "event.reverse"


def _bare_is_event(text: str, match: re.Match[str], ids: Ids, bare: bool) -> bool:
    """Whether `event 5` names an entry of the log rather than a count, a step or a moment."""
    between = text[match.start() : match.end()]
    if re.search(r"[=,]|\b(?:is|of|was)\b", between) or (" are" in between and ids.numbers[:1] < (100,)):
        return False
    if ids.numbers[:1] < (10,) and (not bare or match[0][0] == "e"):
        return False
    if "\n" in between and ids.numbers[:1] < (100,) and re.match(r"\d+(?:[.)]\s|\s+-\s)", text[match.end() :]):
        return False  # the next step or setting of a list
    return not re.search(r"[\w.]$", text[: match.start()])


def _reverse_is_event(text: str, start: int, number: str, labelled: bool) -> bool:
    """Whether the number before `event` is an ID rather than a product's year or a count."""
    if _YEAR.search(number) and _PRODUCT_BEFORE.search(text[max(0, start - 12) : start]):
        return False
    return labelled or len(re.findall(r"\d+", number)[0]) >= 3


def _errors(own: OwnText) -> Iterator[Event]:
    """`the following 9322 error`, `logs error 7023`: IDs called errors in a paragraph about the event log."""
    for match in _ERROR.finditer(own.text):
        start = match.start()
        if match["ids"] and not _POINTS_TO.search(own.text[max(0, start - 20) : start]):
            continue
        ids = read_ids(own.text, start if match["ids"] else match.end())
        if ids and LOGGING.search(own.paragraph(start, match.end())):
            yield from _events(own.text, start, ids.numbers, ids.end, own.place(start, ids.end), "event.error")


def _events(text: str, start: int, numbers: tuple[int, ...], end: int, where: Where, rule: str) -> Iterator[Event]:
    source = None if rule == "event.error" else _source(text, start, end)
    severity = _severity(text, start, end)
    for number in numbers:
        yield Event(number, where, source=source, severity=severity, rule=rule)


def _source(text: str, start: int, end: int) -> str | None:
    return _attached(text, start, end) or _stated(text, start, end)


def _stated(text: str, start: int, end: int) -> str | None:
    """The source that the sentence or the next one states: `The source for the event ID is HPMON.`"""
    left = max(text.rfind("\n\n", 0, start), start - _SENTENCE)
    right = text.find("\n\n", end, end + _SENTENCE)
    near = text[max(left, 0) : right if right >= 0 else end + _SENTENCE]
    match = _STATED.search(near) if "source" in near.lower() else None
    return re.sub(r"\s+", " ", match["name"]).rstrip(".") if match else None


def _attached(text: str, start: int, end: int) -> str | None:
    """The name attached to the ID: before it (`Netlogon Event ID 5719`) or behind it (`event ID 5002 from MSExchangeKMS`)."""
    before = _WRAP.sub(" ", text[max(0, start - _REACH) : start]).strip(" \"“'")
    name = sources.trailing(_ERROR_WITH.sub("", before))
    if name:
        return name
    match = _FROM.match(text, end)
    rest = re.sub(r"\s+", " ", text[match.end() : match.end() + _REACH]) if match else ""
    known = sources.leading(rest)
    if known is None and match and "source" in match[0].lower():
        known = (_PARENTHESISED if match[0].rstrip().endswith("(") else _PLAIN_NAME).match(rest)
    return known["name"].strip() if known else None


def _severity(text: str, start: int, end: int) -> str | None:
    before = _SEVERITY_BEFORE.search(text[max(0, start - 40) : start] + text[start : start + 6])
    after = _SEVERITY_AFTER.match(text, end)
    word = (before and before["severity"]) or (after and (after["severity"] or after["other"])) or ""
    return {"e": "error", "w": "warning", "i": "information"}.get(word[:1].lower())
