"""Builds are made aside and swapped; what is put in can be asked for, on disk and in memory."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import handmade
import pytest
from handmade import record
from hypothesis import given
from hypothesis import strategies as st

from kbservice.errors import IndexLocked, IndexMissing, IndexOutdated
from kbservice.index import Index, Question, builds, fields, identifiers, stored
from kbservice.index.reader import Live, memory, open_current
from kbservice.index.writer import SourceFile, writing
from kbservice.record import Record, Statement, Where


def source(record: Record) -> SourceFile:
    return SourceFile(record.source_file, record.digest, record.number)


def build(folder: Path, *records: Record, rebuild: bool = False) -> str:
    with writing(folder, rebuild=rebuild) as made:
        for one in records:
            made.put(one, [source(one)])
        return made.commit({"by": "test"})


FIRST = record(100001, "Mail stops", ("symptoms", "The mail stops with error 80004005 in Emsmta.exe 5.5.2448.8."))
SECOND = record(100002, "Printer hangs", ("symptoms", "The printer hangs."))


@pytest.mark.parametrize(("field", "value", "numbers"), [
    ("number", "197378", [197378]),
    ("event", "9301", [197378, 250111]),
    ("source", "msexchangemta", [197378, 250111]),
    ("event_source", "1290|msexchangemta", [250111]),
    ("code", "0x80004005", [197378]),
    ("stop", "0x0000000a", [197378]),
    ("file", "emsmta.exe", [197378, 250111]),
    ("file_stem", "emsmta", [197378, 250111]),
    ("fixed_version", identifiers.version_term("5.5.2431"), [197378]),
    ("product", "Exchange Server", [197378, 250111]),
    ("product_version", "Exchange Server 5.5", [197378]),
    ("kind", "bug", [250111]),
    ("year", "1999", [197378]),
    ("keyword", "exc55sp2fix", [197378]),
    ("cites", "197378", [250111]),
    ("event", "93010", []),
    ("event", "930", []),
    ("no such field", "1", []),
])  # fmt: skip
def test_exact_fields_find_exactly(index: Index, field: str, value: str, numbers: list[int]) -> None:
    found = index.find(field, value)
    assert [n for n in found if n in (197378, 250111)] == numbers


def test_records_come_back_as_they_were_put(index: Index, records: tuple[Record, ...]) -> None:
    assert [index.get(one.number) for one in records] == list(records)
    assert index.get_many([records[1].number, 1, records[0].number]) == [records[1], records[0]]
    assert list(index.numbers()) == sorted(one.number for one in records)
    assert len(index) == len(records)
    assert records[0].number in index
    assert 1 not in index
    assert index.get(1) is None


def test_values_are_counted(index: Index) -> None:
    assert {value.value: value.count for value in index.values("event")}["9301"] == 2


@given(st.text(max_size=400), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_survives_packing(text: str, words: list[str]) -> None:
    one = replace(FIRST, text=text, query_words=tuple(words))
    assert stored.unpack(*stored.pack(one)) == one


def test_a_card_knows_where_the_article_proper_stands() -> None:
    card = stored.card_of(handmade.MTA, ("Exchange Server",))
    body = handmade.MTA.text[slice(*card.body)]
    assert body.startswith("The message transfer agent stops")
    assert body.rstrip().endswith("Service Pack 2.")
    assert card.has == ("event", "fix", "files")
    assert stored.unpack_card(stored.pack_card(card)) == card


def test_disk_and_memory_answer_alike(tmp_path: Path) -> None:
    build(tmp_path, FIRST, SECOND)
    disk, in_memory = open_current(tmp_path), memory([FIRST, SECOND])
    asked = Question("mail printer", facets=("kind",))
    assert disk.search(asked) == in_memory.search(asked)
    assert disk.values("file") == in_memory.values("file")


def test_nothing_built_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        open_current(tmp_path)
    with pytest.raises(IndexMissing):
        Live(tmp_path).index()


def test_a_build_whose_files_are_gone_is_said_so(tmp_path: Path) -> None:
    build(tmp_path, FIRST)
    for path in builds.current(tmp_path).glob("*.toc"):
        path.unlink()
    with pytest.raises(IndexMissing):
        open_current(tmp_path)


@pytest.mark.parametrize("content", [b'{"fields": "of another release"}', b"no json"])
def test_another_releases_index_is_outdated(tmp_path: Path, content: bytes) -> None:
    build(tmp_path, FIRST)
    (builds.current(tmp_path) / builds.MANIFEST).write_bytes(content)
    with pytest.raises(IndexOutdated):
        open_current(tmp_path)
    build(tmp_path, SECOND)  # an ingest starts from nothing then
    assert list(open_current(tmp_path).numbers()) == [100002]


def test_the_manifest_keeps_what_ingest_says(tmp_path: Path) -> None:
    generation = build(tmp_path, FIRST)
    index = open_current(tmp_path)
    assert index.generation == generation
    assert index.manifest["by"] == "test"
    assert index.manifest["articles"] == 1


def test_servers_follow_a_swap_and_the_old_build_answers_on(tmp_path: Path) -> None:
    build(tmp_path, FIRST)
    live = Live(tmp_path)
    before = live.index()
    assert live.index() is before
    build(tmp_path, SECOND)
    after = live.index()
    assert list(before.numbers()) == [100001]
    assert list(after.numbers()) == [100001, 100002]
    assert before.search(Question("mail")).total == 1


def test_an_article_is_replaced_and_removed(tmp_path: Path) -> None:
    build(tmp_path, FIRST, SECOND)
    changed = replace(FIRST, title="Post stops")
    with writing(tmp_path) as made:
        assert made.sources[FIRST.source_file] == source(FIRST)
        made.put(changed, [source(changed)])
        made.remove(100002)
        made.remove(5)
        assert len(made) == 1
        made.commit({})
    index = open_current(tmp_path)
    assert index.get(100001) == changed
    assert list(index.numbers()) == [100001]
    assert index.find("file", "emsmta.exe") == [100001]
    (hit,) = index.search(Question("mail")).hits
    assert (hit.title, hit.copies) == ("Post stops", ())
    with writing(tmp_path) as made:
        assert set(made.sources) == {FIRST.source_file}


def test_a_build_that_lost_its_list_of_sources_is_not_gone_on_from(tmp_path: Path) -> None:
    build(tmp_path, FIRST, SECOND)
    (next(tmp_path.glob("build-*")) / "sources.zst").unlink()
    with writing(tmp_path) as made:
        made.put(FIRST, [source(FIRST)])
        made.commit({})
    assert list(open_current(tmp_path).numbers()) == [100001]


def test_skipped_files_are_remembered_and_forgotten(tmp_path: Path) -> None:
    note = SourceFile("readme.txt", "d1", None, "no layout")
    with writing(tmp_path) as made:
        made.skip(note)
        made.commit({})
    with writing(tmp_path) as made:
        assert dict(made.sources) == {"readme.txt": note}
        made.forget("readme.txt")
        made.commit({})
    with writing(tmp_path) as made:
        assert not made.sources


def test_an_article_is_put_once_a_build(tmp_path: Path) -> None:
    with writing(tmp_path) as made:
        made.put(FIRST, [])
        with pytest.raises(ValueError, match="Q100001"):
            made.put(FIRST, [])


def test_an_ingest_that_fails_leaves_the_old_build(tmp_path: Path) -> None:
    generation = build(tmp_path, FIRST)

    def fail() -> None:
        with writing(tmp_path) as made:
            made.put(SECOND, [])
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        fail()
    assert open_current(tmp_path).generation == generation
    assert [path.name for path in tmp_path.glob("build-*")] == [generation]


def test_a_second_ingest_is_told_that_the_index_is_locked(tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(IndexLocked), writing(tmp_path):
        pass
    build(tmp_path, FIRST)  # and free again


def test_old_builds_are_cleared_but_the_last(tmp_path: Path) -> None:
    generations = [build(tmp_path, one) for one in (FIRST, SECOND, FIRST, SECOND)]
    (tmp_path / "build-of-a-dead-ingest").mkdir()
    generations.append(build(tmp_path, FIRST))
    assert sorted(path.name for path in tmp_path.glob("build-*")) == sorted(generations[-2:])


def test_a_rebuild_starts_from_nothing(tmp_path: Path) -> None:
    build(tmp_path, FIRST)
    build(tmp_path, SECOND, rebuild=True)
    assert list(open_current(tmp_path).numbers()) == [100002]


def test_threads_share_one_index(tmp_path: Path) -> None:
    records = [record(100000 + n, f"Mail {n} stops", ("symptoms", f"mail queue {n % 7}")) for n in range(60)]
    build(tmp_path, *records)
    index = open_current(tmp_path)
    expected = [index.search(Question(f"mail queue {n % 7} stops")) for n in range(7)]
    wrong: list[int] = []

    def ask() -> None:
        asked = [(index.search(Question(f"mail queue {n % 7} stops")), index.get(100000 + n % 60)) for n in range(70)]
        wrong.extend(n for n, (page, one) in enumerate(asked) if page != expected[n % 7] or one is None)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_the_digest_changes_with_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fields.digest()
    monkeypatch.setattr(fields, "FIELDS", fields.FIELDS[:-1])
    assert fields.digest() != before


def test_field_names_are_distinct() -> None:
    names = [field.name for field in fields.FIELDS]
    assert len(names) == len(set(names))


def test_an_undivided_article_is_found_by_its_text() -> None:
    plain = Record(7, "T", None, "information", "raw", "f", "d", "alpha beta")
    assert "alpha beta" in fields.values(plain)["rest"]


def test_superseded_and_retired_articles_are_marked() -> None:
    statement = Statement("supersedes", Where("summary", 1, 1), article=5)
    values = fields.values(replace(FIRST, statements=(statement,), retired=True))
    assert values["supersedes"] == ("5",)
    assert values["retired"] == ("yes",)


def test_a_writer_in_memory_needs_no_folder() -> None:
    assert len(memory([])) == 0
    assert memory([]).search(Question("mail")).total == 0
