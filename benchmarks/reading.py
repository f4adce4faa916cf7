"""What it costs to read an article, and to answer what all of them say of a fix.

python -m benchmarks.reading [FOLDER]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from benchmarks.report import Table
from kbservice import corpus, coverage, fixcheck, ingest, inventory
from kbservice.errors import ArticleError
from kbservice.record import Record

_ARTICLES = Path(__file__).parents[1] / "articles"
_RUNS = fixcheck.parse({"product": "Exchange Server", "product_version": "5.5", "service_pack": "3"})
_ROWS = 50_000
_SUSPECT = 50  # milliseconds


def measured(folder: Path | None) -> list[Table]:
    """Times of the processor over the articles below a folder; without one over the project's own few."""
    times: list[tuple[float, int]] = []
    catalogue = coverage.Catalogue.of(_read(corpus.sources([folder or _ARTICLES], lambda _name, _reason: None), times))
    return [_reading(times), _answering(catalogue)]


def _read(sources: Iterable[corpus.Source], times: list[tuple[float, int]]) -> Iterator[Record]:
    """The records of the sources; for each the milliseconds that it took and its length are noted."""
    for source in sources:
        begun = time.process_time()
        try:
            record = ingest.parse(source)
        except ArticleError:
            continue
        spent = (time.process_time() - begun) * 1000
        if spent > _SUSPECT:  # the collector of garbage, busy with the catalogue, may have been at work
            spent = min(spent, _best(partial(ingest.parse, source)))
        times.append((spent, len(source.data)))
        yield record


def _reading(times: list[tuple[float, int]]) -> Table:
    taken = sorted(spent for spent, _ in times)
    longest, length = max(times, key=lambda pair: pair[1])
    rows = [
        ["median", f"{statistics.median(taken):.2f} ms"],
        ["99 of 100 within", f"{taken[int(0.99 * (len(taken) - 1))]:.1f} ms"],
        ["slowest", f"{taken[-1]:.1f} ms"],
        [f"longest, {length / 1000:.0f} kB", f"{longest:.1f} ms"],
    ]
    return Table(f"Parsing and extraction of {len(taken):,} articles, one core", ["article", "time"], rows)


def _answering(catalogue: coverage.Catalogue) -> Table:
    about = catalogue.about(_RUNS.product) if _RUNS.product else ()
    rows = [f"f{n % 30_000}.dll,5.5.{n % 2800}.{n}" for n in range(_ROWS)]
    listing = "Name,Version\n" + "\n".join(rows)
    checks = _best(lambda: [entry.check(_RUNS) for entry in about])
    found = [
        ["one check", f"{checks / max(1, len(about)):.3f} ms"],
        [
            f"fixes of Exchange Server 5.5 SP3, {len(about):,} articles",
            _shown(lambda: coverage.coverage(catalogue, _RUNS)),
        ],
        [f"audit of {_ROWS:,} files", _shown(lambda: coverage.audit(catalogue, inventory.parse(listing)))],
    ]
    return Table(
        f"Answers about fixes over {len(catalogue.entries):,} articles that state one", ["answer", "time"], found
    )


def _shown(ask: Callable[[], object]) -> str:
    return f"{_best(ask):,.0f} ms"


def _best(ask: Callable[[], object]) -> float:
    """Milliseconds of the quickest of three."""
    taken = []
    for _ in range(3):
        begun = time.process_time()
        ask()
        taken.append(time.process_time() - begun)
    return min(taken) * 1000


if __name__ == "__main__":
    for table in measured(Path(sys.argv[1]) if len(sys.argv) > 1 else None):
        print(table)
