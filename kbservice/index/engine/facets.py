"""How many of the documents found hold each value of a keyword field."""

from __future__ import annotations

from collections import Counter

import numpy as np

from kbservice.index.engine.arrays import Array
from kbservice.index.engine.matches import Flags, Matches
from kbservice.index.engine.postings import Terms
from kbservice.index.engine.snapshot import Segment, Snapshot


def count(snapshot: Snapshot, field: str, found: Matches, limit: int | None) -> list[tuple[str, int]]:
    """The commonest values and their counts, commonest first, equally common ones by value."""
    flags = found.flags(snapshot.size)
    counted = [part for segment in snapshot.segments if (part := _in_segment(segment, field, flags)) is not None]
    total: Counter[bytes] = Counter()
    for terms, numbers, counts in counted:
        if len(counted) == 1:  # the commonest are known before they have names; numbers are in the order of values
            best = np.lexsort((numbers, -counts))[:limit]
            numbers, counts = numbers[best], counts[best]
        total.update({terms[n]: c for n, c in zip(numbers.tolist(), counts.tolist(), strict=True)})
    ranked = sorted(total.items(), key=lambda item: (-item[1], item[0]))
    return [(value.decode(), number) for value, number in ranked[:limit]]


def _in_segment(segment: Segment, field: str, flags: Flags) -> tuple[Terms, Array, Array] | None:
    """The values of a segment, the numbers of those that occur among the flagged documents, and how often.

    The postings of a field are one run of documents for each value: the flags are summed over each run.
    """
    whole = segment.terms.postings(field)
    if whole is None:
        return None
    held = flags[segment.base : segment.base + segment.size]
    counts = np.add.reduceat(held[whole.docs], whole.starts[:-1], dtype="i8")
    used = np.flatnonzero(counts)
    return whole.terms, used, counts[used]
