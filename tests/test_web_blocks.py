"""Lines of an article become paragraphs, lists, tables and text kept as typed; no line is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbservice.web.blocks import Block, Line, blocks


def read(text: str) -> tuple[Block, ...]:
    return blocks([Line(n, line) for n, line in enumerate(text.strip("\n").split("\n"), 1)])


KINDS = (
    ("One line\nand the next.", ["text"]),
    ("One paragraph.\n\nAnother.", ["text", "text"]),
    ("It says:\n\n   Event ID: 9322\n   Source: MTA\n\nThen it stops.", ["text", "typed", "text"]),
    ("   int main(void)\n\n   {\n   }", ["typed"]),
    ("Choose:\n- one\n- two", ["text", "bullets"]),
    ("- one\n\n- two", ["bullets"]),
    ("* one\n  goes on", ["bullets"]),
    ("Event ID: 9298\nSource: MTA\nDescription:\nIt failed.", ["typed"]),
    ("NOTE: This is said once\nand goes on.", ["text"]),
    ("Event ID:    9298\nmore", ["typed"]),
    ("int x;\nint y;", ["typed"]),
    ("begin\n  if\n    x\nend", ["typed"]),
    ("A name;\nthen words\nthat go on.", ["text"]),
    ("1. First.\n\n2. Second.\n\n3. Third.", ["numbers"]),
    ("1. First.\n\nBetween.\n\n2. Second.", ["numbers", "text", "numbers"]),
    ("1. First.\n\n- other", ["numbers", "bullets"]),
    ("See:\n\n  Q158447 How to Run It\n\n  Q167364 How to Stop", ["text", "text", "text"]),
    ("  Q158447 How to Run It\n  and Stop It\n  Q167364 How to Wait", ["text", "text"]),
    ("a. First.\nb. Second.", ["numbers"]),
    ("Name      Version\n-----------------\na.dll     1.0\nb.dll     2.0", ["table"]),
    ("Name      Version\n-----------------\na.dll     1.0\n-----------------", ["typed"]),
    ("Name      Version\n-----------------\n\na.dll     1.0\n\nb.dll     2.0", ["table"]),
    ("Name      Version\n-----------------\na.dll     1.0\n\nThis file is new.", ["table", "text"]),
    ("Key   Means\n-----------\na     one\n\nb     two\n      more", ["table"]),
    ("+------+-----+\n| Name | No. |\n+------+-----+\n| a    | 1   |\n+------+-----+", ["table"]),
    ("a.dll     1.0      x86\nb.dll     2.0      x86", ["typed"]),
)


@pytest.mark.parametrize(("text", "kinds"), KINDS)
def test_blocks_are_told_apart(text: str, kinds: list[str]) -> None:
    assert [block.kind for block in read(text)] == kinds


def test_steps_kept_apart_by_blank_lines_are_one_list_with_their_code_inside() -> None:
    typed = "1. Type this:\n\n        CREATE TABLE x\n\n        GO\n\n"
    (steps,) = read(typed + "2. Run it.\n\n   The window then asks for a name.\n\n3. Stop.")
    assert [item.lines[0].text for item in steps.items] == ["Type this:", "Run it.", "Stop."]
    assert [[below.kind for below in item.below] for item in steps.items] == [["typed"], ["text"], []]
    assert [line.text.strip() for line in steps.items[0].below[0].lines] == ["CREATE TABLE x", "", "GO"]


def test_a_list_that_is_interrupted_goes_on_counting() -> None:
    assert [block.start for block in read("1. a\n\nBetween.\n\n2. b") if block.kind == "numbers"] == [1, 2]


def test_a_list_inside_an_entry_belongs_to_it() -> None:
    (outer,) = read("- one\n   - inner\n   - second\n- two")
    assert [len(item.below) for item in outer.items] == [1, 0]
    assert [item.lines[0].text for item in outer.items[0].below[0].items] == ["inner", "second"]
    (apart,) = read("1. one\n\n   - inner\n\n   - second\n\n2. two")
    assert [len(item.below) for item in apart.items] == [1, 0]


def test_a_table_has_its_head_and_a_cell_for_each_column() -> None:
    (table,) = read("File name   Version\n--------------------\na b.dll     1.0")
    assert table.head == ("File name", "Version")
    assert [(row.line.number, row.cells) for row in table.rows] == [(3, ("a b.dll", "1.0"))]


def test_columns_are_kept_and_other_typed_text_may_be_wrapped() -> None:
    columns, message = read("   a.dll      1.0\n   b.dll      2.0\n\nIt says:\n\n   The thing failed.")[::2]
    assert columns.in_columns
    assert not message.in_columns


def numbers(found: tuple[Block, ...]) -> list[int]:
    """The numbers of the lines in the order in which they are set."""
    shown = []
    for block in found:
        if block.items:
            for item in block.items:
                shown += [line.number for line in item.lines] + numbers(item.below)
        else:
            shown += [line.number for line in block.lines if line.number]
    return shown


LINE = st.one_of(
    st.just(""),
    st.builds(
        lambda indent, mark, words: " " * indent + mark + words,
        st.integers(0, 8),
        st.sampled_from(["", "- ", "* ", "1. ", "2. ", "a) ", "12) ", "-----", "Name    "]),
        st.text("ab ._=", max_size=12),
    ),
)


@given(st.lists(LINE, max_size=14))
def test_every_line_is_set_once_and_in_order(lines: list[str]) -> None:
    found = blocks([Line(n, text) for n, text in enumerate(lines, 1)])
    assert numbers(found) == [n for n, text in enumerate(lines, 1) if text.strip()]
