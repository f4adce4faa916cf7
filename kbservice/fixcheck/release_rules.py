"""Releases: does the service pack or version that runs have the fix?

Service packs are compared within one version of one product only. The rules are asked in the order of trust; the first
that can answer does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from kbservice.errors import InvalidVersion
from kbservice.fixcheck import trust as c
from kbservice.fixcheck.succession import maintains, succeeds
from kbservice.fixcheck.trust import Claim
from kbservice.fixcheck.verdict import Evidence, Verdict, decide, passage
from kbservice.fixcheck.verdict import statement as stated_by
from kbservice.products import ProductName
from kbservice.record import Record
from kbservice.versions import ServicePack

_NOT_ENGLISH = re.compile(
    r"\b(?:Japanese|German|French|Korean|Chinese|locali[sz]ed|Spanish|Italian|alpha|mips|ppc)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Case:
    """What is asked: the article with its claims, and the product and service pack that run.

    `pack` is None if it is not known.
    """

    record: Record
    product: ProductName
    pack: ServicePack | None
    claims: Sequence[Claim]

    @cached_property
    def own(self) -> list[Claim]:
        """The claims about this version of this product."""
        return [claim for claim in self.claims if claim.product.shares_line(self.product)]

    def own_fixes(self, kind: str) -> list[Claim]:
        """Claims of one kind that a numbered release of the running line has the fix.

        Members of a suite share its service packs but not their versions: what Visual Basic 6.0 corrects, Visual
        C++ 6.0 need not.
        """
        named = [claim for claim in self.own if claim.kind == kind and claim.numbered and claim.build is None]
        families = (self.product.family, self.product.line[0])
        return [claim for claim in named if claim.product.family in families or not _is_version(claim)]


def check_release(record: Record, product: ProductName, pack: ServicePack | None, claims: Sequence[Claim]) -> Verdict:
    """Whether a product with this service pack has the fix; `pack` None for a service pack that is not known."""
    case = Case(record, product, pack, claims)
    if product.version is None and any(claim.product.version for claim in case.own if claim.kind != c.AFFECTED):
        return decide("product_not_given", "release.version-not-given", _evidence(case.own))
    if _of_another_member(case):
        return decide("other_product", "release.other-product", _evidence(case.own))
    return next(found for rule in RULES if (found := rule(case)) is not None)


# ---- rules, in the order of trust --------------------------------------------------------------------------------


def excluded(case: Case) -> Verdict | None:
    """The article says that a service pack or version lacks the fix: so do that one and those below it.

    A statement without a version is about the versions that the article applies to.
    """
    for statement in (s for s in case.record.statements if s.kind == "not_in"):
        named, _ = c.product_of(case.record, statement.product, statement.version, statement.where)
        pack = _pack(statement.release) if statement.release else ServicePack(())
        own = named.shares_line(case.product) and (named.version is not None or _covers(case))
        if own and pack is not None and (case.pack or ServicePack(())) <= pack:
            contrary = [claim for claim in case.own_fixes(c.SENTENCE) if claim.pack is not None and claim.pack <= pack]
            reason = "contradiction" if contrary else "service_pack_excluded"
            return decide(reason, "release.excluded", [stated_by(case.record, statement), *_evidence(contrary)])
    return None


def stated(case: Case) -> Verdict | None:
    """The article says in which release the problem was corrected; `first corrected` beats other sentences.

    What it says of the very product beats what it says of the suite that the product belongs to.
    """
    said = _without_overruled_version(case, case.own_fixes(c.SENTENCE))
    found = [claim for claim in said if claim.product.family == case.product.family] or said
    chosen = [claim for claim in found if claim.first] or found
    return _against(case, _lowest_of_each_sentence(chosen), "release.stated") if chosen else None


def listed(case: Case) -> Verdict | None:
    """A fix list names the article."""
    found = _without_overruled_version(case, case.own_fixes(c.FIX_LIST))
    return _against(case, found, "release.fix-list") if found else None


def keyword(case: Case) -> Verdict | None:
    """A fix keyword names the release; the text and an affected service pack in the list of products beat it."""
    fixed = any(claim.latest for claim in case.own)  # what is by design is then so elsewhere
    if not fixed and any(statement.kind in ("by_design", "no_fix") for statement in case.record.statements):
        return None
    meant = [claim for claim in case.own_fixes(c.KEYWORD) if not _explained_by_other_edition(case, claim)]
    found = _without_overruled_version(case, meant)
    if not found:
        return None
    if _affected(case):
        return decide("service_pack_affected", "release.affected", _evidence([*_affected(case), *found]))
    refuting = [claim for claim in case.own if any(f.pack is not None and _refutes(claim, f.pack) for f in found)]
    standing = [
        claim for claim in found if claim.pack is not None and not any(_refutes(r, claim.pack) for r in refuting)
    ]
    if standing:
        return _against(case, standing, "release.keyword")
    below = case.pack is not None and all(claim.pack is not None and case.pack < claim.pack for claim in found)
    if below:
        return _against(case, found, "release.keyword")
    return decide("contradiction", "release.keyword-refuted", _evidence([*refuting, *found]))


def affected_before_latest(case: Case) -> Verdict | None:
    """The fix is in the latest service pack, without a number; the one that runs is named as affected."""
    latest = [claim for claim in case.own if claim.latest]
    if latest and _affected(case):
        return decide("service_pack_affected", "release.affected-before-latest", _evidence([*_affected(case), *latest]))
    return None


def only_hotfix(case: Case) -> Verdict | None:
    """The article brings files for what runs and names no release of it that holds them."""
    if not _covers(case) or any(claim.kind != c.AFFECTED for claim in case.own) or _dated_plan(case):
        return None
    evidence = [passage(case.record, row.where, "file") for row in case.record.files[:3]]
    evidence += [stated_by(case.record, s) for s in case.record.statements if s.kind == "hotfix_only"]
    return decide("hotfix_only", "release.hotfix-only", evidence) if evidence else None


def corrected_in_another_version(case: Case) -> Verdict | None:
    """The problem was corrected in another version: a later one than runs, or an earlier one `and later`.

    An article of the time before 1991 has no list of products: what it corrects in 4.5 was in the versions before.
    """
    later = _corrected_later(case)
    if later and (_covers(case) or not case.record.applies_to):
        detail = f"{_corrected_in(later)}; running: {_plain(case.product)}."
        return decide("product_version_below", "release.later-version", _evidence(later), detail)
    said = [claim for claim in case.claims if claim.kind == c.SENTENCE and claim.numbered and _is_version(claim)]
    sentences = [claim for claim in said if not _covers(case)]
    earlier = [
        f for f in sentences if maintains(case.product, f.product) or (f.later and succeeds(case.product, f.product))
    ]
    if not earlier:
        return None
    return decide(
        "product_version_reached", "release.earlier-version", _evidence(earlier), f"{_corrected_in(earlier)}."
    )


def undecided(case: Case) -> Verdict:
    """Nothing decides: the reason, from what the article says instead."""
    kinds = {statement.kind for statement in case.record.statements}
    statements = [stated_by(case.record, s) for s in case.record.statements]
    fixes = [claim for claim in case.claims if claim.kind != c.AFFECTED]
    own = [claim for claim in case.own if claim.kind != c.AFFECTED]
    reason, evidence = next(
        (code, found)
        for holds, code, found in (
            (not own and not _covers(case), "other_product", _evidence(case.claims)),
            ("by_design" in kinds and not own, "by_design", statements),
            ("planned" in kinds and not any(f.latest for f in own), "planned", statements),
            (any(f.latest for f in own), "latest_service_pack", _evidence(own)),
            (any(f.before for f in own), "before_service_pack", _evidence(own)),
            (any(f.build for f in own), "build_not_comparable", _evidence(own)),
            (any(f.pack is None for f in own), "release_not_ordered", _evidence(own)),
            (bool(fixes), "fixed_elsewhere", _evidence(fixes)),
            (True, "no_fix", statements),
        )
        if holds
    )
    return decide(reason, f"release.{reason.replace('_', '-')}", evidence)


RULES: tuple[Callable[[Case], Verdict | None], ...] = (
    excluded,
    stated,
    listed,
    keyword,
    affected_before_latest,
    only_hotfix,
    corrected_in_another_version,
    undecided,
)


# ---- what the rules share ----------------------------------------------------------------------------------------


def _against(case: Case, found: Sequence[Claim], rule: str) -> Verdict:
    """The service pack that runs against the releases that have the fix: all reached, none, or a contradiction."""
    levels = sorted({claim.pack for claim in found if claim.pack is not None})
    notes = [*_contradicted(case, found), *_conditions(found)]
    evidence = _evidence(found)
    detail = f"{_corrected_in(found)}."
    if levels[-1].is_original:
        reason = "conditional" if any(_holds_in_part(claim) for claim in found) else "product_version_reached"
        return decide(reason, rule, evidence, detail, notes)
    if case.pack is None:
        return decide("service_pack_not_given", rule, evidence, detail, notes)
    detail = f"{_corrected_in(found)}; running: {case.pack.short}."
    if case.pack >= levels[-1]:
        if any(_holds_in_part(claim) for claim in found):
            return decide("conditional", rule, evidence, notes=notes)
        return decide("service_pack_reached", rule, evidence, detail, notes)
    reason = "service_pack_below" if case.pack < levels[0] else "contradiction"
    return decide(reason, rule, evidence, detail, notes)


def _corrected_in(found: Iterable[Claim]) -> str:
    """The releases that claims name, for people: `Corrected in Visual Studio 97 Service Pack 2`."""
    ordered = sorted(
        (claim for claim in found if claim.pack is not None), key=lambda claim: claim.pack or ServicePack(())
    )
    names = (f"{_plain(claim.product)} {'' if _is_version(claim) else claim.pack}".strip() for claim in ordered)
    return f"Corrected in {' and '.join(dict.fromkeys(names))}"


def _plain(product: ProductName) -> str:
    """The product without an edition that has no service packs of its own."""
    return str(product if product.line[2] else replace(product, edition=None))


def _holds_in_part(claim: Claim) -> bool:
    """Whether the fix holds for some languages or processors only, or for some of the article's cases."""
    if claim.condition and _NOT_ENGLISH.search(claim.condition):
        return True
    return claim.partly


