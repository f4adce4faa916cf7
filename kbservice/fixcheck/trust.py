"""What an article, its keywords and the fix lists say about releases, each claim with how far it is trusted.

Trust, highest first: a sentence of the article, a fix list that names the article, the article's list of affected
versions, a fix keyword.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from kbservice import products, releases
from kbservice.errors import InvalidVersion
from kbservice.fixcheck.verdict import Evidence, passage
from kbservice.products import ProductName
from kbservice.record import FixedIn, FixKeyword, ListedFix, Product, Record, Statement, Where
from kbservice.versions import Build, ServicePack

SENTENCE, FIX_LIST, AFFECTED, KEYWORD = "sentence", "fix_list", "affected", "keyword"

_AND_LATER = re.compile(r"\b(?:and|or) (?:later|newer|higher|above|subsequent)\b", re.IGNORECASE)
_LATEST = re.compile(r"\blatest\b", re.IGNORECASE)
_AGAIN = re.compile(
    r"\b(?:install|apply)\b.*\bagain\b|(?<!or )\bre-?(?:install|apply)", re.IGNORECASE
)  # repairs, no fix
_PARTLY = re.compile(
    r"\b(?:problem|issue|bug)\s+(?:in|of|described\s+in)\s+(?:case|scenario|situation)\s+\w+\s+(?:was|is|has)\b"
    r"|\bin\s+(?:most|some|many|certain)\s+(?:cases|situations)\b[^.]*\b(?:corrected|fixed|resolved)\b"
    r"|\b(?:some|certain)\s+(?:causes|cases|instances|parts|aspects)\s+of\b[^.]*\b(?:corrected|fixed|resolved)\b"
    r"|\(\s*(?:but\s+)?not\s+(?:in\s+)?(?:SP|service\s+pack)[\s-]*\d",
    re.IGNORECASE,
)
_SIMILAR = re.compile(r"\bsimilar\s+(?:problem|issue|bug)s?\b", re.IGNORECASE)  # not the article's own
_OF_ARTICLE = re.compile(
    r"\b(?:fix|hotfix|problem|issue)(?:es)?\s+(?:for|in|from|described\s+in)\s+(?:article\s+)?Q(\d{5,6})\b",
    re.IGNORECASE,
)
_LATEST_FOR = re.compile(r"\blatest\b[^;]{0,40}?\bservice packs?\s+for\b", re.IGNORECASE)
_ORIGINAL = ServicePack(())


class Listing(NamedTuple):
    """A fix list, and what it says about one article."""

    source: Record
    fix: ListedFix


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement that a release of a product has the fix, or (kind `affected`) has the problem.

    `pack` is the release: RTM for the version itself, None where no number is given (`latest`) or it has no place
    in the order. `before` marks a keyword of the form preSPn. `sure` is False if the version of the product had to be
    guessed.
    """

    kind: str
    product: ProductName
    pack: ServicePack | None
    evidence: Evidence
    build: Build | None = None
    component: str | None = None
    condition: str | None = None
    latest: bool = False
    before: bool = False
    first: bool = False
    later: bool = False
    partly: bool = False
    sure: bool = True

    @property
    def numbered(self) -> bool:
        """Whether the claim names a release that has a place in the order."""
        return self.pack is not None and self.sure and not self.before


def listings(lists: Iterable[Record], number: int) -> tuple[Listing, ...]:
    """What the given fix lists say about the article of that number."""
    return tuple(Listing(record, fix) for record in lists for fix in record.listed_fixes if fix.article == number)


def claims(record: Record, listed: Iterable[Listing] = ()) -> tuple[Claim, ...]:
    """All claims about releases, the most trusted first."""
    return (
        *(_of_sentence(record, fact) for fact in record.fixed_in if _is_own(record, fact)),
        *(_of_listing(listing) for listing in listed if listing.fix.article == record.number),
        *affected(record),
        *(_of_keyword(record, fact) for fact in record.fix_keywords),
    )


def affected(record: Record) -> tuple[Claim, ...]:
    """What the list of products says: each is affected, with the service pack if one is named."""
    return tuple(_of_affected(record, product) for product in record.applies_to)


