"""Golden records: what is read from each of our own articles, fact by fact with its place.

After a change that is meant, `python tests/test_golden.py` writes them anew; the difference is then read, line by line.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kbservice import corpus, ingest, lookups
from kbservice.api.schemas import article

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "golden"
# What repeats the text, or changes when the labels are measured again.
NOT_FACTS = ("sections", "summary", "symptoms", "cause", "resolution", "workaround", "status", "more_information")


def sources() -> list[corpus.Source]:
    return list(corpus.sources([ROOT / "articles"], lambda name, reason: pytest.fail(f"{name}: {reason}")))


def facts(source: corpus.Source) -> dict[str, Any]:
    """The record as the API shows it, without the text, sections by name and lines."""
    record = ingest.parse(source)
    shown: dict[str, Any] = json.loads(json.dumps(article.dump(lookups.Article(record, record.title, None, ()))))
    found = {name: value for name, value in shown.items() if name not in NOT_FACTS and value not in ([], None, "")}
    found["sections"] = [f"{s.name}: {s.first_line}-{s.last_line}" for s in record.sections]
    return dict(_without_confidence(found))


def _without_confidence(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_confidence(inner) for name, inner in value.items() if name != "confidence"}
    return [_without_confidence(inner) for inner in value] if isinstance(value, list) else value


def path_of(source: corpus.Source) -> Path:
    return GOLDEN / f"{Path(source.name).stem}.json"


@pytest.mark.parametrize("source", sources(), ids=lambda source: Path(source.name).stem)
def test_an_article_is_read_as_before(source: corpus.Source) -> None:
    assert facts(source) == json.loads(path_of(source).read_text("utf-8"))


def test_every_golden_record_has_its_article() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {path_of(source).name for source in sources()}


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for one in sources():
        path_of(one).write_text(json.dumps(facts(one), indent=1, ensure_ascii=False) + "\n", "utf-8")
