"""Cause and fix of an article in one line each, for lists in which a reader chooses."""

from __future__ import annotations

import re

from kbservice.record import Record

WIDTH = 240

# The number of a first step ends no sentence: "follow these steps: 1. Open ..." goes on to the step.
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)\"'][.!?])(?<!:\s\d\.)\s+(?=[A-Z]|\d{1,2}[.)] )")
_LIST_MARK = re.compile(r"^(?:[-*•]|\d{1,2}[.)])\s+")


def cause(record: Record) -> str:
    """The first sentence of CAUSE, or an empty string."""
    return first_sentence(record.body("cause"))


def fix(record: Record) -> str:
    """Where the problem is corrected, or the first sentence of the resolution or of the workaround."""
    releases = dict.fromkeys(
        " ".join(part for part in (f.product, f.version, f.release or f.build) if part) for f in record.fixed_in
    )
    if releases:
        return shortened("Corrected in " + "; ".join(releases))
    resolution = first_sentence(record.body("resolution"))
    if resolution:
        return resolution
    workaround = first_sentence(record.body("workaround"))
    return f"Workaround: {workaround}" if workaround else ""


def first_sentence(text: str) -> str:
    """The first sentence of a text on one line, at most WIDTH characters."""
    line = _LIST_MARK.sub("", " ".join(text.split()))
    return shortened(_SENTENCE_END.split(line, maxsplit=1)[0])


def shortened(line: str, width: int = WIDTH) -> str:
    """The line, cut at a word with an ellipsis if it is longer than `width` characters."""
    if len(line) <= width:
        return line
    return line[: width - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
