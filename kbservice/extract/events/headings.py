"""Lines that name an event without labels: an ID with its source before or behind it, and what else the line says.

MSExchangeMTA Event ID 2143        Event 650, SNA Server, Warning, ConnectNmPipe returned error
9322: MSExchangeMTA                Event 9301   MSExchangeMTA     Configuration
"""

from __future__ import annotations

import re

from kbservice.extract.events import sources
from kbservice.extract.events.fields import LABEL, Field, cut, severity_of
from kbservice.extract.events.ids import read_ids

_EVENT = re.compile(r"event|\bid \d", re.IGNORECASE)
_HEADING = re.compile(
    r"(?:(?P<severity>warning|error|information(?:al)?)[ \t]+)?"
    r"(?P<before>[^\s:;,.()][^:;,()\n]{0,47}?[.,]?[ \t]+)?"
    r"\(?(?:event(?:[ _-]?id)?s?|(?<!event )id(?=[ ]\d+[ ](?:category|source)))"
    r"[ \t]{0,8}(?:\#|number|no\.)?[ \t]{0,8}[:=(\[-]{0,2}[ \t]{0,20}(?=\d)",
    re.IGNORECASE,
)
_HEADING_END = re.compile(
    r"[ \t]*(?:$|[)\]:;\"”]|[,.-]+(?:[ \t]|$)|[ \t]{2,}|\()|[ \t]+(?:source|type|category)\b", re.IGNORECASE
)
_CAPITAL = re.compile(r"[ \t]+[\"'“<]?(?:[A-Z\\%]|\d)")
_NUMBER_FIRST = re.compile(r"\d{1,5}(?::[ \t]*|[ \t]+)(?P<rest>\S.*)")
_NAME_THEN_ID = re.compile(r"[A-Za-z][^\d\n]{2,44}\d{3,5}[ \t]*(?:$|:[ ])")
_THEN_ID = re.compile(
    r"(?:[ ]{2,}(?P<type>error|warning|information)[ ]{2,}(?P<category>\S+(?:[ ]\S+){0,3}))?"
    r"[ \t:,-]+(?P<id>\d{3,5}[ \t]*(?:$|:[ ].*))",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\((?:error|warning|informational|information)\)", re.IGNORECASE)
_SOURCE_LABEL = re.compile(r"source[ \t]*[:=]?[ \t]*(?=\S)", re.IGNORECASE)
_CATEGORY_LABEL = re.compile(r"(?i:category)[ \t]+(?P<category>[A-Z].{0,40})$")
_DESCRIPTION_LABEL = re.compile(r"^[ \t,;]*description[ \t]*[:-]?[ \t]+", re.IGNORECASE)
_SEVERITY = re.compile(
    r"[\s,;:-]*\(?(?P<severity>error|warning|information(?:al)?)\b(?:\)|(?=[ ]?[,;:]|[ ]*$|[ ]{2}))[,;:]*",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"[ \t]+(?P<category>[A-Z][\w./]*(?:[ ][A-Z][\w./]*){0,2})")
_PARTED = re.compile(r"[ \t]*$|[ \t]{2,}|[ \t]?[,.;:)]|[ \t]-")


def heading(text: str, inside: bool) -> list[Field]:
    """The source, severity and ID of a line that begins with them; none if it is running text.

    `inside` says that the line goes on with an entry, where any line that begins with an ID names an event.
    """
    match = _HEADING.match(text) if _EVENT.search(text) else None
    if match is None:
        return _number_first(text) if text[:1].isdigit() else _name_then_id(text)
    before = (match["before"] or "").strip(" \t.,")
    if before and (text.isupper() or not sources.is_name(before)):
        return []
    ids = read_ids(text, match.end())
    if ids is None or not (_ends_heading(text, ids.end) or (inside and not before)):
        return []
    fields = [Field("name", before)] if before else []
    fields += [Field("type", match["severity"])] if match["severity"] else []
    label = LABEL.search(text, ids.end)
    end = label.start() if label else len(text)
    return [*fields, Field("id", text[match.end() : end]), *cut(text, end)]


def _ends_heading(text: str, end: int) -> bool:
    return bool(_HEADING_END.match(text, end) or _CAPITAL.match(text, end))


def _number_first(text: str) -> list[Field]:
    match = _NUMBER_FIRST.match(text)
    name = (sources.leading(match["rest"]) or _IN_BRACKETS.match(match["rest"])) if match else None
    if match is None or name is None:
        return []
    rest = match["rest"][name.end() :]
    parted = rest[:1] in ",.;:(-" or rest[:2].isspace() or name[0].endswith(")")
    return [Field("id", text)] if parted or re.fullmatch(r"(?:[ ][A-Z]\w*){1,3}", rest) else []


def _name_then_id(text: str) -> list[Field]:
    """`MSExchangeMTA 9321`, `Savedump, 1001: The computer`, `MSExchangeMTA   Warning   Resource   9156`."""
    name = sources.leading(text) if _NAME_THEN_ID.match(text) else None
    match = _THEN_ID.match(text, name.end()) if name else None
    if name is None or match is None:
        return []
    fields = [Field("name", name["name"]), Field("id", match["id"])]
    return [*fields, Field("type", match["type"]), Field("category", match["category"])] if match["type"] else fields


def behind_id(rest: str) -> list[Field]:
    """What stands unlabelled behind an ID on its line: a source, a severity, a category, else the description.

    `, SNA Server, Warning, ConnectNmPipe returned error`, `   MSExchangeMTA     Configuration`, ` (WARNING) Source X`.
    """
    text = rest.lstrip(' \t,;:.-)]"”=(')
    first, text = _severity_first(text) if rest.lstrip()[:1] == "(" or _SEVERITY.fullmatch(text) else ([], text)
    fields, text = _source_first(text)
    second, text = _severity_first(text) if fields or text[:1] == "(" else ([], text)
    category = _CATEGORY_LABEL.match(text)
    if category:
        return [*first, *fields, *second, Field("category", category["category"])]
    text = _DESCRIPTION_LABEL.sub("", text).strip()
    message = [Field("description", text)] if text.strip(' .)"”') else []
    return [*first, *fields, *second, *message]


def _severity_first(text: str) -> tuple[list[Field], str]:
    match = _SEVERITY.match(text)
    return ([Field("type", match["severity"])], text[match.end() :].lstrip()) if match else ([], text)


def _source_first(text: str) -> tuple[list[Field], str]:
    """The source and category with which the text begins, and what is left of it."""
    label = _SOURCE_LABEL.match(text)
    text = text[label.end() :] if label else text
    name = sources.leading(text) or (re.match(r"(?P<name>[^\s,;:()]+)", text) if label else None)
    if not name:
        return [], text
    rest = text[name.end() :]
    category = sources.category(rest.lstrip())
    whole = _CAPITALISED.fullmatch(rest)
    if not (label or category or whole or sources.is_plain(name[0]) or _PARTED.match(rest)):
        return [], text
    fields = [Field("source", name["name"])]
    printed = category[0] if category else whole["category"] if whole and severity_of(rest) is None else None
    if printed:
        fields.append(Field("category", printed))
        rest = rest.lstrip()[len(printed) :]
    return fields, rest.lstrip(" \t),;:.-")


def unlabelled(line: str) -> list[Field]:
    """The source, severity or category that is all of a line below an ID: `MSExchangeMTA`, `Warning`."""
    text = line.strip(" \t:.-()")
    name, category = sources.leading(text), sources.category(text)
    if name and name.end() == len(text):
        return [Field("source", text)]
    if category and category.end() == len(text):
        return [Field("category", text)]
    return [Field("type", text)] if _SEVERITY.fullmatch(text) else []
