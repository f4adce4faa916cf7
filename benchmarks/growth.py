"""How cost grows with the number of articles: real ones as far as they go, beyond that made of their parts."""

from __future__ import annotations

import json
import math
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import compare, engines, questions, texts
from benchmarks.report import Table
from benchmarks.texts import Text

_BATCH = 30_000  # articles in a commit: what a writer holds until then bounds its memory


@dataclass(frozen=True, slots=True)
class Point:
    """What an index of so many articles took to make, and takes to search (milliseconds: median, 95th percentile)."""

    articles: int
    seconds: float
    memory: float  # MB, highest of the process that indexes
    size: float  # MB
    times: dict[str, tuple[float, float]]


def grow(folder: Path | None, counts: Sequence[int]) -> list[Point]:
    """A point for each number of articles, each in a process of its own so that its memory can be told."""
    command = [sys.executable, "-m", "benchmarks.growth", *([str(folder)] if folder else [])]
    points = []
    for count in counts:
        done = subprocess.run([*command, str(count)], check=True, stdout=subprocess.PIPE, text=True)
        points.append(Point(**json.loads(done.stdout)))
    return points


def point(base: Sequence[Text], count: int) -> Point:
    """Indexes that many articles in this process and asks them the questions three times."""
    with tempfile.TemporaryDirectory() as scratch:
        ours = engines.Ours(Path(scratch))
        start = time.perf_counter()
        _build(ours, base, count)
        seconds = time.perf_counter() - start
        ours.open()
        times = compare.timed([ours], questions.draw(base[:2000]), rounds=3)[ours.name]
        return Point(
            articles=count,
            seconds=seconds,
            memory=_peak(),
            size=engines.size(Path(scratch)) / 1e6,
            times={kind: (statistics.median(row), compare.percentile(row, 95)) for kind, row in times.items()},
        )


def _build(ours: engines.Ours, base: Sequence[Text], count: int) -> None:
    index = ours.create()
    made = iter(base[:count]) if count <= len(base) else texts.recombined(base, count)
    for start in range(0, count, _BATCH):
        writer = index.writer()
        for _, text in zip(range(min(_BATCH, count - start)), made, strict=False):
            writer.add_document(**ours.document(text))
        writer.commit(merge=False)


def _peak() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def table(points: Sequence[Point]) -> Table:
    """A row for each point."""
    kinds = list(points[0].times)
    rows = [
        [
            f"{point.articles:,}", f"{point.seconds:.0f}", f"{point.memory:,.0f}", f"{point.size:,.0f}",
            *(f"{middle:.2f} / {high:.2f}" for middle, high in point.times.values()),
        ]
        for point in points
    ]  # fmt: skip
    heads = ["articles", "index, s", "peak memory, MB", "size, MB", *(f"{kind}, ms" for kind in kinds)]
    return Table("How cost grows (median / 95th percentile)", heads, rows, (statement(points),))


def statement(points: Sequence[Point]) -> str:
    """Where one machine ends, said from the largest point."""
    last = points[-1]
    slowest = max(high for _, high in last.times.values())
    reach = last.articles * 100 / slowest
    reach = round(reach, -math.floor(math.log10(reach)))
    return (
        f"A million articles take about {last.seconds / last.articles * 1e6 / 60:.0f} minutes to index and "
        f"{last.size / last.articles * 1e3:.1f} GB of disk. The time of a search grows in proportion to the documents "
        f"that hold its words: with {last.articles:,} articles, 95 of 100 questions of the slowest kind take under "
        f"{slowest:.0f} ms. At that rate one core answers within a tenth of a second up to about {reach:,.0f} "
        "articles; that is where one machine ends, and beyond it the articles would be split over several indexes. "
        "Articles beyond the real ones are recombined from them, so that their vocabulary does not grow; with real "
        "ones prefixes would cost more."
    )


if __name__ == "__main__":
    *folder, number = sys.argv[1:]
    print(json.dumps(asdict(point(texts.base(Path(folder[0]) if folder else None), int(number)))))
