"""The executor as one of Whoosh's collectors, for callers who want its `Results` with hits, fields and highlights."""

from __future__ import annotations

from typing import Any

from whoosh.collectors import Collector

from kbservice.index.engine import executor, matches
from kbservice.index.engine.snapshot import Snapshot


class ArrayCollector(Collector):
    """Use with `searcher.search_with_collector(query, ArrayCollector(limit))`, then `collector.results()`."""

    def __init__(self, limit: int | None = 10) -> None:
        self._limit = limit

    def run(self) -> None:
        snapshot: Snapshot = self.top_searcher.snapshot
        self._flags = executor.evaluate(snapshot, self.q).flags(snapshot.size)
        self._docs, self._scores = matches.best(executor.evaluate(snapshot, self.q), self._limit)
        self.finish()

    def all_ids(self) -> list[int]:
        ids: list[int] = self._flags.nonzero()[0].tolist()
        return ids

    def count(self) -> int:
        return int(self._flags.sum())

    def results(self) -> Any:
        return self._results(list(zip(self._scores.tolist(), self._docs.tolist(), strict=True)))
