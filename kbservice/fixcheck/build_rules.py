"""Builds: a build stated by the article is compared with the one that runs; else the build stands for its release.

The releases table says which service pack a build is. A build that several service packs share decides only where all
of them would get the same answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kbservice import releases
from kbservice.errors import InvalidVersion
from kbservice.fixcheck import trust as c
from kbservice.fixcheck.release_rules import check_release
from kbservice.fixcheck.trust import Claim
from kbservice.fixcheck.verdict import INCLUDED, Evidence, Verdict, decide, passage, release_row
from kbservice.fixcheck.verdict import statement as stated
from kbservice.products import ProductName
from kbservice.record import Record, Statement
from kbservice.releases import Identified
from kbservice.versions import Build, FileVersion, ServicePack, compare

_COMPONENTS = (
    ("mta", re.compile(r"\bMTA\b|message transfer agent", re.IGNORECASE)),
    ("ims", re.compile(r"\bIM[CS]\b|internet mail", re.IGNORECASE)),
    ("store", re.compile(r"information store|\bstore\b", re.IGNORECASE)),
    ("analyze", re.compile(r"\banalyze\b", re.IGNORECASE)),
)


def check_build(record: Record, product: ProductName, build: Build, claims: Sequence[Claim]) -> Verdict:
    """Whether this build of the product has the fix."""
    found = releases.identify(product, build)
    rows = [release_row(row) for row in found.rows]
    if product.version is None and len(versions := {row.product.version for row in found.rows}) == 1:
        product = replace(product, version=versions.pop())
    decided = _by_stated_build(record, product, build, claims, found)
    if decided is not None:
        return replace(decided, evidence=(*decided.evidence, *rows))
    if not found.packs:
        return _unknown_build(record, product, build, claims)
    verdicts = [check_release(record, product, pack, claims) for pack in found.packs]
    return _as_one(record, build, found, verdicts, rows)


def check_pack(record: Record, product: ProductName, pack: ServicePack | None, claims: Sequence[Claim]) -> Verdict:
    """Whether a product with this service pack has the fix; a build that the article states is that of a release."""
    answer = check_release(record, product, pack, claims)
    if answer.reason != "build_not_comparable" or pack is None:
        return answer
    rows = [row for row in releases.of(product) if row.pack == pack]
    found = Identified("exact", (pack,), tuple(rows))
    decided = [d for row in rows if (d := _by_stated_build(record, product, row.build, claims, found)) is not None]
    if not decided or len({d.verdict for d in decided}) > 1:
        return answer
    return replace(decided[0], evidence=(*decided[0].evidence, *(release_row(row) for row in rows)))


def _as_one(
    record: Record, build: Build, found: Identified, verdicts: Sequence[Verdict], rows: Sequence[Evidence]
) -> Verdict:
    """One answer for all the service packs that the build can be."""
    first = verdicts[0]
    evidence = (*first.evidence, *rows)
    detail = f"Build {build} is {found}."
    if len({v.verdict for v in verdicts}) > 1:
        return decide("build_shared", "build.shared", evidence, detail)
    hotfix = _hotfix(record, build) if found.kind in ("between", "after") else []
    if first.reason == "service_pack_below" and hotfix:
        return decide("hotfix_possible", "build.hotfix-possible", (*evidence, *hotfix), detail)
    return replace(first, message=f"{first.message} {detail}", evidence=evidence, rule=f"build.{first.rule}")


def _by_stated_build(
    record: Record, product: ProductName, build: Build, claims: Sequence[Claim], found: Identified
) -> Verdict | None:
    """The article names the build that has the fix, or the one that brought the problem."""
    stated = [claim for claim in claims if claim.sure and _of_one_version(claim, product, build)]
    orders = [(claim, _order(build, claim.build, claim.component, found)) for claim in stated if claim.build]
    known = [(claim, order) for claim, order in orders if order is not None]
    if known and len({order >= 0 for _, order in known}) == 1:
        reason = "build_reached" if known[0][1] >= 0 else "build_below"
        return decide(reason, "build.stated", [claim.evidence for claim, _ in known])
    return _not_yet_affected(record, product, build, found)


def _of_one_version(claim: Claim, product: ProductName, build: Build) -> bool:
    """Whether a claim names a build of the version that runs.

    Each version counts its builds from elsewhere: where none is said for what runs, build 2700 may be of Exchange 5.5,
    and above the build 996 that has the fix in 4.0.
    """
    if claim.build is None or not claim.product.shares_line(product):
        return False
    said = product.version or ".".join(map(str, build.prefix))
    return claim.product.version in (None, said) or bool(product.version) or claim.build.number == build.number


def _not_yet_affected(record: Record, product: ProductName, build: Build, found: Identified) -> Verdict | None:
    """`Occurs in build X or later` is no fix; a build before X has not got the problem yet."""
    for statement in record.statements:
        if statement.kind != "introduced_in" or statement.build is None or not _about(record, statement, product):
            continue
        order = _order(build, _build(statement.build), statement.component, found)
        if order is not None and order < 0:
            evidence = [stated(record, statement)]
            return decide("not_yet_affected", "build.not-yet-affected", evidence)
    return None


def _about(record: Record, statement: Statement, product: ProductName) -> bool:
    named = c.statement_product(record, statement)
    return named is None or named.shares_line(product)


def _order(build: Build, stated: Build | None, component: str | None, found: Identified) -> int | None:
    """-1, 0, 1, or None where the two cannot be compared.

    Minor numbers differ by component within one release, so two builds of one first number are ordered only if both
    are of the same component, or the running one has no minor number and no component.
    """
    if stated is None or (build.prefix and stated.prefix and not _same_line(build, stated)):
        return None
    if build.number[0] != stated.number[0]:
        return 1 if build.number[0] > stated.number[0] else -1
    exact = [row for row in found.rows if row.build.number == build.number]
    mine = {_component(row.component) for row in exact} - {""}
    theirs = _component(component)
    if build.number == stated.number or len(stated.number) == 1:
        return 0
    if len(build.number) == 1 or (theirs and mine and theirs not in mine):
        return None
    return 1 if build.number > stated.number else -1


def _same_line(build: Build, stated: Build) -> bool:
    count = min(len(build.prefix), len(stated.prefix))
    return build.prefix[:count] == stated.prefix[:count]


def _component(text: str | None) -> str:
    return next((name for name, pattern in _COMPONENTS if pattern.search(text or "")), (text or "").lower())


def _unknown_build(record: Record, product: ProductName, build: Build, claims: Sequence[Claim]) -> Verdict:
    """A build of no known release: the answer is what holds for every service pack, or unknown."""
    undecided = check_release(record, product, None, claims)
    if undecided.reason in ("service_pack_not_given", "contradiction") or (
        undecided.verdict == INCLUDED and releases.of(product)
    ):
        return decide("build_not_known", "build.not-known", undecided.evidence, f"Build {build} is not known.")
    return replace(undecided, rule=f"build.{undecided.rule}")


def _hotfix(record: Record, build: Build) -> list[Evidence]:
    """Rows of the article's files whose version the build reaches: a build of hotfixes may hold them."""
    found = []
    for row in record.files:
        try:
            version = FileVersion.parse(row.version) if row.version else None
        except InvalidVersion:
            continue
        if version is not None and (compare(build.file_version, version) or -1) >= 0:
            found.append(passage(record, row.where, "file"))
    return found


def _build(text: str) -> Build | None:
    try:
        return Build.parse(text)
    except InvalidVersion:
        return None
