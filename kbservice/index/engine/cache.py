"""Arrays that were dear to make, kept up to a number of bytes; the one used longest ago goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Value = TypeVar("Value", bound=Any)


class Cache:
    """Keeps values that tell their number of bytes (`nbytes`).

    Safe to share between threads, which may both make the same value: the second is dropped.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._used = 0
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value kept under the key, made now if there is none."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                value: Value = self._kept[key]
                return value
        value = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = value
                self._used += value.nbytes + 200
            while self._used > self._limit and len(self._kept) > 1:
                self._used -= self._kept.popitem(last=False)[1].nbytes + 200
        return value
