"""Title, foot and sections -> the kind of an article."""

from __future__ import annotations

import pytest

from kbservice.extract import kind
from kbservice.record import Document, HeaderField, Section


def document(title: str = "", sections: tuple[str, ...] = (), **fields: str) -> Document:
    found = tuple(HeaderField(name.replace("_", " "), value, 1) for name, value in fields.items())
    return Document("test", 1, "", title, tuple(Section(name, name, 1, 1) for name in sections), fields=found)


@pytest.mark.parametrize(
    ("title", "prefix"),
    [
        ("XCON: Mail Waits", "XCON"),
        ("FIX: C1001: Compiler Fails", "FIX"),
        ("HOW TO: Do It", "HOW TO"),
        ("Windows Err Msg: It Fails", "Windows Err Msg"),
        ("IE4.01 SP1: It Fails", "IE4.01 SP1"),
        ("Mail Waits", None),
        ("What to Do When This Happens: a Guide", None),
        ("ratio 4:3 Is Wrong", None),
        ("", None),
    ],
)
def test_the_prefix_of_a_title(title: str, prefix: str | None) -> None:
    assert kind.title_prefix(document(title)) == prefix


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("FIX: It Fails", "fix"),
        ("BUG: It Fails", "bug"),
        ("PRB: It Fails", "problem"),
        ("HOWTO: Do It", "how-to"),
        ("HOW TO: Do It", "how-to"),
        ("WD97: How to Do It", "how-to"),
        ("INFO: What It Is", "information"),
        ("DOCERR: Wrong Page", "documentation"),
        ("SAMPLE: It", "sample"),
        ("FILE: It", "download"),
        ("XGEN: README.TXT: It", "readme"),
        ("XADM: BUG: It Fails", "bug"),
        ("Err Msg: No Such Thing", "problem"),
    ],
)
def test_a_title_says_the_kind_whatever_the_foot_says(title: str, expected: str) -> None:
    assert kind.kind(document(title, issue_type="kbprb", solution_type="kbpending")) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"issue_type": "kbbug", "solution_type": "kbfix"}, "fix"),
        ({"issue_type": "kbbug", "solution_type": "kbpending"}, "bug"),
        ({"issue_type": "kbprb"}, "problem"),
        ({"issue_type": "kbhowto kbinfo"}, "how-to"),
        ({"keywords": "kbbug kbfix kbqfe KB197378"}, "fix"),
        ({"keywords": "exc55 kbHOWTO"}, "how-to"),
        ({"keywords": "kbsample"}, "sample"),
    ],
)
def test_classes_in_the_foot_say_it_else(fields: dict[str, str], expected: str) -> None:
    assert kind.kind(document("XADM: Mail Waits", ("summary",), **fields)) == expected


@pytest.mark.parametrize(
    ("sections", "expected"),
    [(("symptoms", "cause"), "problem"), (("summary", "more_information"), "information"), ((), "information")],
)
def test_sections_say_it_last(sections: tuple[str, ...], expected: str) -> None:
    assert kind.kind(document("Mail Waits", sections, keywords="exc55")) == expected


def test_every_kind_is_listed() -> None:
    named = {*kind._BY_CLASS.values(), *(found for _, found in kind._BY_PREFIX), "how-to", "problem", "information"}
    assert named == set(kind.KINDS)
