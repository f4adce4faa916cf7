"""`python -m benchmarks [ARTICLES]`: compares all engines over a folder or archive of articles, and writes the page.

Without it the project's own few articles are recombined to 5,000.
"""

from __future__ import annotations

import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from benchmarks import compare, growth, meaning, plot, process, questions, reading, report, service, texts

_DOCS = Path(__file__).parents[1] / "docs"
_GROW = (2_000, 10_000, 30_000, 250_000, 1_000_000)
_DISK = 10_000  # bytes that an article may take while it is indexed and merged


@click.command()
@click.argument("articles", type=click.Path(exists=True, path_type=Path), required=False)
@click.option("--grow", multiple=True, type=int, default=_GROW, help="A number of articles to grow to.")
@click.option("--http/--no-http", default=True, help="Measure the service over HTTP as well.")
def main(articles: Path | None, grow: tuple[int, ...], http: bool) -> None:
    """Compare the engines, show how cost grows, and write docs/performance.md."""
    with _unpacked(articles) as folder:
        tables = [*_engines(folder), *meaning.measured(folder), *reading.measured(folder)]
        if http:
            tables += service.measured(folder)
        points = growth.grow(folder, _affordable(grow))
    tables.append(growth.table(points))
    lines = {kind: [(point.articles, point.times[kind][1]) for point in points] for kind in points[0].times}
    (_DOCS / "growth.svg").write_text(plot.loglog(lines, "articles", "ms, 95th percentile"))
    report.write(tables, _DOCS / "performance.md", "![Search time by number of articles](growth.svg)")
    for table in tables:
        click.echo(table)


@contextmanager
def _unpacked(articles: Path | None) -> Iterator[Path | None]:
    """The folder of the articles; an archive is unpacked for as long as the benchmark runs."""
    if articles is None or articles.is_dir():
        yield articles
        return
    with tempfile.TemporaryDirectory() as scratch, tarfile.open(articles) as archive:
        archive.extractall(scratch, filter="data")
        yield Path(scratch)


def _affordable(counts: Sequence[int]) -> list[int]:
    """The numbers of articles, ascending, for whose index the disk has room."""
    room = shutil.disk_usage(tempfile.gettempdir()).free // _DISK
    left_out = [f"{count:,}" for count in counts if count > room]
    if left_out:
        click.echo(f"the disk has no room for {', '.join(left_out)} articles", err=True)
    return sorted(count for count in counts if count <= room)


def _engines(folder: Path | None) -> list[report.Table]:
    found = texts.base(folder)
    asked = questions.draw(found)
    with tempfile.TemporaryDirectory() as scratch:
        made, index = compare.built(found, Path(scratch))
        times = compare.timed(made, asked)
        answers = [compare.table(times), compare.extras(made[0], asked, found), compare.agreement(made, asked)]
        place = made[0].folder
        return [index, *answers, process.fresh(place), process.updates(place, found)]


if __name__ == "__main__":
    main()
