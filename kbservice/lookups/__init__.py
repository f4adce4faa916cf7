"""What readers ask: article, search, event, file, check, overview. Functions over an Index; no HTTP, no engine.

Each takes the index first and returns frozen values; each raises an error of `kbservice.errors` when what was asked
for cannot be understood or is not held.
"""

from kbservice.lookups.articles import Article, Listing, Neighbour, Related, article, record, related, title_of
from kbservice.lookups.events import EventAnswer, EventArticle, EventCount, event, events, parse_event_id
from kbservice.lookups.overview import Stats, products, stats
from kbservice.lookups.searching import search

__all__ = [
    "Article",
    "EventAnswer",
    "EventArticle",
    "EventCount",
    "Listing",
    "Neighbour",
    "Related",
    "Stats",
    "article",
    "event",
    "events",
    "parse_event_id",
    "products",
    "record",
    "related",
    "search",
    "stats",
    "title_of",
]
