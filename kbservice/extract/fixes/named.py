"""The releases that a phrase names: product, version and service pack of each, with what they share spelt out.

Three ways of sharing occur: one product with several versions (`SNA Server versions 3.0 and 4.0`), one service pack for
several products (`the latest service pack for A or B`, `A 1.0 and B 2.0 service packs`), and one version for several
products (`Visual Basic and Visual Studio 6, Service Pack 4`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kbservice.extract.fixes.tokens import Word, words

LATEST = "latest service pack"

_PACK = "Service Pack"  # without a number
_EDITION = re.compile(r"(?:Terminal|Enterprise|Standard|Professional|Learning|Small)$|\d\d")
_NT = re.compile(r"Windows NT(?: (?:Advanced )?Server| Workstation)?$")
_NT_OR_ROLE = re.compile(r"(?:Windows NT)?(?: ?(?:Advanced )?Server| ?Workstation)?$")
_PLATFORM = re.compile(
    r"(?:Windows|MS-DOS|Macintosh|Workgroups|PC|OS/2|MS|NetWare|UNIX|Applications|AppleTalk|Mac|Win\d\d)$"
)
_YEAR = re.compile(r"(?:9[5-9]|20\d\d)$")
_FILE = re.compile(r"[\w$~-]+\.(?!NET$)[A-Za-z]{3}$")
_UPDATE = re.compile(r"(?:Update|Upgrade|Patch|Extensions|Pack|Package|Bundle)$")
_NAME_ENOUGH = re.compile(rf"{_UPDATE.pattern}|(?:Toolkit|Edition|\.NET|XP|ME|Me)$|\b(?:9[5-8]|20\d\d)\b")


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


@dataclass
class _Item:
    """What the phrase says between two joining words that separate products."""

    product: list[str] = field(default_factory=list)
    versions: list[str] = field(default_factory=list)
    packs: list[str] = field(default_factory=list)
    latest: bool = False  # `latest` is said of this item
    alone: bool = False  # ... and not of those before it: `A 1.0 and the latest B service pack`
    lead: str = ""  # the pack or update that the phrase names first: `Service Pack 3 for ...`
    build: str = ""
    end: int = 0

    def bare(self) -> bool:
        return not (self.versions or self.packs or self.lead or self.build)


class _Phrase:
    """Collects items from the words of a phrase; one method for each kind of word."""

    def __init__(self) -> None:
        self.items = [_Item()]
        self.latest = False  # `latest` has been said and holds for what follows
        self.alone = False
        self.join = ""  # the joining word just read
        self.platform = False  # after `for`, the platform of the product: `Visual FoxPro for Windows`
        self.skipping = False  # up to the next joining word
        self.ended = False

    @property
    def item(self) -> _Item:
        return self.items[-1]

    def read(self, word: Word) -> None:
        if self.ended:
            return
        if word.kind == "join":
            self._join(word)
        elif word.kind == "latest":
            self.latest = True
            self.alone = bool(self.join)
            self.item.latest = self.item.latest or not self.join
        elif word.kind not in {"aside", "wording"} and not self.skipping:
            getattr(self, f"_{word.kind}", self._name)(word)
            self.join = ""
            self.item.end = word.end

    def _join(self, word: Word) -> None:
        self.skipping = False
        self.join = "and" if self.join and word.text == "," else word.text
        self.latest = self.latest and not self.join.endswith(" in")
        if self.join not in {"for", "of"}:
            return
        item = self.item
        if not item.product:
            item.lead, item.packs = item.lead or " ".join(item.packs), []
        elif self.join == "for" and _UPDATE.match(item.product[-1]) and not item.versions:
            item.lead, item.product = " ".join(item.product), []
        elif self.join == "for":
            self.platform = True

    def _name(self, word: Word) -> None:
        item = self.item
        if not item.product:
            self.ended = word.text.islower()
            item.product += [] if self.ended else [word.text]
        elif self.join in {"for", "of"}:
            self._qualifying(word)
        elif self.join == "," and _EDITION.match(word.text):
            item.product += [",", word.text]
        elif self.join or item.packs:
            self._next_product(word)
        elif item.versions and _YEAR.match(item.versions[-1]):
            item.product += [item.versions.pop(), word.text]
        else:
            item.product.append(word.text)

    def _qualifying(self, word: Word) -> None:
        """The name after `for` or `of`: a platform, or part of a name that is not complete yet."""
        complete = self.item.versions or self.item.packs
        if (self.join == "for" and _PLATFORM.match(word.text)) or not complete:
            self.item.product += [self.join, word.text]
        else:
            self.ended = True

    def _next_product(self, word: Word) -> None:
        item = self.item
        if item.product[-2:-1] == ["for"] and _PLATFORM.match(word.text):
            item.product = item.product[:-2]  # `for MS-DOS and OS/2`: what runs on several is named for none
            self.skipping = True
            return
        self.platform = False
        lead = item.lead if item.lead.startswith(_PACK) and not self.join.endswith(" in") else ""
        self.items.append(_Item([word.text], latest=self.latest, alone=self.alone, lead=lead))

    def _number(self, word: Word) -> None:
        """A number without the word `version`, which alone says nothing: `fixed in 10 minutes`."""
        item = self.item
        if item.product or item.packs or item.lead or "." in word.text:
            self._versioned(word)
        else:
            self.ended = True

    def _versioned(self, word: Word) -> None:
        item = self.item
        if item.packs and item.packs[-1] != _PACK and self.join and re.fullmatch(r"\d[a-z]?", word.text):
            item.packs.append(f"{item.packs[-1].rpartition(' ')[0]} {word.text}")
        elif self.platform and not self.join and item.product[-1] == "Windows" and _YEAR.match(word.text):
            item.product.append(word.text)
        elif item.packs and item.product:
            self.items.append(_Item(list(item.product), [word.text], lead=item.lead))
        else:
            item.versions.append(word.text)

    def _version(self, word: Word) -> None:
        item = self.item
        if self.join in {"", ","} and len(item.versions) == 1 and not item.packs:
            item.product.append(item.versions.pop())  # `FORTRAN PowerStation 32, version 4.0`
        self._versioned(word)

    def _edition(self, word: Word) -> None:
        if self.item.versions:
            self.item.versions[-1] += f" {word.text}"

    def _pack(self, word: Word) -> None:
        item = self.item
        if self.join.startswith(("and", "or")) and item.versions and not item.packs:
            self.items.append(_Item(packs=[word.text]))
        else:
            item.packs.append(word.text)

    _release = _pack

    def _rollup(self, word: Word) -> None:
        if self.item.packs and not self.join:
            self.item.packs[-1] += f" {word.text}"
        else:
            self._pack(word)

    def _build(self, word: Word) -> None:
        component, _, self.item.build = word.text.rpartition(" ")
        self.item.product = self.item.product or component.split()


def releases(text: str, start: int = 0, end: int | None = None) -> list[Named]:
    """The releases that the phrase beginning at `start` names, in the order printed; none if it names no release.

    A service pack without number or product counts only where the phrase calls it the latest.
    """
    phrase = _Phrase()
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


def _share(items: list[_Item]) -> None:
    """Gives each item what it shares with its neighbours: version and packs from the right, products from the left."""
    for left, right in reversed(list(pairwise(items))):
        if right.product and _EDITION.match(right.product[0]):
            right.product = [*left.product, ",", *right.product]
            right.versions = right.versions or list(left.versions)
            left.packs = left.packs or list(right.packs)
        elif left.product and not (left.versions or left.packs or left.build):
            left.versions, left.packs = list(right.versions), list(right.packs)
        elif left.product and not (left.packs or left.lead or left.build):
            left.packs = _lent(right)
    for left, right in pairwise(items):
        if not right.product:
            right.product = list(left.product)
            right.versions = right.versions or list(left.versions)


def _lent(right: _Item) -> list[str]:
    """The packs of an item that are meant for the one before it: the plural's, or the second of a scrambled phrase."""
    if len(right.packs) > 1 and not right.versions:
        return [right.packs.pop()]
    return list(right.packs) if right.packs == [_PACK] and not right.alone else []


def _spelt_out(item: _Item) -> list[Named]:
    product = _clean(item.product)
    if (item.product and _FILE.match(item.product[-1])) or (item.bare() and not _NAME_ENOUGH.search(product)):
        return []
    if item.build:
        return [Named(product, item.versions[0] if item.versions else None, None, item.end, item.build)]
    packs = item.packs or ([item.lead] if item.lead else [])
    if item.lead and not item.lead.startswith(_PACK):  # an update is no service pack, even one made for a pack
        packs = [" ".join([item.lead, *(pack for pack in item.packs if not pack.startswith("Service"))])]
    return [
        Named(product, version or None, LATEST if pack == _PACK else pack or None, item.end)
        for version in item.versions or [""]
        for pack in packs or [""]
    ]


def _clean(product: list[str]) -> str:
    names = product[1:] if len(product) > 1 and _FILE.match(product[0]) else product
    names = names[1:] if names and names[0] == "of" else names
    text = re.sub(r"(\d\d)(?:-\s?|\s)bit", r"\1-bit", " ".join(names).replace(" ,", ",")).strip(" ,")
    text = re.sub(r"(?<=[a-z])Server\b", " Server", text)  # words that a copy of an article has glued
    if text.startswith("Terminal Server"):
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
