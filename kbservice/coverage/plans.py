"""The smallest service pack plus hotfixes that brings the fixes of given articles, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kbservice import products, releases
from kbservice.coverage.builds import refuse_unreleased, service_pack_of
from kbservice.coverage.catalogue import Catalogue, Entry
from kbservice.errors import InvalidInput, InvalidVersion
from kbservice.fixcheck import INCLUDED, Running
from kbservice.products import ProductName
from kbservice.record import Record
from kbservice.versions import ServicePack


@dataclass(frozen=True, slots=True)
class Step:
    """One article of a plan, and how its fix comes.

    `how` is already (what runs has it), service_pack, hotfix, or none; `why` says it for people; `needs` is the
    service pack that a hotfix has to be installed on.
    """

    number: int
    title: str
    how: str
    why: str
    needs: ServicePack | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What to install: a service pack (None if what runs will do) and hotfixes; `complete` if that brings all fixes.

    `all_in` is the smallest service pack that brings every fix without a hotfix, if there is one.
    """

    service_pack: ServicePack | None
    steps: tuple[Step, ...]
    complete: bool
    all_in: ServicePack | None


def plan(catalogue: Catalogue, have: Running, must_fix: Sequence[int]) -> Plan:
    """The smallest service pack plus hotfixes that brings all fixes.

    Raises:
        InvalidInput: no product is given, no service pack can be told for what runs, or one that never was.
    """
    refuse_unreleased(have)
    now = service_pack_of(have)
    if have.product is None or now is None:
        raise InvalidInput("the plan needs a product with its service pack or build", field="have")
    candidates = _candidates(catalogue, have.product, now, must_fix)
    plans = [_with(catalogue, have, pack, None if pack == now else pack, must_fix) for pack in candidates]
    best = next((p for p in plans if p.complete), max(plans, key=lambda p: sum(s.how != "none" for s in p.steps)))
    without_hotfix = (p for p, made in zip(candidates, plans, strict=True) if _needs_no_hotfix(made))
    return replace(best, all_in=next(without_hotfix, None))


def _needs_no_hotfix(made: Plan) -> bool:
    return made.complete and all(step.how != "hotfix" for step in made.steps)


def _candidates(
    catalogue: Catalogue, product: ProductName, now: ServicePack, must_fix: Sequence[int]
) -> list[ServicePack]:
    """What runs, and the later service packs that the releases table or one of the articles names."""
    known = {row.pack for row in releases.of(product)}
    for entry in (catalogue.by_number[n] for n in must_fix if n in catalogue.by_number):
        known |= {c.pack for c in entry.claims if c.pack and c.kind != "affected" and c.product.shares_line(product)}
    return sorted({now, *(pack for pack in known if pack > now and not pack.after)})


def _with(
    catalogue: Catalogue, have: Running, pack: ServicePack, install: ServicePack | None, must_fix: Sequence[int]
) -> Plan:
    runs = have if install is None else replace(have, service_pack=pack, build=None)
    steps = tuple(_step(catalogue.by_number.get(number), number, runs, pack, install) for number in must_fix)
    return Plan(install, steps, all(step.how != "none" for step in steps), None)


def _step(entry: Entry | None, number: int, runs: Running, pack: ServicePack, install: ServicePack | None) -> Step:
    if entry is None:
        return Step(number, "", "none", "The index holds no such article that states a fix.")
    title = entry.record.title
    verdict = entry.check(replace(runs, file=None))
    if verdict.verdict == INCLUDED:
        return Step(number, title, "already" if install is None else "service_pack", verdict.message)
    needs = _needs(entry.record, runs.product)
    if not _has_hotfix(entry.record, runs.product):
        return Step(number, title, "none", verdict.message)
    if needs is not None and needs > pack:
        return Step(number, title, "none", f"Its hotfix needs {needs}.", needs)
    return Step(number, title, "hotfix", "The article has a hotfix for it.", needs)


def _has_hotfix(record: Record, product: ProductName | None) -> bool:
    """Whether the article lists files for the product: under its heading, or under none while it is about it."""
    if product is None or not record.files:
        return False
    about = any(products.parse(p.product, p.version).shares_line(product) for p in record.applies_to)
    named = [[m.product for m in products.mentions(f"{row.product or ''} {row.where.heading}")] for row in record.files]
    return any(any(name.shares_line(product) for name in names) if names else about for names in named)


def _needs(record: Record, product: ProductName | None) -> ServicePack | None:
    """The service pack of the product that the hotfix has to be installed on."""
    found = []
    for requirement in record.requires:
        name = products.parse(requirement.product or "", requirement.version)
        if product is None or not requirement.release or not name.shares_line(product):
            continue
        try:
            found.append(ServicePack.parse(requirement.release))
        except InvalidVersion:
            continue
    return max(found, default=None)
