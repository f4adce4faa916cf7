"""The words of a phrase that names releases: product names, versions, service packs, builds, and what joins them.

`Windows NT 4.0 Service Pack 4 (SP4) and Windows NT Server 4.0, Terminal Server Edition SP4` is a row of such words; the
first word that is none of them ends the phrase.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_NUMBER_WORDS = {word: str(n) for n, word in enumerate(("one", "two", "three", "four", "five", "six", "seven"), 1)}

_NUMBER = r"\d{1,4}(?:\.(?:\d+|x\b))*[a-zA-C]?(?=[Ss][Pp]\d|(?![\w-])(?!\s?%))"
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NO_NAME = (
    rf"After|Although|An?|Because|Before|For|However|If|In|It|Note|NOTE|Please|See|The|This|To|When|You|{_MONTHS}|Q\d+"
)
_KINDS = {
    "aside": r"\([^()]{0,60}\)",
    "build": r"(?:(?P<part>[a-z][\w.]+)\s+)?(?i:builds?)\s+(?P<build_no>\d+(?:\.\d+)*)\b",
    "release": r"(?P<oem>(?:OEM\s+)?)(?P<short>(?i:service\s+release)|OSR|SR)(?:\s+versions?)?[\s-]*"
    r"(?P<release_no>\d(?:\.\d+)?[a-z]?)\b(?!\.\d)",
    "pack": r"(?:(?i:serv(?:ice|cie)\s*packs?)(?:\s+(?i:service\s*packs?))?(?:\s+(?:version|number))?"
    r"(?:[\s#,-]{0,3}(?P<pack_no>\d{1,2}(?:\.0)?[a-z]?\b(?!\.\d|,\d)|(?i:one|two|three|four|five|six)\b))?"
    r"|[Ss][Pp][\s-]?(?P<sp_no>\d{1,2}[a-z]?)(?![\w.]*\w))",
    "rollup": r"(?:(?i:post-?\s*(?:sp|service\s+pack\s+)\d\w?)\s+)?"
    r"(?P<rollup_name>(?i:security|hotfix|update)\s+(?i:roll-?up)(?:\s+(?i:package))?|(?i:roll-?up)\s+(?i:package)"
    r"|SRP|HRP|(?i:hotfix\s+pack))(?:\s*(?P<rollup_no>\d+(?:\.\d+)?))?\b",
    "latest": r"(?:latest|newest|most\s+recent|current|next)\b",
    "wording": r"(?:(?:and|or)\s+(?:later|newer|higher|greater|above|subsequent)"
    r"(?:\s+(?:versions?|releases?|service\s+packs?))?"
    r"|the|both|either|retail|final|full|released|released?\s+of|(?:maintenance\s+|synchronization\s+)?releases?"
    r"|an?\s+updated(?=\s+[A-Z])|operating\s+(?:environment|system)"
    r"|Micro?soft(?:'s)?|US|English|German|Japanese|Spanish|French|versions?(?!\s*'?\d))(?!\w)|U\.\s?S\.",
    "bits": r"\d\d(?:-\s?|\s)bit\b",
    "version": rf"(?:(?i:versions?|ver\.|v\.)\s*|[vV](?=\d))(?P<version_no>{_NUMBER})",
    "number": rf"'?(?P<number_no>{_NUMBER})",
    "edition": r"(?:(?i:second\s+edition)|Gold)\b",
    "join": r"(?:,\s*(?:and|or)\b|,|and/or\b|(?:and|or)(?:\s+in)?\b|&|/|as\s+well\s+as\b|for\b|of\b)",
    "name": r"(?:Routing\s+(?:&|and)\s+Remote|File\s+and\s+Print|Security\s+and\s+Acceleration"
    r"|[A-Z][a-z]+(?=versions?\s*\d)"
    rf"|(?!(?:{_NO_NAME})\b)"
    r"[A-Z](?:[\w+#]|[./&:'-](?=\w))*|\.NET\b|cc:Mail|dbWeb|'\d\d-'\d\d\b"
    r"|(?:editions?|clients?|servers?|drivers?|compilers(?=\s+for\b)|utility)\b)",
}
_WORD = re.compile(r"\s*(?:" + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()) + ")")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the phrase: its kind (a key of the grammar above), what it says, and where it ends."""

    kind: str
    text: str
    end: int


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words from `start` on, up to the first that cannot belong to the name of a release."""
    found: list[Word] = []
    limit = len(text) if end is None else end
    while (match := _WORD.match(text, start, limit)) and match.end() > start:
        found.append(_word(match))
        start = match.end()
    return found


def _word(match: re.Match[str]) -> Word:
    kind = next(k for k in _KINDS if match[k] is not None)
    said = _SAY[kind](match) if kind in _SAY else match[0].strip()
    return Word(kind, re.sub(r"\s+", " ", said), match.end())


def _pack(match: re.Match[str]) -> str:
    number = (match["pack_no"] or match["sp_no"] or "").lower()
    number = _NUMBER_WORDS.get(number, number).removesuffix(".0")
    return f"Service Pack {number}".strip()


def _release(match: re.Match[str]) -> str:
    oem = "OEM " if match["oem"] or match["short"] == "OSR" else ""
    return f"{oem}Service Release {match['release_no']}"


def _rollup(match: re.Match[str]) -> str:
    name = {"SRP": "Security Rollup Package", "HRP": "Hotfix Rollup Package"}.get(
        match["rollup_name"], match["rollup_name"]
    )
    return f"{name} {match['rollup_no'] or ''}".strip()


_SAY: dict[str, Callable[[re.Match[str]], str]] = {
    "pack": _pack,
    "release": _release,
    "rollup": _rollup,
    "version": lambda m: m["version_no"],
    "number": lambda m: m["number_no"],
    "build": lambda m: f"{m['part'] or ''} {m['build_no']}".strip(),
    "join": lambda m: m[0].strip(" ,") or ",",
}
