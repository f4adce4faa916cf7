"""Blocks of labelled lines that state one file: `File: Sample.sys`, `Date: 08/27/98`, `Size: 338 KB`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kbservice.extract.files.columns import NAME, OTHER, columns
from kbservice.extract.files.rows import Row

_FIELD = re.compile(r"\s*(?P<label>[A-Za-z][A-Za-z /]{2,20}?)\s*[:=]\s+(?P<value>\S.*)")


def labelled_row(lines: Sequence[str], first: int, last: int) -> tuple[Row, int] | None:
    """The values of the block that begins on line `first` (1-based) and its last line; None where there is none.

    A block names a file and at least one fact more, each under a label that could head a column.
    """
    found: Row = {}
    number = first
    while number <= last:
        field = _FIELD.match(lines[number - 1])
        kind = _kind(field["label"]) if field else None
        if field is None or kind is None or kind in found:
            break
        found[kind] = field["value"].strip()
        number += 1
    facts = found.keys() - {OTHER}
    return (found, number - 1) if NAME in found and len(facts) > 1 else None


def _kind(label: str) -> str | None:
    named = columns(f"{label}  Version") or columns(f"{label}  Name")
    return named[0].kind if named else None
