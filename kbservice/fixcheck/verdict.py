"""The answer to "does what runs include the fix of this article": verdict, reason, and the passages that decide it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kbservice.record import Record, Statement, Where
from kbservice.releases import COMMON_KNOWLEDGE, LastRelease, Release

INCLUDED, NOT_INCLUDED, UNKNOWN = "included", "not_included", "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """What a reason code means: the verdict it carries, a sentence for people, and what would settle an unknown."""

    verdict: str
    meaning: str
    settles: str = ""


_FILE = "give the file's version and date, its platform and the product that it belongs to"
_PACK = "give the product's version and service pack, or the version of a file that the article lists"
_OTHER = "ask about the product and version that the evidence names"
_LATEST = "look up which service pack was the latest when the article was written, or compare the files that it lists"
WITHOUT_FILES = {
    _LATEST: "look up which service pack was the latest when the article was written",
    _FILE: "find out whether the hotfix was installed: the article lists no files to compare",
    _PACK: "give the product's version and service pack",
}  # what would settle it, where the article lists no files

REASONS: dict[str, Reason] = {
    "file_version_reached": Reason(INCLUDED, "The file has the corrected version or a later one of the same branch."),
    "file_date_reached": Reason(INCLUDED, "The file has the date of the corrected one or a later one."),
    "service_pack_reached": Reason(INCLUDED, "The service pack that runs has the fix."),
    "product_version_reached": Reason(INCLUDED, "The problem was corrected in the version of the product that runs."),
    "build_reached": Reason(INCLUDED, "The build that runs is the corrected one or a later one."),
    "file_version_below": Reason(NOT_INCLUDED, "The file's version is below the corrected one."),
    "file_date_below": Reason(NOT_INCLUDED, "The file is older than the corrected one."),
    "later_file_excluded": Reason(NOT_INCLUDED, "The article says that later versions of the file lack the fix."),
    "service_pack_below": Reason(NOT_INCLUDED, "The service pack that runs is below the one that has the fix."),
    "service_pack_excluded": Reason(NOT_INCLUDED, "The article says that the service pack that runs lacks the fix."),
    "service_pack_affected": Reason(
        NOT_INCLUDED, "The article names the service pack that runs, or a later one, as affected."
    ),
    "product_version_below": Reason(NOT_INCLUDED, "The problem was corrected in a later version of the product."),
    "build_below": Reason(NOT_INCLUDED, "The build that runs is below the corrected one."),
    "not_yet_affected": Reason(
        NOT_INCLUDED, "The problem came with a later build: the one that runs has neither problem nor fix."
    ),
    "other_product": Reason(UNKNOWN, "Not applicable: the article's fix is for another product or version.", _OTHER),
    "other_platform": Reason(UNKNOWN, "Not applicable: the article lists the file for other platforms only.", _FILE),
    "other_language": Reason(UNKNOWN, "Not applicable: the article lists the file for other languages only.", _FILE),
    "other_branch": Reason(UNKNOWN, "The file's version is of a branch that the article does not cover.", _FILE),
    "file_not_listed": Reason(UNKNOWN, "The article does not list this file.", "give a file that the article lists"),
    "rows_disagree": Reason(
        UNKNOWN, "The article lists the file more than once and nothing tells the rows apart.", _FILE
    ),
    "version_not_listed": Reason(UNKNOWN, "The article states no version of this file.", "give the file's date"),
    "date_not_listed": Reason(UNKNOWN, "The article states no date of this file.", "give the file's version"),
    "version_tells_nothing": Reason(UNKNOWN, "Files without the fix have this version too.", "give the file's date"),
    "listed_version_misprinted": Reason(UNKNOWN, "The version that the article prints is no possible version.", _PACK),
    "size_only": Reason(UNKNOWN, "Sizes have no order.", _FILE),
    "size_differs": Reason(UNKNOWN, "Version and date are the corrected file's, but the size is not.", _FILE),
    "later_not_stated": Reason(UNKNOWN, "The article does not say that later versions have the fix.", _PACK),
    "hotfix_only": Reason(UNKNOWN, "The fix is a hotfix; the article names no release that holds it.", _FILE),
    "hotfix_possible": Reason(UNKNOWN, "The build is one of hotfixes and may hold this one.", _FILE),
    "before_service_pack": Reason(UNKNOWN, "A keyword says only that the fix came before a service pack.", _FILE),
    "planned": Reason(UNKNOWN, "The article only announces that a release will have the fix.", _FILE),
    "latest_service_pack": Reason(UNKNOWN, "The article says `latest service pack` and nothing numbers it.", _LATEST),
    "fixed_elsewhere": Reason(UNKNOWN, "The article names the fix for another version or product only.", _OTHER),
    "release_not_ordered": Reason(UNKNOWN, "The release that has the fix is no service pack.", _FILE),
    "by_design": Reason(UNKNOWN, "The behaviour is by design; there is no fix."),
    "no_fix": Reason(UNKNOWN, "The article describes no fix."),
    "conditional": Reason(UNKNOWN, "The fix holds under a condition that is not known to be met.", _FILE),
    "contradiction": Reason(UNKNOWN, "The article's statements contradict each other for what runs.", _FILE),
    "service_pack_not_given": Reason(UNKNOWN, "The answer depends on the service pack.", _PACK),
    "product_not_given": Reason(UNKNOWN, "The article is about several products or versions.", _PACK),
    "build_shared": Reason(UNKNOWN, "Several service packs have this build.", "give the service pack"),
    "build_not_comparable": Reason(UNKNOWN, "The article names a build that what runs cannot be compared with.", _PACK),
    "build_not_known": Reason(UNKNOWN, "No release is known to have this build.", _PACK),
    "release_not_known": Reason(
        UNKNOWN, "No such release of the product is known.", "give a service pack that was released"
    ),
    "value_impossible": Reason(UNKNOWN, "No file that has the fix can have this date or size.", _FILE),
    "nothing_given": Reason(UNKNOWN, "Nothing was given that could be compared.", _PACK),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact that was used: where an article states it, or the row of the releases table.

    `kind` is one of: file, sentence, fix_list, affected, keyword, statement, release. `text` is the whole sentence,
    though the lines may be only those that name the release. A release that is common knowledge has no article and no
    lines.
    """

    kind: str
    text: str
    article: str | None = None
    section: str = ""
    heading: str = ""
    first_line: int | None = None
    last_line: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`included`, `not_included` or `unknown`, why, by which rule, on which evidence, and what would settle it."""

    verdict: str
    reason: str
    message: str
    evidence: tuple[Evidence, ...] = ()
    rule: str = ""
    settles: str = ""
    notes: tuple[str, ...] = ()


def decide(
    reason: str, rule: str, evidence: Iterable[Evidence] = (), detail: str = "", notes: Iterable[str] = ()
) -> Verdict:
    """The verdict that a reason carries, with its sentence and the detail of this case."""
    meaning = REASONS[reason]
    message = f"{meaning.meaning} {detail}".strip()
    unique = tuple(dict.fromkeys(evidence))
    return Verdict(meaning.verdict, reason, message, unique, rule, meaning.settles, tuple(dict.fromkeys(notes)))


def passage(record: Record, where: Where, kind: str, sentence: str = "") -> Evidence:
    """The lines of the article that state a fact; the text is the sentence, if one is given."""
    text = sentence or "\n".join(line.rstrip() for line in record.passage(where).split("\n")).strip("\n")
    return Evidence(kind, text, record.article_id, where.section, where.heading, where.first_line, where.last_line)


def statement(record: Record, said: Statement) -> Evidence:
    """What else the article says about a fix."""
    return passage(record, said.where, "statement", said.text)


def release_row(row: Release) -> Evidence:
    """The row of the releases table that says which release a build is."""
    article = None if row.source == COMMON_KNOWLEDGE else row.source
    return Evidence("release", f"{row}: {row.evidence}" if row.evidence else str(row), article, "releases")


def last_release(row: LastRelease) -> Evidence:
    """The row of the table of last releases that says how far a product's service packs go."""
    article = None if row.source == COMMON_KNOWLEDGE else row.source
    return Evidence("release", f"{row} is the last release that is known, by {row.source}", article, "releases")
