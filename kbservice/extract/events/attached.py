"""What running text attaches to an ID: the source before or behind it, the severity, the message that it announces."""

from __future__ import annotations

import re

from kbservice.extract.events import sources
from kbservice.extract.events.ids import GAP, SPACE

_BEHIND = re.compile(
    rf"{GAP}['’\"”)\]>]{{0,2}}(?:{SPACE}(?:errors?|warnings?|messages?|events?|entries)){{0,2}}{GAP}"
    rf"(?:\({GAP}(?:with{SPACE}(?:an?{SPACE}|the{SPACE})?)?(?:source{GAP}(?:of\b|[:=])?{GAP})?"
    rf"|,{GAP}(?:with{SPACE}(?:an?{SPACE}|the{SPACE})?)?source{GAP}[:=]?{GAP}(?:of{SPACE})?"
    rf"|(?:coming{SPACE})?(?:from|in|with){SPACE}(?:an?{SPACE}|the{SPACE})?(?:event{SPACE})?(?:source{GAP}(?:of\b)?)?{GAP})"
    rf"[\"“'(]?{GAP}",
    re.IGNORECASE,
)
_STATED = re.compile(
    rf"(?i:\b(?:event|message|the|an?|its){SPACE}source{SPACE}"
    rf"(?:(?:for|of){SPACE}th(?:e|is|ese){SPACE}events?(?:{SPACE}ids?)?{SPACE})?(?:is|of|was|will{SPACE}be){SPACE}(?:the{SPACE})?)"
    r"[\"“']?(?P<name>[A-Z][\w.+]*(?:[ ][A-Z][\w+]*){0,3})"
)
_STATED_OF_ALL = re.compile(
    rf"(?i:\b(?:following|these){SPACE}(?:\w+{SPACE})?(?:errors?|events?|messages?|entries)\b[^.:]{{0,120}}?"
    rf"\b(?:from|with){SPACE}(?:an?{SPACE}|the{SPACE})?(?:event{SPACE})?source{SPACE}(?:of{SPACE}|name{SPACE})?)"
    r"[\"“']?(?P<name>[A-Z][\w+]*(?:\s[A-Z][\w+]*){0,3})"
)
_CAPITALISED = re.compile(r"(?P<name>[A-Z][\w.+/]*(?: [A-Z0-9][\w.+]*){0,3})")
_IN_BRACKETS = re.compile(r"(?P<name>[\w.+/-]+(?: [\w.+/-]+){0,4}) ?\)")
_ERROR_WITH = re.compile(r"(?: (?:error|warning|informational|message|event)s?)?(?: with(?: an?)?)?\Z", re.IGNORECASE)
_WRAP = re.compile(r"(?<=[^\n]{50})\n[ \t]*|[ \t]+")  # a short line does not go on below
_SEVERITY_BEFORE = re.compile(
    r"\b(?P<severity>error|warning|informational|information)\s+(?:events?\W|message\s+with\s+event)[^\n]{0,60}$",
    re.IGNORECASE,
)
_SEVERITY_BEHIND = re.compile(
    r"\W{1,3}(?P<warning>warning)s?\b|\W{1,3}(?P<severity>error|warning|informational)\s+events?\b", re.IGNORECASE
)
_QUOTED = re.compile(rf"{GAP}[,:]?{GAP}[\"“](?P<message>[^\"“”]{{12,600}})[\"”]")
_ANNOUNCED = re.compile(
    r"[^\n.;:]{0,110}(?:\n[ \t]*[^\s.;:][^\n.;:]{0,110})?:[ \t]*\n(?P<blank>\n?)(?P<indent>[ \t]*)(?=\S)"
)
_NO_MESSAGE = re.compile(r"[-*•·]|\d+[.)]?\s|(?:[\w ]{1,20}[:=])|event\b|source\b", re.IGNORECASE)
_SENTENCE = 300
_REACH = 90
_LONGEST = 1200


def source(text: str, start: int, end: int) -> str | None:
    """The source of the IDs that stand from `start` to `end`, where the text names one for them."""
    return _before(text, start) or _behind(text, end) or _stated(text, start, end)


def _before(text: str, start: int) -> str | None:
    """`Netlogon Event ID 5719`, `W3SVC warning with Event ID 36`."""
    before = _WRAP.sub(" ", text[max(0, start - _REACH) : start]).strip(" \"“'")
    return sources.trailing(_ERROR_WITH.sub("", before))


def _behind(text: str, end: int) -> str | None:
    """`event ID 5002 from MSExchangeKMS`, `Event ID ( 8007 ) in Source ( NwRdr )`, `Event 7000 with source of X`."""
    match = _BEHIND.match(text, end)
    if match is None:
        return None
    rest = re.sub(r"\s+", " ", text[match.end() : match.end() + _REACH])
    name = sources.leading(rest)
    if name is None and "source" in match[0].lower():
        name = (_IN_BRACKETS if match[0].rstrip().endswith("(") else _CAPITALISED).match(rest)
    return name["name"].strip() if name else None


def _stated(text: str, start: int, end: int) -> str | None:
    """The source that the sentence or its neighbour states: `The source for the event ID is HPMON.`"""
    left = max(text.rfind("\n\n", 0, start), start - _SENTENCE, 0)
    right = text.find("\n\n", end, end + _SENTENCE)
    near = text[left : right if right >= 0 else end + _SENTENCE]
    match = _STATED.search(near) if "source" in near.lower() else None
    return re.sub(r"\s+", " ", match["name"]).rstrip(".") if match else None


def source_of_all(text: str) -> str | None:
    """The source that one sentence states for all: `the following errors coming from source SNA Host Security`."""
    match = _STATED_OF_ALL.search(text) if "source" in text else None
    return re.sub(r"\s+", " ", match["name"]) if match else None


def severity(text: str, start: int, end: int) -> str | None:
    """The severity that the words around the ID state: `warning event 5719`, `event 5712 warnings`."""
    before = _SEVERITY_BEFORE.search(text[max(0, start - 100) : start + 6].replace("\n", " "))
    behind = _SEVERITY_BEHIND.match(text, end)
    word = (before and before["severity"]) or (behind and (behind["warning"] or behind["severity"])) or ""
    return {"e": "error", "w": "warning", "i": "information"}.get(word[:1].lower())


def message(text: str, end: int) -> tuple[str | None, int]:
    """The message that stands quoted behind the ID, or below the sentence that announces it; and where it ends."""
    quoted = _QUOTED.match(text, end)
    if quoted:
        return re.sub(r"\s+", " ", quoted["message"]).strip(), quoted.end()
    announced = _ANNOUNCED.match(text, end)
    if (
        announced is None
        or (announced["blank"] and not announced["indent"])
        or _NO_MESSAGE.match(text, announced.end())
    ):
        return None, end
    stop = text.find("\n\n", announced.end())
    stop = stop if stop >= 0 else len(text)
    if stop - announced.end() > _LONGEST:
        return None, end
    return re.sub(r"\s+", " ", text[announced.end() : stop]).strip(), stop
