"""Can it exist? A service pack, build, date or size that was never made decides nothing.

The order of releases would give a service pack 9 every fix of service packs 1 to 8. So a release counts only up to the
last one that is known: by the releases tables, or because the article itself (or a fix list) names it for this version.
A letter or rollup after the last one (SP6a, a rollup after SP4) holds what that one holds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kbservice import releases
from kbservice.fixcheck.running import Running
from kbservice.fixcheck.trust import Claim
from kbservice.fixcheck.verdict import Verdict, decide, last_release, release_row
from kbservice.products import ProductName
from kbservice.versions import Build, ServicePack

_FIRST_DAY = dt.date(1980, 1, 1)  # the first that a FAT directory can hold
_ZONES = dt.timedelta(days=1)  # between the clock of the machine and ours


def doubted_file(runs: Running) -> Verdict | None:
    """The verdict on a date or size that no fixed file can have; None if both can be believed."""
    if runs.file_date is not None and not _FIRST_DAY <= runs.file_date <= runs.asked_on + _ZONES:
        where = "lies in the future" if runs.file_date > runs.asked_on else "is before 1980"
        return decide("value_impossible", "exists.date", detail=f"The date {runs.file_date} {where}.")
    if runs.file_size == 0:
        return decide("value_impossible", "exists.size", detail="A file of 0 bytes is empty.")
    return None


def doubted(
    product: ProductName, pack: ServicePack | None, build: Build | None, known: Sequence[Claim] = ()
) -> Verdict | None:
    """The verdict on a service pack or build that was never made; None if both may exist."""
    of_pack = doubted_pack(product, pack, known) if pack is not None else None
    return of_pack or (doubted_build(product, build, known) if build is not None else None)


def doubted_pack(product: ProductName, pack: ServicePack, known: Sequence[Claim]) -> Verdict | None:
    """The verdict on a service pack above every one that is known of the product's version; None if it may exist."""
    if any(claim.product.shares_line(product) and _names(claim, pack) for claim in known):
        return None
    last = releases.last(product)
    if last is None:
        if not pack.number or pack.number[0] <= releases.most_service_packs():
            return None
        return decide("release_not_known", "exists.pack", detail=f"No product has had a {pack.short}.")
    if pack.number <= last.pack.number:
        return None
    detail = f"The last one known of {last.product} is {last.pack.short}; given: {pack.short}."
    return decide("release_not_known", "exists.pack", [last_release(last)], detail)


def doubted_build(product: ProductName, build: Build, known: Sequence[Claim]) -> Verdict | None:
    """The verdict on a build far above every one that is known of the product's version; None if it may exist."""
    found = releases.last_build(product)
    if found is None or build.number[0] <= found[1]:
        return None
    stated = [claim.build for claim in known if claim.build and claim.product.shares_line(product)]
    if any(build.number[0] <= other.number[0] for other in stated):
        return None
    row = found[0]
    detail = f"Build {build} is far above the last one known: {row.title} is build {row.build}."
    return decide("build_not_known", "exists.build", [release_row(row)], detail)


def _names(claim: Claim, pack: ServicePack) -> bool:
    """Whether a claim names this release or a later one; `preSPn` and plans name what may never have come."""
    return claim.pack is not None and not claim.before and pack.number <= claim.pack.number
