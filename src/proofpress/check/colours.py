"""Colours, as light that reaches an eye: what lies over what, and how far two stand apart.

In: colours as CSS writes them.  Out: `Colour` values, and contrast ratios by WCAG 2.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import tinycss2
from tinycss2 import ast, color4

CURRENT = 'currentcolor'
"""The CSS word for the colour of the words around."""
LEAST_CONTRAST = 4.5
"""Of words with their ground (WCAG 2.2, success criterion 1.4.3, level AA)."""
LEAST_CONTRAST_LARGE = 3.0
"""Of large words: 18 pt, or 14 pt in bold type (the same, "large scale")."""
LARGE_PX = 24.0
LARGE_BOLD_PX = 18.66
BOLD = 700


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour of sRGB, each part from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    def __str__(self) -> str:
        parts = (self.red, self.green, self.blue)
        return '#' + ''.join(f'{round(part * 255):02x}' for part in parts)

    def faded(self, opacity: float) -> Colour:
        """Return the colour, so much more transparent."""
        return Colour(self.red, self.green, self.blue, self.alpha * opacity)

    def over(self, ground: Colour) -> Colour:
        """Return what is seen when the colour lies over a ground that lets nothing through."""
        part, rest = self.alpha, 1 - self.alpha
        return Colour(
            self.red * part + ground.red * rest,
            self.green * part + ground.green * rest,
            self.blue * part + ground.blue * rest,
        )


WHITE = Colour(1, 1, 1)
BLACK = Colour(0, 0, 0)


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio, 1 to 21 (WCAG 2.2, section 6, "contrast ratio")."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def least_contrast(size_px: float, weight: float) -> float:
    """Return the contrast that words of this size (CSS pixels) and weight need."""
    is_large = size_px >= LARGE_PX or (weight >= BOLD and size_px >= LARGE_BOLD_PX)
    return LEAST_CONTRAST_LARGE if is_large else LEAST_CONTRAST


def in_words(ratio: float) -> str:
    """Return a ratio in words; never rounded up to what would do."""
    return f"{int(ratio * 10) / 10:g}:1"


def colour_of(token: ast.Node) -> Colour | str | None:
    """Return the colour that a token of CSS names, `currentcolor`, or None if it names none."""
    if token.type not in {'hash', 'ident', 'function'}:
        return None
    return _parsed(tinycss2.serialize([token]))


def _luminance(colour: Colour) -> float:
    """Return the relative luminance (WCAG 2.2, section 6, "relative luminance")."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.red, colour.green, colour.blue)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def _parsed(words: str) -> Colour | str | None:
    found = color4.parse_color(words)
    if found is None or found == CURRENT:
        return CURRENT if found else None
    try:
        red, green, blue = (_within(part) for part in found.to('srgb').coordinates)
    except NotImplementedError:
        return None
    return Colour(red, green, blue, found.alpha)


def _within(part: float | None) -> float:
    return min(1.0, max(0.0, part or 0.0))
