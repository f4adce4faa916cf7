"""Which rows of an article's file tables hold for what runs.

Product (heading, caption or system), processor, encryption, language and exact size choose among several rows; what was
not given chooses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from kbservice import products
from kbservice.fixcheck.running import Running, cpus, strength
from kbservice.products import ProductName
from kbservice.record import FixedFile, Record
from kbservice.versions import ServicePack

_PACKS = re.compile(r"(?:OEM\s+)?(?:service\s+(?:pack|release)|OSR|S[PR](?=[\s-]?\d))[^,&;()]{0,12}", re.IGNORECASE)


def chosen(record: Record, runs: Running, rows: list[FixedFile]) -> tuple[list[FixedFile], str]:
    """The rows that hold for what runs; if there are none, the reason code: which of what was given fits no row."""
    for reason, keep in _FILTERS:
        rows = keep(rows, runs, record)
        if not rows:
            return [], reason
    return _minimum_rather_than_download(rows), ""


def of_file(record: Record, runs: Running) -> list[FixedFile]:
    wanted = file_key(runs.file or "")
    stem = wanted if "." not in wanted else None
    named = [(row, file_key(row.name)) for row in record.files if row.name]
    return [row for row, name in named if name == wanted or name.rpartition(".")[0] == stem]


def file_key(name: str) -> str:
    """The name by which a file is known: lower case, without its folder."""
    return re.split(r"[\\/]", name.strip().lower())[-1]


def _of_product(rows: list[FixedFile], runs: Running, record: Record) -> list[FixedFile]:
    """Rows whose heading or caption names the product that runs, or names none while the article is about it."""
    if runs.product is None:
        return rows
    labelled = [(row, _labels(row)) for row in rows]
    if not any(names for _, names in labelled):
        return rows if _concerns(record, runs.product) else []
    kept = [row for row, names in labelled if not names or any(_fits(name, runs.product) for name in names)]
    return _of_service_pack(_of_edition(kept, runs.product), runs)


def _of_edition(rows: list[FixedFile], product: ProductName) -> list[FixedFile]:
    """Among several labelled rows, those of exactly the edition that runs: Windows 98, or its Second Edition."""
    named = [(row, [name.edition for name in _labels(row)]) for row in rows]
    return [row for row, editions in named if not editions or product.edition in editions] or rows


def _of_service_pack(rows: list[FixedFile], runs: Running) -> list[FixedFile]:
    """Among several labelled rows, those whose label names the service pack that runs: `Windows 95 OSR2 only`."""
    pack = runs.service_pack
    if pack is None or len(rows) < 2:
        return rows
    named = [row for row in rows if pack in _packs(_label(row))]
    return named or [row for row in rows if not _packs(_label(row))] or rows


def _of_platform(rows: list[FixedFile], runs: Running, _: Record) -> list[FixedFile]:
    """Rows for the processor or system and the strength of encryption that were given; one that names none fits all."""
    if runs.platform is not None:
        wanted = runs.platform.lower()
        fitting = [row for row in rows if wanted in cpus(row.platform or "") or wanted in _label(row).lower()]
        rows = fitting or [row for row in rows if not cpus(row.platform or "")]
    if runs.strength is not None:
        rows = [row for row in rows if strength(row.platform or "") in (None, runs.strength)]
    return rows


def _of_language(rows: list[FixedFile], runs: Running, _: Record) -> list[FixedFile]:
    if runs.language is None:
        return rows
    wanted = runs.language.lower()
    return [row for row in rows if not row.language or wanted in row.language.lower()]


def _of_size(rows: list[FixedFile], runs: Running, _: Record) -> list[FixedFile]:
    """Rows of exactly the given size, if there are any: of two platforms it tells which; else all rows."""
    return [row for row in rows if runs.file_size is not None and row.size == runs.file_size] or rows


_FILTERS: tuple[tuple[str, Callable[[list[FixedFile], Running, Record], list[FixedFile]]], ...] = (
    ("other_product", _of_product),
    ("other_platform", _of_platform),
    ("other_language", _of_language),
    ("rows_disagree", _of_size),
)


def _label(row: FixedFile) -> str:
    system = row.platform if row.platform and not cpus(row.platform) else None
    if system and next(products.mentions(system), None):
        return system  # the row's own word is narrower than its heading's
    component = row.component if row.component and next(products.mentions(row.component), None) else None
    return "; ".join(dict.fromkeys(part for part in (row.product, row.where.heading, component, system) if part))


def _labels(row: FixedFile) -> list[ProductName]:
    """The products that a row's label names, each with the edition that follows it: `Windows 98 Second Edition`."""
    label = _label(row)
    found = list(products.mentions(label))
    ends = [mention.start for mention in found[1:]] + [len(label)] * bool(found)
    return [
        replace(m.product, edition=m.product.edition or products.parse(label[m.start : end]).edition)
        for m, end in zip(found, ends, strict=True)
    ]


def _packs(label: str) -> set[ServicePack]:
    return {pack for part in _PACKS.findall(label) if (pack := ServicePack.find(part)) is not None}


def _fits(name: ProductName, runs: ProductName) -> bool:
    return name.shares_line(runs)


def _concerns(record: Record, product: ProductName) -> bool:
    named = [products.parse(p.product, p.version) for p in record.applies_to]
    return not named or any(_fits(name, product) for name in named)


def _minimum_rather_than_download(rows: list[FixedFile]) -> list[FixedFile]:
    """A stated minimum (`version 4.00.954 and later`) beats the version that today's download installs."""
    stated = [row for row in rows if is_sentence(row)]
    return stated if stated and len(stated) < len(rows) and all(row.or_later for row in stated) else rows


def is_sentence(row: FixedFile) -> bool:
    return "sentence" in row.rule or "prose" in row.rule
