"""Files: does the version or date of the file that runs reach a row of the article's tables?

A version is compared only within its branch. Where an article lists the file more than once (by platform, language,
encryption, product), what was given chooses the rows; of the rest either all are reached, or none, or nobody can tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kbservice import releases
from kbservice.errors import InvalidVersion
from kbservice.fixcheck import file_rows, trust, verdict
from kbservice.fixcheck.running import Running
from kbservice.fixcheck.verdict import Verdict, decide
from kbservice.record import FixedFile, Record
from kbservice.versions import FileVersion, ServicePack, compare

_LATER_EXCLUDED = re.compile(
    r"not (?:resolved|fixed|corrected|addressed|included|contained)\b[^.]{0,40}\blater versions?"
    r"|later versions? of (?:this|these|the) files?\b[^.]{0,40}\b(?:do|does|will) not\b",
    re.IGNORECASE,
)
_OR_LATER = re.compile(r"\b(?:or|and) (?:later|newer|higher|greater|above)\b", re.IGNORECASE)
_CORRECTED = re.compile(r"\b(?:corrected|fixed|resolved|eliminated)\s+(?:in|with|by)\b", re.IGNORECASE)
# Third part from which a Windows release has its own line of files: 4.00.n of OSR2 (retail and OSR1 are 950 to 999,
# OSR2 counts from 1111, Q161020), 4.10.n of Windows 98 Second Edition (4.10.2222, Q287138).
_SECOND_LINE_FROM: dict[tuple[int, ...], int] = {(4, 0): 1000, (4, 10): 2222}
_TRUNCATED_BELOW = 1000  # 5.0.2195.36 lost digits: real hotfixes of Windows 2000 count from 2000 on


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one row says: reached, not reached, or (None) nothing, with the reason code for each."""

    reached: bool | None
    reason: str


def check_file(record: Record, runs: Running) -> Verdict:
    """Whether the file that runs is the corrected one or a later one."""
    listed = file_rows.of_file(record, runs)
    if not listed:
        return decide("file_not_listed", "file.not-listed", _listed(record), _names(record))
    rows, missing = file_rows.chosen(record, runs, listed)
    if not rows:
        return decide(missing, f"file.{missing.replace('_', '-')}", _evidence(record, listed))
    return _judge(record, runs, rows)


def _judge(record: Record, runs: Running, rows: list[FixedFile]) -> Verdict:
    if runs.file_version is None and runs.file_date is None:
        return decide("size_only", "file.size-only", _evidence(record, rows))
    outcomes = [(row, _compare(record, row, runs)) for row in rows]
    telling = _same_line(_by_version_first([(row, o) for row, o in outcomes if o.reached is not None], runs), runs)
    if not telling:
        return _nothing_tells(record, outcomes, runs)
    kept = [row for row, _ in telling]
    reached = {outcome.reached for _, outcome in telling}
    if len(reached) > 1:
        return decide("rows_disagree", "file.rows-disagree", _evidence(record, kept), _detail(kept, runs))
    outcome = telling[0][1]
    return _with_later(record, kept, outcome, runs)


def _with_later(record: Record, rows: list[FixedFile], outcome: _Outcome, runs: Running) -> Verdict:
    """`Or later` only where the article says it: a later file than the listed one needs the article's word."""
    rule = f"file.{outcome.reason.replace('_', '-')}"
    listed_itself = any(_equal(row, runs) for row in rows)
    if not outcome.reached or listed_itself or all(later_stated(record, row) for row in rows):
        return decide(outcome.reason, rule, _evidence(record, rows), _detail(rows, runs))
    if excluded := _later_excluded(record, rows[0]):
        return decide("later_file_excluded", "file.later-excluded", [*_evidence(record, rows), excluded])
    return decide("later_not_stated", "file.later-not-stated", _evidence(record, rows), _detail(rows, runs))


def _detail(rows: Sequence[FixedFile], runs: Running) -> str:
    """What is listed and what runs, for people."""
    listed = dict.fromkeys(str(row.version or row.date) for row in rows)
    said = [str(value) for value in (runs.file_version, runs.file_date) if value is not None]
    return f"Listed: {', '.join(listed)}; running: {' of '.join(said)}."


def later_stated(record: Record, row: FixedFile) -> bool:
    """Whether later files have the fix too: introduction or row say `or later`, or a sentence `corrected in`."""
    if row.or_later:
        return True
    text = record.passage(row.where)
    return bool(_OR_LATER.search(text) or (file_rows.is_sentence(row) and _CORRECTED.search(text)))


def _compare(record: Record, row: FixedFile, runs: Running) -> _Outcome:
    listed = _version(row)
    if runs.file_version is None:
        return _by_date(row, runs)
    if listed is None:
        return _by_date(row, runs) if runs.file_date else _Outcome(None, "version_not_listed")
    if _misprinted(listed) and listed != runs.file_version:
        return _Outcome(None, "listed_version_misprinted")
    order = compare(runs.file_version, listed)
    if order is None:
        return _Outcome(None, "other_branch")
    if order < 0:
        return _Outcome(False, "file_version_below")
    if runs.file_date and row.date and runs.file_date < row.date:
        return _Outcome(False, "file_date_below")
    if order == 0 and _other_size(row, runs):
        return _Outcome(None, "size_differs")
    if order == 0 and _tells_nothing(record, listed):
        return _by_date(row, runs) if runs.file_date else _Outcome(None, "version_tells_nothing")
    if order > 0 and _listed_as_affected(record, runs.file_version):
        return _Outcome(None, "contradiction")
    return _Outcome(True, "file_version_reached")


