"""`python -m benchmarks [FOLDER]`: builds all engines over the articles below FOLDER, measures, writes the page.

Without a folder the project's own few articles are recombined to 5,000.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from benchmarks import compare, growth, plot, process, questions, reading, report, service, texts

_DOCS = Path(__file__).parents[1] / "docs"


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False)
@click.option(
    "--grow", multiple=True, type=int, default=(2_000, 10_000, 30_000), help="A number of articles to grow to."
)
@click.option("--http/--no-http", default=True, help="Measure the service over HTTP as well.")
def main(folder: Path | None, grow: tuple[int, ...], http: bool) -> None:
    """Compare the engines, show how cost grows, and write docs/performance.md."""
    tables = _engines(folder) + reading.measured(folder)
    if http:
        tables += service.measured(folder)
    points = growth.grow(folder, sorted(grow))
    tables.append(growth.table(points))
    lines = {kind: [(point.articles, point.times[kind][1]) for point in points] for kind in points[0].times}
    (_DOCS / "growth.svg").write_text(plot.loglog(lines, "articles", "ms, 95th percentile"))
    report.write(tables, _DOCS / "performance.md", "![Search time by number of articles](growth.svg)")
    for table in tables:
        click.echo(table)


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
