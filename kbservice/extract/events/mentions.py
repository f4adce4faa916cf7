"""Events named in running text and in the title: `event ID 9322`, `Events 9301 and 9202`, `the following 9322 error`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kbservice.extract.events import sources
from kbservice.extract.events.ids import GAP, NUMBER, SPACE, Ids, read_ids
from kbservice.extract.events.own import OwnText
from kbservice.record import Event, Where

_NOUN = r"(?:error|warning|message|failure|entry|entries|code|record|notification)s?"
_FORWARD = re.compile(
    rf"\bevents?(?:{SPACE}(?:log|viewer))?(?:{SPACE}{_NOUN}){{0,2}}"
    rf"(?P<id>(?:{SPACE}?-?|_|{SPACE}with{SPACE}(?:an?{SPACE}|the{SPACE})?(?:event{SPACE})?)"
    rf"(?:ids?|id['’`]?s|identifiers?|numbers?|nos?\.)\b(?:{SPACE}(?:numbers?|codes?|messages?|errors?|warnings?))?)?"
    rf"(?:{GAP}(?:[:=#(\[\"“']|--?|,|(?:is|are|of|was|were|will{SPACE}be|equals|such{SPACE}as)\b)){{0,3}}{GAP}(?=\d)",
    re.IGNORECASE,
)
_REVERSE = re.compile(
    rf"(?<![\w.,$/\\:#-])(?:event{SPACE})?(?P<ids>{NUMBER}(?:{GAP}(?:,{GAP}(?:and|or)?|;{GAP}(?:and|or)?|/|\\|&|and|or){GAP}"
    rf"[(\"]?\d{{1,5}}\b[)\"]?){{0,12}})['’\")]?{SPACE}(?:(?:warning|error|failure|informational|stop|audit|log){SPACE}){{0,2}}"
    rf"event(?:s\b(?!{SPACE}(?:per|in{SPACE}the{SPACE}past)\b)|(?P<id>{SPACE}?-?ids?)?\b(?!{SPACE}(?:log|viewer|id)s?\b))",
    re.IGNORECASE,
)
_ERROR = re.compile(
    rf"\b(?:following|multiple|several|an?|this|these|the|with|logs?|logged|reports?|records?|receives?){SPACE}"
    rf"(?P<ids>\d{{3,5}}(?:{GAP}(?:,|and|or|,{GAP}and|,{GAP}or){GAP}\d{{3,5}}){{0,5}}){SPACE}(?:error|warning|message)s?\b"
    rf"|\b(?:logs?|logged|reports?|records?){SPACE}(?:an?{SPACE}|the{SPACE})?(?:error|warning|message)s?{SPACE}(?P<behind>(?=\d{{3,5}}\b))",
    re.IGNORECASE,
)
_LOG = re.compile(r"event\s*(?:log|viewer|id)|\b(?:application|system|security)\s+log\b", re.IGNORECASE)
_LOGGING = re.compile(r"event\s+log|event\s+viewer|(?:application|system|security)\s+log", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19[89]\d|200\d)$")
_PRODUCT_BEFORE = re.compile(r"(?:windows|office|exchange|server|outlook|word|excel|access|project|sql|expedia|year|in)\s+$", re.IGNORECASE)
_FROM = re.compile(
    rf"['’\"”)]{{0,2}}(?:{SPACE}(?:errors?|warnings?|messages?|events?|entries))?{GAP}"
    rf"(?:\({GAP}(?:source{GAP}[:=]?{GAP})?|,{GAP}(?:with{SPACE}(?:an?{SPACE}|the{SPACE})?)?source{GAP}[:=]?{GAP}(?:of{SPACE})?"
    rf"|(?:from|in|by|with){SPACE}(?:an?{SPACE}|the{SPACE})?(?:event{SPACE})?(?P<source>source{SPACE}(?:of{SPACE})?)?|[ ]-[ ])"
    rf"[\"“'(]?",
    re.IGNORECASE,
)
_PLAIN_NAME = re.compile(r"[A-Z][\w+]*(?: [A-Z][\w+]*){0,3}")
_SEVERITY_BEFORE = re.compile(r"\b(?P<severity>error|warning|informational|information)\s+(?:events?\W|message\s+with\s+event)\W*$", re.IGNORECASE)
_SEVERITY_AFTER = re.compile(r"\W{1,3}(?P<severity>warning)s?\b|\W{1,3}(?P<other>error|warning|informational)\s+events?\b", re.IGNORECASE)
_FULL_TITLE = 62  # titles are cut off at 64 characters, and an ID at their end with them
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
    bare = bool(_LOG.search(text) or _LOG.search(own.document.title))
    for start, ids, rule in _named(text, bare):
        yield from _events(text, start, ids.numbers, ids.end, own.place(start, ids.end), rule)
    if bare:
        yield from _errors(own)


def _named(text: str, bare: bool) -> Iterator[tuple[int, Ids, str]]:
    """Where events are named, with the IDs; `bare` admits `event 9301` beside `event ID 9301`."""
    for match in _FORWARD.finditer(text):
        ids = read_ids(text, match.end())
        if ids and (match["id"] or bare and _bare_is_event(text, match, ids)):
            yield match.start(), ids, "event.prose"
    if not bare:
        return
    for match in _REVERSE.finditer(text):
        ids = read_ids(text, match.start("ids"))
        if ids and _reverse_is_event(text, match):
            yield match.start(), ids, "event.reverse"


def _bare_is_event(text: str, match: re.Match[str], ids: Ids) -> bool:
    """Whether `event 5` names an entry of the log rather than a count, a step or a moment."""
    between = text[match.start() : match.end()]
    if re.search(r"[=,]|\b(?:is|are|of|was|were)\b", between):
        return False
    if "\n" in between and re.match(r"[.)]\s", text[ids.end :]) and ids.numbers[:1] < (100,):
        return False  # the next step of a list
    return not re.search(r"[\w.]$", text[: match.start()])


def _reverse_is_event(text: str, match: re.Match[str]) -> bool:
    number = match["ids"]
    if match["id"]:
        return not (_YEAR.search(number) and _PRODUCT_BEFORE.search(text[max(0, match.start() - 12) : match.start()]))
    if _YEAR.search(number) and _PRODUCT_BEFORE.search(text[max(0, match.start() - 12) : match.start()]):
        return False
    return len(re.findall(r"\d+", number)[0]) >= 3


def _errors(own: OwnText) -> Iterator[Event]:
    """`the following 9322 error`, `logs error 7023`: IDs called errors in a paragraph about the event log."""
    for match in _ERROR.finditer(own.text):
        ids = read_ids(own.text, match.start("ids") if match["ids"] else match.end())
        if ids and _LOGGING.search(own.paragraph(match.start(), match.end())):
            yield from _events(own.text, match.start(), ids.numbers, ids.end, own.place(match.start(), ids.end), "event.error")


def _events(text: str, start: int, numbers: tuple[int, ...], end: int, where: Where, rule: str) -> Iterator[Event]:
    source = _source(text, start, end)
    severity = _severity(text, start, end)
    for number in numbers:
        yield Event(number, where, source=source, severity=severity, rule=rule)


def _source(text: str, start: int, end: int) -> str | None:
    """The name attached to the ID: before it (`Netlogon Event ID 5719`) or behind it (`event ID 5002 from MSExchangeKMS`)."""
    before = re.sub(r"\s+", " ", text[max(0, start - _REACH) : start]).rstrip(" \"“'")
    name = sources.trailing(before)
    if name:
        return name
    match = _FROM.match(text, end)
    if match is None:
        return None
    rest = re.sub(r"\s+", " ", text[match.end() : match.end() + _REACH])
    known = sources.leading(rest) or ("source" in match[0].lower() and _PLAIN_NAME.match(rest)) or None
    return known[0].strip() if known else None


def _severity(text: str, start: int, end: int) -> str | None:
    before = _SEVERITY_BEFORE.search(text[max(0, start - 40) : start] + text[start : start + 6])
    after = _SEVERITY_AFTER.match(text, end)
    word = (before and before["severity"]) or (after and (after["severity"] or after["other"])) or ""
    return {"e": "error", "w": "warning", "i": "information"}.get(word[:1].lower())
