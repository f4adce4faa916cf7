"""One line of an event as the viewer shows it -> its labelled values: `Event ID: 9318`, `Source: X  Type: Error`."""

from __future__ import annotations

import re
from typing import NamedTuple

from kbservice.extract.events import sources
from kbservice.extract.events.ids import read_ids

_LABEL = re.compile(
    r"(?<![\w\\/<-])(?P<label>event[ _-]?id(?:['’]?s)?|message ?id|(?:error )?event (?:source|type|category|description|number|no\.?)"
    r"|event(?:type|source|category)?|id|src|source(?: name)?|type|severity|category|description|message text"
    r"|explanation|user action|symbol(?:ic)? ?name|user|computer|date|time|data)"
    r"(?:[ \t]?\#)?[ \t]{0,20}(?:[:=](?![\\=]|//)|(?<=id)[ ]-(?=[ ]\d))[ \t]{0,40}",
    re.IGNORECASE,
)
_KINDS = {
    "event": "id", "eventid": "id", "eventids": "id", "id": "number", "messageid": "number", "eventnumber": "id", "eventno": "id",
    "source": "source", "eventsource": "source", "sourcename": "source", "src": "source", "erroreventsource": "source",
    "type": "type", "eventtype": "type", "severity": "type", "erroreventtype": "type",
    "category": "category", "eventcategory": "category",
    "description": "description", "eventdescription": "description", "messagetext": "description",
    "explanation": "end", "useraction": "end",
}  # fmt: skip
_BULLET = re.compile(r"[ \t]*(?:[-*•·][ \t]+|\d{1,2}[.)][ \t]+|[a-z][.)][ \t]+)?[\"'“(]{0,2}[ \t]*")
_BEFORE = r"(?P<before>[^\s:;,.()][^:;,()\n]{0,47}?[.,]?[ \t]+)?"
_HEADING = re.compile(
    rf"(?:(?P<severity>warning|error|information(?:al)?)[ \t]+)?{_BEFORE}\(?(?:event(?:[ _-]?id)?s?|id(?=[ ]\d+[ ](?:category|source)))[ \t]{{0,8}}(?:\#|number|no\.)?[ \t]{{0,8}}[:=(\[-]{{0,2}}[ \t]{{0,20}}(?=\d)", re.IGNORECASE
)
_PRINTED_SEVERITY = re.compile(r"\((?:error|warning|informational|information)\)", re.IGNORECASE)
_BARE_SOURCE = re.compile(r"source[ \t]*[:=]?[ \t]*(?=\S)", re.IGNORECASE)
_BARE_DESCRIPTION = re.compile(r"^[ \t,;]*description[ \t]*[:-]?[ \t]+", re.IGNORECASE)
_NUMBER_FIRST = re.compile(r"(?=\d{1,5}(?::[ \t]*|[ \t]+)(?P<source>\S.*))")
_BARE = re.compile(r"(?P<label>event source|source|event type|type|event category|category|description)(?:[ \t]+-)?[ \t]+(?=\S)", re.I)
_BARE_ALONE = re.compile(r"(?:event )?description[ \t]*$", re.IGNORECASE)
_EVENT = re.compile(r"event|\bid \d", re.IGNORECASE)
_HEADING_END = re.compile(r"[ \t]*(?:$|[)\]:;\"”]|[,.-]+(?:[ \t]|$)|[ \t]{2,}|\()|[ \t]+(?:source|type|category)\b", re.IGNORECASE)
_TITLE_CASE = re.compile(r"[ \t]+[\"'“<]?(?:[A-Z\\%]|\d)")
_SEVERITY = re.compile(r"[\s,;:-]*\(?(?P<severity>error|warning|information(?:al)?)\b(?:\)|(?=[ ]?[,;:]|[ ]*$|[ ]{2}))[,;:]*", re.IGNORECASE)


_GRID = re.compile(r"(?:date|time|user|computer|event id|source|type|category)(?:[ ]{2,}|\t)\S", re.IGNORECASE)


class Field(NamedTuple):
    """A labelled value; `kind` is id, number (an ID that may be another thing's), source, type, category, description, end or other."""

    kind: str
    value: str


def labelled(line: str, inside: bool) -> list[Field]:
    """The labelled values of a line, none if it is running text.

    `inside` says that the line goes on with an entry, where labels may stand without a colon (`Source MSExchangeMSMI`).
    """
    text = line[_BULLET.match(line).end() :]  # type: ignore[union-attr]
    if _LABEL.match(text):
        return _cut(text, list(_LABEL.finditer(text)))
    heading = _heading(text, inside)
    if heading or not inside:
        return heading or (_grid(text) if _GRID.match(text) else [])
    bare = _BARE.match(text)
    if bare:
        return [Field(_kind(bare), text[bare.end() :]), *_cut(text, list(_LABEL.finditer(text, bare.end())))]
    return _grid(text) if _GRID.match(text) else [Field("description", "")] if _BARE_ALONE.match(text) else []


def severity_of(value: str) -> str | None:
    """The severity that a Type field names, in the spelling of the record."""
    words = re.findall(r"[a-z]+", value.lower())[:2]
    if "audit" in words:
        return f"{words[0]}_audit" if words[0] in ("success", "failure") else None
    first = words[0] if words else ""
    return "information" if first.startswith("informat") else first if first in ("error", "warning") else None


