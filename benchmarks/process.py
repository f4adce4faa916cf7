"""What a process costs that opens the index, and how soon a change is found: each measured in a fresh process."""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from whoosh import query

from benchmarks.engines import Ours
from benchmarks.report import Table
from benchmarks.texts import Text
from kbservice.index import engine

_FRESH = """
import json, sys, time
from whoosh import query
from kbservice.index import engine
from benchmarks.process import private
before = private()
start = time.perf_counter()
searcher = engine.open_index(engine.MappedStorage(sys.argv[1])).searcher()
opened = time.perf_counter()
word = next(iter(searcher.snapshot.segments[0].terms.postings("title").terms)).decode()
engine.search(searcher, query.Or([query.Term("title", word), query.Term("body", "server")]), facets=("products",))
first = time.perf_counter()
terms = [term.decode() for term in searcher.snapshot.segments[0].terms.postings("title").terms]
for term in terms[:: max(1, len(terms) // 1000)]:
    engine.search(searcher, query.Or([query.Term("title", term), query.Term("body", term)]), facets=("products",))
engine.suggest(searcher, "sevrer")
print(json.dumps([(opened - start) * 1000, (first - opened) * 1000, before, private() - before]))
"""


def private() -> int:
    """Kilobytes of memory that this process shares with no other."""
    rollup = Path("/proc/self/smaps_rollup").read_text()
    return sum(int(size) for size in re.findall(r"^Private_\w+:\s+(\d+)", rollup, re.MULTILINE))


def fresh(folder: Path) -> Table:
    """A new worker: time to open and to answer first, and its private memory after a thousand searches."""
    runs = [_run(folder) for _ in range(5)]
    opened, first, imports, memory = (statistics.median(column) for column in zip(*runs, strict=True))
    rows = [
        ["open the index", f"{opened:.1f} ms"],
        ["first search", f"{first:.1f} ms"],
        ["private memory for Python, Whoosh and numpy", f"{imports / 1024:.0f} MB"],
        ["and for the index, after 1,000 searches and a suggestion", f"{memory / 1024:.0f} MB"],
    ]
    return Table("A fresh process", ["", "median of 5"], rows)


def _run(folder: Path) -> list[float]:
    done = subprocess.run([sys.executable, "-c", _FRESH, folder], check=True, capture_output=True, text=True)
    found: list[float] = json.loads(done.stdout)
    return found


def updates(folder: Path, texts: Sequence[Text], rounds: int = 9) -> Table:
    """Ten articles changed, committed to disk, and found by a new searcher, beside the index of all."""
    ours = Ours(folder)
    times = []
    for turn in range(rounds):
        start = time.perf_counter()
        index = engine.open_index(engine.MappedStorage(folder))
        writer = index.writer()
        for text in texts[turn * 10 : turn * 10 + 10]:
            writer.update_document(**ours.document(text) | {"title": f"{text.title} changed{turn}"})
        writer.commit()
        found = engine.search(index.searcher(), query.Term("title", f"changed{turn}"))
        times.append((time.perf_counter() - start) * 1000)
        assert found.total == 10
    rows = [["ten articles changed, committed and found", f"{statistics.median(times):.0f} ms", f"{max(times):.0f} ms"]]
    return Table("Changes", ["", "median", "slowest (merges)"], rows)
