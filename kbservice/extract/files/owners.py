"""Which tables state a fix, and the product, component and sub-heading that own each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kbservice.extract.files import values
from kbservice.extract.files.columns import DATE, NAME, SIZE, TIME, VERSION, columns
from kbservice.extract.files.introductions import Introduction, introduction, lists_other_files, offers_fix
from kbservice.extract.files.tables import Paragraph, Table, blocks
from kbservice.record import Document, Section

_COMPONENT = re.compile(r"component(?: name)?\s*:\s*(.*)", re.IGNORECASE)
_CAPTION = re.compile(
    r"(?:for |on |in |the )*(?:microsoft )?(?P<product>[^.]*\b(?:windows|nt|exchange|server|sna|iis|sms|internet|office|outlook"
    r"|mdac|version|edition|service pack|sp\d|osr|studio|basic|clients?|dos|workstation|\d\.\d)\b.*?)(?: fix(?:es)?| files?)?:?$",
    re.IGNORECASE,
)
_LONGEST_CAPTION = 160
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
    offered: bool = False
    excluded: bool = False
    used: bool = False


def owned_tables(document: Document) -> Iterator[OwnedTable]:
    """The tables of the document that state corrected files, in reading order."""
    for section in document.sections:
        headings = _headings(section)
        state = _State()
        for block in blocks(document.lines, section.first_line, section.last_line):
            state = _entered(state, headings.get(block.first_line, ""))
            if isinstance(block, Paragraph):
                state = _after(state, block, section.name)
            elif _states_fix(state, block, section.name, document):
                yield _owned(state, block, section.name)
                state = replace(state, used=True)


def _owned(state: _State, table: Table, section: str) -> OwnedTable:
    product = state.caption or state.heading or None
    return OwnedTable(
        table, section, state.heading, state.introduction, state.component, product, state.platform
    )


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
    return replace(
        state, heading=heading, platform=platform, caption=None, component=None, has_component=False, excluded=False
    )


def _after(state: _State, paragraph: Paragraph, section: str) -> _State:
    text = paragraph.text
    component = _component(paragraph)
    if component is not None:
        name, caption = component
        return replace(state, component=name, has_component=True, caption=caption or state.caption)
    announced = introduction(text, section)
    if announced is not None:
        return _State(state.heading, announced, platform=state.platform, offered=True)
    platform = values.only_platform(text.rstrip(":"))
    if platform:
        return replace(state, platform=platform)
    caption = _caption(text)
    if caption:
        return replace(state, caption=caption, excluded=state.excluded and state.introduction is None)
    if _REFERENCE.match(text):
        return state
    excluded = lists_other_files(text)
    ends = state.used and not text.endswith(":")
    return replace(
        state,
        introduction=None if ends or (excluded and text.endswith(":")) else state.introduction,
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
    match = _CAPTION.match(text)
    return match["product"].strip() if match and (text.endswith(":") or len(text) < 60) else None


def _states_fix(state: _State, table: Table, section: str, document: Document) -> bool:
    if _compares(table, document):
        return False
    if state.introduction is not None or (state.has_component and not state.excluded):
        return True
    dated = any(column.kind in (VERSION, DATE, TIME) for column in table.columns)
    return section in _FIX_SECTIONS and state.offered and not state.excluded and dated


def _compares(table: Table, document: Document) -> bool:
    """Whether the table lists what is current, or several versions of each file, rather than one fix."""
    header = document.lines[table.first_line - 1 : table.rows[0].first_line]
    if any(_CURRENT_VERSION.search(line) for line in header):
        return True
    several = [row for row in table.rows if len(_VERSIONS.findall(document.lines[row.first_line - 1])) > 1]
    return len(several) * 2 > len(table.rows)
