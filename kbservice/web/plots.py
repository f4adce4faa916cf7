"""Pictures for those who would rather look than read: where bars and points stand; the templates draw them as SVG."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from kbservice.lookups import FileAnswer, FileRow

WIDTH = 720  # units of the drawing, which scales with the page
_LANE = 26  # height of a branch
_LEFT = 150  # room for the names of branches
_MOST_BARS = 40
BAR_HEIGHT = 90


@dataclass(frozen=True, slots=True)
class Point:
    """A version of a file at its date: the middle of its mark, its label, and the row of the table below."""

    x: float
    y: float
    label: str
    row: FileRow


@dataclass(frozen=True, slots=True)
class Timeline:
    """Branches as lanes, years as ticks, versions as points."""

    height: int
    lanes: tuple[tuple[float, str], ...]  # (y, name)
    ticks: tuple[tuple[float, int], ...]  # (x, year)
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its left edge, top, width and height, the label below, the count, and where it leads."""

    x: float
    y: float
    width: float
    height: float
    label: str
    count: int
    leads: str


def timeline(answer: FileAnswer) -> Timeline | None:
    """The versions of a file that have a date, on one lane a branch; None if fewer than two have."""
    branches = [(branch.name, [row for row in branch.rows if row.row.date]) for branch in answer.branches]
    branches = [(name, rows) for name, rows in branches if rows]
    dates = [row.row.date for _, rows in branches for row in rows if row.row.date]
    if len(dates) < 2:
        return None
    first, last = min(dates).year, max(dates).year + 1
    years = range(first, last + 1)

    def x(day: dt.date) -> float:
        elapsed = day.year + day.timetuple().tm_yday / 366 - first
        return _LEFT + (WIDTH - _LEFT - 20) * elapsed / (last - first)

    points = tuple(
        Point(round(x(row.row.date), 1), _LANE * (lane + 0.5), f"{row.row.version or row.row.name} {row.row.date}", row)
        for lane, (_, rows) in enumerate(branches)
        for row in rows
        if row.row.date
    )
    lanes = tuple((_LANE * (lane + 0.5), name) for lane, (name, _) in enumerate(branches))
    ticks = tuple((round(x(dt.date(year, 1, 1)), 1), year) for year in years)
    return Timeline(_LANE * len(branches) + 24, lanes, ticks, points)


def bars(values: Sequence[tuple[str, int, str]]) -> tuple[Bar, ...]:
    """Bars for (label, count, address), side by side in the order given; none if there are fewer than two."""
    shown = values[-_MOST_BARS:]
    most = max((count for _, count, _ in shown), default=0)
    if len(shown) < 2 or not most:
        return ()
    step = min(64, WIDTH / len(shown))
    return tuple(
        Bar(
            x=round(place * step + step * 0.1, 1),
            y=round(BAR_HEIGHT * (1 - count / most) + 16, 1),
            width=round(step * 0.8, 1),
            height=round(max(1, BAR_HEIGHT * count / most), 1),
            label=label,
            count=count,
            leads=leads,
        )
        for place, (label, count, leads) in enumerate(shown)
    )
