"""Builds of the index on disk: each in its own folder, one of them named by `CURRENT`.

A build is made beside the one in service and takes its place when `CURRENT` is replaced, which the file system does at
once or not at all. An ingest that dies leaves nothing but a folder that the next one clears away.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
from whoosh.util.filelock import FileLock

from kbservice.errors import IndexLocked, IndexMissing, IndexOutdated
from kbservice.index import fields

CURRENT = "CURRENT"
MANIFEST = "manifest.json"
_LOCK = "LOCK"
_PREFIX = "build-"


def current(folder: Path) -> Path:
    """The folder of the build in use.

    Raises:
        IndexMissing: nothing has been built here.
    """
    try:
        name = (folder / CURRENT).read_text(encoding="ascii").strip()
    except OSError:
        raise IndexMissing(f"there is no index in {folder}") from None
    return folder / name


def stamp(folder: Path) -> tuple[int, int]:
    """What changes when another build takes over: one look at `CURRENT`, cheap enough for every request.

    Raises:
        IndexMissing: nothing has been built here.
    """
    try:
        status = (folder / CURRENT).stat()
    except OSError:
        raise IndexMissing(f"there is no index in {folder}") from None
    return status.st_ino, status.st_mtime_ns


def manifest(build: Path) -> dict[str, Any]:
    """What ingest wrote about a build.

    Raises:
        IndexMissing: the build is not there.
        IndexOutdated: it was written with other fields or in another format than this release reads.
    """
    try:
        content: dict[str, Any] = msgspec.json.decode((build / MANIFEST).read_bytes())
    except OSError:
        raise IndexMissing(f"the build {build.name} is gone") from None
    except msgspec.DecodeError:
        raise IndexOutdated(f"the manifest of {build.name} cannot be read") from None
    if content.get("fields") != fields.digest():
        raise IndexOutdated(f"the index in {build.parent} was written by another release")
    return content


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other writers out; the system frees the lock when the process ends, however it ends.

    Raises:
        IndexLocked: another ingest holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(str(folder / _LOCK))
    if not lock.acquire(blocking=False):
        raise IndexLocked(f"another ingest is writing the index in {folder}")
    try:
        yield
    finally:
        lock.release()


def aside(folder: Path, base: Path | None) -> Path:
    """A new folder for a build: empty, or with the files of `base`, shared with it until one of them is replaced."""
    name = f"{_PREFIX}{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-{secrets.token_hex(3)}"
    build = folder / name
    build.mkdir()
    for path in base.iterdir() if base else ():
        if path.name == MANIFEST or path.name.endswith(("LOCK", ".tmp")):
            continue
        try:
            os.link(path, build / path.name)
        except OSError:
            shutil.copy2(path, build / path.name)
    return build


def finish(build: Path, content: Mapping[str, Any]) -> None:
    """Write the manifest, make everything durable, and put the build into service."""
    write(build / MANIFEST, msgspec.json.format(msgspec.json.encode(content), indent=1))
    for path in build.iterdir():
        _sync(path)
    _sync(build)
    write(build.parent / CURRENT, f"{build.name}\n".encode("ascii"))
    _sync(build.parent)


def write(path: Path, content: bytes) -> None:
    """Replace a file at once and durably; builds that share the old one keep it."""
    temporary = path.with_name(f"{path.name}.tmp")
    temporary.write_bytes(content)
    _sync(temporary)
    temporary.replace(path)


def clear(folder: Path) -> None:
    """Delete what a dead ingest left, and old builds but the one before the current: somebody may be opening it."""
    builds = sorted((p for p in folder.glob(f"{_PREFIX}*") if p.is_dir()), key=lambda p: p.stat().st_mtime_ns)
    finished = [p for p in builds if (p / MANIFEST).exists()]
    used = _current_or_none(folder)
    before = [path for path in finished if path != used][-1:]
    for path in builds:
        if path != used and path not in before:
            shutil.rmtree(path, ignore_errors=True)


def _current_or_none(folder: Path) -> Path | None:
    with suppress(IndexMissing):
        return current(folder)
    return None


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # directories cannot be opened there; the rename itself is durable
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
