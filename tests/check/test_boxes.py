"""A box is never smaller than its shape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from proofpress.check.boxes import EVERYWHERE, Box, Move, move_of, number_of, shape_box

WHOLE = Box(0, 0, 400, 200)
NUMBERS = some.floats(-100, 100)


@pytest.mark.parametrize(
    ('tag', 'attributes', 'box'),
    [
        ('rect', {'x': '1', 'y': '2', 'width': '3px', 'height': '4'}, Box(1, 2, 4, 6)),
        ('rect', {'width': '50%', 'height': '100%'}, Box(0, 0, 200, 200)),
        ('rect', {'width': '5em', 'height': '9'}, EVERYWHERE),
        ('circle', {'cx': '5', 'cy': '6', 'r': '2'}, Box(3, 4, 7, 8)),
        ('ellipse', {'rx': '3', 'ry': '2'}, Box(-3, -2, 3, 2)),
        ('line', {'x1': '9', 'y2': '4'}, Box(0, 0, 9, 4)),
        ('polygon', {'points': '1,2 3,4 -5 6'}, Box(-5, 2, 3, 6)),
        ('path', {'d': 'M1 2 3 4h5v-9z'}, Box(1, -5, 8, 4)),
        ('path', {'d': 'm10 10 5 5zm1 1'}, Box(10, 10, 15, 15)),
        ('path', {'d': 'M0 0C0 9 9 9 9 0S18-9 18 0'}, Box(0, -9, 18, 9)),
        ('path', {'d': 'M0 0Q5 9 10 0T20 0'}, Box(0, -9, 20, 9)),
        ('path', {'d': 'M0 0 L x'}, EVERYWHERE),
        ('path', {'d': ''}, EVERYWHERE),
        ('image', {'width': '9'}, EVERYWHERE),
    ],
)
def test_shapes_lie_in_their_boxes(tag: str, attributes: dict[str, str], box: Box) -> None:
    """Words outside the box have another ground."""
    assert shape_box(tag, attributes, WHOLE) == box


@given(some.lists(some.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS, NUMBERS), min_size=1))
def test_a_curve_lies_in_its_box(curves: list[tuple[float, ...]]) -> None:
    """A Bézier curve never leaves the points that steer it; each end is within."""
    data = 'M0 0' + ''.join('C' + ' '.join(f'{number:.3f}' for number in curve) for curve in curves)
    box = shape_box('path', {'d': data}, WHOLE)
    for curve in curves:
        assert box.grown(0.001).holds(Box(curve[4], curve[5], curve[4], curve[5]))


@pytest.mark.parametrize(
    ('transform', 'move'),
    [
        (None, Move()),
        ('translate(3)', Move(x=3)),
        ('translate(3, 4) scale(2)', Move(2, 2, 3, 4)),
        ('scale(2 3),translate(1 1)', Move(2, 3, 2, 3)),
        ('matrix(2 0 0 -2 5 6)', Move(2, -2, 5, 6)),
        ('rotate(90)', None),
        ('matrix(1 1 0 1 0 0)', None),
        ('skewX(4)', None),
        ('nonsense', None),
    ],
)
def test_moves_are_followed_and_turns_are_not(transform: str | None, move: Move | None) -> None:
    """What is turned lies who knows where."""
    assert move_of(transform) == move


def test_a_mirrored_box_is_a_box() -> None:
    """A chart drawn upside down has its bars where they are seen."""
    assert Move(1, -1, 0, 100).box(Box(0, 10, 5, 30)) == Box(0, 70, 5, 90)


def test_boxes_that_touch_meet() -> None:
    """Who stands on the edge may stand on either ground."""
    assert Box(0, 0, 1, 1).meets(Box(1, 1, 2, 2))
    assert not Box(0, 0, 1, 1).meets(Box(1.1, 0, 2, 1))


@pytest.mark.parametrize('words', ['', 'auto', '1e', '3cm', '9' * 40])
def test_what_is_no_length_is_none(words: str) -> None:
    """A guess would be a false alarm."""
    assert number_of(words) is None
