"""Places in an article as fragments of its address: `#L31`."""

from __future__ import annotations

from kbservice.record import Where


def anchor(where: Where) -> str:
    """The fragment that leads to the first line of a place."""
    return f"#L{where.first_line}"
