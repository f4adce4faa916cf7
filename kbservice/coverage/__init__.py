"""What many articles say about one build: coverage, differences, plans and audits.

Functions over a `Catalogue`, which is made once from the records and asked many times. No index, no HTTP.
"""

from __future__ import annotations

from kbservice.coverage.audit import Audit, Finding, audit
from kbservice.coverage.builds import Coverage, Difference, Standing, coverage, difference, refuse_unreleased
from kbservice.coverage.catalogue import Catalogue, Entry
from kbservice.coverage.plans import Plan, Step, plan

__all__ = [
    "Audit", "Catalogue", "Coverage", "Difference", "Entry", "Finding", "Plan", "Standing", "Step", "audit", "coverage",
    "difference", "plan", "refuse_unreleased",
]  # fmt: skip
