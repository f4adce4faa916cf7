"""Lines on logarithmic axes as an SVG of a few lines: enough for one curve sheet, and no library for it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _RIGHT = 720, 420, 60, 40, 130
_COLOURS = ("#1b6ca8", "#c0392b", "#2e8b57", "#8e44ad", "#b7791f", "#444444")

Line = Sequence[tuple[float, float]]


def loglog(lines: Mapping[str, Line], x_label: str, y_label: str) -> str:
    """The SVG text of named lines of (x, y), all above zero."""
    xs, ys = ([point[axis] for line in lines.values() for point in line] for axis in (0, 1))
    across, up = _decades(xs), _decades(ys)

    def place(point: tuple[float, float]) -> tuple[float, float]:
        x = _LEFT + (_WIDTH - _LEFT - _RIGHT) * _share(point[0], across)
        return x, (_HEIGHT - _BOTTOM) - (_HEIGHT - _BOTTOM - 20) * _share(point[1], up)

    parts = [_grid(place, across, up)]
    for (name, line), colour in zip(lines.items(), _COLOURS, strict=False):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, line))
        x, y = place(line[-1])
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{x + 6:.1f}" y="{y + 4:.1f}" fill="{colour}">{name}</text>')
    parts.append(f'<text x="{_LEFT}" y="{_HEIGHT - 6}">{x_label}</text><text x="4" y="14">{y_label}</text>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif"'
    return "\n".join([f'{head} font-size="12">', '<rect width="100%" height="100%" fill="white"/>', *parts, "</svg>\n"])


def _decades(values: Sequence[float]) -> tuple[int, int]:
    return math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))


def _share(value: float, decades: tuple[int, int]) -> float:
    return (math.log10(value) - decades[0]) / (decades[1] - decades[0] or 1)


def _grid(place, across: tuple[int, int], up: tuple[int, int]) -> str:
    lines = []
    for power in range(across[0], across[1] + 1):
        x, y = place((10.0**power, 10.0 ** up[0]))
        lines.append(
            f'<path d="M{x:.1f} 20V{y:.1f}" stroke="#ddd"/><text x="{x:.1f}" y="{y + 16:.1f}">{10**power:,}</text>'
        )
    for power in range(up[0], up[1] + 1):
        x, y = place((10.0 ** across[0], 10.0**power))
        lines.append(f'<path d="M{x:.1f} {y:.1f}H{_WIDTH - _RIGHT}" stroke="#ddd"/>')
        lines.append(f'<text x="{x - 8:.1f}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g}</text>')
    return "\n".join(lines)
