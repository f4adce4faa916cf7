"""Which fixes a build has, lacks or may have, and what changes from one build to another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kbservice import fixcheck, releases
from kbservice.coverage.catalogue import Catalogue, Entry
from kbservice.errors import InvalidInput, InvalidVersion
from kbservice.fixcheck import INCLUDED, NOT_INCLUDED, UNKNOWN, Running
from kbservice.products import ProductName
from kbservice.record import Statement
from kbservice.versions import Build, ServicePack

# Reasons that leave an article out: it has no fix for what runs, or what runs has not got the problem.
NO_FIX_FOR_THIS = frozenset(
    {
        "other_product", "no_fix", "by_design", "fixed_elsewhere", "nothing_given", "file_not_listed",
        "not_yet_affected",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """How one article stands to what runs."""

    number: int
    title: str
    component: str
    severity: str
    verdict: str
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The fixes that what runs includes, lacks, or of which one cannot tell, the worst symptoms first."""

    included: tuple[Standing, ...]
    not_included: tuple[Standing, ...]
    unknown: tuple[Standing, ...]

    def by_component(self) -> Mapping[str, Mapping[str, int]]:
        """Component -> verdict -> count; spellings that differ in case alone are one, under the first of them."""
        counts: dict[str, Counter[str]] = {}
        spelt: dict[str, str] = {}
        for standing in (*self.included, *self.not_included, *self.unknown):
            name = spelt.setdefault(standing.component.lower(), standing.component)
            counts.setdefault(name, Counter())[standing.verdict] += 1
        return counts


@dataclass(frozen=True, slots=True)
class Difference:
    """What changes from one build to another.

    `gone` are problems that the second has the fix for and the first had not; `arriving` those that the second is
    known to bring, or lacks the fix for that the first had; `undecided` those of which one cannot tell for one of the
    two.
    """

    gone: tuple[Standing, ...]
    arriving: tuple[Standing, ...]
    undecided: tuple[Standing, ...]


def coverage(catalogue: Catalogue, runs: Running) -> Coverage:
    """How all articles about the product stand to what runs.

    Raises:
        InvalidInput: no product is given, or a service pack or build that never was.
    """
    found = _standings(catalogue, runs)
    return Coverage(*(tuple(s for s in found if s.verdict == verdict) for verdict in (INCLUDED, NOT_INCLUDED, UNKNOWN)))


def difference(catalogue: Catalogue, old: Running, new: Running) -> Difference:
    """What goes away and what arrives between two builds or service packs of one product.

    Raises:
        InvalidInput: no product is given, two that do not share service packs, or a release that never was.
    """
    if old.product is None or new.product is None or not old.product.shares_line(new.product):
        raise InvalidInput("the two are not of one version of one product", field="to")
    before = {s.number: s for s in _standings(catalogue, old)}
    after = {s.number: s for s in _standings(catalogue, new)}
    both = [(before[n], after[n]) for n in before.keys() & after.keys()]
    gone = {b.number for a, b in both if a.verdict == NOT_INCLUDED and b.verdict == INCLUDED}
    lost = {b.number for a, b in both if a.verdict == INCLUDED and b.verdict == NOT_INCLUDED}
    brought = {s.number: s for s in _arriving(catalogue, old, new)}
    undecided = {b.number for a, b in both if UNKNOWN in (a.verdict, b.verdict) and a.verdict != b.verdict}
    return Difference(
        tuple(s for n, s in after.items() if n in gone),
        (*(s for n, s in after.items() if n in lost - brought.keys()), *brought.values()),
        tuple(s for n, s in after.items() if n in undecided),
    )


def standing(entry: Entry, runs: Running) -> Standing:
    """How one article stands to what runs."""
    verdict = entry.check(runs)
    return Standing(entry.number, entry.record.title, entry.component, entry.severity, verdict.verdict, verdict.reason)


def refuse_unreleased(runs: Running) -> None:
    """Nothing, if what runs can exist.

    Raises:
        InvalidInput: a service pack or build that never was: the order of releases would give it all earlier fixes.
    """
    doubt = fixcheck.doubted(runs.product, runs.service_pack, runs.build) if runs.product else None
    if doubt is not None:
        field = "build" if runs.build is not None else "service_pack"
        raise InvalidInput(doubt.message, field=field, remedy="give a service pack or build that was released")


def service_pack_of(runs: Running) -> ServicePack | None:
    """The service pack that runs: the one given, else the lowest that the build can be."""
    if runs.service_pack is not None or runs.build is None or runs.product is None:
        return runs.service_pack
    return min(releases.identify(runs.product, runs.build).packs, default=None)


def _standings(catalogue: Catalogue, runs: Running) -> list[Standing]:
    if runs.product is None:
        raise InvalidInput("no product is given", field="product", remedy="give a product such as Exchange 5.5")
    refuse_unreleased(runs)
    entries = sorted(catalogue.about(runs.product), key=lambda entry: entry.place)
    plain = replace(runs, file=None)
    return [s for entry in entries if (s := standing(entry, plain)).reason not in NO_FIX_FOR_THIS]


def _arriving(catalogue: Catalogue, old: Running, new: Running) -> Iterable[Standing]:
    """Problems that came with a release after the old one, up to the new one, which has no fix for them."""
    first, last = service_pack_of(old), service_pack_of(new)
    if first is None or last is None or new.product is None:
        return
    for entry in sorted(catalogue.about(new.product), key=lambda entry: entry.place):
        brought = [s for s in entry.record.statements if s.kind == "introduced_in"]
        if any(first < pack <= last for s in brought for pack in _packs(s, new.product)):
            found = standing(entry, replace(new, file=None))
            if found.verdict != INCLUDED:
                yield found


def _packs(statement: Statement, product: ProductName) -> Iterable[ServicePack]:
    """The places in the order of releases at which a statement says that the problem came."""
    try:
        if statement.release:
            yield ServicePack.parse(statement.release)
        elif statement.build:
            yield from releases.identify(product, Build.parse(statement.build)).packs[:1]
    except InvalidVersion:
        return
