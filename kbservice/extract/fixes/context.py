"""The product that a statement is about when its own words don't say so.

Sub-headings own their statements; then counts what the article has said so far ("a problem in MASM version 5.1"), then
its list of products, if that names only one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Protocol

from kbservice import products
from kbservice.extract.fixes.named import LATEST, Named, releases
from kbservice.record import Document

_CONFIRMED = re.compile(r"\b(?:problems?|bugs?|errors?|issues?|limitations?)\s+(?:in|with)\s+")
_LABEL = re.compile(
    r"(?:\w+ing|Case|Method|Part|Step|Example|Scenario|Issue|Problem|Option|Section|Table)\b", re.IGNORECASE
)
_OPENING = re.compile(r"(?:For|In|With)\s+", re.IGNORECASE)
_LICENCE = re.compile(  # editions differ in licence, not in code
    r",?\s(?:Standard|Enterprise|Professional|Learning|Control Creation)(?: Edition)?(?: for Windows)?$| for Windows$"
    r"|(?<=Windows NT)(?:,? (?:Advanced Server|Server|Workstation))(?:,? Enterprise Edition)?$"
)


def same_product(a: str, b: str) -> bool:
    """Whether two names are one product: Windows NT Server and Workstation are, Terminal Server Edition is apart."""
    return _line(a, None)[:2] == _line(b, None)[:2]


class OfProduct(Protocol):
    """Anything that names a product and perhaps its version."""

    @property
    def product(self) -> str | None: ...

    @property
    def version(self) -> str | None: ...


def same_version(a: OfProduct, b: OfProduct) -> bool:
    """Whether two facts are about one version of one product; a version that is not said is any."""
    mine, theirs = _line(a.product or "", a.version), _line(b.product or "", b.version)
    return mine[:2] == theirs[:2] and (mine[2] == theirs[2] or None in (a.version, b.version))


def _line(product: str, version: str | None) -> tuple[str, bool, str | None]:
    name = products.parse(product, version)
    return name.family.lower(), name.edition == "Terminal Server Edition", name.version


def completed(named: Named, document: Document, heading: str, said: str = "") -> Named | None:
    """The release with the product and version that its words leave out; None if no product can be told.

    `the latest service pack for Exchange` keeps to its words: it is no release that a version would make precise.
    `said` is what the sentence says before it names the release: `SNA Server version 4.0 has been corrected in SP1`.
    """
    near = [*_first_words(said), *_of_heading(heading)]
    unnamed, numbered = not named.product and named.release, named.release not in {None, LATEST}
    if not named.product:
        known = near or [*_confirmed(document)] or _applies(document)
        if not known or not all(same_product(k.product, known[0].product) for k in known):
            return None
        named = replace(named, product=_LICENCE.sub("", known[0].product).strip(" ,"))
    if named.version is None and (numbered or unnamed) and not re.search(r"\d", named.product):
        named = replace(named, version=_version(named.product, [near, _confirmed(document), _applies(document)]))
    return named


def owner(document: Document, heading: str, said: str = "") -> Named | None:
    """The product that a component belongs to: `For Exchange Server 4.0, this has been fixed in MTA build 996.25`."""
    known = [*_first_words(said), *_of_heading(heading)] or [*_confirmed(document)] or _applies(document)
    return known[0] if known and len({(k.product, k.version) for k in known}) == 1 else None


def _first_words(said: str) -> list[Named]:
    start = _OPENING.match(said)
    return [n for n in releases(said, start.end() if start else 0) if n.product and n.version]


def _version(product: str, sources: list[list[Named]]) -> str | None:
    """The one version that the first source to speak of the product knows."""
    default = _line(product, None)[2] if "Terminal Server" in product else None
    for source in sources:
        known = [n for n in source if n.version and same_product(n.product, product)]
        versions = {_line(n.product, n.version)[2]: n.version for n in known}
        if len(versions) == 1:
            return next(iter(versions.values()))
        if versions:
            break
    return default


@lru_cache(maxsize=64)
def _of_heading(heading: str) -> list[Named]:
    return [n for n in releases(heading) if n.product and n.version and not _LABEL.match(n.product)]


@lru_cache(maxsize=4)
def _confirmed(document: Document) -> list[Named]:
    """Products in which the article says that it has the problem."""
    text = " ".join(document.text.split())
    named = (n for match in _CONFIRMED.finditer(text) for n in releases(text, match.end()))
    return [n for n in named if n.product and n.version]


@lru_cache(maxsize=4)
def _applies(document: Document) -> list[Named]:
    place = document.applies_to
    if place is None:
        return []
    lines = document.lines[place.first_line - 1 : place.last_line]
    return [n for line in lines for n in releases(line.strip().lstrip("-•* ")) if n.product]
