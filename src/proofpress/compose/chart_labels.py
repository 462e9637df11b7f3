"""Measures and places the labels of a chart, so that none touches another.

In: words and the places to which they belong.  Out: `Label` values.  Words are measured with the
advance widths of the sans typeface (Source Sans 3, regular), widened a little for readers who set
another one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SIZE = 9.0
"""Of all text, in user units."""
LEADING = 11.0
GAP = 3.0
"""Between a label and its neighbours, and between a stem and its label."""
_CLEARANCE = 8.0
"""Between the axis and the lowest label."""
_MARGIN = 1.06
_WEIGHT = 400
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Label:
    """A label that hangs like a flag on its stem, above the axis."""

    x: float
    """Of the stem."""
    lines: tuple[str, ...]
    width: float
    rise: float
    """From the axis up to the label's lower edge."""

    @property
    def top(self) -> float:
        """From the axis up to the label's upper edge, where the stem ends too."""
        return self.rise + len(self.lines) * LEADING

    @property
    def left(self) -> float:
        """Where the words begin."""
        return self.x + GAP

    @property
    def right(self) -> float:
        """Where the widest line ends."""
        return self.left + self.width


def width_of(text: str) -> float:
    """Return the width of the text on one line, in user units."""
    return sum(map(_advance, text)) * SIZE * _MARGIN


@cache
def _advance(char: str) -> float:
    """Return the width of a character, in ems; one em where the typeface lacks it."""
    if unicodedata.combining(char):
        return 0.0
    glyphs, names, em = _typeface()
    name = names.get(ord(char))
    return 1.0 if name is None else float(glyphs[name].width) / em


@cache
def _typeface() -> tuple[Any, dict[int, str], int]:
    import fontpkg_source_sans_3  # type: ignore[import-untyped]
    from fontTools.ttLib import TTFont

    folder = Path(fontpkg_source_sans_3.__file__).parent / 'files'
    font = TTFont(folder / 'SourceSans3[wght].ttf', lazy=True)
    glyphs = font.getGlyphSet(location={'wght': _WEIGHT})
    return glyphs, font.getBestCmap(), font['head'].unitsPerEm


def wrapped(text: str, width: float) -> tuple[str, ...]:
    """Break the text into at most three even lines of the width; the rest is an ellipsis."""
    lines = _broken(text, width)
    narrower = width - SIZE / 2
    while len(lines) > 1 and not lines[-1].endswith('…'):
        tried = _broken(text, narrower)
        if len(tried) > len(lines) or max(map(width_of, tried)) > narrower:
            break
        lines, narrower = tried, narrower - SIZE / 2
    return tuple(_cut(line, width) for line in lines)


def _broken(text: str, width: float) -> list[str]:
    words = text.split()
    lines: list[str] = []
    while words and len(lines) < _MOST_LINES:
        line = words.pop(0)
        while words and width_of(f'{line} {words[0]}') <= width:
            line = f'{line} {words.pop(0)}'
        lines.append(line)
    if words:
        lines[-1] = f'{lines[-1]}…'
    return lines


def _cut(line: str, width: float) -> str:
    """Shorten a line whose one word is wider than the width."""
    if width_of(line) <= width:
        return line
    kept = line.rstrip('…')
    while kept and width_of(f'{kept}…') > width:
        kept = kept[:-1]
    return f'{kept.rstrip(" ,;:–")}…'


def placed(flags: Sequence[tuple[float, tuple[str, ...]]]) -> list[Label]:
    """Place labels, given by their stems and lines in reading order, in the order given.

    Each flies to the right of its stem.  The rightmost is placed first, lowest; one further left
    must rise above the stems and labels that its words would touch.  So none can block another.
    """
    order = sorted(range(len(flags)), key=lambda i: (flags[i][0], i), reverse=True)
    labels: dict[int, Label] = {}
    for index in order:
        x, lines = flags[index]
        width = max(map(width_of, lines), default=0.0)
        label = Label(x, lines, width, _CLEARANCE)
        while obstacles := [other for other in labels.values() if _touches(label, other)]:
            label = Label(x, lines, width, min(other.top for other in obstacles) + GAP)
        labels[index] = label
    return [labels[index] for index in range(len(flags))]


def _touches(label: Label, other: Label) -> bool:
    """Tell whether the label would touch another one, or that one's stem, further right."""
    if label.rise >= other.top + GAP:
        return False
    crosses_stem = label.left - GAP < other.x < label.right + GAP
    overlaps = label.left < other.right + GAP and other.left < label.right + GAP
    return crosses_stem or (overlaps and label.top + GAP > other.rise)
