"""The articles that can be checked, without their texts, found by product and by file name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kbservice import fixcheck
from kbservice.fixcheck import Claim, Listing, Running, Verdict
from kbservice.products import ProductName
from kbservice.record import Record

# How bad a symptom is, worst first, by the words of title and symptoms; the first that occurs counts.
SEVERITIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("security", re.compile(r"vulnerab|malicious|exploit|attack|denial of service|unauthori[sz]ed|privilege", re.I)),
    ("data loss", re.compile(r"corrupt|data loss|(?:lose|lost) (?:data|mail|messages)|overwritten", re.I)),
    ("crash", re.compile(r"access violation|\bSTOP\b|blue screen|crash|watson|terminates? unexpectedly|fatal", re.I)),
    ("hang", re.compile(r"\bhangs?\b|\bstops?\b|deadlock|100 percent|high cpu|memory leak|\bleaks?\b", re.I)),
    ("failure", re.compile(r"\bfails?\b|cannot|error|not (?:work|delivered|start)|unable|does not", re.I)),
)  # fmt: skip
OTHER = "other"
_ORDER = {name: number for number, (name, _) in enumerate((*SEVERITIES, (OTHER, None)))}


@dataclass(frozen=True, slots=True)
class Entry:
    """One article: its record without text, what is claimed of its releases, and how bad its symptom is."""

    record: Record
    claims: tuple[Claim, ...]
    severity: str

    @property
    def number(self) -> int:
        return self.record.number

    @property
    def component(self) -> str:
        """The part of the product that it is about: the component of its files, else the prefix of its title."""
        named = next((row.component for row in self.record.files if row.component), None)
        return named or self.record.title_prefix or ""

    @property
    def place(self) -> tuple[int, int]:
        """The worst first, then by number."""
        return _ORDER[self.severity], self.number

    def check(self, runs: Running) -> Verdict:
        """The verdict for what runs; its evidence names lines but holds no text."""
        return fixcheck.check_claims(self.record, runs, self.claims)


@dataclass(frozen=True)
class Catalogue:
    """Entries by the family that their claims are about, by the files that they list, and by number."""

    entries: tuple[Entry, ...]
    by_family: Mapping[str, tuple[Entry, ...]] = field(repr=False)
    by_file: Mapping[str, tuple[Entry, ...]] = field(repr=False)
    by_number: Mapping[int, Entry] = field(repr=False)

    @classmethod
    def of(cls, records: Iterable[Record]) -> Catalogue:
        """The catalogue of these records; each is read once and its text let go, and the lists among them are used."""
        kept = [(_without_text(record), severity(record)) for record in records if _says_something(record)]
        listed = _listings(record for record, _ in kept)
        entries = tuple(
            Entry(record, fixcheck.claims(record, listed.get(record.number, ())), grade) for record, grade in kept
        )
        return cls(
            entries,
            _grouped((claim.product.line[0], entry) for entry in entries for claim in entry.claims),
            _grouped((fixcheck.file_key(row.name), e) for e in entries for row in e.record.files if row.name),
            {entry.number: entry for entry in entries},
        )

    def about(self, product: ProductName) -> tuple[Entry, ...]:
        """Entries with a claim about the product's family or the suite that it belongs to."""
        return self.by_family.get(product.line[0], ())

    def listing(self, file: str) -> tuple[Entry, ...]:
        """Entries that list a file of this name."""
        return self.by_file.get(fixcheck.file_key(file), ())


def severity(record: Record) -> str:
    """How bad the symptom is: one of the names of SEVERITIES, or `other`."""
    text = f"{record.title}\n{record.body('symptoms')[:2000]}"
    return next((name for name, pattern in SEVERITIES if pattern.search(text)), OTHER)


def _says_something(record: Record) -> bool:
    return bool(record.applies_to or record.files or record.fixed_in or record.fix_keywords or record.listed_fixes)


def _without_text(record: Record) -> Record:
    """The record without text and all that a check does not need.

    The text stays where a check reads it: it may say of later files what the tables do not.
    """
    files = tuple(replace(row, or_later=fixcheck.later_stated(record, row)) for row in record.files)
    text = record.text if not all(row.or_later for row in files) else ""
    sections = record.sections if text else ()
    return replace(
        record, text=text, sections=sections, files=files, events=(), codes=(), citations=(), copies=(), query_words=()
    )


def _listings(records: Iterable[Record]) -> dict[int, list[Listing]]:
    found: dict[int, list[Listing]] = defaultdict(list)
    for record in records:
        for fix in record.listed_fixes:
            found[fix.article].append(Listing(record, fix))
    return found


def _grouped(pairs: Iterable[tuple[str, Entry]]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, dict[int, Entry]] = defaultdict(dict)
    for key, entry in pairs:
        found[key][entry.number] = entry
    return {key: tuple(entries.values()) for key, entries in found.items()}