def product_of(record: Record, name: str | None, version: str | None, where: Where) -> tuple[ProductName, bool]:
    """The product that a fact is about, and whether its version is sure.

    What the fact leaves out is taken from the sub-heading that owns it, else from the article's products if those are
    of one version.
    """
    product = products.parse(name, version) if name else _unnamed(record, where)
    if product.version is not None:
        return product, True
    heading = next((m.product for m in products.mentions(where.heading) if m.product.family == product.family), None)
    if heading is not None and heading.version is not None:
        return replace(product, version=heading.version), True
    versions = {p.version for p in covered(record) if p.family == product.family and p.line[2] == product.line[2]}
    if len(versions) == 1:
        return replace(product, version=versions.pop()), True
    return product, not versions and len({row.product.version for row in releases.of(product)}) < 2


def covered(record: Record) -> tuple[ProductName, ...]:
    """The products that the article applies to, each once."""
    return tuple(dict.fromkeys(products.parse(p.product, p.version) for p in record.applies_to))


def _unnamed(record: Record, where: Where) -> ProductName:
    heading = next((m.product for m in products.mentions(where.heading)), None)
    if heading is not None:
        return heading
    families = {p.family for p in covered(record)}
    return ProductName(families.pop() if len(families) == 1 else "", None, None, False)


def _is_own(record: Record, fact: FixedIn) -> bool:
    """Whether the sentence is about the article's own problem, and no repair.

    `A similar problem was corrected in` and `the fix for Q266232 is included in` are about others.
    """
    other = _OF_ARTICLE.search(fact.text)
    if other is not None and int(other[1]) != record.number:
        return False
    return not _AGAIN.search(fact.text) and not _SIMILAR.search(record.passage(fact.where))


def _of_sentence(record: Record, fact: FixedIn) -> Claim:
    exact = fact.version if fact.version and fact.version.count(".") >= 2 else None
    product, sure = product_of(record, fact.product, None if exact else fact.version, fact.where)
    latest = fact.release is not None and (_LATEST.search(fact.release) is not None or _latest_for(fact))
    return Claim(
        SENTENCE,
        product,
        None if latest or fact.build or exact else _pack(fact.release, product),
        passage(record, fact.where, SENTENCE, fact.text),
        build=_build(fact.build or exact),
        component=fact.component,
        condition=fact.conditional,
        latest=latest,
        first="first" in fact.rule,
        later=_AND_LATER.search(fact.text) is not None,
        partly=_PARTLY.search(fact.text) is not None,
        sure=sure,
    )


def _latest_for(fact: FixedIn) -> bool:
    """Whether the sentence speaks of the latest service pack for a product with the named one: `for 2.0 SP1`."""
    match = _LATEST_FOR.search(fact.text)
    named = ServicePack.find(fact.text[match.end() :]) if match else None
    return named is not None and named == ServicePack.find(fact.release or "")


def _of_listing(listing: Listing) -> Claim:
    fix = listing.fix
    product, sure = product_of(listing.source, fix.product, fix.version, fix.where)
    evidence = passage(listing.source, fix.where, FIX_LIST)
    evidence = replace(evidence, text=evidence.text.strip(), heading=fix.where.heading or listing.source.title)
    return Claim(FIX_LIST, product, _pack(fix.release, product), evidence, sure=sure)


def _of_affected(record: Record, listed: Product) -> Claim:
    product = products.parse(listed.product, listed.version)
    named = _pack(listed.service_pack, product) if listed.service_pack else ServicePack.find(listed.product)
    return Claim(AFFECTED, product, named, passage(record, listed.where, AFFECTED))


def _of_keyword(record: Record, fact: FixKeyword) -> Claim:
    product, sure = product_of(record, fact.product, fact.version, fact.where)
    terminal = [p for p in covered(record) if p.line[2]]
    if product.family == "Windows NT" and terminal and len(terminal) == len(covered(record)):
        product = terminal[0]  # kbWinNT400sp4fix in an article on Terminal Server alone means its service pack
    evidence = replace(passage(record, fact.where, KEYWORD), text=fact.keyword)
    return Claim(KEYWORD, product, _pack(fact.release, product), evidence, before=fact.before, sure=sure)


def statement_product(record: Record, statement: Statement) -> ProductName | None:
    """The product that a statement is about; None if it may be about any."""
    product, sure = product_of(record, statement.product, statement.version, statement.where)
    return product if product.family and sure else None


def _pack(release: str | None, product: ProductName) -> ServicePack | None:
    if release is None:
        return _ORIGINAL
    try:
        return ServicePack.parse(release)
    except InvalidVersion:
        return releases.named(product, release)


def _build(text: str | None) -> Build | None:
    try:
        return Build.parse(text) if text else None
    except InvalidVersion:
        return None
