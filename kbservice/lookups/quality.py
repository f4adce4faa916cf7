"""How far the records can be trusted: coverage over the index, problems, conflicts, and accuracy as last measured.

Accuracy comes from `data/quality.json`, which the evaluation wrote together with its date and the corpus it ran on;
nobody types it. The rules were developed on the same labelled articles, so these figures, and the confidence of a rule
that is calibrated on them, are an upper bound for articles that nobody has looked at.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kbservice.index import FacetValue, Index

EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Trouble:
    """A field that could not be read in some articles, or statements in conflict: how many articles, and some."""

    field: str
    count: int
    examples: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """Articles in all; articles that have each section or fact; troubles, most first; the last evaluation, if any."""

    articles: int
    coverage: tuple[FacetValue, ...]
    problems: tuple[Trouble, ...]
    conflicts: Trouble
    measured: Mapping[str, Any] | None


def quality(index: Index) -> Quality:
    """What the index says of its own records."""
    coverage = sorted(index.values("has"), key=lambda value: (-value.count, value.value))
    problems = [_trouble(index, "problem", value) for value in index.values("problem")]
    conflicting = next((value for value in coverage if value.value == "conflicts"), FacetValue("conflicts", 0))
    return Quality(
        articles=len(index),
        coverage=tuple(coverage),
        problems=tuple(sorted(problems, key=lambda trouble: (-trouble.count, trouble.field))),
        conflicts=_trouble(index, "has", conflicting),
        measured=measured(),
    )


def _trouble(index: Index, field: str, value: FacetValue) -> Trouble:
    return Trouble(value.value, value.count, tuple(index.find(field, value.value)[:EXAMPLES]))


@cache
def measured() -> Mapping[str, Any] | None:
    """The figures of the last evaluation as it wrote them, or None before the first."""
    report = resources.files("kbservice") / "data" / "quality.json"
    if not report.is_file():
        return None
    figures: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return figures
