"""The fields under which an article is found: one table, from which schema, filters, ranking and docs follow.

A field is `exact` (a set of terms, compared as they are) or `text` (words, stemmed, with positions and a weight in the
ranking). What is kept to show an article is no field: see `stored`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kbservice import products
from kbservice.index import identifiers
from kbservice.index.engine import arrays
from kbservice.record import Record

# Raised when the same table would give other terms: an index written before asks to be rebuilt.
FORMAT = 2

_SHORT_BODY = 200  # characters: shorter ones are alike for other reasons

Values = Callable[[Record], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Field:
    """One row of the table: name, kind, what it holds of a record, and, for text, how it counts in the ranking.

    `weight` is that of one occurrence, `length` how much longer texts are discounted (b of BM25F, 0 to 1).
    """

    name: str
    kind: str  # exact, text
    values: Values
    help: str
    weight: float = 0.0
    length: float = 0.75


def _events(record: Record) -> Iterable[str]:
    return (str(event.event_id) for event in record.events)


def _sources(record: Record) -> Iterable[str]:
    return (identifiers.fold(event.source) for event in record.events if event.source)


def _event_sources(record: Record) -> Iterable[str]:
    return (identifiers.event_source(event.event_id, event.source) for event in record.events if event.source)


def _codes(record: Record) -> Iterable[str]:
    yield from (code.value for code in record.codes if code.kind == "error")
    yield from identifiers.scan(record.text).codes


def _stops(record: Record) -> Iterable[str]:
    yield from (code.value for code in record.codes if code.kind == "stop")
    yield from (code for code, _, _ in identifiers.stops_in(record.text))


def _files(record: Record) -> Iterable[str]:
    yield from (file.name.lower() for file in record.files if file.name)
    yield from identifiers.scan(record.text).files


def _file_stems(record: Record) -> Iterable[str]:
    return map(identifiers.file_stem, _files(record))


def _versions(record: Record) -> Iterable[str]:
    return identifiers.scan(record.text).versions


def _fixed_versions(record: Record) -> Iterable[str]:
    printed = (file.version for file in record.files if file.version)
    return (identifiers.version_term(v) for text in printed for v, _ in identifiers.versions_in(text))


def _products(record: Record) -> Iterable[str]:
    return (products.parse(product.product, product.version).family for product in record.applies_to)


def _product_versions(record: Record) -> Iterable[str]:
    for product in record.applies_to:
        yield from versions_of(products.parse(product.product, product.version))


def versions_of(product: products.ProductName) -> Iterable[str]:
    """The terms of a product's version: `Windows NT 4.0`, and `Windows NT 4.0, Terminal Server Edition` besides."""
    if product.version is not None:
        yield f"{product.family} {product.version}"
        if product.edition:
            yield f"{product.family} {product.version}, {product.edition}"


def _body(record: Record) -> Iterable[str]:
    """What two copies of an article under different numbers have in common."""
    text = "".join(record.body(*{section.name for section in record.sections}).lower().split())
    return (hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16],) if len(text) > _SHORT_BODY else ()


def _retired(record: Record) -> Iterable[str]:
    return ("yes",) if record.retired else ()


def _supersedes(record: Record) -> Iterable[str]:
    return (str(s.article) for s in record.statements if s.kind == "supersedes" and s.article)


def _date(record: Record) -> Iterable[str]:
    return (record.last_modified.isoformat(),) if record.last_modified else ()


def _year(record: Record) -> Iterable[str]:
    return (str(record.last_modified.year),) if record.last_modified else ()


def _sections(*names: str) -> Values:
    return lambda record: (record.body(*names),)


_NAMED = ("summary", "symptoms", "cause", "resolution", "workaround", "status")


def _rest(record: Record) -> Iterable[str]:
    if not record.sections:
        return (record.text,)
    return (record.body(*({section.name for section in record.sections} - set(_NAMED))),)


PARTS = (
    "title", "last_modified", "applies_to", "events", "codes", "files", "fixed_in", "statements", "fix_keywords",
    "listed_fixes", "requires", "citations", "keywords", "copies", "conflicts", "problems",
)  # fmt: skip


def _has(record: Record) -> Iterable[str]:
    yield from (section.name for section in record.sections)
    yield from (part for part in PARTS if getattr(record, part))


