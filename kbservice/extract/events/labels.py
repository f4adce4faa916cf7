"""One line of an event as the viewer shows it -> its labelled values: `Event ID: 9318`, `Source: X  Type: Error`."""

from __future__ import annotations

import re
from typing import NamedTuple

from kbservice.extract.events import sources
from kbservice.extract.events.ids import read_ids

_LABEL = re.compile(
    r"(?<![\w\\/<-])(?P<label>event[ _-]?id(?:['’]?s)?|message ?id|(?:error )?event (?:source|type|category|description|number|no\.?)"
    r"|event(?:type|source|category)?|id|source(?: name)?|type|severity|category|description|message text"
    r"|explanation|user action|symbol(?:ic)? ?name|user|computer|date|time|data)"
    r"(?:[ \t]?\#)?[ \t]{0,20}(?:[:=](?![\\=]|//)|(?<=id)[ ]-(?=[ ]\d))[ \t]{0,40}",
    re.IGNORECASE,
)
_KINDS = {
    "event": "id", "eventid": "id", "eventids": "id", "id": "number", "messageid": "number", "eventnumber": "id", "eventno": "id",
    "source": "source", "eventsource": "source", "sourcename": "source", "erroreventsource": "source",
    "type": "type", "eventtype": "type", "severity": "type", "erroreventtype": "type",
    "category": "category", "eventcategory": "category",
    "description": "description", "eventdescription": "description", "messagetext": "description",
    "explanation": "end", "useraction": "end",
}  # fmt: skip
_BULLET = re.compile(r"[ \t]*(?:[-*•·][ \t]+|\d{1,2}[.)][ \t]+|[a-z][.)][ \t]+)?[\"'“(]{0,2}[ \t]*")
_BEFORE = r"(?P<before>[^\s:;,.()][^:;,()\n]{0,47}?[ \t]+)?"
_HEADING = re.compile(
    rf"{_BEFORE}\(?event(?:[ _-]?id)?s?[ \t]{{0,8}}(?:\#|number|no\.)?[ \t]{{0,8}}[:=(\[-]{{0,2}}[ \t]{{0,20}}(?=\d)", re.IGNORECASE
)
_NUMBER_FIRST = re.compile(r"(?=\d{1,5}(?::[ \t]*|[ \t]+)(?P<source>\S.*))")
_BARE = re.compile(r"(?P<label>event source|source|event type|type|event category|category|description)(?:[ \t]+-)?[ \t]+(?=\S)", re.I)
_BARE_ALONE = re.compile(r"(?:event )?description[ \t]*$", re.IGNORECASE)
_HEADING_END = re.compile(r"[ \t]*(?:$|[)\]:;\"”]|[,.-]+(?:[ \t]|$)|[ \t]{2,}|\()|[ \t]+(?:source|type)\b", re.IGNORECASE)
_TITLE_CASE = re.compile(r"[ \t]+[\"'“<]?(?:[A-Z\\%]|\d)")
_SEVERITY = re.compile(r"[\s,;:-]*\(?(?P<severity>error|warning|information(?:al)?)\b[):,;]*", re.IGNORECASE)


class Field(NamedTuple):
    """A labelled value; `kind` is id, number (an ID that may be another thing's), source, type, category, description, end or other."""

    kind: str
    value: str


def labelled(line: str, inside: bool) -> list[Field]:
    """The labelled values of a line, none if it is running text.

    `inside` says that the line goes on with an entry, where labels may stand without a colon (`Source MSExchangeMSMI`).
    """
    text = line[_BULLET.match(line).end() :]  # type: ignore[union-attr]
    found = list(_LABEL.finditer(text))
    if found and found[0].start() == 0:
        return _cut(text, found)
    heading = _heading(text, inside)
    if heading:
        return heading
    if found and _is_name(text[: found[0].start()]):
        before = [Field("source", text[: found[0].start()].strip())]
        return before + _cut(text, found) if _kind(found[0]) == "id" else []
    bare = _BARE.match(text) if inside else None
    if bare:
        return [Field(_kind(bare), text[bare.end() :]), *_cut(text, found)]
    return [Field("description", "")] if inside and _BARE_ALONE.match(text) else []


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
    for match, end in zip(found, ends, strict=True):
        fields.append(Field(_kind(match), text[match.end() : end].strip()))
        if fields[-1].kind == "description":  # what follows is the message, labels in it are its own
            return [*fields[:-1], Field("description", text[match.end() :].strip())]
    return fields


def _is_name(text: str) -> bool:
    return sources.is_name(text.strip(" \t-:"))


def _heading(text: str, inside: bool) -> list[Field]:
    """`MSExchangeMTA Event ID 2143`, `Event 9301   MSExchangeMTA   Configuration`, `9322: MSExchangeMTA`."""
    match = _HEADING.match(text)
    if match is None:
        return _number_first(text)
    before = (match["before"] or "").strip()
    if before and not _is_name(before):
        return []
    ids = read_ids(text, match.end())
    if ids is None or not (_HEADING_END.match(text, ids.end) or _TITLE_CASE.match(text, ids.end) or inside and not before):
        return []
    fields = [Field("source", before)] if before else []
    return [*fields, Field("id", text[match.end() :])]


def _number_first(text: str) -> list[Field]:
    match = _NUMBER_FIRST.match(text)
    name = sources.leading(match["source"]) if match else None
    if match is None or name is None or not re.match(r"[ \t]*$|[ \t]{2,}|[,.;:(-]", match["source"][name.end() :]):
        return []
    return [Field("id", text)]


def behind_id(rest: str) -> list[Field]:
    """What stands unlabelled behind an ID on its line: a source, a severity, a category, else the description.

    `, SNA Server, Warning, ConnectNmPipe returned error`, `   MSExchangeMTA     Configuration`, ` (Service Control Manager)`.
    """
    fields: list[Field] = []
    text = rest.lstrip(" \t,;:.-)]\"”=(")
    name = sources.leading(text)
    if name and re.match(r"[ \t]*$|[ \t]{2,}|[ \t]?[,.;:)]|[ \t]-", text[name.end() :]):
        fields.append(Field("source", name[0]))
        text = text[name.end() :].lstrip(" \t),;:.-")
        category = re.fullmatch(r"[A-Z][\w./]*(?: [A-Z][\w./]*){0,2}", text)
        if category and severity_of(text) is None:
            return [*fields, Field("category", text)]
    severity = _SEVERITY.match(text)
    if severity and (fields or severity[0].strip().startswith("(") or rest.lstrip().startswith("(")):
        fields.append(Field("type", severity["severity"]))
        text = text[severity.end() :]
    return [*fields, Field("description", text.strip())] if text.strip(" \t.)\"”") else fields
