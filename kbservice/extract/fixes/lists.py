"""Fix lists: articles that name the articles whose problems a release corrects.

Such a list says so in its title, in a heading, or in the sentence before it; a cumulative one has a heading for each
service pack. Lines that cite something else ("How to Obtain ...", the other parts of the list) are no entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from kbservice import products
from kbservice.extract.fixes.context import completed
from kbservice.extract.fixes.named import LATEST, Named, releases
from kbservice.record import Document, ListedFix, Where

_FEWEST = 4  # entries that make a list

_LONGEST_HEADING = 120
_NAMES_PACK = re.compile(r"service pack|service release|rollup|\bS[PR]-?\d|[SH]RP\b", re.IGNORECASE)
_ENTRY = re.compile(r"(?m)^[ \t]*(?:[-*•][ \t]*)?Q(\d{5,6})\b[ \t]*[:;-]?[ \t]*(\S.*)?$")
_LIST = re.compile(
    r"\bfix\s?list\b"
    r"|\b(?:bugs?|problems?|issues?|fixes)\b(?:\s+\w+){0,4}?\s+(?:fixed|corrected|solved|resolved|included|incorporated)\b"
    r"|\b(?:fixed|corrected|solved|resolved)\s+(?:bugs|problems|issues)\b|\b(?:bug\s+)?fixes\s+(?:in|by|included|made)\b",
    re.IGNORECASE,
)
_POST = re.compile(r"\bpost[-\s]*(?:SP|service\s+(?:pack|release))", re.IGNORECASE)
_ROLLUP = re.compile(r"rollup", re.IGNORECASE)
_SUBJECT = re.compile(r"\b(?:in|by|with|for|of)\s+(?=(?:the\s+)?[A-Z])")
_PREFIX = re.compile(r"^(?:[A-Z][\w. ]{0,12}:\s+)+|^Post-(?=Windows)")
_NUMBERING = re.compile(r"\d+(?:\.\d+)*\.?\s+(?=[A-Z])")
_POINTER = re.compile(r"following\s+article|article\s+numbers?\s+below|Knowledge\s+Base:?\s*$", re.IGNORECASE)
_SUMMARY = re.compile(
    r"^(?:Summary\s+)?(?:List\s+(?:for|of)|Bugs\s+Fixed(?:\s+in)?|Fixes\s+(?:in|for))\s+", re.IGNORECASE
)
_CONTINUED = re.compile(r"\W+(?:Continued|\(?Part\s.*)$", re.IGNORECASE)
_RULE = re.compile(r"\s*[-=]{4,}\s*$")
_NO_ENTRY = re.compile(
    r"(?:How\s+to|List\s+of|Bugs\s+Fixed|Availab|Latest)\b|Service\s+Pack.{0,80}\b(?:Readme|Available)\b|Fix\s?list|Readme",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Scope:
    """What the heading above says: whether entries below it are fixes, and in which releases."""

    listing: bool
    releases: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    article: int
    title: str
    where: Where


@lru_cache(maxsize=4)
def listed_fixes(document: Document) -> tuple[ListedFix, ...]:
    """What a fix list says: each article that it names, with the release that corrects its problem."""
    found = {(fix.article, fix.product, fix.version, fix.release): fix for fix in reversed([*_fixes(document)])}
    return tuple(reversed(found.values())) if len(found) >= _FEWEST else ()


def subject(document: Document) -> tuple[Named, ...]:
    """The releases that the opening or the title of a fix list names."""
    opening = next((p for p in document.parts()), None)
    start = "\n".join(document.lines[opening.first_line - 1 : opening.last_line][:40]) if opening else ""
    title = _PREFIX.sub("", document.title)
    for text in (re.sub(r"\s+", " ", start), title):
        said = _LIST.search(text)
        if said is None:
            continue
        starts = [0] if text is title else []
        for begin in (*(m.end() for m in _SUBJECT.finditer(text, said.start(), said.end() + 160)), *starts):
            named = [n for n in releases(text, begin) if n.release != LATEST and products.parse(n.product).known]
            if named:
                return tuple(_whole(document, n) for n in named)
    return tuple(_whole(document, n) for n in releases(title) if n.release and n.release != LATEST)


def _whole(document: Document, named: Named) -> Named:
    return completed(named, document, "") or named


def own_releases(document: Document) -> tuple[Named, ...]:
    """The releases that a fix list is about: its subject, else the last listed."""
    last = listed_fixes(document)[-1:]
    return subject(document) or tuple(Named(f.product, f.version, f.release, 0) for f in last)


def _fixes(document: Document) -> Iterator[ListedFix]:
    if sum(1 for _ in _ENTRY.finditer(document.text)) < _FEWEST or _is_after_pack(document.title):
        return
    start = _Scope(bool(_LIST.search(document.title)), subject(document))
    scope = start
    for part in document.parts():
        scope = _under(document, part.heading, scope, start) if part.heading else start
        for entries, owners in _Groups(document, part, scope):
            for entry in entries:
                for named in owners:
                    yield ListedFix(
                        entry.article,
                        named.product,
                        entry.where,
                        version=named.version,
                        release=named.release,
                        title=entry.title,
                        rule="listed.heading" if owners is not start.releases else "listed.subject",
                    )


def _is_after_pack(title: str) -> bool:
    """A list of hotfixes made after a service pack, which no release holds."""
    return bool(_POST.search(title)) and not _ROLLUP.search(title)


def _under(document: Document, heading: str, scope: _Scope, start: _Scope) -> _Scope:
    own = _of_line(document, heading, start)
    if _LIST.search(heading):
        return _Scope(True, own or _named_within(document, heading, start) or start.releases)
    return _Scope(True, own) if own else _Scope(start.listing, scope.releases if start.listing else start.releases)


def _named_within(document: Document, text: str, start: _Scope) -> tuple[Named, ...]:
    for match in _SUBJECT.finditer(text):
        if found := _complete(document, releases(text, match.end()), start):
            return found
    return ()


def _of_line(document: Document, line: str, start: _Scope) -> tuple[Named, ...]:
    """The releases that a line names if it says nothing else: `Service Pack 5`, `3.0.1 Service Pack 1`."""
    if len(line) > _LONGEST_HEADING or not _NAMES_PACK.search(line):
        return ()
    numbering = _NUMBERING.match(line)
    text = _SUMMARY.sub("", _CONTINUED.sub("", line[numbering.end() :] if numbering else line))
    found = releases(text)
    if not found or found[-1].end < len(text.rstrip(" :")) or not any(n.release for n in found):
        return ()
    return _complete(document, found, start)


def _complete(document: Document, found: list[Named], start: _Scope) -> tuple[Named, ...]:
    """The releases with the products of the list's subject where they name none that is known."""
    complete: list[Named] = []
    for named in found:
        if products.parse(named.product).known and named.product:
            complete.append(_whole(document, named))
        elif start.releases:
            complete += [_whole(document, replace(named, product=s.product, version=s.version)) for s in start.releases]
        elif whole := completed(replace(named, product=""), document, "", _PREFIX.sub("", document.title)):
            complete.append(whole)
    return tuple(dict.fromkeys(n for n in complete if n.release != LATEST))


