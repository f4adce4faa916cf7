"""Entries of the event log: who logs this ID, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kbservice import fixcheck
from kbservice.errors import InvalidInput, NotFound
from kbservice.fixcheck import Running, Verdict
from kbservice.index import FacetValue, Index
from kbservice.index.identifiers import fold
from kbservice.lookups import brief, several
from kbservice.lookups.articles import listings, title_of
from kbservice.record import Event, Record

NOTHING = Running()
SPELLINGS_READ = 10  # articles that are asked how a source is printed
_spelt: dict[str, Mapping[str, str]] = {}  # generation of the index -> its sources as printed; one entry


@dataclass(frozen=True, slots=True)
class EventArticle:
    """An article that explains the event: the entry as it states it, cause and fix in brief."""

    number: int
    title: str
    kind: str
    event: Event
    cause: str
    fix: str
    products: tuple[str, ...]
    last_modified: str | None
    verdict: str | None = None  # of the article's fix on what runs, if anything was said to run
    reason: str | None = None

    @property
    def ruled_out(self) -> bool:
        """What runs cannot have this cause: it includes the fix, or is older than the problem."""
        return self.verdict == fixcheck.INCLUDED or self.reason == "not_yet_affected"


@dataclass(frozen=True, slots=True)
class EventAnswer:
    """What is known of an event ID: all sources that log it with their articles counted; the articles asked for."""

    event_id: int
    source: str | None
    sources: tuple[FacetValue, ...]
    articles: tuple[EventArticle, ...]


@dataclass(frozen=True, slots=True)
class EventCount:
    """An event ID and source, and the number of articles that explain it."""

    event_id: int
    source: str
    articles: int


def parse_event_id(text: str) -> int:
    """The event ID that somebody wrote.

    Raises:
        InvalidInput: the text is not a whole number of at most 32 bits.
    """
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and int(digits[:11]) < 2**32):
        raise InvalidInput(f"{text!r} is not an event ID", field="event_id", remedy="give a number such as 9322")
    return int(digits)


def event(index: Index, event_id: int, source: str | None = None, *runs: Running) -> EventAnswer:
    """What the index knows of an event ID: of all sources, or of the one given (compared without case and blanks).

    The most useful article comes first: an entry with a source, a fix or workaround, logged as a symptom, newest.
    Those that all that `runs` rules out come last.

    Raises:
        NotFound: no article of the index states the event ID, from any source.
    """
    records = index.get_many(index.find("event", str(event_id)))
    pairs = [(r, e) for r in records for e in r.events if e.event_id == event_id]
    if not pairs:
        raise NotFound(f"no article of the index states event {event_id}", remedy="search for its message text")
    wanted = [(r, e) for r, e in pairs if source is None or fold(e.source or "") == fold(source)]
    best: dict[int, tuple[Record, Event]] = {}
    for record, entry in sorted(wanted, key=lambda pair: _usefulness(*pair), reverse=True):
        best.setdefault(record.number, (record, entry))
    said = [one for one in runs if one != NOTHING]
    articles = [_article(index, record, entry, said) for record, entry in best.values()]
    articles.sort(key=lambda article: article.ruled_out)
    return EventAnswer(event_id, source, _sources(pairs), tuple(articles))


def events(index: Index, source: str | None = None) -> tuple[EventCount, ...]:
    """The event IDs of a source (or of all), ascending, with the number of articles for each.

    Raises:
        NotFound: the index knows no such source.
    """
    split = ((value.value.partition("|"), value.count) for value in index.values("event_source"))
    spelt = spellings(index)
    counts = [EventCount(int(number), spelt.get(name, name), count) for (number, _, name), count in split]
    if source is not None:
        counts = [c for c in counts if fold(c.source) == fold(source)]
        if not counts:
            raise NotFound(f"no article of the index states an event of {source!r}", remedy="see the sources in search")
    return tuple(sorted(counts, key=lambda c: (c.event_id, c.source)))


def sources(index: Index) -> tuple[FacetValue, ...]:
    """The sources of all events as articles print them, with the number of articles, most first."""
    spelt = spellings(index)
    values = (FacetValue(spelt[value.value], value.count) for value in index.values("source"))
    return tuple(sorted(values, key=lambda value: (-value.count, value.value.lower())))


def spellings(index: Index) -> Mapping[str, str]:
    """Source as the index holds it -> as most articles print it: msexchangemta -> MSExchangeMTA."""
    spelt = _spelt.get(index.generation)
    if spelt is None:
        spelt = {value.value: _spelling(index, value.value) for value in index.values("source")}
        _spelt.clear()
        _spelt[index.generation] = spelt
    return spelt


def _spelling(index: Index, source: str) -> str:
    held = index.get_many(index.find("source", source)[:SPELLINGS_READ])
    printed = Counter(e.source for record in held for e in record.events if e.source and fold(e.source) == source)
    return printed.most_common(1)[0][0] if printed else source


def _sources(pairs: list[tuple[Record, Event]]) -> tuple[FacetValue, ...]:
    """Sources in their commonest spelling with the number of articles, most first."""
    spellings: dict[str, Counter[str]] = {}
    holders: dict[str, set[int]] = {}
    for record, entry in pairs:
        if entry.source:
            key = fold(entry.source)
            spellings.setdefault(key, Counter())[entry.source] += 1
            holders.setdefault(key, set()).add(record.number)
    values = [FacetValue(spellings[key].most_common(1)[0][0], len(numbers)) for key, numbers in holders.items()]
    return tuple(sorted(values, key=lambda v: (-v.count, v.value)))


def _usefulness(record: Record, entry: Event) -> tuple[bool, bool, bool, str, int]:
    helps = bool(record.fixed_in or record.files or record.body("resolution", "workaround").strip())
    shown = entry.where.section in ("title", "symptoms", "cause")
    return bool(entry.source), helps, shown, str(record.last_modified or ""), record.number


def _verdict(index: Index, record: Record, runs: Sequence[Running]) -> Verdict | None:
    """The verdict that speaks for the article, if anything was said to run."""
    listed = listings(index, record.number) if runs else ()
    return min((fixcheck.check(record, one, listed) for one in runs), key=several.weight, default=None)


def _article(index: Index, record: Record, entry: Event, runs: Sequence[Running]) -> EventArticle:
    verdict = _verdict(index, record, runs)
    return EventArticle(
        number=record.number,
        title=title_of(index, record)[0],
        kind=record.kind,
        event=entry,
        cause=brief.cause(record),
        fix=brief.fix(record),
        products=tuple(dict.fromkeys(f"{p.product} {p.version or ''}".strip() for p in record.applies_to)),
        last_modified=record.last_modified.isoformat() if record.last_modified else None,
        verdict=verdict.verdict if verdict else None,
        reason=verdict.reason if verdict else None,
    )
