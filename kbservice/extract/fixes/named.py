"""The releases that a phrase names: product, version and service pack of each, with what they share spelt out.

Three ways of sharing occur: one product with several versions (`SNA Server versions 3.0 and 4.0`), one service pack for
several products (`the latest service pack for A or B`, `A 1.0 and B 2.0 service packs`), and one version for several
products (`Visual Basic and Visual Studio 6, Service Pack 4`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from kbservice.extract.fixes.phrase import EDITION, PACK, UPDATE, Item, Phrase
from kbservice.extract.fixes.tokens import words

LATEST = "latest service pack"

_NT = re.compile(r"Windows NT(?: (?:Advanced )?Server| Workstation)?$")
_NT_OR_ROLE = re.compile(r"(?:Windows NT)?(?: ?(?:Advanced )?Server| ?Workstation)?$")
_FILE = re.compile(r"[\w$~-]+\.(?!NET$)[A-Za-z]{3}$")
_NAME_ENOUGH = re.compile(rf"{UPDATE.pattern}|(?:Toolkit|Edition|\.NET|XP|ME|Me)$|\b(?:9[5-8]|20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Named:
    """One release as printed, cleaned of `Microsoft`, `version` and the like; `end` is where its name ends.

    `release` is None for a version itself, LATEST for a service pack without a number; `product` is empty where the
    phrase names none, and the component's name where it names the build of one.
    """

    product: str
    version: str | None
    release: str | None
    end: int
    build: str | None = None


def releases(text: str, start: int = 0, end: int | None = None) -> list[Named]:
    """The releases that the phrase beginning at `start` names, in the order printed; none if it names no release.

    A service pack without number or product counts only where the phrase calls it the latest.
    """
    phrase = Phrase()
    for word in words(text, start, end):
        phrase.read(word)
    items = [item for item in phrase.items if item.product or not item.bare()]
    _share(items)
    return _merged([named for item in items for named in _spelt_out(item) if _says_something(named, item.latest)])


def _says_something(named: Named, latest: bool) -> bool:
    """`the latest version of X` names no release, and `the service pack` only if it is called the latest."""
    if named.release == LATEST:
        return latest or bool(named.product)
    return bool(named.release or named.build) or not latest


def _share(items: list[Item]) -> None:
    """Gives each item what it shares with its neighbours: version and packs from the right, products from the left."""
    for left, right in reversed(list(pairwise(items))):
        if right.product and EDITION.match(right.product[0]):
            right.product = [*left.product, ",", *right.product]
            right.versions = right.versions or list(left.versions)
            left.packs = left.packs or list(right.packs)
        elif left.product and not (left.versions or left.packs or left.build):
            left.versions, left.packs = list(right.versions), list(right.packs)
        elif left.product and not (left.packs or left.lead or left.build):
            left.packs = _lent(left, right)
    for left, right in pairwise(items):
        if not right.product:
            right.product = list(left.product)
            right.versions = right.versions or list(left.versions)


def _lent(left: Item, right: Item) -> list[str]:
    """The packs of an item that are meant for the one before it as well.

    Such are the plural's, the second of a scrambled phrase, and those of an edition named beside its own product:
    `Windows NT 4.0 and Windows NT Server 4.0, Terminal Server Edition Service Pack 4`.
    """
    if (
        left.versions == right.versions
        and right.product[: len(left.product)] == left.product
        and "Edition" in right.product
    ):
        return list(right.packs)
    if len(right.packs) > 1 and not right.versions:
        return [right.packs.pop()]
    return list(right.packs) if right.packs == [PACK] and not right.alone else []


def _spelt_out(item: Item) -> list[Named]:
    product = _clean(item.product)
    if _is_file(item.product) or (item.bare() and not _NAME_ENOUGH.search(product)):
        return []
    if item.build:
        return [Named(product, item.versions[0] if item.versions else None, None, item.end, item.build)]
    packs = item.packs or ([item.lead] if item.lead else [])
    if item.lead and not item.lead.startswith(PACK):  # an update is no service pack, even one made for a pack
        packs = [" ".join([item.lead, *(pack for pack in item.packs if not pack.startswith("Service"))])]
    return [
        Named(product, version or None, LATEST if pack == PACK else pack or None, item.end)
        for version in item.versions or [""]
        for pack in packs or [""]
    ]


def _is_file(product: list[str]) -> bool:
    """Whether the version is a file's own: `Sample.dll version 1.0`, `Sample.dll version 1.0 for the Toolkit`."""
    ends = len(product) == 1 or product[1:2] == ["for"]
    return bool(product) and (_FILE.match(product[-1]) is not None or (ends and _FILE.match(product[0]) is not None))


def _clean(product: list[str]) -> str:
    names = product[1:] if len(product) > 1 and _FILE.match(product[0]) else product
    names = names[1:] if names and names[0] == "of" else names
    text = re.sub(r"(\d\d)(?:-\s?|\s)bit", r"\1-bit", " ".join(names).replace(" ,", ",")).strip(" ,")
    text = re.sub(r"(?<=[a-z])Server\b", " Server", text)  # words that a copy of an article has glued
    if re.match(r"Terminal(?: Server| Edition|$)", text):
        return "Windows NT Server, Terminal Server Edition"
    return f"Windows {text}" if re.match(r"NT\b", text) else text


def _merged(found: list[Named]) -> list[Named]:
    """Windows NT named as `Workstation or Server` is one product, and is named once."""
    kept: list[Named] = []
    for named in found:
        before = kept[-1] if kept else None
        same = before and (before.version, before.release) == (named.version, named.release)
        if before and same and _NT.match(before.product) and _NT_OR_ROLE.match(named.product):
            kept[-1] = replace(before, product="Windows NT", end=named.end)
        else:
            kept.append(named)
    return kept
