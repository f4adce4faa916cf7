"""A search: filters in canonical form, titles for the untitled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from kbservice import confidence
from kbservice.errors import InvalidInput
from kbservice.index import FacetValue, Hit, Index, Page, Question, Understood
from kbservice.index.identifiers import code_of, event_source, file_stem, fold
from kbservice.lookups.articles import record, title_of
from kbservice.lookups.events import spellings
from kbservice.record import Record

# Filters that name a fact: the exact fields of the index, and the values that an article states with their rules.
_FACTS: Mapping[str, tuple[tuple[str, ...], Callable[[Record], Iterator[tuple[str, str]]]]] = {
    "event_id": (("event",), lambda held: ((str(event.event_id), event.rule) for event in held.events)),
    "source": (("source",), lambda held: ((fold(event.source or ""), event.rule) for event in held.events)),
    "file": (("file", "file_stem"), lambda held: _file_names(held)),
    "error_code": (("code", "stop"), lambda held: ((code.value, code.rule) for code in held.codes)),
}
_NONE = ("0000",)  # no article has this number


def search(index: Index, question: Question, least: float | None = None) -> Page:
    """The page of articles that answer the question best; a hit without title shows the one that others cite.

    With `least`, from 0 to 1, an article counts as stating an event, file or code that a filter names only if the rule
    that found it there was measured to be right that often.

    Raises:
        InvalidInput: a filter on error codes has a value that is none.
    """
    filters = {name: tuple(_canonical(name, v) for v in values) for name, values in question.filters.items()}
    if least is not None and _FACTS.keys() & filters.keys():
        filters["article"] = _trusted(index, filters, least)
    page = index.search(replace(question, filters=filters))
    return replace(page, hits=tuple(_titled(index, hit) for hit in page.hits), facets=_spelt(index, page.facets))


def unstated(index: Index, understood: Iterable[Understood]) -> tuple[str, ...]:
    """Events and STOP codes of a question that no article states: `event 61 from Print`.

    What is found then only resembles the question, which a reader has to know.
    """
    parts = list(understood)
    sources = {fold(part.typed): part.typed for part in parts if part.kind == "source"}
    (folded, source) = next(iter(sources.items())) if len(sources) == 1 else ("", "")
    found = []
    for part in parts:
        if part.kind in ("event", "stop") and not index.find(part.kind, part.value):
            found.append(f"{part.kind} {part.value}")
        elif part.kind == "event" and source and not index.find("event_source", event_source(int(part.value), folded)):
            found.append(f"event {part.value} from {source}")
    return tuple(dict.fromkeys(found))


def _trusted(index: Index, filters: Mapping[str, tuple[str, ...]], least: float) -> tuple[str, ...]:
    """The articles in which each fact that a filter names was found by a rule that is right often enough."""
    named = [name for name in _FACTS if name in filters]
    sets = [{n for value in filters[name] for n in _stating(index, name, value, least)} for name in named]
    return tuple(map(str, sorted(set.intersection(*sets)))) or _NONE


def _stating(index: Index, name: str, value: str, least: float) -> Iterator[int]:
    fields, facts = _FACTS[name]
    for held in index.get_many({number for field in fields for number in index.find(field, value)}):
        if any(stated == value and (confidence.of(rule) or 0.0) >= least for stated, rule in facts(held)):
            yield held.number


def _file_names(held: Record) -> Iterator[tuple[str, str]]:
    for file in held.files:
        if file.name:
            yield file.name.lower(), file.rule
            yield file_stem(file.name.lower()), file.rule


def _spelt(index: Index, facets: Mapping[str, tuple[FacetValue, ...]]) -> dict[str, tuple[FacetValue, ...]]:
    """The facets with event sources as articles print them."""
    sources = facets.get("source", ())
    names = spellings(index) if sources else {}
    shown = tuple(FacetValue(names.get(value.value, value.value), value.count) for value in sources)
    return {**facets, "source": shown} if sources else dict(facets)


def _titled(index: Index, hit: Hit) -> Hit:
    if hit.title:
        return hit
    return replace(hit, title=title_of(index, record(index, hit.number))[0])


def _canonical(name: str, value: str) -> str:
    if name == "error_code":
        return _error_code(value)
    if name == "source":
        return fold(value)
    return value.strip().lower() if name in ("file", "kind") else value.strip()


def _error_code(value: str) -> str:
    code = code_of(value)
    if code is None:
        raise InvalidInput(
            f"{value!r} is not an error code", field="error_code", remedy="give one such as 0x80004005 or -2147467259"
        )
    return code
