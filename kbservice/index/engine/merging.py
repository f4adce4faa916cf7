"""Which segments are merged when documents are added."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from whoosh.reading import SegmentReader

_SMALL = 5_000  # documents
_MANY = 8  # small segments


def merge_small(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Merges the small segments once there are many of them, and any that is half deleted; returns those that stay.

    A policy as Whoosh has them; Whoosh's own leaves large segments to themselves, however little of them is left.
    """
    small = [s for s in segments if s.doc_count_all() < _SMALL]
    go = small if len(small) >= _MANY else []
    go += [s for s in segments if s not in go and s.deleted_count() * 2 > s.doc_count_all()]
    for segment in go:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [s for s in segments if s not in go]
