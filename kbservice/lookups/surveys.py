"""What all articles together say of a build: its fixes, a difference, a plan, an audit.

They need a catalogue of every article that states a fix. It is made once for an index, which takes seconds for a large
one, and kept until the index changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from kbservice import coverage, fixcheck, inventory, releases
from kbservice.coverage import Audit, Catalogue, Coverage, Difference, Plan, Standing
from kbservice.errors import InvalidInput, NotFound
from kbservice.fixcheck import Running
from kbservice.index import Index
from kbservice.lookups.articles import title_of
from kbservice.record import Record

_lock = Lock()
_kept: dict[str, Catalogue] = {}  # generation of the index -> its catalogue; one entry
_answers: dict[tuple[str, str, str], FixesAnswer] = {}  # (generation, product, release) -> fixes; the last few asked
_MOST_ANSWERS = 8
_PACK = re.compile(r"\s*(?:sp|sr|service|osr|rtm|gold|original)\b|\s*(?:sp|sr|osr)[\s-]?\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FixesAnswer:
    """The fixes of one build, and how it was understood."""

    runs: Running
    coverage: Coverage

    def standings(self, verdict: str | None = None, component: str | None = None) -> tuple[Standing, ...]:
        """Fixes that are lacking first, then undecided and included ones; narrowed to a verdict or component."""
        found = (*self.coverage.not_included, *self.coverage.unknown, *self.coverage.included)
        wanted = component.lower() if component else None
        return tuple(s for s in found if verdict in (None, s.verdict) and wanted in (None, s.component.lower()))


def running(product: str, release: str) -> Running:
    """What runs: a product and, in one text, its build or service pack.

    Raises:
        InvalidVersion: the text is neither.
    """
    return fixcheck.parse({"product": product, "service_pack" if _PACK.match(release) else "build": release})


def fixes(index: Index, product: str, release: str) -> FixesAnswer:
    """How all fixes of the index stand to a build or service pack of a product.

    The last few answers are kept: whoever asks for one narrows it down or turns its pages next.

    Raises:
        InvalidVersion: the build or service pack cannot be read.
        NotFound: nothing is known of the product.
    """
    asked = index.generation, product, release
    answer = _answers.get(asked)
    if answer is None:
        runs = running(product, release)
        answer = FixesAnswer(runs, coverage.coverage(_catalogue_with(index, runs), runs))
        _keep(asked, answer)
    return answer


def _keep(asked: tuple[str, str, str], answer: FixesAnswer) -> None:
    with _lock:
        latest = [key for key in _answers if key[0] == asked[0]][-_MOST_ANSWERS + 1 :]
        for key in _answers.keys() - latest:
            del _answers[key]
        _answers[asked] = answer


def difference(index: Index, product: str, old: str, new: str) -> Difference:
    """What goes away and what arrives between two builds or service packs of a product.

    Raises:
        InvalidVersion: one of the two cannot be read; `field` is `from` or `to`.
        NotFound: nothing is known of the product.
    """
    before, after = _named("from", product, old), _named("to", product, new)
    return coverage.difference(_catalogue_with(index, before), before, after)


def plan(index: Index, have: Running, must_fix: Sequence[int]) -> Plan:
    """The smallest service pack plus hotfixes that brings the fixes of these articles.

    Raises:
        InvalidInput: what runs names no product with a service pack or build, or a release that never was.
    """
    return coverage.plan(catalogue(index), have, must_fix)


def audit(index: Index, listing: str) -> Audit:
    """A listing of what a machine runs against all articles.

    Raises:
        InvalidInput: nothing in the listing can be read.
    """
    return coverage.audit(catalogue(index), inventory.parse(listing))


def catalogue(index: Index) -> Catalogue:
    """The articles of the index that can be checked; the last one made is kept."""
    with _lock:
        if index.generation not in _kept:
            made = Catalogue.of(_titled(index))
            _kept.clear()
            _kept[index.generation] = made
        return _kept[index.generation]


def _titled(index: Index) -> Iterator[Record]:
    """All records, the untitled ones with the title that others cite."""
    for number in index.numbers():
        record = index.get(number)
        if record is not None:
            yield record if record.title else replace(record, title=title_of(index, record)[0])


def _catalogue_with(index: Index, runs: Running) -> Catalogue:
    """The catalogue, if it or the releases table has heard of the product: no fixes is not the same as no idea."""
    made, product = catalogue(index), runs.product
    if product is not None and not made.about(product) and not releases.of(product):
        remedy = "see the products page for the names of products"
        raise NotFound(f"no article and no release of the product {product} is known", remedy=remedy)
    return made


def _named(field: str, product: str, release: str) -> Running:
    try:
        runs = running(product, release)
        coverage.refuse_unreleased(runs)
        return runs
    except InvalidInput as error:
        error.field = field
        raise