def _tells_nothing(record: Record, version: FileVersion) -> bool:
    """Whether files without the fix have this version too.

    It is that of the affected product itself (1.2), or the build of a release that the article lists as affected or
    that several service packs share (786 is every Systems Management Server 1.2).
    """
    for product in trust.covered(record):
        if product.version and version.parts == _numbers(product.version):
            return True
        rows = [row for row in releases.of(product) if compare(row.build.file_version, version) == 0]
        packs = {row.pack for row in rows}
        if len(packs) > 1 or packs & _affected(record):
            return True
    return False


def _listed_as_affected(record: Record, version: FileVersion) -> bool:
    """Whether the list of products names builds of this branch, up to this version or a later one, as affected."""
    named = [_parsed(product.version) for product in record.applies_to if product.version]
    full = [build for build in named if build is not None and len(build.parts) > 2]
    return any(compare(version, build) in (-1, 0) for build in full)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")) if re.fullmatch(r"\d+\.\d+", version) else ()


def _affected(record: Record) -> set[ServicePack]:
    return {claim.pack for claim in trust.affected(record) if claim.pack is not None}


def _by_date(row: FixedFile, runs: Running) -> _Outcome:
    if row.date is None or runs.file_date is None:
        return _Outcome(None, "date_not_listed")
    if runs.file_date < row.date:
        return _Outcome(False, "file_date_below")
    if runs.file_date == row.date and _other_size(row, runs):
        return _Outcome(None, "size_differs")
    return _Outcome(True, "file_date_reached")


def _other_size(row: FixedFile, runs: Running) -> bool:
    same_date = row.date is None or runs.file_date is None or row.date == runs.file_date
    return same_date and None not in (row.size, runs.file_size) and row.size != runs.file_size


def _by_version_first(telling: list[tuple[FixedFile, _Outcome]], runs: Running) -> list[tuple[FixedFile, _Outcome]]:
    """Rows of the running file's branch decide before rows without a version, which may be another product's."""
    if runs.file_version is None:
        return telling
    return [(row, outcome) for row, outcome in telling if _version(row) is not None] or telling


def _same_line(telling: list[tuple[FixedFile, _Outcome]], runs: Running) -> list[tuple[FixedFile, _Outcome]]:
    """Of Windows 95 or 98 rows within one branch, those of the second line, OSR2 or 98 SE, if the file is of it.

    A number of the first line tells no system: OSR2 was shipped with files of 4.00.950 too (Q254323).
    """
    version = runs.file_version
    if version is None or version.branch.parts not in _SECOND_LINE_FROM or not _in_second_line(version):
        return telling
    same = [(row, outcome) for row, outcome in telling if _in_second_line(_version(row))]
    return same or telling


def _in_second_line(version: FileVersion | None) -> bool:
    return version is not None and version.parts[2:3] >= (_SECOND_LINE_FROM[version.branch.parts],)


def _nothing_tells(record: Record, outcomes: Sequence[tuple[FixedFile, _Outcome]], runs: Running) -> Verdict:
    order = (
        "contradiction", "size_differs", "version_tells_nothing", "listed_version_misprinted", "other_branch",
        "version_not_listed", "date_not_listed",
    )  # fmt: skip
    reasons = {outcome.reason for _, outcome in outcomes}
    reason = next(code for code in order if code in reasons)
    rows = [row for row, _ in outcomes]
    return decide(reason, f"file.{reason.replace('_', '-')}", _evidence(record, rows), _detail(rows, runs))


def _equal(row: FixedFile, runs: Running) -> bool:
    version = _version(row)
    if runs.file_version is not None and version is not None:
        return compare(runs.file_version, version) == 0
    return row.date is not None and row.date == runs.file_date


def _version(row: FixedFile) -> FileVersion | None:
    return _parsed(row.version) if row.version else None


def _parsed(text: str) -> FileVersion | None:
    try:
        return FileVersion.parse(text)
    except InvalidVersion:
        return None


def _misprinted(version: FileVersion) -> bool:
    parts = version.parts
    return parts[:3] == (5, 0, 2195) and 1 < (*parts, 0)[3] < _TRUNCATED_BELOW


def _later_excluded(record: Record, row: FixedFile) -> verdict.Evidence | None:
    for section in record.sections:
        if section.first_line <= row.where.first_line <= section.last_line:
            lines = record.lines[section.first_line - 1 : section.last_line]
            match = _LATER_EXCLUDED.search(" ".join(lines))
            if match is not None:
                return verdict.Evidence("sentence", match[0], record.article_id, section.name)
    return None


def _evidence(record: Record, rows: Sequence[FixedFile]) -> list[verdict.Evidence]:
    return [verdict.passage(record, row.where, "file") for row in rows]


def _listed(record: Record) -> list[verdict.Evidence]:
    return _evidence(record, record.files[:5])


def _names(record: Record) -> str:
    names = list(dict.fromkeys(row.name for row in record.files if row.name))
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return f"It lists {', '.join(names[:8])}{more}." if names else "It lists no files."
