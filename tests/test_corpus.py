"""Files, folders and archives -> sources; bytes -> text."""

from __future__ import annotations

import hashlib
import io
import os
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbservice import corpus
from kbservice.errors import UnreadableSource


class Heard(list[tuple[str, str]]):
    """What was reported as left out."""

    def __call__(self, name: str, reason: str) -> None:
        self.append((name, reason))


def read(*paths: Path) -> tuple[dict[str, bytes], Heard]:
    heard = Heard()
    return {source.name: source.data for source in corpus.sources(paths, heard)}, heard


def tar(path: Path, members: dict[str, bytes], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def folder(path: Path, members: dict[str, bytes]) -> Path:
    for name, data in members.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def test_a_folder_is_walked_in_the_order_of_names(tmp_path: Path) -> None:
    root = folder(tmp_path / "kb", {"b.txt": b"2", "a/z.md": b"1", "a/.hidden": b"", "logo.gif": b"GIF89a"})
    found, heard = read(root)
    assert list(found.items()) == [("kb/b.txt", b"2"), ("kb/a/z.md", b"1")]
    assert heard == [("kb/logo.gif", "a .gif file, not a text"), ("kb/a/.hidden", "a hidden file")]


def test_a_source_has_the_digest_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "Q1.txt"
    path.write_bytes(b"text")
    (source,) = corpus.sources([path], Heard())
    assert (source.name, source.digest) == ("Q1.txt", hashlib.sha256(b"text").hexdigest())


def test_names_do_not_depend_on_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = folder(tmp_path / "kb", {"a.txt": b"1"})
    monkeypatch.chdir(root)
    assert read(Path())[0] == read(root)[0] == {"kb/a.txt": b"1"}


def test_paths_that_end_alike_are_named_in_full(tmp_path: Path) -> None:
    roots = [folder(tmp_path / name / "kb", {"a.txt": name.encode()}) for name in ("old", "new")]
    assert sorted(read(*roots)[0]) == sorted(f"{root.as_posix()}/a.txt" for root in roots)


def test_a_source_is_below_the_path_that_it_came_from(tmp_path: Path) -> None:
    root = folder(tmp_path / "kb", {"a.txt": b"1", "b/c.txt": b"2"})
    tar(root / "x.tar", {"d.txt": b"3"})
    names = list(read(root)[0])
    assert len(names) == 3
    assert all(corpus.below(name, [root]) for name in names)
    assert not any(corpus.below(name, [tmp_path / "k", tmp_path / "kb2"]) for name in names)
    assert [corpus.below(name, [root / "x.tar"]) for name in read(root / "x.tar")[0]] == [True]


def test_folders_of_tools_are_left_out_once(tmp_path: Path) -> None:
    root = folder(tmp_path / "kb", {".git/objects/12/34": b"x", ".git/HEAD": b"x", "a.txt": b"1"})
    found, heard = read(root)
    assert list(found) == ["kb/a.txt"]
    assert heard == [("kb/.git", "a folder of tools, not of articles")]


@pytest.mark.parametrize(
    ("name", "mode"),
    [("x.tar", "w"), ("x.tar.gz", "w:gz"), ("x.tgz", "w:gz"), ("x.tar.xz", "w:xz"), ("x.tar.bz2", "w:bz2")],
)
def test_tar_archives_are_read_by_member(tmp_path: Path, name: str, mode: str) -> None:
    members = {"./kb/Q1/README.md": b"one", "kb/Q2/README.md": b"two", "kb/logo.png": b"PNG", "inner.zip": b"PK"}
    found, heard = read(tar(tmp_path / name, members, mode))
    assert found == {f"{name}!kb/Q1/README.md": b"one", f"{name}!kb/Q2/README.md": b"two"}
    assert heard == [
        (f"{name}!kb/logo.png", "a .png file, not a text"),
        (f"{name}!inner.zip", "an archive within an archive"),
    ]


def test_zip_archives_are_read_by_member(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("kb/b.txt", "kb/a.txt", "kb/.git/HEAD"):
            archive.writestr(name, name)
        archive.mkdir("kb/empty")
    found, heard = read(path)
    assert found == {"x.zip!kb/a.txt": b"kb/a.txt", "x.zip!kb/b.txt": b"kb/b.txt"}
    assert heard == [("x.zip!kb/.git/HEAD", "in a folder of tools, not of articles")]


def test_what_is_too_long_is_reported_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "LARGEST_SOURCE", 10)
    root = folder(tmp_path / "kb", {"long.txt": b"x" * 11, "short.txt": b"x"})
    tar(root / "x.tar", {"long.txt": b"x" * 11, "short.txt": b"x"})
    with zipfile.ZipFile(root / "x.zip", "w") as archive:
        archive.writestr("long.txt", b"x" * 11)
    found, heard = read(root)
    assert set(found) == {"kb/short.txt", "kb/x.tar!short.txt"}
    assert {name for name, _ in heard} == {"kb/long.txt", "kb/x.tar!long.txt", "kb/x.zip!long.txt"}


def test_a_member_that_lies_about_its_length_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"\0" * 5000)
    path.write_bytes(path.read_bytes().replace((5000).to_bytes(4, "little"), (5).to_bytes(4, "little")))
    monkeypatch.setattr(corpus, "LARGEST_SOURCE", 1000)
    found, heard = read(path)
    assert all(len(data) <= 1000 for data in found.values())
    assert [name for name, _ in heard] == ["x.zip!a.txt"]


