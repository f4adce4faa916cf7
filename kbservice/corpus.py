"""Files, folders and archives -> source documents as bytes, and bytes -> text.

Archives are read as streams, member by member, and never unpacked to disk. What is left out is reported with the
reason, so that nothing is dropped in silence.
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import hashlib
import lzma
import os
import re
import stat
import tarfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from kbservice.errors import UnreadableSource

LARGEST_SOURCE = 4 << 20  # bytes; the longest of 60,335 known articles has 177,849
LARGEST_ARCHIVE = 8 << 30  # bytes unpacked; beyond, the rest of an archive is left out

Report = Callable[[str, str], None]
"""Called with the name of what is left out, and the reason."""

_ARCHIVE_NAMES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2")
_NOT_ARTICLES = re.compile(
    r"\.(?:7z|avi|bin|bmp|bz2|cab|class|css|db|dll|docx?|exe|gif|gz|ico|iso|jar|jpe?g|js|json|jsonl|lzma|mp[34]|msi|o|pdf"
    r"|png|pptx?|pyc?|rar|rtf|so|svg|ttf|wav|webp|woff2?|xlsx?|xz|zst)"
)
_FAILURES = (
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    RuntimeError,
    ValueError,
)
_EXTENDED_HEADERS = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)


@dataclass(frozen=True, slots=True)
class Source:
    """One document as found: its name (`archive!member` within an archive), its bytes, their sha256 in hex digits.

    `offset` says how many of the bytes that `size` counts had been read when it came up: what a progress bar needs.
    """

    name: str
    data: bytes
    digest: str
    offset: int = 0


def sources(paths: Iterable[Path], report: Report) -> Iterator[Source]:
    """Every document in these files, folders and archives, in the order of the paths and of the names below them.

    A name begins with the last part of the given path, so that it is the same from wherever one ingests; paths that
    share that part are named in full. `report` hears of everything that is left out.
    """
    offset = 0
    for root, label in _labels(paths):
        for path, name, length in _files(root, label, report):
            yield from _read(path, name, offset, report)
            offset += length


def below(name: str, paths: Iterable[Path]) -> bool:
    """Whether a source of that name would be found below these paths: if it is not, it is gone."""
    return any(name == label or name.startswith((f"{label}/", f"{label}!")) for _, label in _labels(paths))


def size(paths: Iterable[Path]) -> int:
    """The bytes on disk that `sources` will read, archives as packed."""
    return sum(length for root in paths for _, _, length in _files(root, root.name, _unheard))


def decode(data: bytes) -> str:
    """The text of a document: UTF-8 or UTF-16 by their marks, UTF-8 if valid, else code page 437 or 1252 by evidence.

    Line ends become newlines.

    Raises:
        UnreadableSource: the bytes are no text.
    """
    text = _decode(data)
    if "\0" in text:
        raise UnreadableSource("the bytes are no text")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _labels(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """Each path with what the names of its sources begin with."""
    roots = list(paths)
    shared = Counter(root.name for root in roots)
    return [(r, r.resolve().name if shared[r.name] == 1 else r.resolve().as_posix()) for r in roots]


def _unheard(name: str, reason: str) -> None:
    """What `size` leaves out, `sources` reports."""


def _files(root: Path, label: str, report: Report) -> Iterator[tuple[Path, str, int]]:
    """The regular files below a path, sorted by name: path, the name of the source, length."""
    if not root.is_dir():
        yield from _regular(root, label, report)
        return
    for folder, folders, names in os.walk(root, onerror=lambda e: report(str(e.filename), str(e.strerror))):
        here = Path(folder)
        prefix = f"{label}/{here.relative_to(root).as_posix()}".removesuffix("/.")
        for hidden in [name for name in folders if name.startswith(".") or name == "__pycache__"]:
            folders.remove(hidden)
            report(f"{prefix}/{hidden}", "a folder of tools, not of articles")
        folders.sort()
        for name in sorted(names):
            yield from _regular(here / name, f"{prefix}/{name}", report)


def _regular(path: Path, name: str, report: Report) -> Iterator[tuple[Path, str, int]]:
    try:
        status = path.stat()
    except OSError as error:
        report(name, error.strerror or str(error))
        return
    if not stat.S_ISREG(status.st_mode):
        report(name, "not a regular file")
    elif not is_archive(name) and (reason := _unfit(name, status.st_size)):
        report(name, reason)
    else:
        yield path, name, status.st_size


def is_archive(name: str) -> bool:
    """Whether a file of this name is read as an archive."""
    return name.lower().endswith(_ARCHIVE_NAMES)


def _unfit(name: str, length: int) -> str:
    """Why a file of this name and length cannot be an article; empty if it can."""
    parts = name.rpartition("!")[2].split("/")
    if any(part.startswith(".") for part in parts[:-1]):
        return "in a folder of tools, not of articles"
    if parts[-1].startswith("."):
        return "a hidden file"
    if is_archive(name):
        return "an archive within an archive"
    suffix = Path(parts[-1]).suffix.lower()
    if _NOT_ARTICLES.fullmatch(suffix):
        return f"a {suffix} file, not a text"
    return f"longer than {LARGEST_SOURCE} bytes" if length > LARGEST_SOURCE else ""


def _read(path: Path, name: str, offset: int, report: Report) -> Iterator[Source]:
    try:
        if name.lower().endswith(".zip"):
            yield from _zip_members(path, name, offset, report)
        elif is_archive(name):
            yield from _tar_members(path, name, offset, report)
        else:
            yield _source(name, path.read_bytes(), offset)
    except _FAILURES as error:
        report(name, f"cannot be read: {error}")


def _source(name: str, data: bytes, offset: int) -> Source:
    return Source(name, data, hashlib.sha256(data).hexdigest(), offset)


def _zip_members(path: Path, name: str, offset: int, report: Report) -> Iterator[Source]:
    unpacked = packed = 0
    with zipfile.ZipFile(path) as archive:
        for member in sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename):
            member_name = f"{name}!{member.filename}"
            packed += member.compress_size
            unpacked += min(member.file_size, LARGEST_SOURCE)
            if unpacked > LARGEST_ARCHIVE:
                report(name, f"unpacks to more than {LARGEST_ARCHIVE} bytes; the rest is left out")
                return
            if reason := _unfit(member_name, member.file_size):
                report(member_name, reason)
                continue
            try:
                with archive.open(member) as opened:
                    yield _source(member_name, _limited(opened), offset + packed)
            except _FAILURES as error:
                report(member_name, f"cannot be read: {error}")


def _limited(opened: IO[bytes]) -> bytes:
    """The bytes of a member, whatever length its header states."""
    data = opened.read(LARGEST_SOURCE + 1)
    if len(data) > LARGEST_SOURCE:
        raise ValueError(f"longer than {LARGEST_SOURCE} bytes")
    return data


class _GuardedHeader(tarfile.TarInfo):
    """A member's header; one that asks for a name of a million bytes is refused before memory is given to it."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _GuardedHeader:
        header = super().frombuf(buf, encoding, errors)
        if header.type in _EXTENDED_HEADERS and header.size > 1 << 20:
            raise tarfile.ReadError("a header of absurd size")
        return header


