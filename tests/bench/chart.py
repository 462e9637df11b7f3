"""The chart: what pages cost, for each who makes them, as an SVG that stands alone.

In: for each name, points of pages and seconds.  Out: the text of an SVG.  Both axes are
logarithmic: where a line runs at the slope of the thin ones behind it, a page costs as much in a
long report as in a short one; where it is steeper, more.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 760, 460
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 190, 34, 46
_STEPS = (1, 2, 5)
_COLOURS = ('#8a1c1c', '#1d4f91', '#1d4f91', '#2e6b34', '#6b4a8f')
_DASHES = ('', '', '6 3', '2 3', '9 3 2 3')
_LEAST_GAP = 15
"""Between two names at the right, in pixels."""

Points = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class _Axis:
    """A logarithmic axis from one end to the other, in pixels."""

    least: float
    most: float
    start: float
    end: float

    def place(self, value: float) -> float:
        """Return where a value stands."""
        share = math.log(value / self.least) / math.log(self.most / self.least)
        return self.start + share * (self.end - self.start)

    def ticks(self) -> Iterator[float]:
        """Yield the round numbers on it."""
        power = 10.0 ** math.floor(math.log10(self.least))
        while power <= self.most:
            for step in _STEPS:
                if self.least <= step * power <= self.most:
                    yield step * power
            power *= 10


def chart(lines: Mapping[str, Points], title: str, note: str) -> str:
    """Draw a line for each name; raises `ValueError` when there is no point at all."""
    points = [point for line in lines.values() for point in line]
    if not points:
        raise ValueError("a chart of nothing")
    pages = _Axis(*_round(x for x, _ in points), _LEFT, WIDTH - _RIGHT)
    seconds = _Axis(*_round(y for _, y in points), HEIGHT - _BOTTOM, _TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="12">',
        f'<title>{escape(title)}</title><desc>{escape(note)}</desc>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="20" font-size="14" font-weight="bold">{escape(title)}</text>',
        *_grid(pages, seconds),
        *_slopes(pages, seconds),
        *_lines(lines, pages, seconds),
        '</svg>\n',
    ]
    return '\n'.join(parts)


def _round(values: Iterator[float]) -> tuple[float, float]:
    """Return round numbers around the values, a little apart at least."""
    found = list(values)
    steps = [step * 10.0**power for power in range(-4, 8) for step in _STEPS]
    least = max(step for step in steps if step <= min(found))
    most = min(step for step in steps if step >= max(found) and step > least)
    return least, most


def _grid(pages: _Axis, seconds: _Axis) -> Iterator[str]:
    for value in pages.ticks():
        x = pages.place(value)
        yield _rule(x, seconds.start, x, seconds.end, '#ddd')
        yield f'<text x="{x:.1f}" y="{HEIGHT - 28}" text-anchor="middle">{value:g}</text>'
    for value in seconds.ticks():
        y = seconds.place(value)
        yield _rule(pages.start, y, pages.end, y, '#ddd')
        yield f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:g}</text>'
    middle = (pages.start + pages.end) / 2
    yield f'<text x="{middle:.1f}" y="{HEIGHT - 8}" text-anchor="middle">pages</text>'
    y = (seconds.start + seconds.end) / 2
    yield f'<text transform="translate(16 {y:.1f}) rotate(-90)" text-anchor="middle">CPU s</text>'


def _slopes(pages: _Axis, seconds: _Axis) -> Iterator[str]:
    """Yield thin lines on which every page costs the same."""
    for cost in (0.001, 0.01, 0.1, 1.0):
        least = max(pages.least, seconds.least / cost)
        most = min(pages.most, seconds.most / cost)
        if least < most:
            places = (pages.place(least), seconds.place(least * cost))
            yield _rule(*places, pages.place(most), seconds.place(most * cost), '#bbb')


def _lines(lines: Mapping[str, Points], pages: _Axis, seconds: _Axis) -> Iterator[str]:
    drawn = {name: sorted(points) for name, points in lines.items() if points}
    ends = {name: seconds.place(points[-1][1]) for name, points in drawn.items()}
    names = _apart(ends)
    for number, (name, points) in enumerate(drawn.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        dash = _DASHES[number % len(_DASHES)]
        places = [(pages.place(x), seconds.place(y)) for x, y in points]
        path = ' '.join(f'{x:.1f},{y:.1f}' for x, y in places)
        yield (
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"'
            + (f' stroke-dasharray="{dash}"/>' if dash else '/>')
        )
        for x, y in places:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>'
        x = pages.end + 26
        yield _rule(places[-1][0] + 4, places[-1][1], x - 4, names[name], colour, 0.6)
        yield f'<text x="{x:.1f}" y="{names[name] + 4:.1f}" fill="{colour}">{escape(name)}</text>'


def _apart(places: Mapping[str, float]) -> dict[str, float]:
    """Move names down until none stands on another."""
    moved: dict[str, float] = {}
    least = -math.inf
    for name in sorted(places, key=lambda one: places[one]):
        moved[name] = max(places[name], least)
        least = moved[name] + _LEAST_GAP
    return moved


def _rule(x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 1) -> str:
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
        f'stroke-width="{width}"/>'
    )
