"""Which release a build is: from the releases table, no index needed."""

from __future__ import annotations

from dataclasses import dataclass

from kbservice import products, releases
from kbservice.errors import BuildNotFound
from kbservice.products import ProductName
from kbservice.releases import Identified, Release
from kbservice.versions import Build


@dataclass(frozen=True, slots=True)
class BuildAnswer:
    """What a build of a product is: that release, one of several, between two, before or after all."""

    product: ProductName
    build: Build
    identified: Identified


def build(product: str, text: str) -> BuildAnswer:
    """The release of a product that a build is; never the nearest one passed off as it.

    Raises:
        BuildNotFound: the table has no release of the product, or none that the build could be placed by.
        InvalidVersion: the text is no build; `field` is `build`.
    """
    name = products.parse(product)
    parsed = Build.parse(text)
    identified = releases.identify(name, parsed)
    if identified.kind == "unknown":
        raise BuildNotFound(f"no release of {name} is known for build {parsed}")
    return BuildAnswer(name, parsed, identified)


def known_releases(product: str) -> tuple[Release, ...]:
    """The releases of a product that the table knows, in their order.

    Raises:
        BuildNotFound: it knows none.
    """
    name = products.parse(product)
    rows = releases.of(name)
    if not rows:
        raise BuildNotFound(f"no release of {name} is known")
    return rows
