"""Products: all of them, and one with its releases, its fixes and its articles."""

from __future__ import annotations

from collections.abc import Iterable

from flask import url_for

from kbservice import lookups, serving
from kbservice.index import FacetValue, Index
from kbservice.web import plots
from kbservice.web.sheets import Sheet


def all_() -> Sheet:
    """Browse by product and by kind."""
    index = serving.index()
    values = {"products": lookups.products(index), "stats": lookups.stats(index)}
    return Sheet("browse", values, url_for("overview.products"))


def page(name: str) -> Sheet:
    """One product: releases and builds, fixes by release and by year, the newest articles."""
    answer = lookups.product(serving.index(), name)
    values = {
        "answer": answer,
        "years": _years(answer),
        "by_release": _bars(answer.fixes),
    }
    json = url_for("search.search", product=answer.name.family)
    return Sheet("product", values, json, feed=url_for("web.feeds_search", product=answer.name.family))


def by_time(index: Index, family: str, version: str | None) -> tuple[tuple[plots.Bar, ...], tuple[plots.Bar, ...]]:
    """The fixes of each release of one version of a product, and of each year, of all versions."""
    answer = lookups.product(index, family)
    return _bars(fixes for fixes in answer.fixes if version in (None, fixes.version)), _years(answer)


def _years(answer: lookups.ProductAnswer) -> tuple[plots.Bar, ...]:
    return plots.bars([(y.value, y.count, _year(answer.name.family, y)) for y in answer.years])


def _bars(fixes: Iterable[lookups.ReleaseFixes]) -> tuple[plots.Bar, ...]:
    return plots.bars([(f"{r.version or ''} {r.release}".strip(), r.fixes, _build(r)) for r in fixes])


def _year(family: str, year: FacetValue) -> str:
    return url_for("web.search_results", product=family, kind="fix", year=year.value)


def _build(release: lookups.ReleaseFixes) -> str:
    return url_for("web.builds_page", product=str(release.product), release=release.release)
