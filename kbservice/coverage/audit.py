"""An inventory against all articles: which of their fixes a machine has, lacks, or may have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kbservice import inventory
from kbservice.coverage.builds import NO_FIX_FOR_THIS
from kbservice.coverage.catalogue import Catalogue, Entry
from kbservice.fixcheck import INCLUDED, NOT_INCLUDED, UNKNOWN, Verdict
from kbservice.inventory import BadRow, Inventory, Item

# A file of another branch says nothing of this machine: an article that lists only such is left out.
_OF_ANOTHER_BRANCH = frozenset({"other_branch", "other_product", "other_platform"})
HOTFIX_INSTALLED = "hotfix_installed"
_WEIGHT = {NOT_INCLUDED: 0, UNKNOWN: 1, INCLUDED: 2}


@dataclass(frozen=True, slots=True)
class Compared:
    """What decided a finding: the file or product that was compared, its line, and the answer for it."""

    what: str
    line: int | None
    verdict: str
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """How one article stands to the machine."""

    number: int
    title: str
    severity: str
    component: str
    verdict: str
    reason: str
    items: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """The findings, fixes that are lacking first and the worst symptoms first among them; rows that were left out."""

    findings: tuple[Finding, ...]
    bad_rows: tuple[BadRow, ...]
    checked: int  # different files, products and hotfixes that were compared

    def counts(self) -> dict[str, int]:
        """Verdict -> number of articles."""
        return {v: sum(f.verdict == v for f in self.findings) for v in (NOT_INCLUDED, UNKNOWN, INCLUDED)}


def audit(catalogue: Catalogue, held: Inventory) -> Audit:
    """Each article that lists one of the machine's files or is about one of its products, with its verdict.

    A file decides before a service pack, an installed hotfix before both; of several files the article's fix is there
    only if none lacks it. Articles that list the files only for other branches are left out.
    """
    found: dict[int, list[Compared]] = {}
    checked = 0
    for item, runs in inventory.runnings(held.files):
        checked += 1
        for entry in catalogue.listing(item.file):
            verdict = entry.check(runs)
            if verdict.reason not in _OF_ANOTHER_BRANCH:
                found.setdefault(entry.number, []).append(_of_file(item, verdict))
    installed = set(held.hotfixes)
    findings = {n: _finding(catalogue.by_number[n], items, n in installed) for n, items in found.items()}
    for number in installed & catalogue.by_number.keys() - findings.keys():
        findings[number] = _finding(catalogue.by_number[number], [], True)
    for entry, items in _of_products(catalogue, held):
        if entry.number not in findings or findings[entry.number].verdict == UNKNOWN:
            findings[entry.number] = _finding(entry, items, entry.number in installed)
    ordered = sorted(findings.values(), key=lambda f: (_WEIGHT[f.verdict], catalogue.by_number[f.number].place))
    left_out = sorted((*held.bad_rows, *_not_comparable(catalogue, held)), key=lambda row: row.line)
    return Audit(tuple(ordered), tuple(left_out), checked + len(held.products) + len(installed))


def _not_comparable(catalogue: Catalogue, held: Inventory) -> Iterable[BadRow]:
    """Files without a version and date of which an article lists a corrected one."""
    for item in held.files:
        if item.version is None and item.date is None and (listing := catalogue.listing(item.file)):
            more = f", as do {len(listing) - 1} more" if len(listing) > 1 else ""
            what = f"{listing[0].record.article_id} lists this file{more}"
            yield BadRow(item.line, f"{item.file} has no version and no date to compare: {what}")


def _of_products(catalogue: Catalogue, held: Inventory) -> Iterable[tuple[Entry, list[Compared]]]:
    """Articles about the machine's products of which the service pack decides."""
    for runs in held.products:
        for entry in catalogue.about(runs.product) if runs.product else ():
            verdict = entry.check(runs)
            if verdict.verdict != UNKNOWN and verdict.reason not in NO_FIX_FOR_THIS:
                what = f"{runs.product} {runs.service_pack or runs.build or ''}".strip()
                yield entry, [Compared(what, None, verdict.verdict, verdict.reason, verdict.message)]


def _of_file(item: Item, verdict: Verdict) -> Compared:
    stated = item.version or item.date
    return Compared(f"{item.file} {stated}", item.line, verdict.verdict, verdict.reason, verdict.message)


def _finding(entry: Entry, items: list[Compared], installed: bool) -> Finding:
    if installed:
        items = [
            Compared(entry.record.article_id, None, INCLUDED, HOTFIX_INSTALLED, "The hotfix is installed."),
            *items,
        ]
        deciding = items[0]
    else:
        deciding = min(items, key=lambda item: _WEIGHT[item.verdict])
    return Finding(
        entry.number,
        entry.record.title,
        entry.severity,
        entry.component,
        deciding.verdict,
        deciding.reason,
        tuple(items),
    )
