"""Which tables state a fix, and the product, component and sub-heading that own each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kbservice.extract.files import values
from kbservice.extract.files.changes import changes
from kbservice.extract.files.columns import DATE, NAME, SIZE, TIME, VERSION, columns
from kbservice.extract.files.introductions import Introduction, introduction, lists_other_files, offers_fix
from kbservice.extract.files.tables import Block, Paragraph, Table, blocks
from kbservice.record import Document, Section

_COMPONENT = re.compile(r"component(?: name)?\s*:\s*(.*)", re.IGNORECASE)
_WORDS = (  # one of these stands above any table of corrected files
    "following", "fix", "should", "new", "resolve", "updated", "corrected", "service pack", "attributes", "stamp",
    "component:",
)  # fmt: skip
_CAPTION = re.compile(
    r"(?:(?:for|on|in)\s+)?(?:the\s+)?(?P<product>(?:microsoft\s+)?(?:windows|nt|exchange|sna|iis|sms|internet|systems|host"
    r"|office|outlook|mdac|version|service pack|sp\d|osr|visual|terminal|proxy|site server|backoffice|post-sp|odbc|chat"
    r"|sql server|data access components|frontpage|isa server|biztalk|commerce server"
    r"|transaction|message queue|cluster|dos|ms-dos|os/2|macintosh|unix|winframe|retail)\b.*?)\s*:?$",
    re.IGNORECASE,
)
_FOR = re.compile(r"(?i:for (?:the )?)(?!.*\b(?:please|see|click|information|article)\b)(?P<product>[A-Z].*):$")
_NUMBERED = re.compile(r"\d|\b(?:server|service|connector|edition|client)s?\b", re.IGNORECASE)
_STEP = re.compile(
    r"(?:method|step|option|case|part|disk|example|scenario|resolution|workaround|to|how)\b", re.IGNORECASE
)
_FARTHEST = 15  # paragraphs between an introduction and its table
_LONGEST_ANNOUNCEMENT = 1000
_LONGEST_CAPTION = 120
_REFERENCE = re.compile(r"\W*(?:Q\d{5,6}\b|https?:|\(?http)")
_CURRENT_VERSION = re.compile(r"current version", re.IGNORECASE)
_VERSIONS = re.compile(r"(?<![\w.])\d+(?:\.\d+){2,}")
_FIX_SECTIONS = frozenset(("resolution", "workaround", "status"))


@dataclass(frozen=True, slots=True)
class OwnedTable:
    """A table that states a fix, and what the text around it says about all of its rows."""

    table: Table
    section: str
    heading: str
    introduction: Introduction | None
    component: str | None
    product: str | None
    platform: str | None


@dataclass(frozen=True, slots=True)
class _State:
    """What has been read of a section above the next table."""

    heading: str = ""
    introduction: Introduction | None = None
    component: str | None = None
    has_component: bool = False
    caption: str | None = None
    platform: str | None = None
    caption_used: bool = False
    early_caption: str | None = None
    offered: bool = False
    excluded: bool = False
    used: bool = False


def owned_tables(document: Document) -> Iterator[OwnedTable]:
    """The tables of the document that state corrected files, in reading order."""
    for section in document.sections:
        text = "\n".join(document.lines[section.first_line - 1 : section.last_line])
        lower = text.lower()
        if any(word in lower for word in _WORDS):
            yield from _in_section(document, section)
        if "(Before)" in text:
            patched = changes(document.lines, section.first_line, section.last_line)
            if patched is not None:
                yield _owned(_State(), patched, section.name)


def _in_section(document: Document, section: Section) -> Iterator[OwnedTable]:
    found = _near_tables(list(blocks(document.lines, section.first_line, section.last_line)))
    headings = _headings(section) if found else {}
    state = _State()
    for block in found:
        state = _entered(state, headings.get(block.first_line, ""))
        if isinstance(block, Paragraph):
            state = _after(state, block, section.name)
        elif _states_fix(state, block, section.name, document):
            yield _owned(state, block, section.name)
            state = replace(state, used=True, caption_used=True)


def _near_tables(found: Sequence[Block]) -> list[Block]:
    """The tables with rows, and before each as many blocks as can speak of it."""
    kept: list[Block] = []
    start = 0
    for number, block in enumerate(found):
        if isinstance(block, Table) and block.rows:
            kept += found[max(start, number - _FARTHEST) : number + 1]
            start = number + 1
    return kept


def _owned(state: _State, table: Table, section: str) -> OwnedTable:
    announced = state.introduction.product if state.introduction else None
    product = state.caption or _headed_product(state.heading) or state.early_caption or announced
    return OwnedTable(table, section, state.heading, state.introduction, state.component, product, state.platform)


def _headings(section: Section) -> dict[int, str]:
    """The sub-heading that owns each line; a ruled header of a table can pass for one and owns nothing."""
    found: dict[int, str] = {}
    for sub in section.subsections:
        if not columns(sub.heading):
            found.update(dict.fromkeys(range(sub.first_line, sub.last_line + 1), sub.heading))
        found.update(_headings(sub))
    return found


def _entered(state: _State, heading: str) -> _State:
    if heading == state.heading:
        return state
    platform = values.only_platform(heading)
    return _State(heading, state.introduction, platform=platform, offered=state.offered, used=state.used)


def _after(state: _State, paragraph: Paragraph, section: str) -> _State:
    text = paragraph.text[-_LONGEST_ANNOUNCEMENT:]
    component = _component(paragraph)
    if component is not None:
        name, caption = component
        return replace(state, component=name, has_component=True, caption=caption or state.caption)
    announced = introduction(text, section)
    if announced is not None:
        early = None if state.caption_used else state.caption or state.early_caption
        return _State(state.heading, announced, early_caption=early, platform=state.platform, offered=True)
    platform = values.only_platform(text.rstrip(":"))
    if platform:
        return replace(state, platform=platform)
    caption = _caption(text)
    if caption:
        return replace(state, caption=caption, caption_used=False)
    if _REFERENCE.match(text):
        return state
    excluded = lists_other_files(text)
    firm = state.introduction is not None and state.introduction.explicit and not state.used
    ends = state.used and not text.endswith(":")
    return replace(
        state,
        introduction=None if ends or (excluded and not firm) else state.introduction,
        caption=None if state.caption_used else state.caption,
        offered=state.offered or offers_fix(text),
        excluded=excluded,
    )


def _component(paragraph: Paragraph) -> tuple[str | None, str | None] | None:
    """The component and the caption that a paragraph with a `Component:` line names."""
    matches = [_COMPONENT.match(line) for line in paragraph.lines]
    named = next((match for match in matches if match), None)
    if named is None:
        return None
    others = [line for line, match in zip(paragraph.lines, matches, strict=True) if match is None]
    return named[1].strip() or None, _caption(others[0]) if others else None


def _caption(text: str) -> str | None:
    if len(text) > _LONGEST_CAPTION or text.endswith(".") or _REFERENCE.match(text):
        return None
    text = text.lstrip("-*• ")
    match = _CAPTION.match(text) or _FOR.match(text)
    return match["product"].strip() if match and (text.endswith(":") or len(text) < 60) else None


def _headed_product(heading: str) -> str | None:
    if _STEP.match(heading) or not (_caption(heading) or _NUMBERED.search(heading)):
        return None
    return _caption(heading) or heading


def _states_fix(state: _State, table: Table, section: str, document: Document) -> bool:
    if not table.rows or _compares(table, document):
        return False
    if not any(NAME in row.values for row in table.rows):
        return state.introduction is not None and state.introduction.explicit
    if state.introduction is not None or (state.has_component and not state.excluded):
        return True
    return section in _FIX_SECTIONS and state.offered and not state.excluded and _is_dated(table)


def _is_dated(table: Table) -> bool:
    """Whether the table tells one state of a file from another: a version, a date or a time of each."""
    if table.columns:
        return any(column.kind in (VERSION, DATE, TIME) for column in table.columns)
    return all(DATE in row.values and (SIZE in row.values or VERSION in row.values) for row in table.rows)


def _compares(table: Table, document: Document) -> bool:
    """Whether the table lists what is current, or several versions of each file, rather than one fix."""
    header = document.lines[table.first_line - 1 : table.rows[0].first_line]
    if any(_CURRENT_VERSION.search(line) for line in header):
        return True
    several = [row for row in table.rows if len(_VERSIONS.findall(document.lines[row.first_line - 1])) > 1]
    return len(several) * 2 > len(table.rows)
