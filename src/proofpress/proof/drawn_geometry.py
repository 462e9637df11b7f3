"""Boxes, polygons and contrast: what the rules on drawn pages measure with.

In: values of `drawn`.  Out: numbers and answers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from proofpress.proof.drawn import WHITE, Colour, DrawnShape, DrawnText, Point, ShapeKind
from proofpress.proof.ledger import Box

_BAND = 36.0
"""Height of the strips by which things on a page are looked up, points."""


class _Boxed(Protocol):
    @property
    def box(self) -> Box: ...


Thing = TypeVar('Thing', bound=_Boxed)


class Bands(Generic[Thing]):
    """Finds what stands near a place without looking at the whole page."""

    def __init__(self, things: Iterable[Thing]) -> None:
        self._bands: dict[int, list[tuple[float, float, float, float, Thing]]] = {}
        for thing in things:
            box = thing.box
            for band in _bands(box):
                self._bands.setdefault(band, []).append((*box, thing))

    def meeting(self, box: Box) -> list[Thing]:
        """Return what shares more than an edge with the box, in the order of the things."""
        bands = _bands(box)
        near = [things for band in bands if (things := self._bands.get(band))]
        if not near:
            return []
        left, bottom, right, top = box
        found = [
            thing
            for things in near
            for its_left, its_bottom, its_right, its_top, thing in things
            # As `meets` tells, without the call: it is asked for every pair of neighbours.
            if its_left < right and left < its_right and its_bottom < top and bottom < its_top
        ]
        return found if len(near) == 1 else list({id(thing): thing for thing in found}.values())


def _bands(box: Box) -> range:
    # A page is 200 inches high at most (ISO 32000-1, Annex C); what lies further off shows nothing.
    first, last = int(box[1] // _BAND), int(box[3] // _BAND)
    return range(first if first > -1 else -1, (last if last < 400 else 400) + 1)


NOTHING = Box(0, 0, 0, 0)
_CURVE_STEPS = 8


@dataclass(frozen=True, slots=True)
class Matrix:
    """A transformation (ISO 32000-1, 8.3.3)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, point: Point) -> Point:
        """Return where a point goes."""
        return Point(
            self.a * point.x + self.c * point.y + self.e,
            self.b * point.x + self.d * point.y + self.f,
        )

    def box(self, box: Box) -> Box:
        """Return the box around where a box goes."""
        corners = (Point(x, y) for x in (box.left, box.right) for y in (box.bottom, box.top))
        return around([self.point(corner) for corner in corners])

    @property
    def height(self) -> float:
        """What a length of 1 upwards becomes."""
        return math.hypot(self.c, self.d)


