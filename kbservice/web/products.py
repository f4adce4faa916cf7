"""Products: all of them, and one with its releases, its fixes and its articles."""

from __future__ import annotations

from flask import url_for

from kbservice import lookups, serving
from kbservice.index import FacetValue
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
    family = answer.name.family
    by_release = [(f"{r.version or ''} {r.release}".strip(), r.fixes, _build(r)) for r in answer.fixes]
    values = {
        "answer": answer,
        "years": plots.bars([(y.value, y.count, _year(family, y)) for y in answer.years]),
        "by_release": plots.bars(by_release),
    }
    json = url_for("search.search", product=family)
    return Sheet("product", values, json, feed=url_for("web.feeds_search", product=family))


def _year(family: str, year: FacetValue) -> str:
    return url_for("web.search_results", product=family, year=year.value)


def _build(release: lookups.ReleaseFixes) -> str:
    return url_for("web.builds_page", product=str(release.product), release=release.release)
