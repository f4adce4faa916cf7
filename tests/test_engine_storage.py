"""The index on disk: mapped, durable, and whole after its writer was killed or while it writes."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from killed_writer import DOCUMENTS
from whoosh import fields
from whoosh import query as q

from kbservice import errors
from kbservice.index import engine
from kbservice.index.engine import arrays, storage

SCHEMA = fields.Schema(
    id=engine.KeywordField(stored=True), batch=engine.KeywordField(stored=True), body=engine.TextField()
)


def add(index: engine.Index, *rows: dict[str, str], **options: Any) -> None:
    writer = index.writer()
    for row in rows:
        writer.add_document(**row)
    writer.commit(**options)


@pytest.fixture
def index(tmp_path: Path) -> engine.Index:
    return engine.create_index(engine.MappedStorage(tmp_path), SCHEMA)


def test_what_was_written_is_found_by_another_storage(index: engine.Index, tmp_path: Path) -> None:
    add(index, {"id": "a", "body": "mail stopped"}, {"id": "b", "body": "server"})
    searcher = engine.open_index(engine.MappedStorage(tmp_path)).searcher()
    found = engine.search(searcher, q.Term("body", "stop"))
    assert [searcher.stored_fields(doc)["id"] for doc in found.docs.tolist()] == ["a"]


def test_arrays_are_read_in_place(index: engine.Index) -> None:
    add(index, {"id": "a", "body": "mail stopped"})
    docs, _ = engine.term_scores(index.searcher(), "body", "mail")
    assert not docs.flags.owndata
    assert not docs.flags.writeable


def test_a_searcher_outlives_merges_that_delete_its_files(index: engine.Index, tmp_path: Path) -> None:
    add(index, {"id": "a", "body": "mail"})
    add(index, {"id": "b", "body": "mail"}, merge=False)
    old = index.searcher()
    names = {path.name for path in tmp_path.glob("*.kba")}
    add(index, {"id": "c", "body": "mail"}, optimize=True)
    assert names.isdisjoint(path.name for path in tmp_path.glob("*.kba"))
    assert engine.search(old, q.Term("body", "mail")).total == 2
    assert [old.stored_fields(doc)["id"] for doc in (0, 1)] == ["a", "b"]
    old.close()
    assert engine.search(index.searcher(), q.Term("body", "mail")).total == 3


def test_everything_is_synced_before_a_commit_is_published(
    index: engine.Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    sync, rename = storage._sync, os.rename

    def synced(path: Path) -> None:
        steps.append(path.name)
        sync(path)

    def renamed(old: str, new: str) -> None:
        steps.append(f"published {Path(new).name}")
        rename(old, new)

    monkeypatch.setattr(storage, "_sync", synced)
    monkeypatch.setattr(os, "rename", renamed)
    add(index, {"id": "a", "body": "mail stopped"})
    published = next(i for i, step in enumerate(steps) if step.startswith("published"))
    written = {path.name for path in tmp_path.iterdir() if path.suffix in (".kba", ".kbd")}
    assert written <= set(steps[:published])
    assert any(".toc." in step for step in steps[:published])
    assert steps[published:] == ["published _MAIN_1.toc", tmp_path.name]


def test_another_format_is_outdated(index: engine.Index, monkeypatch: pytest.MonkeyPatch) -> None:
    add(index, {"id": "a", "body": "mail"})
    monkeypatch.setattr(arrays, "FORMAT", arrays.FORMAT + 1)
    with pytest.raises(errors.IndexOutdated, match="--rebuild"):
        index.searcher()


def test_an_index_of_code_that_is_gone_is_outdated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(engine.fields, "GoneField", type("GoneField", (engine.KeywordField,), {}), raising=False)
        patch.setattr(engine.fields.GoneField, "__module__", "kbservice.index.engine.fields")
        engine.create_index(engine.MappedStorage(tmp_path), fields.Schema(id=engine.fields.GoneField()))
    with pytest.raises(errors.IndexOutdated):
        engine.open_index(engine.MappedStorage(tmp_path))


def test_opening_waits_for_a_commit_that_lands_meanwhile(
    index: engine.Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = engine.MappedStorage.open_file
    gone = iter([FileNotFoundError(), FileNotFoundError()])

    def open_file(self: engine.MappedStorage, name: str, **options: Any) -> Any:
        for error in gone:
            raise error
        return opened(self, name, **options)

    monkeypatch.setattr(engine.MappedStorage, "open_file", open_file)
    assert engine.open_index(engine.MappedStorage(tmp_path)).doc_count() == 0


def test_an_empty_folder_holds_no_index(tmp_path: Path) -> None:
    with pytest.raises(errors.IndexMissing):
        engine.open_index(engine.MappedStorage(tmp_path))


def test_a_field_that_would_lose_what_it_keeps_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="body"):
        engine.create_index(engine.MappedStorage(tmp_path), fields.Schema(id=fields.STORED(), body=fields.TEXT()))


def test_a_second_writer_is_refused(index: engine.Index) -> None:
    writer = index.writer()
    with pytest.raises(errors.IndexLocked):
        index.writer()
    writer.cancel()
    index.writer().cancel()


def test_half_deleted_segments_are_merged_away(index: engine.Index) -> None:
    add(index, *({"id": str(i), "body": "mail"} for i in range(10)))
    writer = index.writer()
    for i in range(6):
        writer.delete_by_term("id", str(i))
    writer.commit()
    assert (index.doc_count(), index.doc_count_all()) == (4, 4)


def test_a_killed_writer_leaves_the_last_commit(index: engine.Index, tmp_path: Path) -> None:
    """A few random kills in a few seconds: nothing acknowledged is lost, nothing is partial, the lock is free."""
    chance = random.Random(8)
    last = 0
    script = Path(__file__).with_name("killed_writer.py")
    for _ in range(6):
        process = subprocess.Popen([sys.executable, script, tmp_path, str(last + 1)], stdout=subprocess.PIPE, text=True)
        acknowledged = process.stdout.readline()  # it has begun
        time.sleep(chance.uniform(0.0, 0.25))
        process.kill()
        acknowledged += process.communicate()[0]
        seen = [int(number) for number in acknowledged.split()]
        last = committed(tmp_path, at_least=seen[-1])
    engine.open_index(engine.MappedStorage(tmp_path)).writer().cancel()


def committed(folder: Path, at_least: int) -> int:
    """The number of the last commit, after checking that the index holds whole batches and up to `at_least`."""
    searcher = engine.open_index(engine.MappedStorage(folder)).searcher()
    held = Counter(int(row["batch"]) for row in searcher.all_stored_fields())
    last = max(held)
    assert at_least <= last <= at_least + 1
    assert held == dict.fromkeys(range(max(1, last - 5), last + 1), DOCUMENTS)
    assert engine.search(searcher, q.Term("body", "word")).total == sum(held.values())
    for number in held:
        assert engine.search(searcher, q.Phrase("body", [f"batch{number}", "word3", "word"])).total == 1
    return last


def test_readers_open_while_a_writer_commits(index: engine.Index, tmp_path: Path) -> None:
    """Every searcher opened during commits and merges sees whole batches."""
    script = Path(__file__).with_name("killed_writer.py")
    process = subprocess.Popen([sys.executable, script, tmp_path, "1"], stdout=subprocess.PIPE, text=True)
    process.stdout.readline()
    reading = engine.open_index(engine.MappedStorage(tmp_path))
    end = time.monotonic() + 1.5
    opened = 0
    while time.monotonic() < end:
        searcher = reading.searcher()
        assert engine.search(searcher, q.Term("body", "word")).total % DOCUMENTS == 0
        assert len(list(searcher.all_stored_fields())) % DOCUMENTS == 0
        opened += 1
    process.kill()
    process.communicate()
    assert opened > 3