def around(points: Sequence[Point]) -> Box:
    """Return the smallest box around some points, of which there must be one at least."""
    xs, ys = [point.x for point in points], [point.y for point in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def both(one: Box | None, other: Box | None) -> Box | None:
    """Return what two clips leave; None leaves everything."""
    if one is None or other is None:
        return one or other
    return common(one, other) or NOTHING


def curve(start: Point, first: Point, second: Point, end: Point) -> Iterator[Point]:
    """Yield points along a Bézier curve (ISO 32000-1, 8.5.2.2), without its start."""
    for step in range(1, _CURVE_STEPS + 1):
        t = step / _CURVE_STEPS
        u = 1 - t
        weights = (u**3, 3 * u * u * t, 3 * u * t * t, t**3)
        points = (start, first, second, end)
        yield Point(
            sum(weight * point.x for weight, point in zip(weights, points, strict=True)),
            sum(weight * point.y for weight, point in zip(weights, points, strict=True)),
        )


def is_rectangle(outline: Sequence[Point]) -> bool:
    """Tell whether an outline is a rectangle that stands upright."""
    box = around(outline)
    corners = {(round(point.x, 1), round(point.y, 1)) for point in outline}
    return len(corners) == 4 and corners == {
        (round(x, 1), round(y, 1)) for x in (box.left, box.right) for y in (box.bottom, box.top)
    }


def meets(one: Box, other: Box) -> bool:
    """Tell whether two boxes share more than an edge."""
    return (
        one.left < other.right
        and other.left < one.right
        and one.bottom < other.top
        and other.bottom < one.top
    )


def common(one: Box, other: Box) -> Box | None:
    """Return what two boxes share, or None."""
    if not meets(one, other):
        return None
    return Box(
        max(one.left, other.left),
        max(one.bottom, other.bottom),
        min(one.right, other.right),
        min(one.top, other.top),
    )


def area(box: Box) -> float:
    """Return the area of a box, square points."""
    return max(box.right - box.left, 0.0) * max(box.top - box.bottom, 0.0)


def overhang(box: Box, frame: Box) -> float:
    """Return how far a box sticks out of a frame, points; 0 or less when it does not."""
    return max(
        frame.left - box.left,
        frame.bottom - box.bottom,
        box.right - frame.right,
        box.top - frame.top,
    )


def probes(text: DrawnText) -> Iterator[tuple[Point, Point]]:
    """Yield pairs of points along a text, one in the lower and one in the upper half of its ink.

    A pair stands at every two fifths of the size, and none near the ends, where a slanted letter
    may lean into its neighbour.  A rule through the middle of the words hits one point of each at
    most.
    """
    box = text.box
    width, height = box.right - box.left, box.top - box.bottom
    margin = min(0.15 * text.size, width / 3)
    count = max(1, int((width - 2 * margin) / max(0.4 * text.size, 0.4)))
    for number in range(count):
        x = box.left + margin + (width - 2 * margin) * (number + 0.5) / count
        yield Point(x, box.bottom + 0.25 * height), Point(x, box.bottom + 0.75 * height)


def holds(shape: DrawnShape, point: Point) -> bool:
    """Tell whether the shape lays colour on the point."""
    box = shape.box
    if not (box.left <= point.x <= box.right and box.bottom <= point.y <= box.top):
        return False
    return not shape.outlines or _is_inside(shape.outlines, point, shape.is_even_odd)


def is_under(shape: DrawnShape, box: Box) -> bool:
    """Tell whether the shape is one colour, or many, all the way under a box."""
    return not shape.outlines and overhang(box, shape.box) <= 0


def _is_inside(outlines: Sequence[Sequence[Point]], point: Point, is_even_odd: bool) -> bool:
    winding = crossings = 0
    for outline in outlines:
        before = outline[-1]
        for corner in outline:
            if (before.y > point.y) is not (corner.y > point.y):
                slope = (corner.x - before.x) / (corner.y - before.y)
                if before.x + (point.y - before.y) * slope > point.x:
                    crossings += 1
                    winding += 1 if corner.y > before.y else -1
            before = corner
    return crossings % 2 == 1 if is_even_odd else winding != 0


def ground(shapes: Iterable[DrawnShape], point: Point) -> Colour | None:
    """Return the colour that the shapes, in order, leave at the point of a white page.

    None where a picture or a gradient decides.
    """
    colour: Colour | None = WHITE
    for shape in shapes:
        if holds(shape, point):
            if shape.kind is not ShapeKind.PATH or shape.colour is None:
                colour = None
            elif shape.colour.alpha == 255:
                colour = shape.colour
            elif colour is not None:
                colour = blended(shape.colour, colour)
    return colour


def blended(upper: Colour, lower: Colour) -> Colour:
    """Return what is seen where one colour lies upon another that hides what is below it."""
    share = upper.alpha / 255

    def part(above: int, below: int) -> int:
        return round(above * share + below * (1 - share))

    return Colour(
        part(upper.red, lower.red),
        part(upper.green, lower.green),
        part(upper.blue, lower.blue),
    )


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.1, 1.4.3)."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 3294.6 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in (colour.red, colour.green, colour.blue)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
