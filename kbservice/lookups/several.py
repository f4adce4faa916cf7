"""Several things that run on one machine: whose verdict speaks for an article, and what to install for each.

An administrator runs Exchange on Windows NT with Outlook. An article is seldom about all of them, so the verdict that
counts is the one for what the article applies to; where it applies to several, the most pressing one that is decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kbservice import fixcheck
from kbservice.coverage import Plan
from kbservice.fixcheck import Running, Verdict
from kbservice.index import Index
from kbservice.lookups import surveys
from kbservice.lookups.articles import listings, record, title_of
from kbservice.lookups.checking import CheckAnswer

# Reasons that say: the article is not about this at all, and: it is, but there is nothing to have.
_APART = ("other_product", "other_platform", "other_language", "file_not_listed")
_NOTHING_TO_HAVE = ("no_fix", "by_design", "fixed_elsewhere", "not_yet_affected")
_PRESSING = {fixcheck.NOT_INCLUDED: 0, fixcheck.INCLUDED: 1, fixcheck.UNKNOWN: 2}


def weight(verdict: Verdict) -> int:
    """How early a verdict comes among those of several things that run; the first one speaks for the article."""
    if verdict.reason in _APART:
        return 4
    return 3 if verdict.reason in _NOTHING_TO_HAVE else _PRESSING[verdict.verdict]


def check_each(index: Index, number: int, runs: Mapping[str, Running]) -> dict[str, CheckAnswer]:
    """The answer for each thing that runs, under the words in which it was said; the one that counts first.

    Raises:
        ArticleNotFound: the index does not hold the article.
    """
    found, listed = record(index, number), listings(index, number)
    title = title_of(index, found)[0]
    answers = [
        (said, CheckAnswer(number, title, one.understood(), fixcheck.check(found, one, listed)))
        for said, one in runs.items()
    ]
    return dict(sorted(answers, key=lambda pair: weight(pair[1].verdict)))


def plan_each(index: Index, runs: Mapping[str, Running], must_fix: Iterable[int]) -> dict[str, Plan]:
    """What to install for each product that runs, so that the articles that are about it are fixed.

    Raises:
        InvalidInput: what runs names no product with a service pack or build, or a release that never was.
    """
    products = {said: one for said, one in runs.items() if one.product} or runs
    wanted: dict[str, list[int]] = {}
    for number in dict.fromkeys(must_fix):
        said = check_each(index, number, products) if number in index else products
        wanted.setdefault(next(iter(said)), []).append(number)
    return {said: surveys.plan(index, products[said], numbers) for said, numbers in wanted.items()}
