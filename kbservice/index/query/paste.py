"""What somebody copied out of an event viewer, a log or off a blue screen, taken apart: source, ID, message, and noise.

In the article the message has placeholders (`%1`) where the log shows this machine's host names, addresses, paths and
numbers; those words say nothing about the cause, and are marked as fillings.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

# Labels of the Event Viewer, of wevtutil and of PowerShell's Get-WinEvent.
_LABELS = {
    "event id": "id", "eventid": "id", "id": "id", "event source": "source", "source": "source", "provider": "source",
    "providername": "source", "source name": "source", "event type": "drop", "type": "drop", "level": "drop",
    "leveldisplayname": "drop", "event category": "drop", "category": "drop", "task category": "drop", "task": "drop",
    "user": "drop", "user name": "drop", "computer": "drop", "machinename": "drop", "date": "drop", "time": "drop",
    "timecreated": "drop", "log name": "drop", "logname": "drop", "opcode": "drop", "keyword": "drop",
    "keywords": "drop", "description": "message", "message": "message", "data": "drop",
}  # fmt: skip
_LABEL = re.compile(
    r"(?<![\w.])("
    + "|".join(re.escape(name) for name in sorted(_LABELS, key=len, reverse=True))
    + r")[ \t]*[:=][ \t]*",
    re.IGNORECASE,
)
_VALUE_END = re.compile(r"\n|\t| {2,}| --? |;(?= )")
_XML = re.compile(r"<Event\b.*?<EventID\b", re.IGNORECASE | re.DOTALL)
_XML_ID = re.compile(r"<EventID\b[^>]*>\s*(\d+)", re.IGNORECASE)
_XML_SOURCE = re.compile(r"<Provider\b[^>]*?\bName\s*=\s*['\"]([^'\"]+)", re.IGNORECASE)
_XML_TEXT = re.compile(r"<(Data|Message)\b[^>]*>([^<]*)", re.IGNORECASE)
_PARAMETERS = re.compile(r"\((?:\s*0x[0-9a-f]+\s*,){1,3}\s*0x[0-9a-f]+\s*\)", re.IGNORECASE)
_NOISE = re.compile(
    r"""\b\d{1,2}/\d{1,2}/\d{2,4}\b | \b\d{1,2}[.-]\d{1,2}[.-](?:19|20)\d\d(?![.\d])   # dates
    | \b\d{4}-\d\d-\d\dT?                              #
    | \b\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:\s?[AP]M\b)?Z?   # times
    | (?:\b[0-9a-f]{4}:)?(?:\s\b[0-9a-f]{2}\b){4,}     # bytes of a hex dump
    | \b(?:Success|Failure)\ Audit\b | \bN/A\b""",
    re.VERBOSE | re.IGNORECASE,
)
_FILLING = re.compile(
    r"""\\\\[\w.$-]+(?:\\[\w.$ -]+)*              # \\HOST\share
    | \b[A-Za-z]:\\[^\s"']*                       # C:\path
    | \b\d{1,3}(?:\.\d{1,3}){3}\b                 # addresses
    | \b[A-Z][A-Z_-]{1,13}\d{1,4}\b               # EXCH02
    | \bL?\d{5,}(?:\.LOG)?\b                      # long numbers, numbered log files
    | (?<=[\s(])[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|edu|local)\b
    | '[^'\n]{2,60}'""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Pasted:
    """A pasted entry: IDs and source where labelled, the text that is left, and the fillings found in that text."""

    text: str
    kind: str = "log"  # event, stop, log
    event_ids: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()
    fillings: tuple[str, ...] = ()


def take_apart(text: str) -> Pasted | None:
    """What a text holds that was pasted; None for a question in words."""
    if _XML.search(text):
        return _cleaned(_xml(text))
    labels = {_LABELS[" ".join(match[1].lower().split())] for match in _LABEL.finditer(text)}
    if "id" in labels and labels & {"source", "drop", "message"}:
        return _cleaned(_labelled(text))
    if _PARAMETERS.search(text):
        return _cleaned(Pasted(_PARAMETERS.sub(" ", text), "stop"))
    if "\n" in text.strip() or _NOISE.search(text):
        return _cleaned(Pasted(text))
    return None


def _xml(text: str) -> Pasted:
    messages = " ".join(html.unescape(match[2]) for match in _XML_TEXT.finditer(text))
    ids = tuple(int(match[1]) for match in _XML_ID.finditer(text))
    sources = tuple(match[1] for match in _XML_SOURCE.finditer(text))
    return Pasted(" ".join((*sources, messages)), "event", ids, sources)


def _labelled(text: str) -> Pasted:
    ids: list[int] = []
    sources: list[str] = []
    left: list[str] = []
    at = 0
    for match in _LABEL.finditer(text):
        if match.start() < at:
            continue
        left.append(text[at : match.start()])
        role = _LABELS[" ".join(match[1].lower().split())]
        at = match.end() if role == "message" else _value_end(text, match.end())
        value = text[match.end() : at].strip()
        if role == "id":
            ids += [int(number) for number in re.findall(r"\b\d{1,5}\b", value)[:1]]
        if role == "source" and value:
            sources.append(value)
    left.append(text[at:])
    return Pasted(" ".join((*map(str, ids), *sources, *left)), "event", tuple(ids), tuple(sources))


def _value_end(text: str, start: int) -> int:
    ends = [match.start() for match in (_VALUE_END.search(text, start), _LABEL.search(text, start)) if match]
    return min(ends, default=len(text))


def _cleaned(pasted: Pasted) -> Pasted:
    text = _NOISE.sub(" ", pasted.text)
    fillings = tuple(dict.fromkeys(match[0] for match in _FILLING.finditer(text)))
    return replace(pasted, text=text, fillings=fillings)
