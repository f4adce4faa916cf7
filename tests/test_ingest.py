"""Ingest: what comes in, what changes, what leaves, and that nothing is dropped in silence."""

from __future__ import annotations

import shutil
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kbservice import ingest
from kbservice.errors import IndexLocked, InvalidInput
from kbservice.index import builds, semantic
from kbservice.index.reader import open_current
from kbservice.index.writer import writing

ARTICLES = Path(__file__).parent.parent / "articles"


@pytest.fixture(autouse=True)
def no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about articles; encoding them would only take time."""
    monkeypatch.setattr(semantic, "_PACKAGE", "no_such_package_here")


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A few of our own articles in a folder of the test's own."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("Q191594.txt", "Q197378.md", "Q197378-wiki.txt", "Q214407.md"):
        shutil.copy(ARTICLES / name, folder)
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_articles_come_in_and_copies_become_one(articles: Path, index: Path) -> None:
    report = ingest.run([articles], index)
    assert (report.read, report.new, report.articles, report.skipped) == (4, 4, 3, [])
    held = open_current(index)
    assert list(held.numbers()) == [191594, 197378, 214407]
    record = held.get(197378)
    assert record is not None
    assert record.layout == "wiki-revision"
    assert [copy.source_file for copy in record.copies] == ["articles/Q197378.md"]
    assert record.title.startswith("XCON: MTA Generates 9301")
    assert [keyword.where.copy for keyword in record.fix_keywords] == ["articles/Q197378.md"]


def test_an_index_of_another_release_is_made_anew_and_that_is_said(articles: Path, index: Path) -> None:
    assert not ingest.run([articles], index).anew
    manifest = builds.current(index) / builds.MANIFEST
    manifest.write_text(manifest.read_text("utf-8").replace('"fields": "', '"fields": "0'), "utf-8")
    report = ingest.run([articles / "Q191594.txt"], index)
    assert (report.anew, report.articles) == (True, 1)
    assert not ingest.run([articles], index).anew


def test_what_other_rules_read_is_read_again(articles: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest.run([articles], index)
    monkeypatch.setattr(ingest, "rules", lambda: "of old")
    report = ingest.run([articles], index)
    assert (report.changed, report.unchanged, report.articles) == (4, 0, 3)


def test_rules_are_those_of_the_code_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    before = ingest.rules.__wrapped__()
    monkeypatch.setattr(ingest, "_RULES", ingest._RULES[1:])
    assert ingest.rules.__wrapped__() != before


def test_what_did_not_change_is_not_parsed_again(articles: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ingest.run([articles], index)
    monkeypatch.setattr(ingest, "parse", lambda source: pytest.fail(f"{source.name} was parsed again"))
    report = ingest.run([articles], index)
    assert (report.new, report.changed, report.unchanged, report.generation) == (0, 0, 4, "")
    assert open_current(index).generation == first.generation


def test_a_changed_copy_is_merged_with_those_that_did_not_change(articles: Path, index: Path) -> None:
    ingest.run([articles], index)
    wiki = articles / "Q197378-wiki.txt"
    wiki.write_text(wiki.read_text("utf-8").replace("only half of the time", "every other time"), "utf-8")
    report = ingest.run([articles], index)
    assert (report.new, report.changed, report.unchanged, report.articles) == (0, 1, 3, 3)
    record = open_current(index).get(197378)
    assert record is not None
    assert "every other time" in record.text
    assert len(record.copies) == 1


def test_removed_sources_leave_the_index_but_not_those_of_other_folders(
    articles: Path, index: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(ARTICLES / "Q231748.md", other)
    ingest.run([articles], index)
    ingest.run([other], index)
    (articles / "Q214407.md").unlink()
    (articles / "Q197378.md").unlink()
    report = ingest.run([articles], index)
    assert report.removed == 2
    held = open_current(index)
    assert list(held.numbers()) == [191594, 197378, 231748]
    record = held.get(197378)
    assert record is not None
    assert record.copies == ()


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"no archive")])
def test_a_folder_with_nothing_left_keeps_the_index(
    articles: Path, index: Path, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    with zipfile.ZipFile(folder / "kb.zip", "w") as archive:
        archive.write(articles / "Q197378.md", "Q197378.md")
    ingest.run([folder], index)
    damage(folder / "kb.zip")
    with pytest.raises(InvalidInput, match="nothing is left of the articles"):
        ingest.run([folder], index)
    assert list(open_current(index).numbers()) == [197378]
    assert ingest.run([folder], index, rebuild=True).articles == 0


def test_a_copy_from_elsewhere_keeps_what_the_first_folder_knew(articles: Path, index: Path, tmp_path: Path) -> None:
    (articles / "Q197378-wiki.txt").rename(tmp_path / "Q197378-wiki.txt")
    ingest.run([articles], index)
    ingest.run([tmp_path / "Q197378-wiki.txt"], index)
    record = open_current(index).get(197378)
    assert record is not None
    assert record.layout == "wiki-revision"
    assert [keyword.keyword for keyword in record.fix_keywords] == ["exc55sp2fix"]


def test_what_is_no_article_is_reported_and_remembered(articles: Path, index: Path) -> None:
    (articles / "notes.txt").write_text("Call the vendor on Monday.", "utf-8")
    (articles / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    (articles / "noise.txt").write_bytes(bytes(range(256)) * 8)
    for _ in range(2):
        report = ingest.run([articles], index)
        assert {skip.name for skip in report.skipped} == {
            "articles/notes.txt",
            "articles/picture.png",
            "articles/noise.txt",
        }
        assert all(skip.reason for skip in report.skipped)
        assert report.articles == 3


@pytest.mark.parametrize("suffix", [".zip", ".tar", ".tar.gz", ".tar.xz"])
def test_archives_are_read_like_folders(articles: Path, index: Path, tmp_path: Path, suffix: str) -> None:
    archive = tmp_path / f"articles{suffix}"
    if suffix == ".zip":
        with zipfile.ZipFile(archive, "w") as packed:
            for path in articles.iterdir():
                packed.write(path, path.name)
    else:
        with tarfile.open(archive, f"w:{suffix.rpartition('.')[2].removeprefix('tar')}") as bundle:
            bundle.add(articles, "kb")
    report = ingest.run([archive], index)
    assert (report.read, report.articles) == (4, 3)


def test_many_sources_are_parsed_by_several_processes(index: Path, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    text = (ARTICLES / "Q214407.md").read_text("utf-8")
    for number in range(300001, 300301):
        (folder / f"Q{number}.md").write_text(text.replace("Q214407", f"Q{number}"), "utf-8")
    (folder / "notes.txt").write_text("no article", "utf-8")
    told: list[tuple[str, int, int]] = []
    report = ingest.run([folder], index, progress=lambda *step: told.append(step))
    assert (report.articles, len(report.skipped)) == (300, 1)
    assert {stage for stage, _, _ in told} == {"reading", "indexing"}
    assert all(done <= total for _, done, total in told)


def test_an_article_that_stops_being_one_leaves_the_index(articles: Path, index: Path) -> None:
    ingest.run([articles], index)
    (articles / "Q214407.md").write_text("nothing of note", "utf-8")
    report = ingest.run([articles], index)
    assert [skip.name for skip in report.skipped] == ["articles/Q214407.md"]
    assert list(open_current(index).numbers()) == [191594, 197378]


def test_a_path_that_does_not_exist_is_named(index: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="nowhere") as caught:
        ingest.run([tmp_path / "nowhere"], index)
    assert caught.value.field == "path"
    assert not (index / "CURRENT").exists()


def test_an_error_leaves_the_old_index_in_service(articles: Path, index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ingest.run([articles], index)
    shutil.copy(ARTICLES / "Q231748.md", articles)
    monkeypatch.setattr(ingest.Writer, "put", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        ingest.run([articles], index)
    held = open_current(index)
    assert held.generation == first.generation
    assert 231748 not in held


def test_a_second_ingest_is_turned_away(articles: Path, index: Path) -> None:
    with writing(index), pytest.raises(IndexLocked):
        ingest.run([articles], index)


def test_a_rebuild_starts_from_nothing(articles: Path, index: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(ARTICLES / "Q231748.md", other)
    ingest.run([other], index)
    report = ingest.run([articles], index, rebuild=True)
    assert report.articles == 3
    assert 231748 not in open_current(index)


def test_an_empty_folder_makes_an_empty_index(index: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    report = ingest.run([tmp_path / "empty"], index)
    assert report.articles == 0
    assert len(open_current(index)) == 0
    assert builds.current(index).is_dir()
