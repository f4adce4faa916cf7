"""A product as a whole: its releases, its fixes by release and year, its articles by kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kbservice import products, releases
from kbservice.coverage.catalogue import Entry
from kbservice.errors import NotFound
from kbservice.fixcheck import Claim
from kbservice.index import FacetValue, Hit, Index, Question
from kbservice.lookups.searching import search
from kbservice.lookups.surveys import catalogue
from kbservice.products import ProductName
from kbservice.releases import Release
from kbservice.versions import ServicePack

_NEWEST = 10


@dataclass(frozen=True, slots=True)
class ReleaseFixes:
    """A release and the number of articles whose fix came with it."""

    product: ProductName
    release: str
    fixes: int

    @property
    def version(self) -> str | None:
        return self.product.version


@dataclass(frozen=True, slots=True)
class ProductAnswer:
    """What is known of a product, of all its versions."""

    name: ProductName
    articles: int
    years: tuple[FacetValue, ...]  # articles with a fix by year of their last change, ascending
    kinds: tuple[FacetValue, ...]
    releases: tuple[Release, ...]
    fixes: tuple[ReleaseFixes, ...]
    newest: tuple[Hit, ...]


def product(index: Index, text: str) -> ProductAnswer:
    """The product that a person names, all versions together.

    Raises:
        NotFound: no article is about it, and no release of it is known.
    """
    name = ProductName(products.parse(text).family)
    of_product = {"product": (name.family,)}
    page = search(index, Question("", of_product, sort="newest", per_page=_NEWEST, facets=("kind",)))
    fixed = search(index, Question("", of_product | {"kind": ("fix",)}, per_page=1, facets=("year",)))
    rows = releases.of(name)
    if not page.total and not rows:
        raise NotFound(f"no article of the index is about {text!r}", remedy="see the list of products")
    return ProductAnswer(
        name=name,
        articles=page.total,
        years=tuple(sorted(fixed.facets.get("year", ()), key=lambda year: year.value)),
        kinds=page.facets.get("kind", ()),
        releases=tuple(sorted(rows, key=lambda row: _by_number(row.product.version))),
        fixes=_by_release(name, catalogue(index).about(name)),
        newest=page.hits,
    )


def _by_release(name: ProductName, entries: Iterable[Entry]) -> tuple[ReleaseFixes, ...]:
    """Releases in their order, each with the articles whose fix came first with it."""
    counts: Counter[tuple[str, str | None, ServicePack]] = Counter()
    for entry in entries:
        own = [claim for claim in entry.claims if claim.product.family == name.family]
        counts.update((family, version, pack) for (family, version), pack in _first_packs(own).items())
    ordered = sorted(counts.items(), key=lambda item: (_by_number(item[0][1]), item[0][2]))
    return tuple(
        ReleaseFixes(ProductName(family, version), pack.short, count) for (family, version, pack), count in ordered
    )


def _by_number(version: str | None) -> tuple[tuple[int, ...], str]:
    """The place of a version: 3.51 before 4.0, and 5.5 before 2000."""
    said = version or ""
    return tuple(map(int, re.findall(r"\d+", said))), said


def _first_packs(claims: Iterable[Claim]) -> Mapping[tuple[str, str | None], ServicePack]:
    first: dict[tuple[str, str | None], ServicePack] = {}
    for claim in claims:
        key = claim.product.family, claim.product.version
        if claim.kind != "affected" and claim.numbered and claim.pack is not None:
            first[key] = min(claim.pack, first.get(key, claim.pack))
    return first
