"""Whatever is fed to it, reading gives a record whose places exist, or an error of the articles' own tree.

The extractors run behind a guard that turns a failure into a problem of the record; here such a problem fails the test.
Times are those of the processor, with room: the promise is a second, an article takes milliseconds.
"""

from __future__ import annotations

import random
import tarfile
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kbservice import corpus as sources
from kbservice import layouts
from kbservice.errors import ArticleError
from kbservice.extract import EXTRACTORS, extract
from kbservice.record import Record

SECOND = 1.0
PLACED = tuple(field for field in EXTRACTORS if field not in {"keywords", "query_words"})

HEAD = (
    "\tArticle: Q900001\n\tProduct(s): Microsoft Exchange\n\tVersion(s): 5.5\n\tOperating System(s): \n"
    "\tKeyword(s): exc55sp2fix\n\tLast Modified: 13-JUL-2000\n\t\n\t" + "-" * 79 + "\n"
    "\tThe information in this article applies to:\n\t\n\t- Microsoft Exchange Server, version 5.5 \n\t"
    + "-" * 79
    + "\n\t\n"
)
FRAME = (
    '---\nlayout: page\ntitle: "Q900001: Mail Stops"\npermalink: /kb/900/Q900001/\n---\n\n'
    "## Q900001: Mail Stops\n\n{% raw %}\n\n"
)
# What the extractors look for, to be strewn in any order.
PIECES = (
    "Event ID: 9322", "Source: MSExchangeMTA", "Description:", "Type: Error", "event IDs 5, 6 and 7",
    "STOP: 0x0000000A", "(0x00000001, 0x00000002)", "0x80004005", "error", "- Q191014 XGEN: A Title",
    "first corrected in", "Exchange Server", "5.5", "Service Pack 4", "the latest service pack for", "File name",
    "Version", "Date", "Size", "+-----+-----+", "| Store.exe | 5.5.2232.0 |", "----------", "========", "RESOLUTION",
    "STATUS", "08/04/98  03:45p  1,024  A.dll  x86",
    "English version of this fix should have the following file attributes or later:", "Component: MTA",
    "build 2652.42", "A supported fix is now available", "requires", "\t", "  ", "\n", "\n\n", ".", ":", "-", "²",
    "\x85", "\u2028", "<BR/>",
)  # fmt: skip


def readable(data: bytes) -> Record | None:
    """The record that the bytes give, after the promises are checked; None where they are no article."""
    begin = time.process_time()
    try:
        document = layouts.read(sources.decode(data))
    except ArticleError:
        assert time.process_time() - begin < SECOND
        return None
    record = extract(document, source_file="any", digest="")
    assert time.process_time() - begin < SECOND
    assert [p for p in record.problems if "extraction failed" in p.message] == []
    for field in PLACED:
        for fact in getattr(record, field):
            assert 0 <= fact.where.first_line <= fact.where.last_line <= len(record.lines), (field, fact)
    return record


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=3000))
@example(b"")
@example(b"\xff\xfe")
@example(b"\x00" * 50)
def test_any_bytes_at_all(data: bytes) -> None:
    readable(data)


@settings(max_examples=400, deadline=None)
@given(
    st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=3000),
    st.sampled_from((HEAD, FRAME + HEAD, "Article ID: 900001\n", "")),
)
def test_any_text_below_any_head(text: str, head: str) -> None:
    record = readable((head + text).encode())
    assert record is not None or not head.endswith(HEAD)


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=120), st.sampled_from((" ", "\n", "\n\t", "")), st.integers(1, 40))
@example([*PIECES], "\n", 40)
@example(["A supported fix is now available", ". "], "", 40)
def test_the_words_of_the_domain_in_any_order(pieces: list[str], between: str, times: int) -> None:
    assert readable((FRAME + HEAD + between.join(pieces * times)).encode()) is not None


def _truncated(text: str, rng: random.Random) -> str:
    cut = rng.randrange(len(text))
    return text[:cut] if rng.random() < 0.5 else text[cut:]


def _shuffled(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    rng.shuffle(lines)
    return "\n".join(lines)


def _repeated(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    return "\n".join([*lines[:at], *[lines[at]] * rng.choice((2, 300)), *lines[at:]])


def _injected(text: str, rng: random.Random) -> str:
    letters = list(text)
    for _ in range(rng.choice((5, len(letters) // 10))):
        letters.insert(rng.randrange(len(letters)), rng.choice("\t \n|+-=:;,.()<>%0123456789Qx\xa0²\x0c\x85\u2028"))
    return "".join(letters)


def _glued(text: str, rng: random.Random) -> str:
    return "".join(line if rng.random() < 0.3 else line + "\n" for line in text.split("\n"))


def _flattened(text: str, rng: random.Random) -> str:
    return text[:400] + text[400:].replace("\n", rng.choice((" ", "")))


def _stretched(text: str, rng: random.Random) -> str:
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    return "\n".join([*lines[:at], lines[at] * 300, *lines[at:]])


def _renumbered(text: str, rng: random.Random) -> str:
    return "".join(rng.choice("0123456789") if c.isdigit() and rng.random() < 0.3 else c for c in text)


MUTATIONS: tuple[Callable[[str, random.Random], str], ...] = (
    _truncated, _shuffled, _repeated, _injected, _glued, _flattened, _stretched, _renumbered,
)  # fmt: skip


def _articles(shared: Path) -> Iterator[bytes]:
    """The seeds, and every hundredth article of the archive."""
    for path in sorted((shared / "corpus" / "seeds").iterdir()):
        yield path.read_bytes()
    with tarfile.open(shared / "corpus" / "kbarchive-dev.tar.xz", "r|xz") as archive:
        for member in islice(archive, 0, None, 100):
            file = archive.extractfile(member)
            if file is not None:
                yield file.read()


@pytest.mark.corpus
def test_real_articles_whole_and_mutilated(corpus: Path) -> None:
    rng = random.Random(20020815)
    read = whole = 0
    for data in _articles(corpus):
        text = sources.decode(data)
        whole += readable(data) is not None
        for mutate in rng.sample(MUTATIONS, 2):
            head = text[:700] if rng.random() < 0.7 else ""
            read += readable((head + mutate(text, rng)).encode()) is not None
    assert whole >= 300
    assert read >= 300
