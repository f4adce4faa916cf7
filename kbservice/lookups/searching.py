"""A search: filters in canonical form, titles for the untitled."""

from __future__ import annotations

from dataclasses import replace

from kbservice.errors import InvalidInput
from kbservice.index import Hit, Index, Page, Question
from kbservice.index.identifiers import code_of, fold
from kbservice.lookups.articles import record, title_of


def search(index: Index, question: Question) -> Page:
    """The page of articles that answer the question best; a hit without title shows the one that others cite.

    Raises:
        InvalidInput: a filter on error codes has a value that is none.
    """
    filters = {name: tuple(_canonical(name, v) for v in values) for name, values in question.filters.items()}
    page = index.search(replace(question, filters=filters))
    return replace(page, hits=tuple(_titled(index, hit) for hit in page.hits))


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
