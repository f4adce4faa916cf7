"""Which product and version came after which."""

from __future__ import annotations

import re

from kbservice.products import ProductName

_SUCCESSION = (
    ("Windows 3.x", "Windows for Workgroups", "Windows 95", "Windows 98", "Windows Me"),
    ("Windows NT", "Windows 2000", "Windows XP", "Windows Server 2003"),
)  # fmt: skip


def succeeds(newer: ProductName, older: ProductName) -> bool:
    """Whether the first is a later version of the second, or its successor by another name."""
    if newer.family == older.family:
        return _order(newer) > _order(older) > ((), "")
    return any(
        newer.family in names and older.family in names and names.index(newer.family) > names.index(older.family)
        for names in _SUCCESSION
    )


def _order(product: ProductName) -> tuple[tuple[int, ...], str]:
    """The version as numbers and final letter: 5.0 before 5.0a before 6.0."""
    version = "5.0" if product.family == "Visual Studio" and product.version == "97" else product.version or ""
    letter = re.search(r"\d([a-z])$", version)
    return tuple(int(part) for part in re.findall(r"\d+", version)), letter[1] if letter else ""


def maintains(newer: ProductName, older: ProductName) -> bool:
    """Whether the first is a maintenance release of the second: 5.0a of 5.0."""
    return newer.family == older.family and _order(newer)[0] == _order(older)[0] and _order(newer) > _order(older)
