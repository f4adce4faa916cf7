"""How a phrase divides into products: what its words say of each, before what they share is spelt out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kbservice.extract.fixes.tokens import Word

PACK = "Service Pack"  # without a number
EDITION = re.compile(r"(?:Terminal|Enterprise|Standard|Professional|Learning|Small)$|\d\d")
UPDATE = re.compile(r"(?:Update|Upgrade|Patch|Extensions|Pack|Package|Bundle)$")
_PLATFORM = re.compile(
    r"(?:Windows|MS-DOS|Macintosh|Workgroups|PC|OS/2|MS|NetWare|UNIX|Applications|AppleTalk|Mac|Win\d\d)$"
)
_PACK_NUMBER = re.compile(r"\d[a-z]?|\d\.[1-9]")
_YEAR = re.compile(r"(?:9[5-9]|20\d\d)$")


@dataclass
class Item:
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


class Phrase:
    """Collects items from the words of a phrase; one method for each kind of word."""

    def __init__(self) -> None:
        self.items = [Item()]
        self.latest = False  # `latest` has been said and holds for what follows
        self.alone = False
        self.join = ""  # the joining word just read
        self.platform = False  # after `for`, the platform of the product: `Visual FoxPro for Windows`
        self.skipping = False  # up to the next joining word
        self.ended = False

    @property
    def item(self) -> Item:
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
        if not item.product or (self.join == "for" and item.packs == [PACK] and not item.versions):
            item.lead, item.packs, item.product = item.lead or " ".join(item.packs), [], []
        elif self.join == "for" and UPDATE.match(item.product[-1]) and not item.versions:
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
        elif self.join == "," and EDITION.match(word.text):
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
        lead = item.lead if item.lead.startswith(PACK) and not self.join.endswith(" in") else ""
        self.items.append(Item([word.text], latest=self.latest, alone=self.alone, lead=lead))

    def _number(self, word: Word) -> None:
        """A number without the word `version`, which alone says nothing: `fixed in 10 minutes`."""
        item = self.item
        if item.product or item.packs or item.lead or "." in word.text:
            self._versioned(word)
        else:
            self.ended = True

    def _versioned(self, word: Word) -> None:
        item = self.item
        if item.packs and item.packs[-1] != PACK and self.join and _PACK_NUMBER.fullmatch(word.text):
            item.packs.append(f"{item.packs[-1].rpartition(' ')[0]} {word.text}")
        elif self.platform and not self.join and item.product[-1] == "Windows" and _YEAR.match(word.text):
            item.product.append(word.text)
        elif self.platform and not self.join and item.versions and _PLATFORM.match(item.product[-1]):
            return  # `ClarisWorks version 2.0 for Windows 3.0`: the platform's own version
        elif item.packs and item.product:
            self.items.append(Item(list(item.product), [word.text], lead=item.lead))
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
            self.items.append(Item(packs=[word.text]))
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
