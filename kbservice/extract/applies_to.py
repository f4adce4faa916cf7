"""The applies-to list -> one Product for each product and version that it names.

A bullet names a product and the versions of it, most often behind the word `version(s)`. An edition behind the versions
(`versions 4.0, 4.0 SP4, Terminal Server Edition`) qualifies them all. A bullet that ends in `used with:`, `on
platform(s):` or `included with:` has nested bullets below it, which count as products of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kbservice.record import Document, Product, Where

_BULLET = re.compile(r"\s*(?:[-*•·](?:\s+|$))?")
_GARBAGE = re.compile(r"\*EDITOR [^*]*\*|\*? use \d+(?:, \d+)*(?=,|$)|\*DO_NOT_USE\*\s*", re.IGNORECASE)
_ROLE = re.compile(r"(?:the )?(?:operating system|hardware|platform|following products?)\s*:\s*", re.IGNORECASE)
_TAIL = re.compile(
    r"[\s,]*(?:(?:used with|on platforms?(?:\(s\))?|included with|running on)\s*:?|[:.])\s*$", re.IGNORECASE
)
_BOOK = re.compile(r"\bISBN\b|^MSPRESS\b")
_LONGEST = 600  # characters of a bullet that are looked into; the longest known has 240

# How a bullet names versions, the surest first. Each has a `product` and a `list`.
_VERSION_LIST = re.compile(
    r"(?P<product>.*\S)[,.]? (?:versions? ?:? ?|v\.?(?=\d))"
    r"(?P<list>(?:'?\d|\(all |Build |S[PR]-?\d|Service (?:Pack|Release)|[A-Z]\.\d|[A-Z]+ \d{1,4}\b).*)",
    re.IGNORECASE,
)
_EDITIONS = re.compile(
    r"(?P<product>.*?\S),? (?P<list>(?:\d{4}(?:-\d{2,4})?, ?)+\d{2,4}(?:-\d{2,4})?) editions?", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?P<product>.*?\S) (?P<list>\d{1,2}\.\d+(?:\.\d+)*[a-z]?(?:,? ?(?:SP|Service Pack) ?\d+[a-z]?)?"
    r"(?:,? (?:[\w ]*Edition|for .*|and later))?)"
)
_NAMED_PACK = re.compile(
    r"(?P<product>.*?\S),? (?P<list>(?:Service Packs?|SP) ?\d+[a-z]?(?:, ?\d+[a-z]?)*"
    r"(?: (?:Advanced Server|Datacenter Server|Server|Professional|.* Edition))?)",
    re.IGNORECASE,
)
_PATTERNS = (
    ("applies-to.versions", _VERSION_LIST),
    ("applies-to.editions", _EDITIONS),
    ("applies-to.number", _NUMBER),
    ("applies-to.service-packs", _NAMED_PACK),
)

_ITEM_BREAK = re.compile(r",(?: and| or)? ?| (?:and|or) (?=\d)")
_PACK = re.compile(r" ?\b(?:(Service Packs)|Service Pack|SPs?) ?(\d+[a-z]?)\b", re.IGNORECASE)
_WORD_VERSION = re.compile(r"(?:,| |^)+versions?\b", re.IGNORECASE)
_GLUED_PACK = re.compile(r"(?<=\d)(?=SP\d)", re.IGNORECASE)
_VERSION = re.compile(r"\d[\w.\-/+]*")
_YEAR = re.compile(r"\d{2}(?:\d{2})?(?![.\d])")
_QUALIFIES_ALL = re.compile(
    r"(?!editions?\b)(?:for\b|.*\b(?:edition|professional|server|standard|enterprise|deluxe|option pack|kit)\b)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Versions:
    """What a list of versions holds: pairs of version and service pack, and what qualifies every one of them."""

    pairs: list[tuple[str | None, str | None]] = field(default_factory=list)
    qualifiers: str = ""


def applies_to(document: Document) -> tuple[Product, ...]:
    """The products of the list in their order, each product and version once."""
    if document.applies_to is None:
        return ()
    found: dict[tuple[str, str | None, str | None], Product] = {}
    for where, text in _bullets(document, document.applies_to):
        for product in _products(text, where):
            found.setdefault((product.product, product.version, product.service_pack), product)
    return tuple(found.values())


def _bullets(document: Document, place: Where) -> Iterator[tuple[Where, str]]:
    """The text of each bullet; one that stands alone on its line takes the text from the next."""
    for number in range(place.first_line, place.last_line + 1):
        line = document.lines[number - 1]
        match = _BULLET.match(line)
        text = line[match.end() :].strip() if match else line.strip()
        if text:
            yield Where(place.section, number, number), text


def _products(text: str, where: Where) -> Iterator[Product]:
    text = " ".join(_GARBAGE.sub("", text[:_LONGEST]).split())
    text = _ROLE.sub("", _TAIL.sub("", text), count=1).strip(" ,*")
    rule, match = _match(text)
    name = _WORD_VERSION.sub("", match["product"]).strip(" ,*") if match else ""
    if match is None or not name:
        yield from [Product(text, None, where, rule=rule)] if text else []
        return
    alone = rule == "applies-to.number"  # the one version of the bullet, with or without a comma before its pack
    versions = _versions(match["list"].replace(", SP", " SP") if alone else match["list"])
    for version, pack in versions.pairs:
        if name == "Microsoft Windows" and _YEAR.match(version or ""):  # years name a Windows, as in Windows 98
            yield Product(f"{name} {version}{versions.qualifiers}", None, where, pack, rule)
        else:
            yield Product(name + versions.qualifiers, version, where, pack, rule)


def _match(text: str) -> tuple[str, re.Match[str] | None]:
    if _BOOK.search(text):
        return "applies-to.book", None
    for rule, pattern in _PATTERNS:
        if match := pattern.fullmatch(text):
            return rule, match
    return "applies-to.name", None


def _versions(text: str) -> _Versions:
    found = _Versions()
    packs_follow = False
    for item in _ITEM_BREAK.split(text):
        item = _GLUED_PACK.sub(" ", item.strip(" ."))
        last = found.pairs[-1][0] if found.pairs else None
        pack = _PACK.search(item)
        if packs_follow and re.fullmatch(r"\d+[a-z]?", item):
            found.pairs.append((last, item))
        elif pack:
            packs_follow = pack[1] is not None
            rest = (item[: pack.start()] + item[pack.end() :]).strip()
            _add(found, rest if _VERSION.match(rest) else f"{last or ''} {rest}".strip(), pack[2])
        else:
            packs_follow = False
            _add(found, item, None)
    if not found.pairs:
        found.pairs.append((None, None))
    return found


def _add(found: _Versions, text: str, pack: str | None) -> None:
    """Add one item of the list: a version with what belongs to it, or words that qualify all of them."""
    match = _VERSION.match(text)
    if match is None and not re.search(r"\d|\ball\b", text):
        found.qualifiers += (" " if pack else ", ") + _WORD_VERSION.sub("", text) if text else ""
        text = ""
    elif match and _QUALIFIES_ALL.match(rest := text[match.end() :].strip()) and (match[0], pack) not in found.pairs:
        found.qualifiers += f" {rest}"
        text = match[0]
    if text or pack:
        found.pairs.append((text or None, pack))
