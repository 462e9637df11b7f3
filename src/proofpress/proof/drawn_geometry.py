"""Boxes, polygons and contrast: what the rules on drawn pages measure with.

In: values of `drawn`.  Out: numbers and answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
        self._bands: dict[int, list[Thing]] = {}
        for thing in things:
            for band in _bands(thing.box):
                self._bands.setdefault(band, []).append(thing)

    def meeting(self, box: Box) -> list[Thing]:
        """Return what shares more than an edge with the box, in the order of the things."""
        found = {
            id(thing): thing
            for band in _bands(box)
            for thing in self._bands.get(band, ())
            if meets(thing.box, box)
        }
        return list(found.values())


def _bands(box: Box) -> range:
    # A page is 200 inches high at most (ISO 32000-1, Annex C); what lies further off shows nothing.
    first = max(int(box.bottom // _BAND), -1)
    return range(first, min(int(box.top // _BAND), 400) + 1)


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
    box = shape.box if shape.clip is None else common(shape.box, shape.clip)
    if box is None or not (box.left <= point.x <= box.right and box.bottom <= point.y <= box.top):
        return False
    return not shape.outlines or _is_inside(shape.outlines, point, shape.is_even_odd)


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
