"""How many of the documents found hold each value of a keyword field."""

from __future__ import annotations

from collections import Counter

import numpy as np

from kbservice.index.engine.matches import Matches
from kbservice.index.engine.snapshot import Snapshot

_SHOWN = 20


def count(snapshot: Snapshot, field: str, found: Matches, limit: int | None = _SHOWN) -> list[tuple[str, int]]:
    """The commonest values and their counts, commonest first, equally common ones by value.

    The postings of the field are one run of documents for each value: the flags of those found, summed over each run.
    """
    flags = found.flags(snapshot.size)
    total: Counter[bytes] = Counter()
    for segment in snapshot.segments:
        whole = segment.terms.postings(field)
        if whole is None:
            continue
        held = flags[segment.base : segment.base + segment.size]
        counts = np.add.reduceat(held[whole.docs], whole.starts[:-1], dtype="i8")
        used = np.flatnonzero(counts)
        if limit is not None and len(used) > limit and len(snapshot.segments) == 1:
            worst = np.partition(counts[used], len(used) - limit)[len(used) - limit]
            used = used[counts[used] >= worst]
        total.update({whole.terms[i]: n for i, n in zip(used.tolist(), counts[used].tolist(), strict=True)})
    ranked = sorted(total.items(), key=lambda item: (-item[1], item[0]))
    return [(value.decode(), number) for value, number in ranked[:limit]]
