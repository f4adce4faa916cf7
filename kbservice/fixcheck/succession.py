"""Which product and version came after which."""

from __future__ import annotations

import re

from kbservice.products import ProductName

_SUCCESSION = (
    ("Windows 3.x", "Windows for Workgroups", "Windows 95", "Windows 98", "Windows Me"),
    ("FoxPro", "Visual FoxPro"),
    ("Windows NT", "Windows 2000", "Windows XP", "Windows Server 2003"),
)  # fmt: skip


def succeeds(newer: ProductName, older: ProductName) -> bool:
    """Whether the first is a later version of the second, or its successor by another name.

    Office 2000 is a later version of Word 97 too.
    """
    if newer.family == older.family:
        return _order(newer.family, newer.version) > _order(older.family, older.version) > ((), "")
    (suite, version, _), (other, earlier, _) = newer.line, older.line
    if suite == other and suite in (newer.family, older.family):
        return _order(suite, version) > _order(suite, earlier) > ((), "")
    return any(
        newer.family in names and older.family in names and names.index(newer.family) > names.index(older.family)
        for names in _SUCCESSION
    )


def maintains(newer: ProductName, older: ProductName) -> bool:
    """Whether the first is a maintenance release of the second: 5.0a of 5.0."""
    mine, theirs = _order(newer.family, newer.version), _order(older.family, older.version)
    return newer.family == older.family and mine[0] == theirs[0] and mine > theirs


def _order(family: str, version: str | None) -> tuple[tuple[int, ...], str]:
    """The version as numbers and final letter: 5.0 before 5.0a before 6.0."""
    said = "5.0" if family == "Visual Studio" and version == "97" else version or ""
    letter = re.search(r"\d([a-z])$", said)
    return tuple(int(part) for part in re.findall(r"\d+", said)), letter[1] if letter else ""