@pytest.mark.parametrize("kind", ["tar", "zip"])
def test_an_archive_that_unpacks_without_end_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(corpus, "LARGEST_ARCHIVE", 25)
    path = tmp_path / f"x.{kind}"
    members = {f"{n}.txt": b"x" * 10 for n in range(9)}
    if kind == "tar":
        tar(path, members)
    else:
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in members.items():
                archive.writestr(name, data)
    found, heard = read(path)
    assert len(found) == 2
    assert heard == [(f"x.{kind}", "unpacks to more than 25 bytes; the rest is left out")]


def test_links_and_absurd_headers_of_tar_archives_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "x.tar"
    with tarfile.open(path, "w") as archive:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        header = tarfile.TarInfo("././@PaxHeader")
        header.type, header.size = tarfile.XHDTYPE, 1 << 40
        archive.fileobj.write(header.tobuf(tarfile.GNU_FORMAT))  # type: ignore[union-attr]
    found, heard = read(path)
    assert found == {}
    assert heard == [
        ("x.tar!link.txt", "not a regular file"),
        ("x.tar", "cannot be read: a header of absurd size"),
    ]


@pytest.mark.parametrize("name", ["x.tar", "x.tar.gz", "x.tar.xz", "x.tar.bz2", "x.zip"])
@given(data=st.binary(max_size=600))
def test_no_bytes_under_an_archives_name_raise(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: bytes
) -> None:
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(data)
    found, heard = read(path)
    assert found == {}
    assert [left for left, _ in heard] in ([name], [])


@pytest.mark.parametrize("keep", [0.6, 0.9])
def test_what_a_cut_archive_still_holds_is_read(tmp_path: Path, keep: float) -> None:
    path = tar(tmp_path / "x.tar.gz", {f"{n}.txt": os.urandom(3000) for n in range(9)}, "w:gz")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    found, heard = read(path)
    assert 0 < len(found) < 9
    assert [name for name, _ in heard] == ["x.tar.gz"]


def test_what_cannot_be_opened_is_reported(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nothing")
    found, heard = read(tmp_path / "missing.txt", tmp_path)
    assert found == {}
    names = {name.rpartition("/")[2]: reason for name, reason in heard}
    assert set(names) == {"missing.txt", "pipe.txt", "dangling.txt"}
    assert names["pipe.txt"] == "not a regular file"


def test_offsets_grow_to_the_size(tmp_path: Path) -> None:
    root = folder(tmp_path / "kb", {f"{n}.txt": b"x" * n for n in range(1, 9)})
    tar(root / "x.tar.gz", {f"{n}.txt": os.urandom(900) for n in range(5)}, "w:gz")
    offsets = [source.offset for source in corpus.sources([root], Heard())]
    assert offsets == sorted(offsets)
    assert 0 < offsets[-1] <= corpus.size([root])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp437"])
@pytest.mark.parametrize(
    "text",
    ["plain text", "Größe über Übel", "café naïve déjà", "el año español"],
)
def test_letters_survive_each_encoding(encoding: str, text: str) -> None:
    assert corpus.decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("don’t – “quoted” • item", "cp1252"),
        ("Windows® © 1996", "cp1252"),
        ("one two…", "cp1252"),
        ("┌────┐\n│ OK │\n└────┘", "cp437"),
        ("║ a ║ b ║", "cp437"),
    ],
)
def test_marks_and_boxes_tell_the_code_pages_apart(text: str, encoding: str) -> None:
    assert corpus.decode(text.encode(encoding)) == text


def test_line_ends_become_newlines() -> None:
    assert corpus.decode(b"a\r\nb\rc\n") == "a\nb\nc\n"
    assert corpus.decode("a\r\nb".encode("utf-16")) == "a\nb"


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(UnreadableSource):
        corpus.decode(b"MZ\0\0\x90")


@given(st.binary())
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        assert "\r" not in corpus.decode(data)
    except UnreadableSource:
        assert b"\0" in data


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r\ufeff")))
def test_utf_8_is_read_as_written(text: str) -> None:
    assert corpus.decode(text.encode()) == text