def _kind(match: re.Match[str]) -> str:
    return _KINDS.get(re.sub(r"[\W_]+", "", match["label"]).lower().replace("idss", "ids"), "other")


def _cut(text: str, found: list[re.Match[str]]) -> list[Field]:
    ends = [match.start() for match in found[1:]] + [len(text)]
    fields = []
    for match, end in zip(found, ends, strict=False):
        if fields and fields[-1].kind == _kind(match) == "id":  # `Event ID: 162 (or Event ID: 178)`
            fields[-1] = Field("id", text[found[0].end() : end].strip())
            continue
        fields.append(Field(_kind(match), text[match.end() : end].strip()))
        if fields[-1].kind == "description":  # what follows is the message, labels in it are its own
            return [*fields[:-1], Field("description", text[match.end() :].strip())]
    return fields


def _grid(text: str) -> list[Field]:
    """`Time            12:14:44 PM             Source          MSExchangeMig`: cells parted by blanks alone."""
    cells = re.split(r"[ ]{2,}|\t+", text.strip())
    return [Field(_KINDS.get(name.lower().replace(" ", ""), "other"), value) for name, value in zip(cells[::2], cells[1::2], strict=False)]


def _is_name(text: str) -> bool:
    return sources.is_name(text.strip(" \t-:"))


def _heading(text: str, inside: bool) -> list[Field]:
    """`MSExchangeMTA Event ID 2143`, `Event 9301   MSExchangeMTA   Configuration`, `9322: MSExchangeMTA`."""
    match = _HEADING.match(text) if _EVENT.search(text) else None
    if match is None:
        return _number_first(text) if text[:1].isdigit() else []
    before = (match["before"] or "").strip(" \t.,")
    if before and (text.isupper() or not _is_name(before)):
        return []
    ids = read_ids(text, match.end())
    if ids is None or not (_HEADING_END.match(text, ids.end) or _TITLE_CASE.match(text, ids.end) or inside and not before):
        return []
    fields = [Field("source", before)] if before else []
    fields += [Field("type", match["severity"])] if match["severity"] else []
    behind = [label for label in _LABEL.finditer(text) if label.start() >= ids.end]
    end = behind[0].start() if behind else len(text)
    return [*fields, Field("id", text[match.end() : end]), *_cut(text, behind)]


def _number_first(text: str) -> list[Field]:
    match = _NUMBER_FIRST.match(text)
    name = (sources.leading(match["source"]) or _PRINTED_SEVERITY.match(match["source"])) if match else None
    if match is None or name is None:
        return []
    rest = match["source"][name.end() :]
    if not (rest[:1] in ",.;:(-" or rest[:2].isspace() or name[0][-1] == ")" or re.fullmatch(r"(?:[ ][A-Z]\w*){1,3}", rest)):
        return []
    return [Field("id", text)]


def behind_id(rest: str) -> list[Field]:
    """What stands unlabelled behind an ID on its line: a source, a severity, a category, else the description.

    `, SNA Server, Warning, ConnectNmPipe returned error`, `   MSExchangeMTA     Configuration`, ` (Service Control Manager)`.
    """
    text = rest.lstrip(" \t,;:.-)]\"”=(")
    first, text = _severity_first(text) if rest.lstrip()[:1] == "(" else ([], text)
    fields, text = _source_first(text)
    second, text = _severity_first(text) if fields or text[:1] == "(" else ([], text)
    category = re.match(r"(?i:category)[ \t]+(?P<category>[A-Z].{0,40})$", text)
    if category:
        return [*first, *fields, *second, Field("category", category["category"])]
    text = _BARE_DESCRIPTION.sub("", text).strip()
    message = [Field("description", text)] if text.strip(" .)\"”") else []
    return [*first, *fields, *second, *message]


def _severity_first(text: str) -> tuple[list[Field], str]:
    match = _SEVERITY.match(text)
    return ([Field("type", match["severity"])], text[match.end() :].lstrip()) if match else ([], text)


def _source_first(text: str) -> tuple[list[Field], str]:
    """The source and category with which the text begins, and what is left of it."""
    label = _BARE_SOURCE.match(text)
    text = text[label.end() :] if label else text
    name = sources.leading(text) or (label and re.match(r"(?P<name>[^\s,;:()]+)", text))
    if not name:
        return [], text
    rest = text[name.end() :]
    category = sources.category(rest.lstrip())
    whole = re.fullmatch(r"[ \t]+(?P<category>[A-Z][\w./]*(?:[ ][A-Z][\w./]*){0,2})", rest)
    if not (label or category or whole or sources.is_plain(name[0]) or re.match(r"[ \t]*$|[ \t]{2,}|[ \t]?[,.;:)]|[ \t]-", rest)):
        return [], text
    fields = [Field("source", name["name"])]
    printed = category[0] if category else whole["category"] if whole and severity_of(rest) is None else None
    if printed:
        fields.append(Field("category", printed))
        rest = rest.lstrip()[len(printed) :]
    return fields, rest.lstrip(" \t),;:.-")


def unlabelled(line: str) -> list[Field]:
    """The source, severity or category that is all of a line below an ID: `MSExchangeMTA`, `Warning`, `Internal Processing`."""
    text = line.strip(" \t:.-()")
    name, category = sources.leading(text), sources.category(text)
    if name and name.end() == len(text):
        return [Field("source", text)]
    if category and category.end() == len(text):
        return [Field("category", text)]
    return [Field("type", text)] if _SEVERITY.fullmatch(text) else []
