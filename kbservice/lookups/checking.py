"""Does what runs include the fix of an article? The record and the fix lists that name it, handed to `fixcheck`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kbservice import fixcheck
from kbservice.fixcheck import Running, Verdict
from kbservice.index import Index
from kbservice.lookups.articles import listings, record, title_of


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """The verdict on one article, and how what runs was understood."""

    number: int
    title: str
    understood: Mapping[str, str]
    verdict: Verdict


def check(index: Index, number: int, runs: Running) -> CheckAnswer:
    """Whether what runs includes the fix of the article.

    Raises:
        ArticleNotFound: the index does not hold the article.
    """
    found = record(index, number)
    verdict = fixcheck.check(found, runs, listings(index, number))
    return CheckAnswer(number, title_of(index, found)[0], runs.understood(), verdict)
