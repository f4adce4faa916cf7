"""What is known of one article: the Record, its parts, and the place in the text that states each fact.

Line numbers are 1-based and refer to `Record.text`, the article as ingested: decoded, with the frame's leading tab and
the `<A0>` byte escapes resolved and no-break spaces as blanks, one line for each line of the source. Nothing in a
Record repeats the text: a section is a range of lines.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kbservice.errors import InvalidArticleId

SECTION_NAMES = (
    "summary", "symptoms", "cause", "resolution", "workaround", "status", "more_information", "references", "repro",
)  # fmt: skip

_SPELLING = re.compile(r"\s*(?:kb[\s/]*|q\s*)?(\d{4,7})\s*", re.IGNORECASE)


def article_id(number: int) -> str:
    """The canonical spelling of an article number: `Q197378`."""
    return f"Q{number}"


def parse_article_id(text: str) -> int:
    """The article number that a person wrote as `Q197378`, `KB197378`, `kb/197378` or `197378`, in any case.

    Raises:
        InvalidArticleId: the text is none of these.
    """
    match = _SPELLING.fullmatch(text)
    if match is None:
        raise InvalidArticleId(f"{text!r} is not an article number", field="article")
    return int(match[1])


@dataclass(frozen=True, slots=True)
class Where:
    """The lines that state a fact: section name, sub-heading that owns them, first and last line.

    `copy` names the source file when the fact comes from another copy of the article than the leading one.
    """

    section: str
    first_line: int
    last_line: int
    heading: str = ""
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A headed part of the article: canonical name (or `other`), heading as printed, lines of the body.

    `first_line` to `last_line` is the body without heading and underline; an empty body has `last_line < first_line`.
    `subsections` hold the sub-headings below it, whose lines lie within the section's own. `copy` names the source file
    when another copy of the article than the leading one has the section.
    """

    name: str
    heading: str
    first_line: int
    last_line: int
    subsections: tuple[Section, ...] = ()
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """One product and version of the applies-to list."""

    product: str
    version: str | None
    where: Where
    service_pack: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the event log that the article says is or may be logged."""

    event_id: int
    where: Where
    source: str | None = None
    severity: str | None = None  # error, warning, information, success_audit, failure_audit
    category: str | None = None
    description: str | None = None  # the message as the log shows it, with its %1 placeholders
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """An error or STOP code; `value` is 0x and 8 lower-case hex digits, `printed` what the article prints.

    `error` codes are printed with 0x and eight digits, `stop` codes head a STOP message; `other` are codes in spellings
    without 0x (`c1010aae`, `STOP C0000221`, -2147467259, -1018), which serve search alone.
    """

    kind: str  # error, stop, other
    value: str
    printed: str
    where: Where
    rule: str = ""


@dataclass(frozen=True, slots=True)
class FixedFile:
    """A row of a table (or a sentence) that states the attributes of a corrected file.

    `product` is the product sub-heading or caption that owns the table; rows of one table share `table`.
    `or_later` says that the article states "or later" for the table.
    """

    where: Where
    name: str | None = None
    version: str | None = None  # as printed
    date: dt.date | None = None
    time: str | None = None  # 24 hours, HH:MM or HH:MM:SS
    size: int | None = None  # bytes
    platform: str | None = None
    language: str | None = None
    component: str | None = None
    product: str | None = None
    table: int = 0
    or_later: bool = True
    rule: str = ""


@dataclass(frozen=True, slots=True)
class FixedIn:
    """A release in which the article says that the problem is corrected: `Windows NT`, `4.0`, `Service Pack 4`."""

    product: str
    where: Where
    version: str | None = None
    release: str | None = None  # Service Pack 4, Service Release 2, latest service pack, None for the version itself
    build: str | None = None
    component: str | None = None
    conditional: str | None = None  # the condition under which it holds, as printed
    text: str = ""  # the sentence
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What else the article says about a fix: that it is not in a release, that a build brought the problem, and so on.

    `kind` is one of: introduced_in, not_in, planned, open, by_design, no_fix, hotfix_only, superseded_by, supersedes.
    """

    kind: str
    where: Where
    product: str | None = None
    version: str | None = None
    release: str | None = None
    build: str | None = None
    component: str | None = None
    article: int | None = None
    text: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class FixKeyword:
    """A keyword that names the release of a fix: `exc55sp2fix`; `before` for the preSPn form."""

    keyword: str
    where: Where
    product: str | None = None
    version: str | None = None
    release: str | None = None
    before: bool = False
    rule: str = ""


