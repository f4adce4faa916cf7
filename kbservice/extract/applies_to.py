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
    r"[\s,]*(?:(?:used with|on platforms?(?:\(s\))?|included with|running on)\s*:?|:)\s*$", re.IGNORECASE
)
_BOOK = re.compile(r"\bISBN\b|^MSPRESS\b")

_VERSION_LIST = re.compile(
    r"(?P<product>.*?\S)[,.]?\s+versions?:?\s+"
    r"(?P<list>(?:\d|Build\s|S[PR]\b|S[PR]-|Service (?:Pack|Release)|[A-Za-z]\.\d).*)",
    re.IGNORECASE,
)
_EDITIONS = re.compile(r"(?P<product>.*?\S)[, ]\s*(?P<list>(?:\d{4}(?:-\d{2,4})?,\s*)+\d{4}(?:-\d{2,4})?) editions")
_NUMBER = re.compile(
    r"(?P<product>.*\S)\s+(?P<list>\d{1,2}\.\d+(?:\.\d+)*[a-z]?(?:\s*(?:SP|Service Pack)\s*\d+[a-z]?)?"
    r"(?:,?\s+[\w ]*Edition)?)"
)
_PACK_LIST = re.compile(r"(?P<product>.*\S)\s+(?P<list>(?:Service Packs?|SP)\s*\d+[a-z]?(?:,\s*\d+[a-z]?)*)")

_ITEM_BREAK = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+(?=\d)")
_PACK = re.compile(r"\s*\b(?:(Service Packs)|Service Pack|(?<![A-Za-z])SPs?)\s*(\d+[a-z]?)\b", re.IGNORECASE)
_GLUED_PACK = re.compile(r"(?<=\d)(?=SP\d)", re.IGNORECASE)
_VERSION = re.compile(r"(?:Build\s+)?(?:[A-Za-z]\.)?\d[\w.\-/+]*", re.IGNORECASE)
_RELEASE = re.compile(r"S[PR]\b|S[PR]-|Service (?:Pack|Release)|OEM ", re.IGNORECASE)
_QUALIFIES_ALL = re.compile(
    r"for\b|(?:.*\b)?(?:edition|professional|server|standard|enterprise|deluxe)\b", re.IGNORECASE
)


@dataclass(slots=True)
class _Versions:
    """What a list of versions holds: pairs of version and service pack, and what qualifies every one of them."""

    pairs: list[tuple[str | None, str | None]] = field(default_factory=list)
    qualifiers: list[str] = field(default_factory=list)


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
    text = _TAIL.sub("", _GARBAGE.sub("", text))
    text = _ROLE.sub("", text, count=1) if _ROLE.match(text) else text
    if not text:
        return
    if _BOOK.search(text):
        yield Product(text, None, where, rule="applies-to.book")
        return
    for rule, pattern in (
        ("applies-to.versions", _VERSION_LIST),
        ("applies-to.editions", _EDITIONS),
        ("applies-to.number", _NUMBER),
        ("applies-to.service-packs", _PACK_LIST),
    ):
        if match := pattern.fullmatch(text):
            versions = _versions(match["list"])
            name = _name(match["product"], versions.qualifiers)
            for version, pack in versions.pairs:
                yield Product(name, version, where, pack, rule)
            return
    yield Product(_name(text, []), None, where, rule="applies-to.name")


def _name(product: str, qualifiers: list[str]) -> str:
    words = re.sub(r",?\s+versions?\b", "", product.strip(" ,*"), flags=re.IGNORECASE)
    return ", ".join([re.sub(r"\s+", " ", words).strip(" ,"), *qualifiers])


def _versions(text: str) -> _Versions:
    found = _Versions()
    packs_follow = False
    for item in _ITEM_BREAK.split(text):
        item = _GLUED_PACK.sub(" ", item.strip())
        last = found.pairs[-1][0] if found.pairs else None
        if packs_follow and re.fullmatch(r"\d+[a-z]?", item):
            found.pairs.append((last, item))
            continue
        packs_follow = False
        if pack := _PACK.search(item):
            packs_follow = pack[1] is not None
            rest = f"{item[: pack.start()]} {item[pack.end() :]}".strip()
            _add(found, rest or last or "", pack[2])
        elif item:
            _add(found, item, None)
    if not found.pairs:
        found.pairs.append((None, None))
    return found


def _add(found: _Versions, text: str, pack: str | None) -> None:
    """Add one item of the list: a version with what belongs to it, or words that qualify all of them."""
    match = _VERSION.match(text)
    if match is None and not _RELEASE.match(text):
        if pack:
            found.pairs.append((None, pack))
        if text:
            found.qualifiers.append(re.sub(r"\s+versions?$", "", text))
        return
    rest = text[match.end() :].strip() if match else ""
    if match and rest and _QUALIFIES_ALL.match(rest) and not rest.lower().startswith("edition"):
        found.qualifiers.append(rest)
        text = match[0]
    found.pairs.append((text or None, pack))
