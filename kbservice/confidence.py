"""How often the facts that a rule finds are right, measured on the labelled articles.

`data/confidence.json` maps a rule to {right, found}; `benchmarks/quality.py` writes it, nobody types it.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources


@cache
def _measured() -> dict[str, tuple[int, int]]:
    table = resources.files("kbservice") / "data" / "confidence.json"
    if not table.is_file():
        return {}
    return {rule: (row["right"], row["found"]) for rule, row in json.loads(table.read_text("utf-8")).items()}


def of(rule: str) -> float | None:
    """The share of a rule's facts that were right on the labels, smoothed for small numbers; None if never measured.

    The smoothing is Laplace's rule of succession: (right + 1) / (found + 2).
    """
    if rule not in _measured():
        return None
    right, found = _measured()[rule]
    return round((right + 1) / (found + 2), 3)
