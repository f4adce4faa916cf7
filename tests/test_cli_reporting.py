"""An ingest for people: progress on a terminal and elsewhere, and the report at its end."""

from __future__ import annotations

import sys
import time
from collections import Counter

import pytest

from kbservice.cli import reporting
from kbservice.ingest import Report, Skipped


def test_a_terminal_shows_a_bar_with_stage_rate_and_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with reporting.Progress() as progress:
        progress("reading", 0, 2_000_000)
        time.sleep(0.2)  # the bar is drawn ten times a second
        progress("reading", 2_000_000, 2_000_000)
        progress("indexing", 0, 10)
    shown = capsys.readouterr().err
    assert "reading: 100%" in shown
    assert "2.00M/2.00M" in shown
    assert "indexing:   0%" in shown


def test_elsewhere_each_stage_is_a_line_and_then_one_every_few_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    with reporting.Progress() as progress:
        for second in range(21):
            now[0] = float(second)
            progress("reading", second, 20)
        progress("encoding", 0, 0)
    assert capsys.readouterr().err.splitlines() == ["reading: 0 %", "reading: 55 %", "encoding: 100 %"]


def test_the_report_names_what_was_skipped_and_why_but_not_without_end() -> None:
    skipped = [Skipped(f"articles/{n}.txt", "no article") for n in range(25)]
    done = Report(read=30, new=5, articles=5, skipped=skipped, layouts=Counter(wiki=5), problems=Counter(title=2))
    text = reporting.report(done)
    assert "5 articles in the index: read 30 sources" in text
    assert "layouts: wiki 5" in text
    assert "problems: title 2" in text
    assert text.count("skipped articles/") == 20
    assert "and 5 more" in text
    assert "another release" not in text
    assert max(map(len, text.splitlines())) <= 80


def test_the_report_says_when_nothing_of_the_old_index_could_be_taken_over() -> None:
    text = reporting.report(Report(read=1, new=1, articles=1, anew=True))
    assert "must be ingested again" in " ".join(text.split())
    assert max(map(len, text.splitlines())) <= 80
