"""GET products, stats and healthz."""

from __future__ import annotations

from typing import Any

from kbservice import __version__, lookups, serving
from kbservice.api.blueprint import Blueprint
from kbservice.api.schemas import answers

blueprint = Blueprint("overview", __name__, "What the index holds, and whether the service can answer.")


@blueprint.reads("/products", answers.ProductsSchema)
def products() -> dict[str, Any]:
    """Products with their number of articles, most first"""
    found = lookups.products(serving.index())
    return {"total": len(found), "products": found}


@blueprint.reads("/stats", answers.StatsSchema)
def stats() -> lookups.Stats:
    """The size of the index"""
    return lookups.stats(serving.index())


@blueprint.reads("/quality", answers.QualitySchema)
def quality() -> lookups.Quality:
    """How far the records can be trusted

    Coverage over the index, problems with examples, conflicts, and accuracy as last measured on labelled articles.
    """
    return lookups.quality(serving.index())


@blueprint.reads("/healthz", answers.HealthSchema, keep=False)
def healthz() -> dict[str, Any]:
    """Whether the service can answer: 200, or 503 with the remedy"""
    index = serving.index()
    return {"status": "ok", "articles": len(index), "generation": index.generation, "version": __version__}
