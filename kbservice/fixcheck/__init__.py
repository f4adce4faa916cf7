"""check(record, what runs) -> Verdict: does the build that runs include the fix of an article?

Pure: no index, no HTTP. A wrong `included` is the worst answer there is, so every rule needs a fact that the article
(or a fix list, or the releases table) states, and a comparison that holds; else the verdict is `unknown` with the
reason and what would settle it. The rules are documented in docs/fixcheck.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kbservice.fixcheck.build_rules import check_build, check_pack
from kbservice.fixcheck.existence import doubted, doubted_file
from kbservice.fixcheck.file_rows import file_key
from kbservice.fixcheck.file_rules import check_file, later_stated
from kbservice.fixcheck.running import PARAMETERS, Running, from_text, parse
from kbservice.fixcheck.trust import Claim, Listing, claims, covered, listings
from kbservice.fixcheck.verdict import (
    INCLUDED,
    NOT_INCLUDED,
    REASONS,
    UNKNOWN,
    WITHOUT_FILES,
    Evidence,
    Verdict,
    decide,
)
from kbservice.products import ProductName
from kbservice.record import Record

__all__ = [
    "INCLUDED", "NOT_INCLUDED", "PARAMETERS", "REASONS", "UNKNOWN", "Claim", "Evidence", "Listing", "Running",
    "Verdict", "check", "check_claims", "claims", "doubted", "doubted_file", "file_key", "from_text", "later_stated",
    "listings", "parse",
]  # fmt: skip


def check(record: Record, runs: Running, listed: Iterable[Listing] = ()) -> Verdict:
    """Whether what runs includes the fix of the article.

    `listed` is what fix lists say about the article (`listings`). Several things given must all be met: the most
    cautious of their verdicts is the answer.
    """
    return check_claims(record, runs, () if runs.asks_for_file else claims(record, listed))


def check_claims(record: Record, runs: Running, known: Sequence[Claim]) -> Verdict:
    """The same for claims about releases that were collected before (`claims`)."""
    answers = list(_answers(record, runs, known))
    if not answers:
        return decide("nothing_given", "nothing-given")
    answer = min(answers, key=lambda answer: _CAUTION[answer.verdict])
    return answer if record.files else replace(answer, settles=WITHOUT_FILES.get(answer.settles, answer.settles))


_CAUTION = {NOT_INCLUDED: 0, UNKNOWN: 1, INCLUDED: 2}


def _answers(record: Record, runs: Running, known: Sequence[Claim]) -> Iterable[Verdict]:
    if runs.asks_for_file:
        yield doubted_file(runs) or check_file(record, runs)
        return
    if runs.product is None and runs.service_pack is None and runs.build is None:
        return
    product = runs.product or _only_product(record)
    if product is None:
        yield decide("product_not_given", "product-not-given", [claim.evidence for claim in known])
        return
    if runs.build is not None:
        yield doubted(product, None, runs.build, known) or check_build(record, product, runs.build, known)
    if runs.service_pack is not None or runs.build is None:
        yield doubted(product, runs.service_pack, None, known) or check_pack(record, product, runs.service_pack, known)


def _only_product(record: Record) -> ProductName | None:
    """The product of an article that is about one version of one product."""
    lines = {product.line for product in covered(record)}
    return covered(record)[0] if len(lines) == 1 else None
