"""A build: what it is, which fixes it includes and lacks; and what changes from one to another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from flask import redirect, url_for
from werkzeug.wrappers import Response

from kbservice import fixcheck, lookups, releases, serving
from kbservice.coverage import Standing
from kbservice.errors import InvalidInput
from kbservice.fixcheck import Running
from kbservice.lookups import surveys
from kbservice.products import ProductName
from kbservice.web import asking, plots, products
from kbservice.web.sheets import Sheet

_SHOWN = 50  # articles of each verdict on a page
_VERSION_BESIDE = re.compile(r"(\d[\d.]*)\s+(?=[A-Za-z])")  # 5.5 SP3
_VERDICTS = (fixcheck.NOT_INCLUDED, fixcheck.UNKNOWN, fixcheck.INCLUDED)


def page(product: str, release: str) -> Sheet:
    """A build or service pack: which release it is, what it lacks, may have and includes."""
    index = serving.index()
    answer = lookups.fixes(index, product, release)
    runs = answer.runs
    verdict, component = asking.text("verdict"), asking.text("component")
    chosen = [verdict] if verdict in _VERDICTS else list(_VERDICTS)
    identified = releases.identify(runs.product, runs.build) if runs.product and runs.build else None
    by_release, years = products.by_time(index, runs.product.family, runs.product.version) if runs.product else ((), ())
    values = {
        "product": runs.product,
        "release": release,
        "identified": identified,
        "versions": _versions(runs),
        "counts": {v: len(answer.standings(v)) for v in _VERDICTS},
        "lists": [(v, answer.standings(v, component or None)) for v in chosen],
        "shown": None if verdict in _VERDICTS else _SHOWN,
        "components": _worst_first(answer.coverage.by_component()),
        "component": component,
        "by_release": by_release,
        "years": years,
        "severities": plots.bars(_by_severity(answer.standings(fixcheck.NOT_INCLUDED))),
    }
    kept = {name: text for name, text in (("verdict", verdict), ("component", component)) if text}
    return Sheet("build", values, url_for("surveys.fixes", product=product, build=release), kept=kept)


def compare() -> Sheet:
    """What goes away and what arrives between two builds; without them, the form."""
    product, old, new = asking.text("product"), asking.text("from"), asking.text("to")
    complete = bool(product and old and new)
    difference = lookups.difference(serving.index(), product, old, new) if complete else None
    asked: dict[str, Any] = {"product": product, "from": old, "to": new}
    values = {"product": product, "old": old, "new": new, "difference": difference}
    return Sheet("compare", values, url_for("surveys.diff", **asked))


def find() -> Response:
    """From a product and a build, as a form gives them, to its page.

    Raises:
        InvalidInput: one of the two is missing.
    """
    for name in ("product", "release"):
        if not asking.text(name):
            raise InvalidInput(f"no {name} is given", field=name, remedy="try Exchange Server 5.5 and SP3, or 2653.23")
    product, release = asking.text("product"), asking.text("release")
    beside = _VERSION_BESIDE.match(release)
    if beside is not None:
        product, release = f"{product} {beside[1]}", release[beside.end() :]
    surveys.running(product, release)
    return redirect(url_for("web.builds_page", product=product, release=release))


def _versions(runs: Running) -> list[ProductName]:
    """The products that have a service pack of this name, where the version was left out."""
    if runs.product is None or runs.product.version is not None:
        return []
    return list(dict.fromkeys(row.product for row in releases.of(runs.product) if row.pack == runs.service_pack))


def _worst_first(components: Mapping[str, Mapping[str, int]]) -> list[tuple[str, Mapping[str, int]]]:
    return sorted(components.items(), key=lambda item: ([-item[1].get(v, 0) for v in _VERDICTS], item[0]))


def _by_severity(standings: Iterable[Standing]) -> list[tuple[str, int, str]]:
    counts: dict[str, int] = {}
    for standing in standings:
        counts[standing.severity] = counts.get(standing.severity, 0) + 1
    return [(name, count, "") for name, count in counts.items()]
