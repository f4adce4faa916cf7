"""Who asks how something is done is told from who tells what goes wrong."""

from __future__ import annotations

import pytest
from handmade import record

from kbservice.index import Question, query
from kbservice.index.query.intent import asks_how
from kbservice.index.reader import memory


@pytest.mark.parametrize(
    "text",
    [
        "how to move a mailbox to another site",
        "exchange rejects large mail, where is the limit",
        "VB6 read a text file from a share",
        "vb6 read a text file from a share",
        "IIS4 NNTP hide old newsgroups",
        "NT4 server: install a printer driver for all users",
        "the office printer is far away, print to another one",
        "W2K dont show the last user name",
        "copy the profile to a new machine",
        "is there a tool that counts mailboxes?",
        "we want to archive the old site",
    ],
)
def test_an_errand_asks_for_instructions(text: str) -> None:
    assert asks_how(text)


@pytest.mark.parametrize(
    "text",
    [
        "print jobs never come out",
        "store stops at noon",
        "control panel stays grey",
        "set up crashes at the second disk",
        "mail is returned after a day",
        "reading a file from a share takes minutes",
        "files that I copy are empty afterwards",
        "run-time error 429",
        "",
    ],
)
def test_a_complaint_does_not(text: str) -> None:
    assert not asks_how(text)


@pytest.mark.parametrize("text", ["stop 0x0000000a", "open 80004005", "start emsmta.exe 5.5.2448.0", "run\nevent 5"])
def test_what_was_copied_off_a_screen_asks_nothing(text: str) -> None:
    assert not query.read(text, lambda field, value: True).asks_how


def test_instructions_come_first_where_they_are_asked_for() -> None:
    told = record(100001, "Attachments Copied to the Archive", kind="problem")
    taught = record(100002, "Attachments Copied to the Archive", kind="how-to")
    index = memory([told, taught])
    asked = index.search(Question("put attachments copied to the archive")).hits
    complained = index.search(Question("attachments to the archive are never copied")).hits
    assert (asked[0].number, complained[0].number) == (100002, 100001)
