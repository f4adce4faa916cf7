"""The part of an article that shows best why it was found: a window of its text, escaped, with the words marked."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Collection

from kbservice.index import analysis

WIDTH = 240
_SEARCHED = 30_000  # characters: what stands further down is no reason to read an article
_EDGE = 40  # how far a window is moved to begin with a word

_rest = re.compile(r"\w*(?:\.\w+)*").match

Span = tuple[int, int, str]  # start, end, term


def snippet(text: str, terms: Collection[str], width: int = WIDTH) -> str:
    """The window of `text` with the most different terms, as HTML with `<mark>`; its beginning if none occurs.

    `terms` are terms as indexed: each word that has one of them as its stem is marked.
    """
    found = _occurrences(text[:_SEARCHED], frozenset(terms))
    if not found:
        return _joined(html.escape(text[:width], quote=False))
    first, last = _best(found, width)
    middle = (found[first][0] + found[last][1]) // 2
    start = _word_start(text, max(0, min(middle - width // 2, found[first][0])))
    return _marked(text, found[first:], start, start + width)


def _occurrences(text: str, terms: frozenset[str]) -> list[Span]:
    """The words of the text that have one of the terms as their stem, in order.

    A word begins like its term but for the last letter; looking for these beginnings as they are takes a fifth of the
    time of a regular expression of all of them, which would have to be made for every question.
    """
    lower = text.lower()
    found: dict[int, Span] = {}
    for beginning in {term if len(term) < 4 or not term.isalpha() else term[:-1] for term in terms}:
        at = lower.find(beginning)
        while at >= 0:
            end = at + 1
            if not at or not _inside(lower[at - 1]):
                end = _rest(lower, at).end()  # type: ignore[union-attr]  # it matches nothing, too
                term = analysis.stem(lower[at:end])
                if term in terms:
                    found[at] = at, end, term
            at = lower.find(beginning, max(end, at + 1))
    return [found[start] for start in sorted(found)]


def _inside(character: str) -> bool:
    """Whether a word goes on after this character."""
    return character.isalnum() or character in "_."


def _best(found: list[Span], width: int) -> tuple[int, int]:
    """First and last occurrence of the window with the most different terms, then the most occurrences."""
    inside: Counter[str] = Counter()
    best, chosen, last = (0, 0), (0, 0), 0
    for first, (start, _, term) in enumerate(found):
        while last < len(found) and found[last][1] - start <= width:
            inside[found[last][2]] += 1
            last += 1
        score = (len(inside), last - first)
        if score > best:
            best, chosen = score, (first, max(first, last - 1))
        inside[term] -= 1
        if not inside[term]:
            del inside[term]
    return chosen


def _word_start(text: str, at: int) -> int:
    if at == 0:
        return 0
    blank = re.search(r"\s", text[max(0, at - _EDGE) : at][::-1])
    return at - blank.start() if blank else at


def _marked(text: str, found: list[Span], start: int, end: int) -> str:
    parts = []
    at = start
    for first, last, _ in found:
        if first >= at and last <= end:
            parts += [
                html.escape(text[at:first], quote=False),
                f"<mark>{html.escape(text[first:last], quote=False)}</mark>",
            ]
            at = last
    parts.append(html.escape(text[at:end], quote=False))
    return _joined("".join(parts))


def _joined(text: str) -> str:
    return " ".join(text.split())
