"""Labels of an event as the viewer shows it, and the values that stand behind them on one line."""

from __future__ import annotations

import re
from typing import NamedTuple

LABEL = re.compile(
    r"(?<![\w\\/<-])(?P<label>event[ _-]?id(?:['’]?s)?|message ?id"
    r"|(?:error )?event (?:source|type|category|description|number|no\.?)|event(?:type|source|category)?"
    r"|id|src|source(?: name)?|type|severity|cat[ae]gory|description|message text|explanation|user action"
    r"|symbol(?:ic)? ?name|user|computer|date|time|data)"
    r"(?:[ \t]?\#)?[ \t]{0,20}(?:[:=](?![\\=]|//)|(?<=id)[ ]-(?=[ ]\d))[ \t]{0,40}",
    re.IGNORECASE,
)
_KINDS = {
    "event": "id", "eventid": "id", "eventids": "id", "eventnumber": "id", "eventno": "id",
    "id": "number", "messageid": "number",
    "source": "source", "eventsource": "source", "sourcename": "source", "src": "source", "erroreventsource": "source",
    "type": "type", "eventtype": "type", "severity": "type", "erroreventtype": "type",
    "category": "category", "eventcategory": "category", "catagory": "category",
    "description": "description", "eventdescription": "description", "messagetext": "description",
    "explanation": "end", "useraction": "end", "data": "end",
}  # fmt: skip


_BEHIND_CATEGORY = re.compile(r"(?:\s{3,}|,? +(?:event id|type|source|description)\b).*", re.IGNORECASE)


class Field(NamedTuple):
    """A labelled value. `kind` is one of: id, number, source, name, type, category, description, end, other.

    A `name` stands before the ID and is the source if no label says another; a `number` is an ID that may be another
    thing's; `end` is a label with which the entry of the log is over.
    """

    kind: str
    value: str


def kind_of(label: str) -> str:
    """The kind of value that a label announces."""
    return _KINDS.get(re.sub(r"[\W_]+", "", label).lower(), "other")


def cut(text: str, start: int = 0) -> list[Field]:
    """The labelled values of a line from `start` on; what follows `Description:` is the message, labels and all."""
    found = list(LABEL.finditer(text, start))
    ends = [match.start() for match in found[1:]] + [len(text)]
    fields: list[Field] = []
    for match, end in zip(found, ends, strict=False):
        kind = kind_of(match["label"])
        if kind == "description":
            return [*fields, Field(kind, text[match.end() :].strip())]
        if fields and fields[-1].kind == kind == "id":  # `Event ID: 162 (or Event ID: 178)`
            fields[-1] = Field(kind, text[found[0].end() : end].strip())
        else:
            fields.append(Field(kind, text[match.end() : end].strip()))
    return fields


def category_of(value: str) -> str | None:
    """The category that a Category field names; None for `None`."""
    value = _BEHIND_CATEGORY.sub("", value.strip()).strip(" .:;,")
    return None if value.lower() in ("", "none", "n/a") else value


def severity_of(value: str) -> str | None:
    """The severity that a Type field names, in the spelling of the record."""
    words = re.findall(r"[a-z]+", value.lower())[:2]
    if "audit" in words:
        return f"{words[0]}_audit" if words[0] in ("success", "failure") else None
    first = words[0] if words else ""
    return "information" if first.startswith("informat") else first if first in ("error", "warning") else None