def _without_overruled_version(case: Case, found: Sequence[Claim]) -> Sequence[Claim]:
    """`Corrected in Windows 2000` cannot mean its first release where Windows 2000 is listed as affected.

    A keyword falls then; a sentence only where a service pack is listed as affected or something names the one that
    has the fix; a fix list where a sentence names a later version: it says 3.0, and the article 3.0b.
    """
    affected = [claim for claim in case.own if claim.kind == c.AFFECTED and claim.product.family == case.product.family]
    packs = [claim for claim in case.own if claim.latest or (claim.pack is not None and not claim.pack.is_original)]
    kinds = {claim.kind for claim in found}
    if not affected or not (
        packs or kinds == {c.KEYWORD} or (c.SENTENCE not in kinds and _sentences(_corrected_later(case)))
    ):
        return found
    return [claim for claim in found if claim.pack is not None and not claim.pack.is_original]


def _corrected_later(case: Case) -> list[Claim]:
    """Sentences and keywords that name a later version than runs as the one that has the fix."""
    said = [claim for claim in case.claims if claim.kind in (c.SENTENCE, c.KEYWORD) and claim.numbered]
    return [claim for claim in said if _is_version(claim) and succeeds(claim.product, case.product)]


def _sentences(found: Iterable[Claim]) -> list[Claim]:
    return [claim for claim in found if claim.kind == c.SENTENCE]


