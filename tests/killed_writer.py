"""Commits to an index again and again until it is killed: each commit adds ten documents and removes old ones.

Run by test_engine_storage: `killed_writer.py FOLDER FIRST`; prints the number of each commit once it has returned.
"""

from __future__ import annotations

import sys
from itertools import count

from kbservice.index import engine
from kbservice.index.engine import merging

DOCUMENTS = 10


def main(folder: str, first: int) -> None:
    merging._MANY = 5
    index = engine.open_index(engine.MappedStorage(folder))
    for number in count(first):
        writer = index.writer()
        for i in range(DOCUMENTS):
            writer.add_document(id=f"{number}-{i}", batch=str(number), body=f"batch{number} word{i} word")
        writer.delete_by_term("batch", str(number - 6))
        writer.commit()
        print(number, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