class _Groups:
    """Reads the lines of one part: runs of entries, each with the releases that own it."""

    def __init__(self, document: Document, part: Where, scope: _Scope) -> None:
        self.document, self.part, self.scope = document, part, scope
        self.group: list[_Entry] = []
        self.prose = ""  # the paragraph above the entries
        self.fresh = True

    def __iter__(self) -> Iterator[tuple[list[_Entry], tuple[Named, ...]]]:
        for number in range(self.part.first_line, self.part.last_line + 1):
            line = self.document.lines[number - 1]
            match = _ENTRY.match(line)
            if match:
                place = Where(self.part.section, number, number, self.part.heading)
                self.group.append(_Entry(int(match[1]), (match[2] or "").strip(), place))
            elif not line.strip():
                self.fresh = True
            elif self._continues(line, number):
                last = self.group[-1]
                self.group[-1] = _Entry(
                    last.article, f"{last.title} {line.strip()}", replace(last.where, last_line=number)
                )
            else:
                yield from self._accepted()
                self._read_prose(line, number)
        yield from self._accepted()

    def _continues(self, line: str, number: int) -> bool:
        return bool(self.group) and self.group[-1].where.last_line == number - 1 and line.startswith(" ")

    def _read_prose(self, line: str, number: int) -> None:
        self.prose = line if self.group or self.fresh else f"{self.prose} {line}"
        self.group, self.fresh = [], False
        own = _of_line(self.document, line.strip(), self.scope)
        ruled = number < len(self.document.lines) and _RULE.match(self.document.lines[number])
        if own:
            self.scope = _Scope(self.scope.listing, own)
        elif ruled and _LIST.search(line):
            self.scope = _Scope(True, _named_within(self.document, line, self.scope) or self.scope.releases)

    def _accepted(self) -> Iterator[tuple[list[_Entry], tuple[Named, ...]]]:
        entries = [entry for entry in self.group if not _NO_ENTRY.search(entry.title)]
        if not entries or not self.scope.releases:
            return
        says_list = _LIST.search(self.prose)
        pointed = _POINTER.search(self.prose) and not says_list and len(self.group) < _FEWEST
        if not pointed and (self.scope.listing or says_list):
            yield entries, self.scope.releases
