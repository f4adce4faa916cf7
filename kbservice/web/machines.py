"""What browsers and crawlers ask for: the search bar's description, the site map, who may read what."""

from __future__ import annotations

from flask import Response, abort, render_template, url_for

from kbservice import serving
from kbservice.record import article_id

PER_MAP = 40_000  # addresses in a site map; the protocol allows 50,000


def opensearch() -> Response:
    """The description by which a browser adds the service to its search bar (OpenSearch 1.1)."""
    return Response(render_template("opensearch.xml"), mimetype="application/opensearchdescription+xml")


def robots() -> Response:
    """Everything may be read but what is computed anew for every question."""
    lines = ("User-agent: *", "Disallow: /search", "Disallow: /api/", f"Sitemap: {_external('machines_sitemaps')}")
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def sitemaps() -> Response:
    """The maps of all articles."""
    count = max(1, -(-len(serving.index()) // PER_MAP))
    places = [_external("machines_sitemap", part=str(part)) for part in range(1, count + 1)]
    return Response(render_template("sitemaps.xml", places=places), mimetype="application/xml")


def sitemap(part: str) -> Response:
    """One map: addresses of articles by number."""
    numbers = list(serving.index().numbers())
    first = (int(part) - 1) * PER_MAP if part.isdecimal() else -1
    if not 0 <= first < max(1, len(numbers)):
        abort(404)
    places = [_external("articles_page", article=article_id(n)) for n in numbers[first : first + PER_MAP]]
    return Response(render_template("sitemap.xml", places=places), mimetype="application/xml")


def _external(endpoint: str, **values: str) -> str:
    return url_for(f"web.{endpoint}", _external=True, **values)