@dataclass(frozen=True, slots=True)
class ListedFix:
    """A fix list says that a release corrects the problem of another article."""

    article: int
    product: str
    where: Where
    version: str | None = None
    release: str | None = None
    title: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """Software that must be there for the fix to be installed."""

    text: str
    where: Where
    product: str | None = None
    version: str | None = None
    release: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """Another article that this one names."""

    article: int
    where: Where
    title: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements of the article, or of its keywords, that cannot both hold."""

    message: str
    wheres: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read: the field of the record, and what is wrong."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Copy:
    """Another copy or revision of the same article that was ingested."""

    source_file: str
    layout: str
    digest: str
    revision: str | None = None
    last_modified: dt.date | None = None
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class HeaderField:
    """A labelled value of the article's head or foot: `Keywords`, `Technology`, `Issue type`; the line it stands on."""

    name: str  # lower case, words joined by one space: "keywords", "issue type", "additional query words"
    value: str
    line: int


@dataclass(frozen=True)
class Document:
    """One article as written: what a layout finds in a text before any fact is extracted.

    `text` follows the rules of the module's docstring. `applies_to` holds the lines of the applies-to list, bullets
    included; `fields` the labelled values of head and foot, where the foot's come last.
    """

    layout: str
    number: int
    text: str
    title: str
    sections: tuple[Section, ...]
    applies_to: Where | None = None
    fields: tuple[HeaderField, ...] = ()
    last_modified: dt.date | None = None
    revision: str | None = None
    retired: bool = False
    problems: tuple[Problem, ...] = ()
    title_line: int = 0  # where the title stands; 0 if the text does not hold it

    def __hash__(self) -> int:
        """Of the text alone, which Python remembers: documents are the keys of caches, asked for each sentence."""
        return hash(self.text)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text: line n of a `Where` is `lines[n - 1]`."""
        return tuple(self.text.split("\n"))

    @cached_property
    def lower(self) -> str:
        """The text in lower case, for a quick look at what it cannot hold."""
        return self.text.lower()

    def field(self, name: str) -> HeaderField | None:
        """The last field of that name that has a value: the foot's is cleaner than the head's."""
        found = [f for f in self.fields if f.name == name]
        return next((f for f in reversed(found) if f.value), found[-1] if found else None)

    def parts(self) -> Iterator[Where]:
        """The body in reading order as ranges of lines, each owned by one section and at most one sub-heading."""
        for section in self.sections:
            yield from _parts(section, section.name, "")


def _below(sections: tuple[Section, ...], names: tuple[str, ...]) -> Iterator[Section]:
    for section in sections:
        for sub in section.subsections:
            if sub.name in names:
                yield sub
            else:
                yield from _below((sub,), names)


def _parts(section: Section, name: str, heading: str) -> Iterator[Where]:
    start = section.first_line
    for sub in section.subsections:
        own_end = sub.first_line - 1
        if own_end >= start:
            yield Where(name, start, own_end, heading)
        yield from _parts(sub, name, sub.heading)
        start = max(start, sub.last_line + 1)
    if section.last_line >= start:
        yield Where(name, start, section.last_line, heading)


@dataclass(frozen=True)
class Record:
    """One article as structured facts, each with the place that states it."""

    number: int
    title: str
    title_prefix: str | None
    kind: str  # bug, fix, how-to, problem, information, ...
    layout: str
    source_file: str
    digest: str  # sha256 of the bytes of the leading copy
    text: str
    sections: tuple[Section, ...] = ()
    last_modified: dt.date | None = None
    revision: str | None = None
    retired: bool = False
    applies_to: tuple[Product, ...] = ()
    events: tuple[Event, ...] = ()
    codes: tuple[Code, ...] = ()
    files: tuple[FixedFile, ...] = ()
    fixed_in: tuple[FixedIn, ...] = ()
    statements: tuple[Statement, ...] = ()
    fix_keywords: tuple[FixKeyword, ...] = ()
    listed_fixes: tuple[ListedFix, ...] = ()
    requires: tuple[Requirement, ...] = ()
    citations: tuple[Citation, ...] = ()
    keywords: tuple[str, ...] = ()
    query_words: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    copies: tuple[Copy, ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    @property
    def article_id(self) -> str:
        return article_id(self.number)

    @cached_property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.text.split("\n"))

    def passage(self, where: Where) -> str:
        """The text that a place names, lines joined by newlines; from the copy that it names, if any."""
        return self._text(where.first_line, where.last_line, where.copy)

    def section_text(self, section: Section) -> str:
        """The body of a section or sub-heading, from the copy that has it, without blank lines around it."""
        return self._text(section.first_line, section.last_line, section.copy).strip("\n")

    def body(self, *names: str) -> str:
        """The text of all sections of these names, in their order; of sub-headings if no section has such a name."""
        chosen = [s for s in self.sections if s.name in names] or list(_below(self.sections, names))
        return "\n\n".join(self.section_text(section) for section in chosen)

    def _text(self, first_line: int, last_line: int, copy: str) -> str:
        lines = self.lines
        if copy:
            lines = next((tuple(c.text.split("\n")) for c in self.copies if c.source_file == copy), ())
        return "\n".join(lines[first_line - 1 : last_line])
