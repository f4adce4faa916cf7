"""What kind of article this is: the prefix of its title, else the classes in its foot, else how it is divided.

The vendor's prefixes say it best: `FIX` is a bug that a release corrects, `BUG` a confirmed one, `PRB` behaviour by
design. Product prefixes such as `XADM` say nothing of the kind.
"""

from __future__ import annotations

import re

from kbservice.record import Document

KINDS = ("bug", "fix", "problem", "how-to", "information", "documentation", "sample", "download", "readme")

_PREFIX = re.compile(r"([A-Za-z0-9][\w/.+'&-]*(?: [\w/.+'&-]+){0,2}):\s")
_LONGEST_PREFIX = 20
_BY_PREFIX = (
    (re.compile(r"FIX(?:ED)?", re.IGNORECASE), "fix"),
    (re.compile(r"(?:BETA-)?BUG|UNCONF", re.IGNORECASE), "bug"),
    (re.compile(r"PRB", re.IGNORECASE), "problem"),
    (re.compile(r"HOW ?TO", re.IGNORECASE), "how-to"),
    (re.compile(r"INFO?", re.IGNORECASE), "information"),
    (re.compile(r"DOC(?: ?ERR)?", re.IGNORECASE), "documentation"),
    (re.compile(r"SAMPLE", re.IGNORECASE), "sample"),
    (re.compile(r"FILE|PATCH", re.IGNORECASE), "download"),
    (re.compile(r".*README.*", re.IGNORECASE), "readme"),
    (re.compile(r".*\b(?:Err(?:or)? ?(?:Msg|Message)|STOP(?: Msg| Message)?)", re.IGNORECASE), "problem"),
)
_BY_CLASS = {
    "kbfix": "fix",
    "kbbug": "bug",
    "kbprb": "problem",
    "kbhowto": "how-to",
    "kbhowtomaster": "how-to",
    "kbinfo": "information",
    "kbdocerr": "documentation",
    "kbsample": "sample",
    "kbfile": "download",
    "kbreadme": "readme",
    "kbbuglist": "bug",
    "kberrmsg": "problem",
    "kbarttypeinf": "information",
}
_CLASS_FIELDS = ("solution type", "issue type", "keywords")


def title_prefix(document: Document) -> str | None:
    """What stands before the first colon of the title, as in `XCON: Messages Queue`, if it is short enough for one."""
    match = _PREFIX.match(document.title)
    return match[1] if match and len(match[1]) <= _LONGEST_PREFIX else None


def kind(document: Document) -> str:
    """One of KINDS."""
    return _by_prefix(document.title) or _by_classes(document) or _by_sections(document)


def _by_prefix(title: str) -> str | None:
    for prefix in re.split(r":\s", title)[:-1]:
        for pattern, found in _BY_PREFIX:
            if pattern.fullmatch(prefix):
                return found
    return "how-to" if re.match(r"(?:[^:]*: )?how to ", title, re.IGNORECASE) else None


def _by_classes(document: Document) -> str | None:
    values = [field.value for name in _CLASS_FIELDS if (field := document.field(name))]
    classes = {word.lower() for value in values for word in value.split()}
    return next((found for name, found in _BY_CLASS.items() if name in classes), None)


def _by_sections(document: Document) -> str:
    names = {section.name for section in document.sections}
    return "problem" if names & {"symptoms", "cause", "resolution", "workaround"} else "information"
