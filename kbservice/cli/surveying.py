"""Commands that look over many articles at once: builds, diff, plan, audit, quality."""

from __future__ import annotations

from pathlib import Path

import click

from kbservice import corpus, fixcheck, lookups
from kbservice.api.schemas import answers, verdicts
from kbservice.api.schemas import surveys as schemas
from kbservice.cli import surveys
from kbservice.cli.shared import FOUND, NOT_FOUND, NOT_INCLUDED, UNKNOWN, asks, json_option, leave, settings, show
from kbservice.config import Config
from kbservice.coverage import reports
from kbservice.index import Index
from kbservice.index.reader import open_current
from kbservice.record import parse_article_id


@click.command
@click.argument("product")
@click.argument("build", required=False)
@click.option("--fixes", is_flag=True, help="List the fixes that BUILD includes, lacks, or may have.")
@click.option("--verdict", type=click.Choice(schemas.VERDICTS), help="Only fixes of this verdict.")
@click.option("--component", help="Only fixes of this component.")
@settings("index")
@json_option
def builds(config: Config, product: str, build: str | None, fixes: bool, as_json: bool, **narrowed: str | None) -> None:
    """Which release of PRODUCT is BUILD, or which are known.

    With --fixes, BUILD may be a service pack too; only this needs an index.
    """
    if build is None and fixes:
        raise click.UsageError("--fixes needs a BUILD: 2653.23, SP3")
    if any(narrowed.values()) and not fixes:
        raise click.UsageError("--verdict and --component narrow --fixes, which is not given")
    if build is None:
        rows = lookups.known_releases(product)
        show(verdicts.ReleasesSchema().dump({"releases": rows}), surveys.releases(rows), as_json)
    elif fixes:
        found = lookups.fixes(open_current(config.index), product, build)
        standings = found.standings(**narrowed)
        show(schemas.StandingSchema(many=True).dump(standings), surveys.fixes(found, standings), as_json)
    else:
        release = lookups.build(product, build)
        show(verdicts.BuildAnswerSchema().dump(release), surveys.build(release), as_json)


@click.command
@click.argument("product")
@click.argument("old", metavar="FROM")
@click.argument("new", metavar="TO")
@asks
def diff(index: Index, product: str, old: str, new: str, as_json: bool) -> None:
    """What goes away and arrives between two builds of PRODUCT.

    FROM and TO are builds or service packs.
    """
    found = lookups.difference(index, product, old, new)
    show(schemas.DifferenceSchema().dump(found), surveys.difference(found), as_json)


@click.command
@click.argument("articles", nargs=-1, required=True)
@click.option("--have", required=True, help="What runs, in one line: exchange 5.5 sp3.")
@asks
def plan(index: Index, articles: tuple[str, ...], have: str, as_json: bool) -> None:
    """The smallest service pack plus hotfixes that fix ARTICLES."""
    found = lookups.plan(index, fixcheck.from_text(have), [parse_article_id(text) for text in articles])
    show(schemas.PlanSchema().dump(found), surveys.plan(found), as_json)
    leave(FOUND if found.complete else NOT_FOUND)


@click.command
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(list(reports.FORMATS)), default="table", help="Form of the report.")
@asks
def audit(index: Index, file: Path, form: str, as_json: bool) -> None:
    """An inventory FILE of a machine against all articles.

    FILE is CSV of PowerShell, Get-HotFix, wmic qfe, dir, systeminfo or JSON.
    Exit codes: 0 all fixes are there, 1 some are lacking, 3 some are unknown or rows were left out.
    """
    found = lookups.audit(index, corpus.decode(file.read_bytes()))
    click.echo(reports.FORMATS["json" if as_json else form](found), nl=False)
    counts = found.counts()
    undecided = counts[fixcheck.UNKNOWN] or found.bad_rows
    leave(NOT_INCLUDED if counts[fixcheck.NOT_INCLUDED] else UNKNOWN if undecided else FOUND)


@click.command
@asks
def quality(index: Index, as_json: bool) -> None:
    """How far the records can be trusted."""
    found = lookups.quality(index)
    show(answers.QualitySchema().dump(found), surveys.quality(found), as_json)
