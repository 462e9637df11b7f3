"""Contrast is measured as the guidelines say."""

from __future__ import annotations

import pytest
import tinycss2
from hypothesis import given
from hypothesis import strategies as some

from proofpress.check.colours import (
    BLACK,
    CURRENT,
    WHITE,
    Colour,
    colour_of,
    contrast,
    in_words,
    least_contrast,
)

PART = some.floats(0, 1)
COLOURS = some.builds(Colour, PART, PART, PART)


def named(words: str) -> Colour | str | None:
    return colour_of(tinycss2.parse_one_component_value(words))


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_from_both_sides(one: Colour, other: Colour) -> None:
    """White on black is read as well as black on white (WCAG 2.2: from 1 to 21)."""
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21
    assert contrast(one, one) == 1


@given(COLOURS, COLOURS, PART)
def test_what_lies_over_a_ground_is_between_the_two(
    one: Colour, other: Colour, alpha: float
) -> None:
    """A translucent colour is neither darker nor lighter than both."""
    seen = one.faded(alpha).over(other)
    low, high = sorted((one.green, other.green))
    assert low - 1e-9 <= seen.green <= high + 1e-9
    assert seen.alpha == 1


@pytest.mark.parametrize(
    ('ink', 'ratio'), [('#000', 21), ('#767676', 4.54), ('#777', 4.48), ('#f00', 4.0), ('#fff', 1)]
)
def test_known_inks_on_white_have_their_known_contrast(ink: str, ratio: float) -> None:
    """The figures of the guidelines' own examples."""
    colour = named(ink)
    assert isinstance(colour, Colour)
    assert contrast(colour, WHITE) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize(
    ('words', 'colour'),
    [
        ('black', BLACK),
        ('#ffff', WHITE),
        ('rgb(255 0 0)', Colour(1, 0, 0)),
        ('rgb(255 0 0 / 50%)', Colour(1, 0, 0, 0.5)),
        ('transparent', Colour(0, 0, 0, 0)),
        ('currentColor', CURRENT),
        ('solid', None),
        ('3px', None),
    ],
)
def test_colours_are_read_as_css_names_them(words: str, colour: Colour | str | None) -> None:
    """What is read wrongly is judged wrongly."""
    assert named(words) == colour


def test_a_ratio_is_never_rounded_up_to_what_would_do() -> None:
    """“4.5:1 is below 4.5:1” would be no help."""
    assert in_words(4.49) == "4.4:1"


@pytest.mark.parametrize(
    ('size_px', 'weight', 'least'),
    [(24, 400, 3), (23.9, 400, 4.5), (18.7, 700, 3), (18.7, 600, 4.5)],
)
def test_large_is_what_the_guidelines_call_large(
    size_px: float, weight: float, least: float
) -> None:
    """18 pt, or 14 pt in bold type."""
    assert least_contrast(size_px, weight) == least
