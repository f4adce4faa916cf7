"""IDs without a word beside them, below a sentence that announces entries of the log.

The Application Event log will show:          DNS event IDs 1 through 1657              Code   Description
                                                                                        ----   -----------
  502 - Service started with configuration      1 (Success) DNS_EVENT_STARTING          100    Machine classes: ...
  501 - Service started logging data            Starting Microsoft DNS Server
"""

from __future__ import annotations

import re

from kbservice.extract.events.fields import Field

_ANNOUNCES = re.compile(
    r"event\s*(?:log|viewer|ids?\b)|\bevents?\b[^.]{0,80}:\s*$|\b(?:application|system|security)\s+log\b", re.IGNORECASE
)
_CATALOGUE = re.compile(r"\bevent\s+(?:ids|(?:log\s+)?(?:codes|messages))\b|\bevent\s+id\s+description", re.IGNORECASE)
_NUMBER = re.compile(r"[ \t]*(?:[-*][ \t]+)?[\"']?(?:ID:?[ ])?\d")
_LISTED = re.compile(
    r"[ \t]+(?:[-*][ \t]+)?[\"']?(?:ID:?[ ])?(?P<id>[1-9]\d{2,4})"
    r"(?P<rest>[ \t]*$|[ \t]*[:(](?![ \t]*[0-9a-f]{2,8}\b).*|[ \t]+-[ \t].*|[ \t]+[\"'A-Z].*)"
)
_ROW = re.compile(
    r"[ \t]*(?P<id>0|[1-9]\d{0,4})"
    r"(?P<rest>[ \t]{2,}\S.*|[ \t]\((?:success|informational|warning|error|failure)\).*)",
    re.IGNORECASE,
)
_ALONE = re.compile(r"[ \t]+(?P<id>[1-9]\d{2,4})(?P<rest>)$")
_NOT_HEX = re.compile(r"[G-Zg-z]")  # a source or message, not the next line of a dump


class Listing:
    """Whether a number at the start of a line is an ID: what the title and the last paragraph say about it."""

    def __init__(self, title: str, logs: bool) -> None:
        self._catalogue = bool(_CATALOGUE.search(title))
        self._logs = logs  # the article speaks of the event log at all
        self._paragraph: list[str] = []
        self._ended = False

    def prose(self, line: str) -> None:
        """Take note of a line of running text."""
        if self._ended:
            self._paragraph, self._ended = [], False
        self._paragraph.append(line)

    def blank(self) -> None:
        """Take note that a paragraph ends."""
        self._ended = True

    def fields(self, line: str, below: str) -> list[Field]:
        """The ID with which the line begins, `below` being the next line."""
        if not _NUMBER.match(line):
            return []
        above = " ".join(self._paragraph[-6:])
        match = _LISTED.match(line) if above.rstrip().endswith(":") and _ANNOUNCES.search(above) else None
        if match is None and self._logs:
            match = _ALONE.match(line)
        if match and not match["rest"].strip() and not _NOT_HEX.search(below):
            match = None
        if match is None and self._logs and (self._catalogue or _CATALOGUE.search(above)):
            match = _ROW.match(line)
        return [Field("id", match["id"] + match["rest"])] if match else []
