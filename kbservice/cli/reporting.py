"""An ingest for people: how far it has come, on a terminal as a bar with rate and time left, and what it did."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any

import click
from tqdm import tqdm

from kbservice.cli.render import filled
from kbservice.ingest import Report

_PLAIN_SECONDS = 10.0  # between two lines where there is no terminal
_SKIPPED_SHOWN = 20


class Progress:
    """Called with (stage, done, total) as an ingest goes on; a context that clears the terminal at its end."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._bar: Any = None
        self._stage = ""
        self._said = time.monotonic()

    def __call__(self, stage: str, done: int, total: int) -> None:
        (self._draw if self._terminal else self._say)(stage, done, total)

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def _draw(self, stage: str, done: int, total: int) -> None:
        if stage != self._stage:
            self.__exit__(None, None, None)
            in_bytes = stage == "reading"
            unit, scale = ("B", True) if in_bytes else (" articles", False)
            self._bar = tqdm(total=total, desc=stage, unit=unit, unit_scale=scale, leave=False, dynamic_ncols=True)
            self._stage = stage
        self._bar.update(done - self._bar.n)

    def _say(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage != self._stage or now - self._said > _PLAIN_SECONDS:
            percent = 100 * done // total if total else 100
            click.echo(f"{stage}: {percent} %", err=True)
            self._stage, self._said = stage, now


def report(done: Report) -> str:
    """What an ingest did, and what it left out."""
    lines = [
        f"{done.articles:,} articles in the index: read {done.read:,} sources in {done.seconds:.1f} s",
        f"  new {done.new:,}, changed {done.changed:,}, unchanged {done.unchanged:,}, removed {done.removed:,},"
        f" skipped {len(done.skipped):,}",
    ]
    for label, counts in (("layouts", done.layouts), ("problems", done.problems)):
        if counts:
            lines.append(filled(f"  {label}: " + ", ".join(f"{name} {n:,}" for name, n in counts.most_common()), 4))
    if done.anew:
        text = "  the old index was of another release: made anew; what came from other paths must be ingested again"
        lines.append(filled(text, 4))
    lines += [filled(f"  skipped {s.name}: {s.reason}", 4) for s in done.skipped[:_SKIPPED_SHOWN]]
    if len(done.skipped) > _SKIPPED_SHOWN:
        lines.append(f"  and {len(done.skipped) - _SKIPPED_SHOWN:,} more (--json lists all)")
    return "\n".join(lines)
