"""GET builds/{product} and builds/{product}/{build}."""

from __future__ import annotations

from typing import Any

from kbservice import lookups
from kbservice.api.blueprint import Blueprint
from kbservice.api.schemas import verdicts

blueprint = Blueprint("builds", __name__, "Releases of products and their builds.")


@blueprint.reads("/builds/<product>", verdicts.ReleasesSchema, keep=False)
def releases(product: str) -> dict[str, Any]:
    """The releases of a product that are known

    In their order, each with the article that states its build.
    """
    return {"releases": lookups.known_releases(product)}


@blueprint.reads("/builds/<product>/<build>", verdicts.BuildAnswerSchema, keep=False)
def build(product: str, build: str) -> lookups.BuildAnswer:
    """Which release a build is

    That release, one of several, or between two; never the nearest one passed off as it.
    """
    return lookups.build(product, build)
