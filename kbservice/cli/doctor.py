"""What is wrong with the set-up, and how to mend it."""

from __future__ import annotations

import socket
import sys
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kbservice.config import Config, unknown_names
from kbservice.errors import IndexUnusable, InvalidSetting
from kbservice.index.reader import open_current


@dataclass(frozen=True, slots=True)
class Finding:
    """One look at the set-up: whether it is good, what was seen, and the remedy if it is not."""

    name: str
    good: bool
    seen: str
    remedy: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def findings(config: Config, environ: Mapping[str, str]) -> Iterator[Finding]:
    """Every look, good or bad, in the order in which to mend."""
    yield _python()
    yield from _environment(environ)
    yield _articles(config.articles)
    yield _index(config.index, config.encoder)
    yield _address(config.host, config.port)


def render(found: list[Finding]) -> str:
    """The findings for people."""
    lines = []
    for finding in found:
        mark = "ok  " if finding.good else "BAD "
        lines += textwrap.wrap(f"{mark} {finding.name}: {finding.seen}", 80, subsequent_indent="     ")
        if finding.remedy:
            lines += textwrap.wrap(finding.remedy, 80, initial_indent="     -> ", subsequent_indent="        ")
    return "\n".join(lines)


def _python() -> Finding:
    seen = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= (3, 11)
    return Finding("python", good, seen, "" if good else "install Python 3.11 or later")


def _environment(environ: Mapping[str, str]) -> Iterator[Finding]:
    for name, meant in unknown_names(environ).items():
        remedy = f"did you mean {meant}?" if meant else "unset it; docs/settings.md lists the settings"
        yield Finding("environment", False, f"{name} is no setting", remedy)


def _articles(path: Path) -> Finding:
    if not path.exists():
        remedy = "name the folder with --articles or KBSERVICE_ARTICLES, or ingest other paths"
        return Finding("articles", False, f"{path} does not exist", remedy)
    return Finding("articles", True, str(path))


def _index(folder: Path, encoder: str) -> Finding:
    try:
        index = open_current(folder, encoder)
        seen = f"{folder}: {len(index):,} articles, build {index.generation}"
    except (IndexUnusable, InvalidSetting) as error:
        return Finding("index", False, error.message, error.remedy)
    if not len(index):
        return Finding("index", False, f"{folder} holds no articles", "run: kbservice ingest PATH")
    return Finding("index", True, seen)


def _address(host: str, port: int) -> Finding:
    try:
        listen(host, port).close()
    except InvalidSetting as error:
        return Finding("address", False, error.message, error.remedy)
    return Finding("address", True, f"{host}:{port} is free")


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens on the address.

    Raises:
        InvalidSetting: that address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise InvalidSetting(
            f"cannot listen on {host}:{port}: {(error.strerror or str(error)).partition(' (while ')[0]}",
            field="port",
            remedy="end the other service, or give another --host or --port",
        ) from None
