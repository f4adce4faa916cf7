"""Commands that look over many articles or releases: builds and quality."""

from __future__ import annotations

import click

from kbservice import lookups
from kbservice.api.schemas import answers, verdicts
from kbservice.cli import surveys
from kbservice.cli.shared import asks, json_option, show
from kbservice.index import Index


@click.command
@click.argument("product")
@click.argument("build", required=False)
@json_option
def builds(product: str, build: str | None, as_json: bool) -> None:
    """Which release of PRODUCT is BUILD, or which are known."""
    if build is None:
        rows = lookups.known_releases(product)
        show(verdicts.ReleasesSchema().dump({"releases": rows}), surveys.releases(rows), as_json)
    else:
        found = lookups.build(product, build)
        show(verdicts.BuildAnswerSchema().dump(found), surveys.build(found), as_json)


@click.command
@asks
def quality(index: Index, as_json: bool) -> None:
    """How far the records can be trusted."""
    found = lookups.quality(index)
    show(answers.QualitySchema().dump(found), surveys.quality(found), as_json)
