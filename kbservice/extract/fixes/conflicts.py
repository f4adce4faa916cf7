"""Conflicts: where the sentence, the fix list and the keyword of one article name different releases of one product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from kbservice.extract.fixes.context import same_version
from kbservice.extract.fixes.named import LATEST
from kbservice.record import Conflict, FixedIn, FixKeyword, ListedFix, Record, Where

_Said = tuple[str, FixedIn | ListedFix | FixKeyword]


def conflicts(record: Record, listed: Iterable[ListedFix] = ()) -> tuple[Conflict, ...]:
    """Disagreements about the first release with the fix; `listed` is what fix lists say about the article.

    Sources that name several releases of a product disagree only if none is common to both. `preSPn` keywords and
    releases without a number say nothing that could disagree.
    """
    said: list[_Said] = [("The article", f) for f in record.fixed_in]
    said += [("A fix list", f) for f in listed if f.article == record.number]
    said += [("A keyword", f) for f in record.fix_keywords if f.product and not f.before]
    numbered = [(source, fact) for source, fact in said if fact.release not in {None, LATEST}]
    return tuple(dict.fromkeys(_between(numbered)))


def _between(said: list[_Said]) -> Iterator[Conflict]:
    for (source, fact), (other_source, other) in combinations(said, 2):
        if source == other_source or not same_version(fact, other) or fact.release == other.release:
            continue
        if not _common(said, source, other_source, fact):
            yield Conflict(
                f"{source} names {fact.product} {fact.version or ''} {fact.release}, "
                f"{other_source[0].lower()}{other_source[1:]} {_label(other)}{other.release}.",
                (fact.where,) if isinstance(other, ListedFix) else (_own(fact), other.where),
            )


def _common(said: list[_Said], source: str, other_source: str, like: FixedIn | ListedFix | FixKeyword) -> bool:
    """Whether the two sources share a release of this product."""

    def named(by: str) -> set[str | None]:
        return {fact.release for s, fact in said if s == by and same_version(fact, like)}

    return bool(named(source) & named(other_source))


def _label(fact: FixedIn | ListedFix | FixKeyword) -> str:
    return f"{fact.keyword} " if isinstance(fact, FixKeyword) else ""


def _own(fact: FixedIn | ListedFix | FixKeyword) -> Where:
    return fact.where
