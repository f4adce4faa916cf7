"""What must hold of an article -> a Whoosh query: the filters beside a question, and the syntax within it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from whoosh.query import And, Every, Not, Or, Phrase, Prefix, Query, Term, TermRange

from kbservice import products
from kbservice.index import Question, analysis, fields, identifiers
from kbservice.index.query import syntax

_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_HIGHEST = "\U0010ffff"


def of_question(question: Question) -> Query | None:
    """The filters given beside a question; None if there are none."""
    parts = [
        _any(test for value in values if (test := _field(name, "=", value)) is not None)
        for name, values in question.filters.items()
        if values
    ]
    if question.date_from or question.date_to:
        parts.append(_between("date", question.date_from or "", question.date_to or ""))
    return And(parts) if parts else None


def of_tree(node: syntax.Node) -> Query | None:
    """What a tree demands; None for what cannot be read as a condition (`version:new`), which demands nothing."""
    match node:
        case syntax.Word(text) | syntax.Phrase(text):
            return _phrase(text)
        case syntax.Prefix(text):
            return Or([Prefix(field.name, text.lower()) for field in fields.TEXT])
        case syntax.Match(field, op, value):
            return _field(field, op, value)
        case syntax.Not(inner):
            query = of_tree(inner)
            return None if query is None else And([Every(), Not(query)])
        case syntax.All(nodes):
            return _joined(And, nodes)
        case syntax.Any(nodes):
            return _joined(Or, nodes)


def _joined(join: Callable[[list[Query]], Query], nodes: Iterable[syntax.Node]) -> Query | None:
    parts = [query for node in nodes if (query := of_tree(node)) is not None]
    return join(parts) if parts else None


def _phrase(text: str) -> Query | None:
    terms = analysis.terms(text)
    if not terms:
        return None
    if len(terms) == 1:
        return Or([Term(field.name, terms[0]) for field in fields.TEXT])
    return Or([Phrase(field.name, terms) for field in fields.TEXT])


def _any(parts: Iterable[Query]) -> Query:
    return Or(list(parts))


def _field(name: str, op: str, value: str) -> Query | None:
    test = _TESTS.get(name)
    return None if test is None or not value.strip() else test(op, value.strip())


def _event(_: str, value: str) -> Query | None:
    return Term("event", str(int(value))) if value.isdecimal() else None


def _article(_: str, value: str) -> Query | None:
    digits = re.fullmatch(r"(?:Q|KB)?(\d{4,7})", value, re.IGNORECASE)
    return Term("number", str(int(digits[1]))) if digits else None


def _file(_: str, value: str) -> Query:
    return Or([Term("file", value.lower()), Term("file_stem", value.lower())])


def _code(_: str, value: str) -> Query | None:
    code = identifiers.code_of(value)
    return Or([Term("code", code), Term("stop", code)]) if code else None


def _stop(_: str, value: str) -> Query | None:
    digits = re.fullmatch(r"(?:0x)?([0-9a-f]{1,8})", value, re.IGNORECASE)
    return Term("stop", identifiers.hex_code(digits[1])) if digits else None


def _product(_: str, value: str) -> Query:
    product = products.parse(value)
    family = Or([Term("product", product.family), Term("product", value)])
    if product.version is None:
        return family
    return And([family, Or([Term("product_version", term) for term in fields.versions_of(product)])])


def _title(_: str, value: str) -> Query | None:
    terms = analysis.terms(value)
    return And([Term("title", term) for term in terms]) if terms else None


def _version(op: str, value: str) -> Query | None:
    if not re.fullmatch(r"\d{1,8}(?:\.\d{1,8})*", value):
        return None
    return _compared("version", op, identifiers.version_term(value), "")


def _date(op: str, value: str) -> Query | None:
    first, dots, last = value.partition("..")
    if not all(_DATE.fullmatch(part) for part in (first, last) if part) or not (first or last):
        return None
    if dots:
        return _between("date", first, last)
    return _between("date", first, first) if op == "=" else _compared("date", op, first, _HIGHEST)


def _between(field: str, first: str, last: str) -> Query:
    """From the first day of `first` to the last day of `last`; either may be a year, a month, a day or nothing."""
    return TermRange(field, first or "0", (last or "9") + _HIGHEST)


def _compared(field: str, op: str, value: str, whole: str) -> Query:
    """Terms in that order to the value; `whole` is put behind it where all that begin with it count as it."""
    if op in ("<", "<="):
        return TermRange(field, "0", value + (whole if op == "<=" else ""), endexcl=op == "<")
    if op in (">", ">="):
        return TermRange(field, value + (whole if op == ">" else ""), _HIGHEST, startexcl=op == ">")
    return Term(field, value)


def _exact(field: str, form: Callable[[str], str]) -> Callable[[str, str], Query]:
    return lambda _, value: Term(field, form(value))


_TESTS: dict[str, Callable[[str, str], Query | None]] = {
    "article": _article,
    "code": _code,
    "date": _date,
    "error_code": _code,
    "event": _event,
    "event_id": _event,
    "file": _file,
    "has": _exact("has", str.lower),
    "kind": _exact("kind", str.lower),
    "product": _product,
    "source": _exact("source", identifiers.fold),
    "stop": _stop,
    "title": _title,
    "version": _version,
    "year": _exact("year", str),
}
