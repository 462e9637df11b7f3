"""Where the shapes of a drawing lie: boxes around them, on the safe side.

In: attributes of SVG elements.  Out: `Box` and `Move` values.  A box is never smaller than its
shape; what cannot be told lies everywhere, and what turns or slants is no `Move`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import hypot, inf

_NUMBER = r'[-+]?(?:\d{1,9}\.?\d{0,9}|\.\d{1,9})(?:[eE][-+]?\d{1,2})?'
_LENGTH = re.compile(rf'\s*({_NUMBER})\s*(px|%)?\s*')
_CALL = re.compile(r'\s*,?\s*([A-Za-z]+)\s*\(([^()]*)\)\s*')
_SEGMENT = re.compile(r'([MmLlHhVvCcSsQqTtAaZz])([^MmLlHhVvCcSsQqTtAaZz]*)')
_COUNTS = {'M': 2, 'L': 2, 'T': 2, 'H': 1, 'V': 1, 'C': 6, 'S': 4, 'Q': 4, 'A': 7}
"""How many numbers a command of a path takes (SVG 2, section 9.3)."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in units of the drawing; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: Box) -> bool:
        """Tell whether the other box lies within this one."""
        return (
            self.left <= other.left
            and other.right <= self.right
            and self.top <= other.top
            and other.bottom <= self.bottom
        )

    def meets(self, other: Box) -> bool:
        """Tell whether the two have a point in common."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )

    def grown(self, by: float) -> Box:
        """Return the box with a margin."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)


EVERYWHERE = Box(-inf, -inf, inf, inf)


@dataclass(frozen=True, slots=True)
class Move:
    """A change of place and size that turns nothing."""

    scale_x: float = 1
    scale_y: float = 1
    x: float = 0
    y: float = 0

    @property
    def scale(self) -> float:
        """How much larger things become, at most."""
        return max(abs(self.scale_x), abs(self.scale_y))

    def then(self, inner: Move) -> Move:
        """Return the move of what is moved within what is moved."""
        return Move(
            self.scale_x * inner.scale_x,
            self.scale_y * inner.scale_y,
            self.scale_x * inner.x + self.x,
            self.scale_y * inner.y + self.y,
        )

    def box(self, box: Box) -> Box:
        """Return where the box comes to lie."""
        if box is EVERYWHERE:
            return box
        across = sorted(self.scale_x * x + self.x for x in (box.left, box.right))
        down = sorted(self.scale_y * y + self.y for y in (box.top, box.bottom))
        return Box(across[0], down[0], across[1], down[1])


UNMOVED = Move()


def number_of(words: str | None, whole: float | None = None) -> float | None:
    """Return a length in user units; None when it is none or depends on something unknown."""
    match = _LENGTH.fullmatch(words or '')
    if match is None or (match[2] == '%' and whole is None):
        return None
    return float(match[1]) * (whole or 0) / 100 if match[2] == '%' else float(match[1])


def move_of(transform: str | None) -> Move | None:
    """Return what a `transform` does; None when it turns or slants, or cannot be read."""
    rest, move = (transform or '').strip(), UNMOVED
    while rest:
        match = _CALL.match(rest)
        step = _step(match[1], _numbers(match[2])) if match else None
        if match is None or step is None:
            return None
        rest, move = rest[match.end() :], move.then(step)
    return move


def shape_box(tag: str, attributes: Mapping[str, str], whole: Box) -> Box:
    """Return the box around a shape, without its stroke; `whole` is that of the drawing."""

    def length(name: str, of: float | None = None) -> float | None:
        return number_of(attributes.get(name, '0'), of)

    match tag:
        case 'rect':
            wide, high = whole.right - whole.left, whole.bottom - whole.top
            return _box_of(length('x'), length('y'), length('width', wide), length('height', high))
        case 'circle':
            return _box_around(length('cx'), length('cy'), length('r'), length('r'))
        case 'ellipse':
            return _box_around(length('cx'), length('cy'), length('rx'), length('ry'))
        case 'line':
            ends = (length('x1'), length('y1'), length('x2'), length('y2'))
            known = [end for end in ends if end is not None]
            return _box_through(_pairs(known)) if len(known) == len(ends) else EVERYWHERE
        case 'polyline' | 'polygon':
            numbers = _numbers(attributes.get('points', ''))
            return _box_through(_pairs(numbers)) if numbers else EVERYWHERE
        case 'path':
            points = list(_points(attributes.get('d', '')))
            return _box_through(points) if None not in points else EVERYWHERE
        case _:
            return EVERYWHERE


