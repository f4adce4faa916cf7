"""One article as a reader wants it: its record, a title for the untitled, the lists that name it, its neighbours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from kbservice import confidence, fixcheck
from kbservice.errors import ArticleNotFound
from kbservice.fixcheck import Listing
from kbservice.index import Index, identifiers
from kbservice.record import Record, article_id

CITING_READ = 50  # articles that are asked for a title; the first few agree or none does
FACTS = (
    "applies_to", "events", "codes", "files", "fixed_in", "statements", "fix_keywords", "listed_fixes", "requires",
    "citations",
)  # fmt: skip
SHARED_READ = 50  # neighbours that share one event or file


@dataclass(frozen=True, slots=True)
class Article:
    """A record with what only the rest of the index knows of it.

    `title_from` is the number of the article whose citation gave the title, where the article itself has none.
    """

    record: Record
    title: str
    title_from: int | None
    listed_in: tuple[Listing, ...]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another article, why it is near (`event 9322`, `mta.exe`), and whether the index holds it."""

    number: int
    title: str
    kind: str
    why: str
    held: bool = True


@dataclass(frozen=True, slots=True)
class Related:
    """The neighbours of an article by what joins them; each article stands once in each list."""

    cites: tuple[Neighbour, ...]
    cited_by: tuple[Neighbour, ...]
    same_event: tuple[Neighbour, ...]
    same_file: tuple[Neighbour, ...]


def record(index: Index, number: int) -> Record:
    """The record of an article number.

    Raises:
        ArticleNotFound: the index does not hold it.
    """
    found = index.get(number)
    if found is None:
        raise ArticleNotFound(f"the index holds no article {article_id(number)}")
    return found


def article(index: Index, number: int) -> Article:
    """The article with its title, from citations if need be, and the fix lists that name it.

    Raises:
        ArticleNotFound: the index does not hold it.
    """
    found = record(index, number)
    title, source = title_of(index, found)
    return Article(found, title, source, listings(index, number))


def trusted(found: Article, least: float | None) -> Article:
    """The article with those facts alone whose rule was measured to be right that often: 0 to 1, None for all."""
    if least is None:
        return found
    kept: dict[str, Any] = {
        name: tuple(f for f in getattr(found.record, name) if (confidence.of(f.rule) or 0.0) >= least) for name in FACTS
    }
    return replace(found, record=replace(found.record, **kept))


def title_of(index: Index, found: Record) -> tuple[str, int | None]:
    """The article's title; where it has none, the one most often cited, with the number of an article that cites it."""
    if found.title:
        return found.title, None
    cited = list(_cited_titles(index, found.number))
    if not cited:
        return "", None
    best = Counter(title for title, _ in cited).most_common(1)[0][0]
    return best, next(number for title, number in cited if title == best)


def _cited_titles(index: Index, number: int) -> Iterator[tuple[str, int]]:
    for citing in index.get_many(islice(index.find("cites", str(number)), CITING_READ)):
        for citation in citing.citations:
            if citation.article == number and citation.title:
                yield citation.title, citing.number


def listings(index: Index, number: int) -> tuple[Listing, ...]:
    """What fix lists say about the article: one entry for each release that a list names for it."""
    return fixcheck.listings(index.get_many(index.find("listed", str(number))), number)


def related(index: Index, number: int) -> Related:
    """The articles that this one names, that name it, and that share an event or a corrected file with it.

    Raises:
        ArticleNotFound: the index does not hold it.
    """
    found = record(index, number)
    sources = {(e.event_id, e.source or "") for e in found.events}
    events = [(f"event {i} {s}".strip(), *_event_key(i, s)) for i, s in sorted(sources)]
    names = sorted({(f.name or "").lower() for f in found.files} - {""})
    return Related(
        cites=_cited(index, found),
        cited_by=_neighbours(index, number, [(f"names {found.article_id}", "cites", str(number))]),
        same_event=_neighbours(index, number, events),
        same_file=_neighbours(index, number, [(name, "file", name) for name in names]),
    )


@dataclass(frozen=True, slots=True)
class Missing:
    """An article that is not held: the title that others give it, and who names it."""

    number: int
    title: str
    cited_by: tuple[Neighbour, ...]


def referring(index: Index, number: int) -> Missing:
    """What the articles that are held say of one that is not."""
    titles = Counter(title for title, _ in _cited_titles(index, number))
    cited_by = _neighbours(index, number, [(f"names {article_id(number)}", "cites", str(number))])
    return Missing(number, titles.most_common(1)[0][0] if titles else "", cited_by)


def _event_key(event_id: int, source: str) -> tuple[str, str]:
    """The exact field and value under which the index holds an event: with its source where it has one."""
    return ("event_source", identifiers.event_source(event_id, source)) if source else ("event", str(event_id))


def _cited(index: Index, found: Record) -> tuple[Neighbour, ...]:
    titles: dict[int, str] = {}
    for citation in found.citations:
        titles[citation.article] = titles.get(citation.article) or citation.title
    held = {other.number: other for other in index.get_many(titles)}
    return tuple(
        _neighbour(index, held[number], "named here")
        if number in held
        else Neighbour(number, title, "", "named here", held=False)
        for number, title in titles.items()
    )


def _neighbours(index: Index, number: int, keys: Iterable[tuple[str, str, str]]) -> tuple[Neighbour, ...]:
    """Articles other than this one under (why, field, value), each with the first reason that found it."""
    why: dict[int, str] = {}
    for reason, field, value in keys:
        for other in islice(index.find(field, value), SHARED_READ):
            if other != number:
                why.setdefault(other, reason)
    return tuple(_neighbour(index, other, why[other.number]) for other in index.get_many(why))


def _neighbour(index: Index, other: Record, why: str) -> Neighbour:
    return Neighbour(other.number, title_of(index, other)[0], other.kind, why)
