"""Identifiers in the words of a question, recognised without syntax, in every spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kbservice.index import identifiers
from kbservice.index.query.paste import Pasted

Known = Callable[[str, str], bool]
"""Whether any article has this value in this exact field: tells a source from a word, and an event ID from a number."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """An exact value to look for: the kind as `Understood` names it, the field, its term, and how it was typed."""

    kind: str
    field: str
    term: str
    typed: str


_ARTICLE = re.compile(r"(?<![\w/])(?:Q|KB\s?|kb/)(\d{5,6})\b|^\s*(\d{5,6})\s*$", re.IGNORECASE)
_EVENTS = re.compile(
    r"\bevent(?:s|\s*ids?|\s*codes?|\s*numbers?|ids?)*[\s:#=]*\(?((?:\d{1,5}\b(?:\s*(?:,|and|or|&|/)\s*)?)+)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\w.'-])\d{1,5}(?![\w'-]|\.\d)")
_ALONE = re.compile(r"\s*\d{1,5}\s*")
_STOP_SHORT = re.compile(r"\b(?:stop|bug\s?check)\s*(?:code|error|:)*\s*(?:0x)?([0-9a-f]{1,3})\b(?!\.)", re.IGNORECASE)
_REGISTRY = re.compile(r"\b(?:HKEY_[A-Z_]+|HK(?:LM|CU|CR|U|CC))(?:\\[^\s\\,;\"]+)+", re.IGNORECASE)
_NAME = re.compile(r"[A-Za-z][\w$+.-]*")
_SOURCE_WORDS = 3  # a source has up to so many words: "Service Control Manager"
_NEAR = 60  # characters between a source and the number of its event


def identifiers_in(text: str, pasted: Pasted | None, known: Known) -> list[Identifier]:
    """All identifiers of a question, each once, in the order of their kinds: articles, events, codes, files."""
    found = [
        *_articles(text, known), *_events(text, pasted, known), *_stops(text, known), *_codes(text), *_files(text),
        *_versions(text), *_registry(text),
    ]  # fmt: skip
    return list({(one.field, one.term): one for one in reversed(found)}.values())[::-1]


def _articles(text: str, known: Known) -> Iterator[Identifier]:
    for match in _ARTICLE.finditer(text):
        number = str(int(match[1] or match[2]))
        if match[1] or known("number", number):
            yield Identifier("article", "number", number, match[0].strip())


def _events(text: str, pasted: Pasted | None, known: Known) -> Iterator[Identifier]:
    sources = list(_sources(text, pasted, known))
    numbers = {str(number): 0 for number in pasted.event_ids} if pasted else {}
    for match in _EVENTS.finditer(text):
        numbers |= {str(int(digits)): match.start() for digits in re.findall(r"\d+", match[1])}
    if _ALONE.fullmatch(text) and known("event", number := str(int(text))):
        numbers[number] = 0
    named = dict(numbers)
    meant = {identifiers.fold(source) for source in pasted.sources} if pasted else set()
    for match in _NUMBER.finditer(text):
        if any(abs(match.start() - at) < _NEAR for _, _, at in sources):
            numbers.setdefault(str(int(match[0])), match.start())
    for number in numbers:
        pairs = [source for source, _, _ in sources if known("event_source", f"{number}|{source}")]
        if number in named or pairs:
            yield Identifier("event", "event", number, number)
        for source in pairs:
            yield Identifier("event", "event_source", f"{number}|{source}", number)
        meant.update(pairs)
    # A source's name may be a plain word: it is meant as a source where it is labelled or its event is named.
    yield from (Identifier("source", "source", term, typed) for term, typed, _ in sources if term in meant)


def _sources(text: str, pasted: Pasted | None, known: Known) -> Iterator[tuple[str, str, int]]:
    """Known event sources: (term, as typed, offset)."""
    for source in pasted.sources if pasted else ():
        yield identifiers.fold(source), source, max(0, text.find(source))
    names = list(_NAME.finditer(text))
    has_number = _NUMBER.search(text) is not None
    for first in range(len(names)):
        for last in range(min(first + _SOURCE_WORDS, len(names)) - 1, first - 1, -1):
            typed = text[names[first].start() : names[last].end()]
            term = identifiers.fold(typed)
            if has_number and len(term) > 1 and known("source", term):
                yield term, typed, names[first].start()
                break


def _stops(text: str, known: Known) -> Iterator[Identifier]:
    for code, typed, _ in identifiers.stops_in(text):
        yield _stop(code, typed, known)
    for match in _STOP_SHORT.finditer(text):
        code = identifiers.hex_code(match[1])
        if known("stop", code) and not re.search(r"\bevent\W+\w*\W*$", text[: match.start()], re.IGNORECASE):
            yield _stop(code, match[0], known)


def _stop(code: str, typed: str, known: Known) -> Identifier:
    """A STOP code; looked for among all codes where no article has it as a STOP."""
    return Identifier("stop", "stop" if known("stop", code) or not known("code", code) else "code", code, typed)


def _codes(text: str) -> Iterator[Identifier]:
    return (Identifier("code", "code", code, typed) for code, typed, _ in identifiers.codes_in(text))


def _files(text: str) -> Iterator[Identifier]:
    return (Identifier("file", "file", name.lower(), name) for name, _ in identifiers.files_in(text))


def _versions(text: str) -> Iterator[Identifier]:
    """Versions of three or four numbers; of two only beside a file name, else they are a product's."""
    beside_file = identifiers.FILE_NAME.search(text) is not None
    for version, _ in identifiers.versions_in(text):
        if version.count(".") >= 2 or beside_file:
            yield Identifier("version", "version", identifiers.version_term(version), version)


def _registry(text: str) -> Iterator[Identifier]:
    return (Identifier("registry", "", "", match[0]) for match in _REGISTRY.finditer(text))
