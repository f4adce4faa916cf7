"""An article's parts in order, and what stands in none of them."""

from __future__ import annotations

from dataclasses import replace

from handmade import MTA, record

from kbservice.record import Conflict, Copy, Section, Where
from kbservice.web import reading


def test_parts_have_titled_headings_and_the_lines_of_their_blocks() -> None:
    parts = reading.parts(MTA)
    assert [(part.heading, part.level) for part in parts][:2] == [("Symptoms", 2), ("Cause", 2)]
    assert [block.kind for block in parts[0].blocks] == ["text"]
    assert MTA.lines[parts[1].blocks[0].lines[0].number - 1].startswith("A message with a damaged address")


def test_sub_headings_are_parts_without_their_underline_in_the_text_above() -> None:
    text = "Intro.\n\nSample Code\n-----------\n\nint x;"
    made = record(1, "T", ("more_information", text))
    (section,) = made.sections
    first = section.first_line
    nested = replace(section, subsections=(Section("other", "Sample Code", first + 4, section.last_line),))
    above, below = reading.parts(replace(made, sections=(nested,)))
    assert [line.text for block in above.blocks for line in block.lines] == ["Intro."]
    assert (below.heading, below.level, below.name) == ("Sample Code", 3, "more_information")
    assert [line.text for block in below.blocks for line in block.lines] == ["int x;"]


def test_a_section_of_another_copy_is_read_there_and_has_no_lines_to_lead_to() -> None:
    copy = Copy("other.txt", "wiki", "0", text="TITLE\nThe cause is here.")
    made = replace(MTA, copies=(copy,), sections=(Section("cause", "CAUSE", 2, 2, copy="other.txt"),))
    (part,) = reading.parts(made)
    assert part.copy == "other.txt"
    assert [(line.number, line.text) for line in part.blocks[0].lines] == [(0, "The cause is here.")]


def test_an_empty_section_has_no_blocks() -> None:
    made = replace(MTA, sections=(Section("cause", "Cause", 3, 2),))
    assert [(part.heading, part.blocks) for part in reading.parts(made)] == [("Cause", ())]


def test_ranges_that_state_a_fact_begin_at_their_first_line() -> None:
    about = reading.about(replace(MTA, conflicts=(Conflict("x", (Where("status", 17, 18), Where("cause", 9, 9))),)))
    assert about.cited == {191014}
    assert about.places == {5: ("L5-L6",), 17: ("L17-L18",)}


def test_head_and_foot_are_the_lines_of_no_section() -> None:
    text = MTA.text + "\n\n====\nKeywords: kbbug"
    assert [line.text for line in reading.frame(replace(MTA, text=text))] == [MTA.title, "Keywords: kbbug"]
