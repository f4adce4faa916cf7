"""The executor as one of Whoosh's collectors, for callers who want its `Results` with hits, fields and highlights."""

from __future__ import annotations

from typing import Any

from whoosh.collectors import Collector

from kbservice.index.engine import executor, matches


class ArrayCollector(Collector):
    """Use with `searcher.search_with_collector(query, ArrayCollector(limit))`, then `collector.results()`."""

    def __init__(self, limit: int | None = 10) -> None:
        self._limit = limit

    def run(self) -> None:
        self._found = executor.evaluate(self.top_searcher.snapshot, self.q).listed()
        self.finish()

    def all_ids(self) -> list[int]:
        ids: list[int] = self._found.docs.tolist()
        return ids

    def count(self) -> int:
        return self._found.count()

    def results(self) -> Any:
        docs, scores = matches.best(self._found, self._limit)
        return self._results(list(zip(scores.tolist(), docs.tolist(), strict=True)))
