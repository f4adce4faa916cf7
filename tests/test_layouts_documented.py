"""The page about layouts names those that there are."""

from __future__ import annotations

import re
from pathlib import Path

from kbservice.layouts import LAYOUTS
from kbservice.layouts.markup import MOST_TAGS
from kbservice.record import SECTION_NAMES

PAGE = (Path(__file__).parent.parent / "docs" / "layouts.md").read_text("utf-8")


def test_each_layout_has_its_row() -> None:
    assert re.findall(r"^\| `([\w-]+)`", PAGE, re.MULTILINE) == [name for layout in LAYOUTS for name in layout.names]


def test_each_name_of_a_section_is_named() -> None:
    assert {f"`{name}`" for name in (*SECTION_NAMES, "other")} <= set(re.findall(r"`\w+`", PAGE))


def test_the_limit_is_the_one_that_holds() -> None:
    assert f"more than {MOST_TAGS:,} tags" in PAGE
