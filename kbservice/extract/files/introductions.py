"""What the words above a table say about it: that it states corrected files, or that it lists something else."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kbservice.extract.files.values import says_or_later

_FIX = r"(?:hot ?fix(?:es)?|fix(?:es)?|patch(?:es)?|updates?|features?|versions?|files?|drivers?|dlls?)"
_UPDATED = r"(?:updated|corrected|fixed|new|correct|latest|newer|supported)"
_WITHIN = r"(?:[^.]|\.\b)"  # one character of the same sentence; the full stop of a file name or version ends none

_EXPLICIT = re.compile(
    r"\b(?:should|must|will|ha(?:s|ve)|(?:fix|update|patch)(?:es)? contains?|lists?|with)\b"
    rf"{_WITHIN}{{0,80}}\battributes\b",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    "|".join(
        (
            rf"\b{_FIX}\b{_WITHIN}{{0,60}}\b(?:should|must) (?:have|contain)\b{_WITHIN}{{0,60}}"
            r"\b(?:versions?|dates?|time ?stamps?|date stamps?|sizes?|later|build)\b",
            rf"\bfollowing (?:{_UPDATED} )?{_FIX}\b{_WITHIN}{{0,50}}\b(?:resolves?|corrects?|fix(?:es)?)\b",
            r"\b(?:resolved|corrected|fixed|addressed|eliminated)\b"
            rf"{_WITHIN}{{0,60}}\bfollowing (?:{_UPDATED} )?{_FIX}\b",
            rf"\bfollowing {_UPDATED} {_FIX}\b",
            r"\bfollowing (?:hot ?fix|fix|patch|update)(?:es|s)?\b",
            rf"\bfollowing (?:\w+ ){{0,3}}{_FIX}\b{_WITHIN}{{0,30}}\bor (?:a )?(?:later|newer)\b",
            rf"\b{_FIX} (?:that )?(?:were|was|have been|has been) (?:modified|updated|changed|replaced|corrected)\b"
            rf"{_WITHIN}{{0,80}}:$",
            rf"\b{_UPDATED} (?:device )?{_FIX}\b{_WITHIN}{{0,50}}"
            rf"\b(?:include|is|are|has|have)\b{_WITHIN}{{0,60}}:$",
            rf"\b{_UPDATED}\b{_WITHIN}{{0,40}}\b(?:is|are) as follows:$",
        )
    ),
    re.IGNORECASE,
)
_LISTS_OTHER = re.compile(
    "|".join(
        (
            r"\b(?:files?|version)\b[^.]{0,40}\binstalled (?:by|when|with|on)\b",
            r"\binstalls\b|\binstall (?:the following|these) files\b",
            r"\bfiles? (?:that )?(?:are|is|were) (?:also )?installed\b",
            r"\bcontains? the following\b|\bself[ -]extracting\b|\bdownload|\bvirus",
            r"\bfollowing files? (?:are|is) (?:available|created|copied|required|located|modified)\b",
            r"\bfixes include the following\b",
            r"\b(?:causes?|caused|affected|incorrect|wrong|old|older|original|ships|shipped|included)"
            r" (?:this|by|with|in|on|version|file)\b",
            r"\bminimum\b|\brecommended\b|\bverify\b|\bmake sure\b|\bensure\b|\bearlier\b",
        )
    ),
    re.IGNORECASE,
)
_OFFERS_FIX = re.compile(
    r"\bhot ?fix|\b(?:supported|following|this|the) fix\b|\bservice pack\b|\bpatch\b"
    r"|\bto (?:obtain|get|resolve|correct)\b",
    re.IGNORECASE,
)
_TONGUE = (
    r"(?:(?:Simplified|Traditional|Pan|Brazilian)[ -])?(?:English|Japanese|German|French|Korean|Swedish|Finnish|Czech"
    r"|Slovenian|Slovak|Spanish|Danish|Norwegian|Italian|Dutch|Portuguese|Brazilian|Polish|Hungarian|Russian|Greek"
    r"|Turkish|Hebrew|Arabic|Thai|Chinese)(?: (?:Simplified|Traditional))?"
)
_LANGUAGE = re.compile(rf"\b({_TONGUE})\b")
_PRODUCT = re.compile(
    r"\b(?:fix(?:es)?|updates?|features?|files?|time ?stamp)(?:\(s\))?(?: or later)? for (?:the )?([A-Z][^,:]{2,60}?)"
    r"(?: should| has| have| must|, (?:and|as)|[:.]?$)"
    rf"|\bThe (?:{_TONGUE}[- ](?:language )?)?(?:version of (?:the|this) )?([^,]{{2,70}}?)"
    r" (?:version of (?:this|the)|fix should)\b"
)
_NAMES_RELEASE = re.compile(
    r"\d|\b(?:Windows|NT|SP|ICP|Service Pack|Client Pack|Exchange|Server|SMS|SNA|IIS|Outlook|Office|Alpha)\b"
)
_FIX_SECTIONS = frozenset(("resolution", "workaround", "status", "more_information"))


@dataclass(frozen=True, slots=True)
class Introduction:
    """A sentence that announces the files of a fix: whether later ones will do, for which language and product.

    An explicit one speaks of file attributes; what is said after it about the same files takes nothing back.
    """

    or_later: bool
    language: str | None
    product: str | None
    explicit: bool


def introduction(text: str, section: str) -> Introduction | None:
    """The introduction that a paragraph of that section gives to the table below it; None where it announces no fix.

    "should have the following file attributes" says it anywhere; looser words count only where fixes are described.
    """
    found = list(_EXPLICIT.finditer(text))
    explicit = bool(found)
    if not found and section in _FIX_SECTIONS:
        found = list(_ANNOUNCED.finditer(text))
    if not found:
        return None
    sentence = text[text.rfind(". ", 0, found[-1].start()) + 1 :]
    if not explicit and lists_other_files(sentence):
        return None
    language = _LANGUAGE.search(sentence)
    return Introduction(
        or_later=says_or_later(sentence),
        language=language[1] if language else None,
        product=_product(sentence),
        explicit=explicit,
    )


def _product(sentence: str) -> str | None:
    for match in _PRODUCT.finditer(sentence):
        named = next(text for text in match.groups() if text)
        if _NAMES_RELEASE.search(named):
            return named.strip()
    return None


def lists_other_files(text: str) -> bool:
    """Whether a paragraph announces files that are installed, downloaded, wrong or merely listed."""
    return _LISTS_OTHER.search(text) is not None


def offers_fix(text: str) -> bool:
    """Whether a paragraph speaks of a fix or tells how to get one."""
    return _OFFERS_FIX.search(text) is not None
