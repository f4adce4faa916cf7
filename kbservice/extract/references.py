"""The other articles that an article names, with the titles that it gives them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from kbservice.extract.article_numbers import Mention, mentions
from kbservice.record import Citation, Document, Where

_NO_MORE = re.compile(r"\s*(?:[-*•|+]|\d{1,2}[.)]\s|={3})")
_NUMBERED = re.compile(r"[Qq]\d{5,6}|^\s*\d{5,6}\s")
_SET_APART = re.compile(r"(?: {2,}| - )(?=[A-Z])(.{6,})")
_QUOTED = re.compile(r"[\s,:(]*\"([^\"]{4,160})\"")
_TITLE_LABEL = re.compile(r"\s*TITLE\s*:\s*(\S.*)")
_ADDRESS_AFTER = re.compile(r"\s*\(\s*https?://[^\s()]*\s*\)")
_LONGEST_TITLE = 3  # lines
_WIDEST = 400  # columns of a line that are looked at for a title


def citations(document: Document) -> tuple[Citation, ...]:
    """Each other article that the body names, once, in the order of the text; the first mention with a title leads."""
    others = [mention for mention in mentions(document.text) if mention.number != document.number]
    if not others:
        return ()
    body = _Body(document)
    found: dict[int, Citation] = {}
    for mention in sorted(others, key=lambda mention: mention.start):
        known = found.get(mention.number)
        citation = None if known and known.title else body.citation(mention)
        if citation and (known is None or citation.title):
            found[mention.number] = citation
    return tuple(found.values())


class _Body:
    """The lines of the body, and which part of it owns each of them."""

    def __init__(self, document: Document) -> None:
        self.lines: Sequence[str] = document.lines
        self.parts = sorted(document.parts(), key=lambda part: part.first_line)
        self.firsts = [part.first_line for part in self.parts]
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def citation(self, mention: Mention) -> Citation | None:
        """The mention as a citation with its title; none if it stands outside the body."""
        number = bisect_right(self.starts, mention.start)
        part = self.parts[max(0, bisect_right(self.firsts, number) - 1)] if self.parts else None
        if part is None or not part.first_line <= number <= part.last_line:
            return None
        title, last = self._title(mention, number, part.last_line)
        return Citation(mention.number, Where(part.section, number, last, part.heading), title, mention.rule)

    def _title(self, mention: Mention, number: int, end: int) -> tuple[str, int]:
        """The title that follows the number, wrapped lines joined, and its last line; empty if none follows."""
        line = self.lines[number - 1]
        column = mention.start - self.starts[number - 1]
        begin = mention.end - self.starts[number - 1]
        after = _ADDRESS_AFTER.sub("", line[begin : begin + _WIDEST], count=1)
        following = list(self.lines[number : min(end, number + _LONGEST_TITLE)])
        if following and (label := _TITLE_LABEL.match(following[0])):
            return self._wrapped(label[1], following[1:], number + 1)
        if quoted := _QUOTED.match("\n".join([after, *following[: _LONGEST_TITLE - 1]])):
            return " ".join(quoted[1].split()).rstrip(",."), number + quoted[0].count("\n")
        if column > _WIDEST or not after.strip(" :.,)|\t"):
            return "", number
        if line[:column].strip(" \t-*•[(|.0123456789Qq"):
            set_apart = _SET_APART.match(after)
            return (set_apart[1].strip(), number) if set_apart else ("", number)
        return self._wrapped(after, following, number)

    def _wrapped(self, text: str, following: Sequence[str], number: int) -> tuple[str, int]:
        words = [text.strip(" :|\t")]
        for line in following:
            if not line.strip() or _NO_MORE.match(line) or _NUMBERED.search(line):
                break
            words.append(line.strip())
        return " ".join(words).strip(), number + len(words) - 1
