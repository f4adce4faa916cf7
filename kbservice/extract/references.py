"""The other articles that an article names, with the titles that it gives them.

Numbers come as `Q191014`, `KB191014`, in addresses (`/kb/191014`, `articles/Q172/7/33.asp`), in prose (`article
161931`), and bare at the start of a line below a sentence that speaks of articles. `Q280411engi386.exe` is a file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kbservice.record import Citation, Document, Where

_FILE = r"\.(?:exe|zip|cab|msi|msp|mst|dll|sys|inf|log|txt|bat|cmd|reg|hlp|chm|doc|ini|qfe)\b"
_Q_NUMBER = re.compile(rf"(?<![\w\\.%&])QQ?[ -]?(\d{{5,6}})(?![\w\\/%]|-\w|{_FILE})", re.IGNORECASE)
_GLUED = re.compile(r"(?<![\w\\./])Q(\d{5,6})(?=[A-Za-z]{2}[\w/]*:?[ ])")
_PATH = re.compile(r"/articles/q(\d{2,3}/\d/\d{2})\b", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:/kb/(?:articles?/|[a-z-]{2,5}/)?q?|\bkb ?/?q?|kbid=|\bkb;[\w-]{2,5};q?|[?&]id=q?)(\d{5,6})"
    rf"(?![\w\\]|{_FILE})",
    re.IGNORECASE,
)
_PROSE = re.compile(r"\barticles?(?:\s(?:numbers?|ids?))?:?\s+(?=\d)", re.IGNORECASE)
_LISTED = re.compile(r"(?:,?\s*(?:and|or)?\s*)(\d{6})\b(?![.\d])")
_BARE_LINE = re.compile(r"^[ \t]*(?:[-*•][ \t]+)?(\d{5,6})[ \t]*:?[ \t]+(?=[\"'(A-Z\d])", re.MULTILINE)
_LEAD_IN = re.compile(r"\barticles?\b|\bknowledge base\b", re.IGNORECASE)

_NO_MORE = re.compile(r"\s*(?:[-*•|+]|\d{1,2}[.)]\s|={3})")
_SET_APART = re.compile(r"(?: {2,}| - )(?=[A-Z])(.{6,})")
_QUOTED = re.compile(r"[\s,:(]*\"([^\"]{4,160})\"")
_TITLE_LABEL = re.compile(r"\s*TITLE\s*:\s*(\S.*)")
_ADDRESS_AFTER = re.compile(r"\s*\(\s*https?://[^\s()]*\s*\)")
_LONGEST_TITLE = 3  # lines
_WIDEST = 400  # columns of a line that are looked at for a title


@dataclass(frozen=True, slots=True)
class _Mention:
    """An article number in the text, and where its characters begin and end."""

    number: int
    start: int
    end: int
    rule: str


def citations(document: Document) -> tuple[Citation, ...]:
    """Each other article that the body names, once, in the order of the text; the first mention with a title leads."""
    mentions = sorted(_mentions(document.text), key=lambda m: m.start)
    found: dict[int, Citation] = {}
    if not mentions:
        return ()
    body = _Body(document)
    for mention in mentions:
        known = found.get(mention.number)
        if mention.number == document.number or (known and known.title):
            continue
        citation = body.citation(mention)
        if citation and (known is None or citation.title):
            found[mention.number] = citation
    return tuple(found.values())


def _mentions(text: str) -> Iterator[_Mention]:
    for match in _Q_NUMBER.finditer(text):
        yield _Mention(int(match[1]), match.start(), match.end(), "reference.number")
    for match in _GLUED.finditer(text):
        yield _Mention(int(match[1]), match.start(1) - 1, match.end(), "reference.number")
    for match in _PATH.finditer(text):
        yield _Mention(int(match[1].replace("/", "")), match.start(), match.end(), "reference.address")
    for match in _ADDRESS.finditer(text):
        yield _Mention(int(match[1]), match.start(1), match.end(), "reference.address")
    for match in _PROSE.finditer(text):
        position = match.end()
        while item := _LISTED.match(text, position):
            yield _Mention(int(item[1]), item.start(1), item.end(), "reference.prose")
            position = item.end()
    yield from _bare_lines(text)


def _bare_lines(text: str) -> Iterator[_Mention]:
    """Numbers that begin lines, below lines that speak of articles or below another such number."""
    end, speaks = 0, False
    for match in _BARE_LINE.finditer(text):
        between = text[max(end, match.start() - 600) : match.start()].split("\n")
        above = [line for line in between if line.strip()]
        if above or match.start() - end > 600:
            speaks = any(_LEAD_IN.search(line) for line in above[-2:])
        if speaks:
            yield _Mention(int(match[1]), match.start(1), match.end(1), "reference.line")
        end = text.find("\n", match.end())
        end = len(text) if end < 0 else end


class _Body:
    """The lines of the body, and which part of it owns each of them."""

    def __init__(self, document: Document) -> None:
        self.lines: Sequence[str] = document.lines
        self.parts = sorted(document.parts(), key=lambda part: part.first_line)
        self.firsts = [part.first_line for part in self.parts]
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def citation(self, mention: _Mention) -> Citation | None:
        """The mention as a citation with its title; none if it stands outside the body."""
        number = bisect_right(self.starts, mention.start)
        part = self.parts[max(0, bisect_right(self.firsts, number) - 1)] if self.parts else None
        if part is None or not part.first_line <= number <= part.last_line:
            return None
        title, last = self._title(mention, number, part.last_line)
        return Citation(mention.number, Where(part.section, number, last, part.heading), title, mention.rule)

    def _title(self, mention: _Mention, number: int, end: int) -> tuple[str, int]:
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
        if line[:column].strip(" \t-*•[(|.0123456789"):
            set_apart = _SET_APART.match(after)
            return (set_apart[1].strip(), number) if set_apart else ("", number)
        return self._wrapped(after, following, number)

    def _wrapped(self, text: str, following: Sequence[str], number: int) -> tuple[str, int]:
        words = [text.strip(" :|\t")]
        for line in following:
            if not line.strip() or _NO_MORE.match(line) or _Q_NUMBER.search(line) or _BARE_LINE.match(line):
                break
            words.append(line.strip())
        return " ".join(words).strip(), number + len(words) - 1
