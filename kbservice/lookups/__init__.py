"""What readers ask: article, search, event, file, check, overview. Functions over an Index; no HTTP, no engine.

Each takes the index first and returns frozen values; each raises an error of `kbservice.errors` when what was asked
for cannot be understood or is not held.
"""

from kbservice.lookups.articles import (
    Article,
    Missing,
    Neighbour,
    Related,
    article,
    listings,
    record,
    referring,
    related,
    title_of,
    trusted,
)
from kbservice.lookups.builds import BuildAnswer, build, known_releases
from kbservice.lookups.checking import CheckAnswer, check
from kbservice.lookups.events import EventAnswer, EventArticle, EventCount, event, events, parse_event_id, sources
from kbservice.lookups.files import FileAnswer, FileBranch, FileRow, file
from kbservice.lookups.overview import Stats, products, stats
from kbservice.lookups.portraits import ProductAnswer, ReleaseFixes, product
from kbservice.lookups.quality import Quality, Trouble, quality
from kbservice.lookups.searching import search, unstated
from kbservice.lookups.several import check_each, plan_each
from kbservice.lookups.surveys import FixesAnswer, audit, catalogue, difference, fixes, plan

__all__ = [
    "Article",
    "BuildAnswer",
    "CheckAnswer",
    "EventAnswer",
    "EventArticle",
    "EventCount",
    "FileAnswer",
    "FileBranch",
    "FileRow",
    "FixesAnswer",
    "Missing",
    "Neighbour",
    "ProductAnswer",
    "Quality",
    "Related",
    "ReleaseFixes",
    "Stats",
    "Trouble",
    "article",
    "audit",
    "build",
    "catalogue",
    "check",
    "check_each",
    "difference",
    "event",
    "events",
    "file",
    "fixes",
    "known_releases",
    "listings",
    "parse_event_id",
    "plan",
    "plan_each",
    "product",
    "products",
    "quality",
    "record",
    "referring",
    "related",
    "search",
    "sources",
    "stats",
    "title_of",
    "trusted",
    "unstated",
]
