"""Releases of products and their builds: which release a build is, and which build a release has.

The table is data/releases.jsonl, one release a line, each with the article that states it or `common knowledge`. No
build is given the name of the nearest release: it is that release, lies between two, or is shared by several.
data/last_releases.jsonl names the last release of each line of service packs: what is above it was never made.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import Any, TypeVar

from kbservice import products
from kbservice.errors import BrokenData, InvalidInput
from kbservice.products import ProductName
from kbservice.versions import Build, ServicePack

COMMON_KNOWLEDGE = "common knowledge"
Row = TypeVar("Row")

_FIELDS = {"product", "version", "release", "build"}
_LAST_FIELDS = {"product", "version", "last", "source"}
_OPTIONAL = {"component", "date", "source", "evidence", "note", "after", "name"}


@dataclass(frozen=True, slots=True)
class Release:
    """One row: this release of the product (or of one component) has this build.

    `source` is an article number or `common knowledge`; `evidence` what the source prints.
    """

    product: ProductName
    pack: ServicePack
    build: Build
    source: str
    component: str | None = None
    date: str | None = None
    name: str = ""
    evidence: str = ""
    note: str = ""

    @property
    def title(self) -> str:
        """`Exchange Server 5.5 SP4`, for people."""
        return f"{self.product} {self.name or self.pack}"

    def __str__(self) -> str:
        component = f" ({self.component})" if self.component else ""
        return f"{self.title}{component} is build {self.build}, by {self.source}"


@dataclass(frozen=True, slots=True)
class LastRelease:
    """The last release of a line of service packs, and the article that states it or `common knowledge`."""

    product: ProductName
    pack: ServicePack
    source: str

    def __str__(self) -> str:
        return f"{self.product} {self.pack}"


@dataclass(frozen=True, slots=True)
class Identified:
    """What a build is: `kind` is exact, shared, between, after, before or unknown.

    `packs` are the places in the order of releases that the build can have; for a build between SP3 and SP4 that is
    one place after SP3. `rows` are the releases that tell, `lower` and `upper` the neighbours of a build between.
    """

    kind: str
    packs: tuple[ServicePack, ...] = ()
    rows: tuple[Release, ...] = ()
    lower: Release | None = None
    upper: Release | None = None

    def __str__(self) -> str:
        names = list(dict.fromkeys(row.title for row in self.rows))
        if self.kind == "between" and self.lower and self.upper:
            return f"between {self.lower.title} and {self.upper.title}"
        if self.kind == "after" and self.lower:
            return f"after {self.lower.title}"
        if self.kind == "before" and self.upper:
            return f"before {self.upper.title}"
        return " or ".join(names) if names else "no known release"


UNKNOWN = Identified("unknown")


def load(lines: Iterable[str]) -> tuple[Release, ...]:
    """The rows of a table of releases, one JSON object a line.

    Raises:
        BrokenData: a line lacks a field, has one too many, or a product, build or release that cannot be read.
    """
    return tuple(_read("releases", lines, _row))


def load_last(lines: Iterable[str]) -> tuple[LastRelease, ...]:
    """The rows of a table of last releases: product, version, last, source.

    Raises:
        BrokenData: a line has other fields, or a product or release that cannot be read.
    """
    return tuple(_read("last releases", lines, _last_row))


@cache
def table() -> tuple[Release, ...]:
    """All releases that are known, read once."""
    return load(_lines("releases.jsonl"))


def last(product: ProductName) -> LastRelease | None:
    """The last release of the line of service packs that a version of a product belongs to, if it is known."""
    return _last_of_lines().get(product.line)


@cache
def most_service_packs() -> int:
    """The highest number that a service pack of any product has."""
    return max(row.pack.number[0] for row in _last_of_lines().values())


@lru_cache(maxsize=1024)
def last_build(product: ProductName) -> tuple[Release, int] | None:
    """The release of a product's version with the highest build, and the highest build number still to be believed.

    Hotfixes count on from the last release: by no more than the widest step between two releases before it or, where
    those are close together, a twentieth. Where all releases have one build, hotfixes have it too. None where fewer
    than two releases are known.
    """
    rows = sorted(of(product), key=lambda row: row.build.number)
    if product.version is None or len(rows) < 2:
        return None
    last = rows[-1].build.number[0]
    widest = max(b.build.number[0] - a.build.number[0] for a, b in pairwise(rows))
    return rows[-1], last + (max(widest, last // 20) if widest else 0)


def of(product: ProductName) -> tuple[Release, ...]:
    """The releases of a product, of all its versions if none is said, in their order."""
    rows = _by_family().get(product.family, ())
    same_edition = [row for row in rows if row.product.line[2] == product.line[2]]
    chosen = [row for row in same_edition if product.version in (None, row.product.version)]
    return tuple(sorted(chosen, key=lambda row: (row.product.version or "", row.pack, row.build.number)))


def named(product: ProductName, text: str) -> ServicePack | None:
    """The place in the order of a release that a text calls by its name, such as `Security Rollup Package 1`."""
    rows = (row for row in of(product) if row.name and row.name.lower() in text.lower())
    return next((row.pack for row in rows), None)


@lru_cache(maxsize=1024)
def identify(product: ProductName, build: Build, component: str | None = None) -> Identified:
    """The release that a build of a product is.

    Minor numbers differ by component within one release (Q176812), so the build's first number decides unless two
    releases share it. A service pack written beside the build is believed.
    """
    rows = tuple(row for row in of(product) if _same_prefix(row, build) and _same_letter(row, build))
    if build.service_pack is not None:
        named = tuple(row for row in rows if row.pack == build.service_pack and row.build.number[0] == build.number[0])
        return Identified("exact", (build.service_pack,), named)
    same = tuple(row for row in rows if row.build.number[0] == build.number[0])
    if same:
        return _shared(same, build, component)
    return _between(rows, build)


def _shared(rows: tuple[Release, ...], build: Build, component: str | None) -> Identified:
    if len({row.product.version for row in rows}) > 1:
        equal = tuple(row for row in rows if row.build.number == build.number)
        if len({row.product.version for row in equal}) != 1:
            return UNKNOWN
        rows = equal
    narrowed = _by_service_pack_digit(rows, build) or _by_component(rows, build, component) or rows
    packs = tuple(sorted({row.pack for row in narrowed}))
    exact = tuple(row for row in narrowed if row.build.number == build.number) or narrowed
    return Identified("exact" if len(packs) == 1 else "shared", packs, exact if len(packs) == 1 else narrowed)


def _by_service_pack_digit(rows: tuple[Release, ...], build: Build) -> tuple[Release, ...]:
    """Systems Management Server 2.0: the thousands of the last part are the service pack (Q213410, Q266130)."""
    if rows[0].product.family != "Systems Management Server" or len(build.number) < 2:
        return ()
    digit = build.number[1] // 1000
    return tuple(row for row in rows if len(row.build.number) > 1 and row.build.number[1] // 1000 == digit)


def _by_component(rows: tuple[Release, ...], build: Build, component: str | None) -> tuple[Release, ...]:
    if len({row.pack for row in rows}) == 1 or len(build.number) < 2:
        return ()
    equal = tuple(row for row in rows if row.build.number == build.number)
    if component is None:
        return equal
    return tuple(row for row in equal if (row.component or "").lower() == component.lower()) or equal


def _between(rows: tuple[Release, ...], build: Build) -> Identified:
    if len({row.product.version for row in rows}) > 1:
        rows = _one_version(rows, build)
    below = [row for row in rows if row.build.number < build.number]
    above = [row for row in rows if row.build.number > build.number]
    lower = max(below, key=lambda row: (row.pack, row.build.number), default=None)
    upper = min(above, key=lambda row: (row.pack, row.build.number), default=None)
    if lower is None:
        return Identified("before", (), (upper,), None, upper) if upper else UNKNOWN
    place = ServicePack(lower.pack.number, lower.pack.letter, True, f"a build after {lower.pack}")
    found = (lower, upper) if upper else (lower,)
    return Identified("between" if upper else "after", (place,), found, lower, upper)


def _one_version(rows: tuple[Release, ...], build: Build) -> tuple[Release, ...]:
    """The rows of the only version whose first and last build enclose this one, if there is one."""
    versions = sorted({row.product.version or "" for row in rows})
    spans = {v: [row.build.number for row in rows if (row.product.version or "") == v] for v in versions}
    enclosing = [v for v, numbers in spans.items() if min(numbers) <= build.number <= max(numbers)]
    return tuple(row for row in rows if len(enclosing) == 1 and row.product.version == enclosing[0])


def _same_prefix(row: Release, build: Build) -> bool:
    prefix = row.build.prefix or _numbers(row.product.version)
    if not prefix or not build.prefix:
        return True
    count = min(len(prefix), len(build.prefix))
    return prefix[:count] == build.prefix[:count] or build.prefix[:count] == _numbers(row.product.version)[:count]


def _same_letter(row: Release, build: Build) -> bool:
    return row.build.letter == build.letter or (bool(build.letter) and not row.build.letter and _no_letters(row))


@cache
def _no_letters(row: Release) -> bool:
    return not any(other.build.letter for other in _by_family()[row.product.family])


def _numbers(version: str | None) -> tuple[int, ...]:
    parts = (version or "").split(".")
    return tuple(int(part) for part in parts) if len(parts) > 1 and all(part.isdigit() for part in parts) else ()


@cache
def _by_family() -> dict[str, tuple[Release, ...]]:
    found: dict[str, list[Release]] = {}
    for row in table():
        found.setdefault(row.product.family, []).append(row)
    return {name: tuple(rows) for name, rows in found.items()}


@cache
def _last_of_lines() -> dict[tuple[str, str | None, str], LastRelease]:
    return {row.product.line: row for row in load_last(_lines("last_releases.jsonl"))}


def _lines(name: str) -> list[str]:
    return resources.files("kbservice").joinpath(f"data/{name}").read_text(encoding="utf-8").splitlines()


def _read(table: str, lines: Iterable[str], reader: Callable[[dict[str, Any]], Row]) -> Iterator[Row]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield reader(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError, InvalidInput) as error:
                raise BrokenData(f"{table}, line {number}: {error}") from error


def _last_row(given: dict[str, Any]) -> LastRelease:
    if given.keys() != _LAST_FIELDS:
        raise ValueError(f"fields must be {sorted(_LAST_FIELDS)}")
    return LastRelease(_product(given), ServicePack.parse(given["last"]), given["source"])


def _product(given: dict[str, Any]) -> ProductName:
    product = products.parse(f"{given['product']}", given["version"])
    if not product.known:
        raise ValueError(f"{given['product']!r} is in no product family")
    return product


def _row(given: dict[str, Any]) -> Release:
    if not _FIELDS <= given.keys() <= _FIELDS | _OPTIONAL:
        raise ValueError(f"fields must be {sorted(_FIELDS)} and may be {sorted(_OPTIONAL)}")
    product = _product(given)
    pack = ServicePack.parse(given["release"])
    if given.get("after"):
        pack = ServicePack(pack.number, pack.letter, True, given.get("name", ""))
    if given.get("date"):
        dt.date.fromisoformat((given["date"] + "-01-01")[:10])
    return Release(
        product, pack, Build.parse(given["build"]), given.get("source", COMMON_KNOWLEDGE), given.get("component"),
        given.get("date"), given.get("name", ""), given.get("evidence", ""), given.get("note", ""),
    )  # fmt: skip
