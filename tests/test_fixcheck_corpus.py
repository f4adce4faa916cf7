"""Checks on real articles, against verdicts that people gave after reading them."""

from __future__ import annotations

import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kbservice import corpus as sources
from kbservice import extract, fixcheck, layouts
from kbservice.record import Record

# Parameters of the check, by the names that the labels use.
FILE = {"file": "file", "version": "file_version", "date": "file_date", "size": "file_size"}
PRODUCT = {"product": "product", "version": "product_version", "service_pack": "service_pack", "build": "build"}
ALIKE = {"platform": "platform", "product": "product"}


def cases(shared: Path) -> list[dict[str, Any]]:
    text = (shared / "eval" / "dev" / "fixcheck.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def articles(shared: Path, wanted: set[str]) -> Iterator[Record]:
    """The wanted articles of the archive, in one pass over it."""
    with tarfile.open(shared / "corpus" / "kbarchive-dev.tar.xz") as archive:
        for member in archive:
            name = re.search(r"(Q\d+)/README\.md$", member.name)
            if name and name[1] in wanted and (held := archive.extractfile(member)):
                document = layouts.read(sources.decode(held.read()))
                yield extract.extract(document, source_file=member.name, digest="")


@pytest.mark.corpus
def test_verdicts_on_real_articles_are_those_of_people(corpus: Path) -> None:
    labelled = cases(corpus)
    held = {record.article_id: record for record in articles(corpus, {case["article"] for case in labelled})}
    wrong, false_included = [], []
    for case in labelled:
        names = {**ALIKE, **(FILE if "file" in case["given"] else PRODUCT)}
        runs = fixcheck.parse({names[name]: value for name, value in case["given"].items() if name in names})
        answer = fixcheck.check(held[case["article"]], runs)
        assert answer.evidence or answer.verdict == fixcheck.UNKNOWN
        if answer.verdict != case["expect"]:
            wrong.append(case["id"])
            if answer.verdict == fixcheck.INCLUDED and "included" not in case.get("also_defensible", ""):
                false_included.append(case["id"])
    assert false_included == []
    assert len(wrong) <= 0.05 * len(labelled), wrong
