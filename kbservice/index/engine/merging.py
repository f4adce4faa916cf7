"""When segments are merged, and how: whole arrays are renumbered and joined, where Whoosh copies each posting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from whoosh.reading import SegmentReader

_SMALL = 5_000  # documents
_MANY = 8  # small segments


def merge_small(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Merges the small segments once there are many of them, and any that is half deleted; returns those that stay."""
    small = [s for s in segments if s.doc_count_all() < _SMALL]
    go = small if len(small) >= _MANY else []
    go += [s for s in segments if s not in go and s.deleted_count() * 2 > s.doc_count_all()]
    return _merge(writer, segments, go)


def merge_all(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """Merges everything into the segment being written."""
    return _merge(writer, segments, segments)


def merge_nothing(_: Any, segments: Sequence[Any]) -> list[Any]:
    """Leaves all segments as they are."""
    return list(segments)


def _merge(writer: Any, segments: Sequence[Any], go: Sequence[Any]) -> list[Any]:
    for segment in go:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        _merge_segment(writer, reader)
        reader.close()
    return [s for s in segments if s not in go]


def _merge_segment(writer: Any, reader: Any) -> None:
    base = writer.docnum
    moved = writer.write_per_doc(set(writer.schema.names()), reader)
    numbers = np.arange(reader.doc_count_all()) + base
    if moved is not None:  # some documents are deleted: old number -> new number of those that stay
        numbers[:] = -1
        numbers[list(moved)] = list(moved.values())
    writer.fieldwriter.merge(reader._terms, numbers)  # Whoosh offers no public way to the codec's reader
    writer._added = True  # there is a segment to finish, even if no document was added