_QUOTED = re.compile(r'"([^"]{12,400})"|^(?: {2,}|\t+)(\S.*)$', re.MULTILINE)


def _messages(record: Record) -> Iterable[str]:
    """What a screen or log shows: event descriptions, and what is quoted or set apart among the symptoms."""
    yield from (event.description for event in record.events if event.description)
    for match in _QUOTED.finditer(record.body("symptoms", "summary", "cause")):
        yield match[1] or match[2]


def _applies_to(record: Record) -> Iterable[str]:
    return (f"{p.product} {p.version or ''} {p.service_pack or ''}" for p in record.applies_to)


FIELDS: tuple[Field, ...] = (
    Field("number", "exact", lambda r: (str(r.number),), "article number, digits only"),
    Field("event", "exact", _events, "event ID"),
    Field("source", "exact", _sources, "event source, lower case without blanks"),
    Field("event_source", "exact", _event_sources, "event ID and source: 9322|msexchangemta"),
    Field("code", "exact", _codes, "error code: 0x and 8 hex digits, also where the article prints it otherwise"),
    Field("stop", "exact", _stops, "STOP code: 0x and 8 hex digits"),
    Field("file", "exact", _files, "name of a file that the article mentions, lower case"),
    Field("file_stem", "exact", _file_stems, "the same without extension"),
    Field("version", "exact", _versions, "dotted version that the article prints, padded to sort"),
    Field("fixed_version", "exact", _fixed_versions, "version of a corrected file, padded to sort"),
    Field("product", "exact", _products, "family of a product of the applies-to list: Exchange Server"),
    Field("product_version", "exact", _product_versions, "the same with version, and with edition"),
    Field("kind", "exact", lambda r: (r.kind,), "kind of article: bug, fix, how-to, ..."),
    Field("year", "exact", _year, "year of the last change"),
    Field("date", "exact", _date, "day of the last change, ISO"),
    Field("keyword", "exact", lambda r: (k.lower() for k in r.keywords), "keyword of the footer, lower case"),
    Field("cites", "exact", lambda r: (str(c.article) for c in r.citations), "number of an article that it names"),
    Field("listed", "exact", lambda r: (str(x.article) for x in r.listed_fixes), "number that its fix list names"),
    Field("layout", "exact", lambda r: (r.layout,), "how the leading copy is written"),
    Field("has", "exact", _has, "sections and facts that the record has: cause, events, fixed_in, ..."),
    Field("problem", "exact", lambda r: (p.field for p in r.problems), "field that could not be read"),
    Field("supersedes", "exact", _supersedes, "number of an article that it replaces"),
    Field("retired", "exact", _retired, "`yes` if the article says that it is retired"),
    Field("body", "exact", _body, "digest of the text, the same in copies under other numbers"),
    Field("title", "text", lambda r: (r.title,), "title", 3.0, 0.1),
    Field("symptoms", "text", _sections("symptoms", "summary"), "symptoms and summary", 1.5),
    Field("message", "text", _messages, "texts that screens and logs show", 0.3, 0.5),
    Field("cause", "text", _sections("cause"), "cause", 1.0, 0.5),
    Field("resolution", "text", _sections("resolution", "workaround", "status"), "resolution and workaround", 0.6, 0.5),
    Field("rest", "text", _rest, "all other sections", 0.5),
    Field("query_words", "text", lambda r: r.query_words, "additional query words of the footer", 1.0, 0.5),
    Field("applies_to", "text", _applies_to, "products, versions and service packs", 0.5, 0.5),
)

EXACT = tuple(field for field in FIELDS if field.kind == "exact")
TEXT = tuple(field for field in FIELDS if field.kind == "text")


def digest() -> str:
    """What an index must have been written with to be read: changes with the table, FORMAT, and the engine's format."""
    rows = "\n".join(f"{field.name} {field.kind}" for field in FIELDS)
    return hashlib.sha256(f"{FORMAT} {arrays.FORMAT}\n{rows}".encode()).hexdigest()[:16]


def values(record: Record) -> dict[str, tuple[str, ...]]:
    """Field name -> what the record holds under it: distinct terms of an exact field, passages of a text field."""
    exact = {field.name: tuple(dict.fromkeys(field.values(record))) for field in EXACT}
    text = {field.name: tuple(value for value in field.values(record) if value) for field in TEXT}
    return exact | text