def _lowest_of_each_sentence(found: Sequence[Claim]) -> list[Claim]:
    """`Obtain SR-1 or SR-1a`: of the releases that one sentence names for a product, the first will do."""
    lowest: dict[tuple[str, str | None], Claim] = {}
    for claim in found:
        key = (claim.evidence.text, claim.product.version)
        if key not in lowest or (claim.pack is not None and claim.pack < (lowest[key].pack or claim.pack)):
            lowest[key] = claim
    return list(lowest.values())


def _is_version(claim: Claim) -> bool:
    """Whether a claim names a version itself rather than a service pack of it."""
    return claim.pack is not None and claim.pack.is_original


def _refutes(claim: Claim, lowest: ServicePack) -> bool:
    """Whether a claim shows that a keyword's release has not got the fix.

    The release, or one above it, is listed as affected; or the fix was built before a later service pack (`preSPn`
    means after service pack n-1).
    """
    if claim.pack is None or claim.pack.is_original:
        return False
    if claim.kind == c.AFFECTED:
        return claim.pack >= lowest
    return claim.before and claim.pack.number[0] - 1 >= (lowest.number or (0,))[0]


def _affected(case: Case) -> list[Claim]:
    """Claims that name the running service pack, or a later one, as affected."""
    named = [claim for claim in case.own if claim.kind == c.AFFECTED and claim.pack and not claim.pack.is_original]
    return [claim for claim in named if case.pack is not None and claim.pack is not None and case.pack <= claim.pack]


