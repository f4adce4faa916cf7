"""How much of what a careful reader finds is found, on articles beside the founders' labelled ones (`labelled/`)."""

from __future__ import annotations

import json
import re
import tarfile
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path
from typing import Any

import pytest

from kbservice import corpus as sources
from kbservice import layouts
from kbservice.extract import extract
from kbservice.record import Record, article_id

LABELS = Path(__file__).parent / "labelled" / "articles.jsonl"
Label = dict[str, Any]


def _words(*parts: str | None) -> str:
    """A release as a bag of words, in which the ways to write one don't differ."""
    text = " ".join(part for part in parts if part).lower().replace("exchange server", "exchange")
    text = re.sub(r"service pack (\d\w?)", r"sp\1", text)
    return " ".join(sorted(re.findall(r"[\w.+&-]+", re.sub(r"\b(?:edition|version|for)\b", " ", text))))


def _squashed(source: str | None) -> str:
    return re.sub(r"\s+", "", source or "").lower()


# measure -> (what the record says, what the label says, the least precision and recall)
MEASURES: dict[str, tuple[Callable[[Record], Iterable[Hashable]], Callable[[Label], Iterable[Hashable]], float]] = {
    "events": (
        lambda r: {(e.event_id, _squashed(e.source)) for e in r.events},
        lambda x: {(number, _squashed(source)) for number, source in x["events"]},
        0.97,
    ),
    "error_codes": (lambda r: {c.value for c in r.codes if c.kind == "error"}, lambda x: x["error_codes"], 0.98),
    "stop_codes": (lambda r: {c.value for c in r.codes if c.kind == "stop"}, lambda x: x["stop_codes"], 0.98),
    "files": (
        lambda r: [(f.name, f.version, f.date and f.date.isoformat(), f.size) for f in r.files],
        lambda x: [tuple(row) for row in x["files"]],
        0.99,
    ),
    "fixed_in": (
        lambda r: {_words(f.product, f.version, f.release) for f in r.fixed_in},
        lambda x: {_words(fix) for fix in x["fixed_in"]},
        0.95,
    ),
    "fix_keywords": (lambda r: {k.keyword for k in r.fix_keywords}, lambda x: x["fix_keywords"], 0.99),
    "references": (lambda r: {article_id(c.article) for c in r.citations}, lambda x: x["references"], 0.99),
    "requires": (lambda r: {_words(q.text) for q in r.requires}, lambda x: {_words(q) for q in x["requires"]}, 0.9),
}


@pytest.fixture(scope="module")
def labels() -> dict[str, Label]:
    return {x["article"]: x for x in map(json.loads, LABELS.read_text("utf-8").splitlines())}


@pytest.fixture(scope="module")
def read(labels: dict[str, Label], corpus: Path) -> dict[str, Record]:
    """The labelled articles as the archive holds them."""
    found = {}
    with tarfile.open(corpus / "corpus" / "kbarchive-dev.tar.xz", "r|xz") as archive:
        for member in archive:
            name = Path(member.name).parent.name
            file = archive.extractfile(member) if name in labels else None
            if file is not None:
                document = layouts.read(sources.decode(file.read()))
                found[name] = extract(document, source_file=member.name, digest="")
    return found


@pytest.mark.corpus
@pytest.mark.parametrize("measure", MEASURES)
def test_what_is_said_is_right_and_what_is_right_is_said(
    measure: str, labels: dict[str, Label], read: dict[str, Record]
) -> None:
    says, knows, least = MEASURES[measure]
    said: Counter[Hashable] = Counter()
    true: Counter[Hashable] = Counter()
    for name, label in labels.items():
        if measure in label:
            said.update((name, fact) for fact in says(read[name]) if not _unsure(label, fact))
            true.update((name, fact) for fact in knows(label))
    right = (said & true).total()
    assert right >= least * said.total(), sorted(map(str, said - true))
    assert right >= least * true.total(), sorted(map(str, true - said))


def _unsure(label: Label, fact: Hashable) -> bool:
    return isinstance(fact, tuple) and fact[0] in label.get("unsure", ())
