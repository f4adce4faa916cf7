"""What each part of the ranking brings: labelled questions, asked with that part switched off.

    python -m benchmarks.relevance INDEX [QUERIES...]

prints nDCG@10 by kind of question. A question is a line of JSON: `query`, `type`, and `relevant` (article -> 1 or 2).
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from kbservice.index import Index, Question, proximity, ranking, searching
from kbservice.index.reader import open_current

DEV = Path(__file__).parent.parent.parent / "shared" / "eval" / "dev" / "queries.jsonl"
_NO_MEANING = (
    (searching, "_MEANING", 0.0),
    (searching, "_MEANING_OF_COPIES", 0.0),
    (searching, "_NEAREST", 0),
)
_NO_IDENTIFIERS = ((ranking, "IDENTIFIER", 0.0), (ranking, "EVENT_ALONE", 0.0), (ranking, "SOURCE", 0.0))
PARTS: dict[str, tuple[tuple[Any, str, Any], ...]] = {
    "everything": (),
    "without synonyms": ((ranking, "SYNONYM", 0.0),),
    "without meaning": _NO_MEANING,
    "... and without synonyms": (*_NO_MEANING, (ranking, "SYNONYM", 0.0)),
    "... and without products": (*_NO_MEANING, (ranking, "PRODUCT", 0.0), (ranking, "PRODUCT_VERSION", 0.0)),
    "... and without identifiers": (*_NO_MEANING, *_NO_IDENTIFIERS),
    "... and without proximity": (*_NO_MEANING, (proximity, "_WEIGHT", 0.0)),
    "words alone": (
        *_NO_MEANING,
        (ranking, "SYNONYM", 0.0),
        (ranking, "PRODUCT", 0.0),
        (ranking, "PRODUCT_VERSION", 0.0),
        *_NO_IDENTIFIERS,
        (proximity, "_WEIGHT", 0.0),
    ),
}


def ndcg(ranked: list[str], relevant: dict[str, int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain, with gains 3 and 1 for grades 2 and 1."""
    grades = [relevant.get(article, 0) for article in ranked[:depth]]
    ideal = sorted(relevant.values(), reverse=True)[:depth]
    best: float = sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(ideal))
    gain: float = sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))
    return gain / best


def means(index: Index, cases: list[dict[str, Any]]) -> dict[str, float]:
    """Mean nDCG@10 by kind of question, and over all."""
    values: dict[str, list[float]] = defaultdict(list)
    for case in cases:
        page = index.search(Question(case["query"]))
        value = ndcg([f"Q{hit.number}" for hit in page.hits], case["relevant"])
        values[case["type"]].append(value)
        values["all"].append(value)
    return {kind: sum(found) / len(found) for kind, found in sorted(values.items())}


def table(folder: Path, cases: list[dict[str, Any]]) -> Iterator[str]:
    """The lines of a Markdown table: one row for each part switched off."""
    for number, (name, changes) in enumerate(PARTS.items()):
        with ExitStack() as stack:
            for module, attribute, value in changes:
                stack.enter_context(patch.object(module, attribute, value))
            found = means(open_current(folder), cases)  # opened anew: scores are cached
        if not number:
            yield "| | " + " | ".join(found) + " |"
            yield "|---|" + "---|" * len(found)
        yield f"| {name} | " + " | ".join(f"{value:.3f}" for value in found.values()) + " |"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("queries", type=Path, nargs="*", default=[DEV])
    args = parser.parse_args()
    cases = [json.loads(line) for path in args.queries for line in path.read_text("utf-8").splitlines()]
    for line in table(args.index, cases):
        print(line)


if __name__ == "__main__":
    main()