def _box_of(x: float | None, y: float | None, width: float | None, height: float | None) -> Box:
    if x is None or y is None or width is None or height is None:
        return EVERYWHERE
    return Box(x, y, x + width, y + height)


def _box_around(
    x: float | None, y: float | None, reach_x: float | None, reach_y: float | None
) -> Box:
    if x is None or y is None or reach_x is None or reach_y is None:
        return EVERYWHERE
    return Box(x - reach_x, y - reach_y, x + reach_x, y + reach_y)


def _box_through(points: Iterable[complex | None]) -> Box:
    known = [point for point in points if point is not None]
    if not known:
        return EVERYWHERE
    across, down = [point.real for point in known], [point.imag for point in known]
    return Box(min(across), min(down), max(across), max(down))


def _numbers(words: str) -> list[float] | None:
    """Return the numbers of a list; None when something else is among them."""
    if re.sub(_NUMBER, '', words).strip(' \t\r\n,'):
        return None
    return [float(number) for number in re.findall(_NUMBER, words)]


def _pairs(numbers: list[float]) -> list[complex]:
    return [complex(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=False)]


def _step(name: str, numbers: list[float] | None) -> Move | None:
    match name, numbers:
        case 'translate', [x]:
            return Move(x=x)
        case 'translate', [x, y]:
            return Move(x=x, y=y)
        case 'scale', [both]:
            return Move(both, both)
        case 'scale', [across, down]:
            return Move(across, down)
        case 'matrix', [across, 0, 0, down, x, y]:
            return Move(across, down, x, y)
        case _:
            return None


def _points(data: str) -> Iterator[complex | None]:
    """Yield points between which a path runs, those that steer its curves among them.

    None stands for what cannot be read.
    """
    here = start = steer = 0j
    if _SEGMENT.sub('', data).strip():
        yield None
    for match in _SEGMENT.finditer(data):
        command, numbers = match[1].upper(), _numbers(match[2])
        if command == 'Z':
            here = steer = start
            continue
        count = _COUNTS[command]
        if not numbers or len(numbers) % count:
            # Flags of arcs may be written without a space: "a5 5 0 01 9 9".
            yield None
            return
        for index in range(0, len(numbers), count):
            own = numbers[index : index + count]
            passed, here, steer = _passed(command, own, match[1].islower(), here, steer)
            yield from passed
            if command == 'M' and index == 0:
                start = here


def _passed(
    command: str, own: list[float], is_relative: bool, here: complex, steer: complex
) -> tuple[list[complex], complex, complex]:
    """Return the points of one step of a path, its end, and the point that steered it last."""
    origin = here if is_relative else 0j
    if command == 'H':
        points = [complex(own[0] + origin.real, here.imag)]
    elif command == 'V':
        points = [complex(here.real, own[0] + origin.imag)]
    elif command == 'A':
        end = complex(own[5], own[6]) + origin
        # An arc bulges at most by its diameter; radii that are too small are made larger.
        reach = 2 * max(abs(own[0]), abs(own[1])) + hypot(
            end.real - here.real, end.imag - here.imag
        )
        corner = complex(reach, reach)
        return [end - corner, end + corner], end, end
    else:
        points = [point + origin for point in _pairs(own)]
    end = points[-1]
    mirrored = [2 * here - steer] if command in {'S', 'T'} else []
    steers = {'C': points[-2:-1], 'S': points[-2:-1], 'Q': points[-2:-1], 'T': mirrored}
    return [*mirrored, *points], end, steers.get(command, [end])[0]
