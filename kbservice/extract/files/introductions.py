"""What the words above a table say about it: that it states corrected files, or that it lists something else."""

from __future__ import annotations

import re
from dataclasses import dataclass

_EXPLICIT = re.compile(
    r"\b(?:should|must|will|ha(?:s|ve)|(?:fix|update|patch)(?:es)? contains?|lists?|with)\b[^.]{0,80}\battributes\b",
    re.IGNORECASE,
)
_FIX = r"(?:hot ?fix(?:es)?|fix(?:es)?|patch(?:es)?|updates?|features?|versions?|files?|drivers?|dlls?)"
_UPDATED = r"(?:updated|corrected|fixed|new|correct|latest|newer|supported)"
_ANNOUNCED = re.compile(
    rf"\b{_FIX}\b[^.]{{0,60}}\b(?:should|must) (?:have|be|contain)\b[^.]{{0,60}}"
    r"\b(?:versions?|dates?|time ?stamps?|date stamps?|sizes?|later|build)\b"
    rf"|\bfollowing (?:{_UPDATED} )?(?:files?|file\(s\)|{_FIX})\b[^.]{{0,50}}\b(?:resolves?|corrects?|fix(?:es)?)\b"
    rf"|\b(?:resolved|corrected|fixed|addressed|eliminated)\b[^.]{{0,60}}\bfollowing (?:{_UPDATED} )?{_FIX}\b"
    rf"|\b(?:obtain|install|get|apply|us|requir)(?:e|ing|es)? the following (?:{_UPDATED} )?{_FIX}\b"
    rf"|\bfollowing {_UPDATED} {_FIX}\b"
    rf"|\b{_FIX} (?:that )?(?:were|was|have been|has been) (?:modified|updated|changed|replaced|corrected)\b[^.]{{0,80}}:$"
    rf"|\b{_UPDATED} (?:{_FIX}|device driver)\b[^.]{{0,50}}\b(?:include|is|are|has|have)\b[^.]{{0,60}}:$",
    re.IGNORECASE,
)
_LISTS_OTHER = re.compile(
    r"\binstall(?:s|ed)\b[^.]{0,60}\b(?:files?|version|when|by)\b|\bfiles? (?:that )?(?:are|is|were) (?:also )?installed\b"
    r"|\bcontains? the following\b|\bself[ -]extracting\b|\bdownload|\bvirus"
    r"|\bfollowing files? (?:are|is) (?:available|created|copied|required|located|modified)\b|\bfixes include the following"
    r"|\b(?:causes?|caused|affected|incorrect|wrong|old|older|original|ships|shipped|included) (?:this|by|with|in|on|version|file)\b"
    r"|\bminimum\b|\brecommended\b|\bverify\b|\bmake sure\b|\bensure\b|\bearlier\b",
    re.IGNORECASE,
)  # fmt: skip
_OFFERS_FIX = re.compile(
    r"\bhot ?fix|\b(?:supported|following|this|the) fix\b|\bservice pack\b|\bto (?:obtain|get|resolve|correct)\b|\bpatch\b",
    re.IGNORECASE,
)
_OR_LATER = re.compile(
    r"\bor (?:a )?(?:later|greater|newer|higher|above)\b|\bgreater than\b|\b(?:and|as) (?:well as )?later\b", re.IGNORECASE
)
_LANGUAGE = re.compile(
    r"\b((?:(?:Simplified|Traditional|Pan|Brazilian)[ -])?(?:English|Japanese|German|French|Korean|Swedish|Finnish|Czech"
    r"|Slovenian|Slovak|Spanish|Danish|Norwegian|Italian|Dutch|Portuguese|Brazilian|Polish|Hungarian|Russian|Greek"
    r"|Turkish|Hebrew|Arabic|Thai|Chinese)(?: (?:Simplified|Traditional))?)\b"
)
_FIX_SECTIONS = frozenset(("resolution", "workaround", "status", "more_information", "summary", "other"))


@dataclass(frozen=True, slots=True)
class Introduction:
    """A sentence that announces the files of a fix: whether later ones will do, and for which language they are."""

    or_later: bool
    language: str | None


def introduction(text: str, section: str) -> Introduction | None:
    """The introduction that a paragraph of that section gives to the table below; None where it announces no fix.

    "should have the following file attributes" says it anywhere; looser words count only where fixes are described.
    """
    found = list(_EXPLICIT.finditer(text))
    if not found and section in _FIX_SECTIONS:
        found = list(_ANNOUNCED.finditer(text))
    if not found:
        return None
    sentence = text[text.rfind(". ", 0, found[-1].start()) + 1 :]
    language = _LANGUAGE.search(sentence)
    return Introduction(_OR_LATER.search(sentence) is not None, language[1] if language else None)


def lists_other_files(text: str) -> bool:
    """Whether a paragraph announces files that are installed, downloaded, wrong or merely listed."""
    return _LISTS_OTHER.search(text) is not None


def offers_fix(text: str) -> bool:
    """Whether a paragraph speaks of a fix or tells how to get one."""
    return _OFFERS_FIX.search(text) is not None