def _explained_by_other_edition(case: Case, claim: Claim) -> bool:
    """Whether a keyword stands for a sentence about Terminal Server Edition, of which the running line has none."""
    sentences = [s for s in case.claims if s.kind == c.SENTENCE and s.product.family == claim.product.family]
    own = [s for s in sentences if s.product.shares_line(case.product)]
    return not own and any(s.pack == claim.pack for s in sentences)


def _contradicted(case: Case, found: Sequence[Claim]) -> Iterable[str]:
    """Notes on less trusted claims that name another release for the same line."""
    levels = {claim.pack for claim in found}
    lesser = [claim for claim in case.own if claim.kind in (c.FIX_LIST, c.KEYWORD) and claim.numbered]
    for claim in lesser:
        if claim.pack not in levels and not _is_version(claim):
            yield f"The {claim.kind.replace('_', ' ')} says {claim.pack}: {claim.evidence.text.strip()}"
    for claim in _affected(case):
        if any(level is not None and case.pack is not None and case.pack >= level for level in levels):
            yield f"The list of products names it as affected: {claim.evidence.text.strip()}"


def _conditions(found: Iterable[Claim]) -> list[str]:
    return [f"The fix holds under a condition: {claim.condition}" for claim in found if claim.condition]


def _covers(case: Case) -> bool:
    covered = c.covered(case.record)
    return any(product.shares_line(case.product) or _any_minor(product, case.product) for product in covered)


def _of_another_member(case: Case) -> bool:
    """Whether all is about other members of the suite: what Word 97 SR-1 corrects says nothing of Excel."""
    family, suite = case.product.family, case.product.line[0]
    named = {claim.product.family for claim in case.own}
    return family != suite and bool(named) and not named & {family, suite}


def _any_minor(listed: ProductName, runs: ProductName) -> bool:
    """Whether a product is listed as `3.x`, and a version 3 of it runs."""
    major = re.fullmatch(r"(\d+)\.x", listed.version or "")
    return major is not None and listed.family == runs.family and (runs.version or "").startswith(f"{major[1]}.")


def _dated_plan(case: Case) -> bool:
    """Whether the article announces a release by its number, not only `the next service pack`."""
    return any(statement.kind == "planned" and statement.release for statement in case.record.statements)


def _pack(release: str | None) -> ServicePack | None:
    try:
        return ServicePack.parse(release) if release else None
    except InvalidVersion:
        return None


def _evidence(found: Iterable[Claim]) -> list[Evidence]:
    return [claim.evidence for claim in found]