def _tar_members(path: Path, name: str, offset: int, report: Report) -> Iterator[Source]:
    unpacked = 0
    with (
        path.open("rb") as packed,
        _unpacked(path, packed) as stream,
        tarfile.open(fileobj=stream, mode="r|", tarinfo=_GuardedHeader) as archive,
    ):
        for member in archive:
            member_name = f"{name}!{member.name.removeprefix('./')}"
            unpacked += member.size
            if unpacked > LARGEST_ARCHIVE:
                report(name, f"unpacks to more than {LARGEST_ARCHIVE} bytes; the rest is left out")
                return
            if member.isdir():
                continue
            reason = _unfit(member_name, member.size) if member.isreg() else "not a regular file"
            opened = None if reason else archive.extractfile(member)
            if opened is None:
                report(member_name, reason)
                continue
            yield _source(member_name, _limited(opened), offset + packed.tell())


def _unpacked(path: Path, packed: IO[bytes]) -> Any:
    """The stream of an archive's members under its compression."""
    magic = packed.read(6)
    packed.seek(0)
    if magic.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=packed)
    if magic.startswith(b"BZh"):
        return bz2.BZ2File(packed)
    if magic.startswith(b"\xfd7zXZ"):
        return lzma.LZMAFile(packed)
    return path.open("rb")


def _decode(data: bytes) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return data[3:].decode("utf-8", "replace")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp437" if _looks_like_437(data) else "cp1252", "replace")


# What tells the two code pages apart: 437 draws boxes with runs of one byte and has its accented letters below 0xA6;
# 1252 has quotes and dashes there, beside blanks or as an apostrophe, and its accented letters from 0xE0.
_BOXES = re.compile(rb"([\xb0-\xdf])\1|[\xb3\xba][ -~]*[\xb3\xba]|[\x81\x8d\x8f\x90\x9d]")
_LETTERS_437 = re.compile(rb"(?<=[A-Za-z])[\x80-\x90\x93-\x95\x97\x99-\x9a\xa0-\xa5\xe1](?=[a-z])")
_MARKS_1252 = re.compile(
    rb"(?<![A-Za-z\x80-\xff])[\x91\x93\xab]|[\x92\x94\xbb](?![A-Za-z\x80-\xff])|\x92[a-z]\b"
    rb"|[\x85\x96\x97\xa0\xa9\xae\xb7](?=\s|$)| [\xb7\x95] "
)
_LETTERS_1252 = re.compile(rb"(?<=[A-Za-z])[\xdf-\xff](?=[A-Za-z\s,.;:)])")


def _looks_like_437(data: bytes) -> bool:
    for_437 = len(_BOXES.findall(data)) * 3 + len(_LETTERS_437.findall(data))
    for_1252 = len(_MARKS_1252.findall(data)) + len(_LETTERS_1252.findall(data))
    return for_437 > for_1252
