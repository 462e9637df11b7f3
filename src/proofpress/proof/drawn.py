"""What a PDF shows, as values: the texts and shapes of each page in the order they are painted.

In: nothing (values).  Out: `DrawnReading`, made by `read_both` and judged by the rules in
`checks`.  All lengths are points, all boxes stand in the page's own space (ISO 32000-1, 8.3.2.3).
Of what a page holds by the hundred the values are named tuples, which are made and sent quickest.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from proofpress.proof.ledger import Box


class Colour(NamedTuple):
    """A colour of DeviceRGB; every part counts from 0 to 255."""

    red: int
    green: int
    blue: int
    alpha: int = 255
    """255 hides what is below, 0 shows nothing."""


WHITE = Colour(255, 255, 255)


class Point(NamedTuple):
    """A place on a page."""

    x: float
    y: float


class Glyph(NamedTuple):
    """One character as drawn."""

    text: str
    box: Box


class DrawnText(NamedTuple):
    """What one operator shows: part of a line, never more than one."""

    order: int
    """When it is painted, counted from 0 over all texts and shapes of the page."""
    text: str
    """As pdfium reads it; a hyphen that divides a word at a line's end is U+00AD."""
    box: Box
    """Of its ink: neither leading nor spaces count."""
    colour: Colour
    size: float
    """Of the font, as drawn."""
    font: str
    render_mode: int
    """ISO 32000-1, table 106: 3 shows nothing, 7 only clips."""
    content_id: int = -1
    """Marked content id; -1 when it has none."""
    is_artifact: bool = False
    """Whether it is marked as no part of what the document says (ISO 32000-1, 14.8.2.2)."""
    is_furniture: bool = False
    """Whether it is a running head, a folio or a watermark: only these artifacts have a subtype."""
    clip: Box | None = None
    """What its clipping paths leave; None when they leave all of it."""
    glyphs: tuple[Glyph, ...] = ()
    """Its characters, read only where its box meets that of another text."""

    @property
    def is_blank(self) -> bool:
        """Whether it leaves no ink: spaces, or letters without extent."""
        return self.box.left >= self.box.right or self.box.bottom >= self.box.top

    @property
    def has_words(self) -> bool:
        """Whether a reader should see something of it."""
        return has_ink(self.text)


class ShapeKind(enum.Enum):
    """What lays colour on a page."""

    PATH = 'path'
    IMAGE = 'image'
    SHADING = 'shading'
    ANNOTATION = 'annotation'
    """Laid on the finished page: a stamp, a note, a field."""


class DrawnShape(NamedTuple):
    """A filled path, a picture, a gradient, or what was laid on the page."""

    order: int
    kind: ShapeKind
    box: Box
    """Of what its clipping paths leave."""
    colour: Colour | None = None
    """Its fill; None for what has many colours, or none."""
    content_id: int = -1
    is_see_through: bool = False
    """Whether it lets through what is below, in part at least."""
    outlines: tuple[tuple[Point, ...], ...] = ()
    """Its polygons; empty for what fills its box."""
    is_even_odd: bool = False
    """Which rule says what is inside (ISO 32000-1, 8.5.3.3)."""


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """One page."""

    index: int
    """From 0."""
    label: str
    """Page label: the folio that the file claims."""
    box: Box
    """What is left when the sheet is trimmed."""
    texts: tuple[DrawnText, ...]
    shapes: tuple[DrawnShape, ...]
    ink_count: int = 0
    """How many objects it paints, lines and pictures included."""
    word_count: int = 0
    """Words that stand on it, as white space parts them."""

    @property
    def folio(self) -> str:
        """How people name the page: its label, else its number."""
        return self.label or str(self.index + 1)


class GlyphFaultKind(enum.Enum):
    """Why a glyph does not show what its text says."""

    NOTDEF = 'notdef'
    """The font's box for characters that it lacks, or no glyph of the font at all."""
    EMPTY = 'empty'
    """A glyph without outline for a character that has ink."""
    OTHER = 'other'
    """The glyph of another character."""
    LOST_FONT = 'lost-font'
    """No font program to draw it from, or none that can be opened."""


@dataclass(frozen=True, slots=True)
class GlyphFault:
    """Glyphs of one text that are not those of its words."""

    page_index: int
    kind: GlyphFaultKind
    text_order: int
    """`DrawnText.order`; -1 when it could not be told."""
    says: str
    """The characters that the text layer claims; empty when it claims none."""
    shows: str
    """The characters drawn in their place, where the font tells."""


@dataclass(frozen=True, slots=True)
class DrawnWords:
    """What stands under some marked contents."""

    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class DrawnReading:
    """All pages, as drawn."""

    pages: tuple[DrawnPage, ...]
    is_tagged: bool
    glyph_faults: tuple[GlyphFault, ...] = ()
    _texts: dict[tuple[int, int], list[DrawnText]] = field(default_factory=dict, repr=False)
    _boxes: dict[tuple[int, int], list[Box]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for page in self.pages:
            for text in page.texts:
                if text.content_id >= 0:
                    mark = (page.index, text.content_id)
                    self._texts.setdefault(mark, []).append(text)
                    if not text.is_blank:
                        self._boxes.setdefault(mark, []).append(text.box)
            for shape in page.shapes:
                if shape.content_id >= 0:
                    self._boxes.setdefault((page.index, shape.content_id), []).append(shape.box)

    def texts_of(self, page_index: int, content_id: int) -> tuple[DrawnText, ...]:
        """Return the texts of a marked content, in the order in which they are painted."""
        return tuple(self._texts.get((page_index, content_id), ()))

    def box(self, marks: Iterable[tuple[int, int]]) -> Box | None:
        """Return the rectangle around marked contents, each named by page index and content id.

        Spaces do not count; None where nothing is drawn.
        """
        boxes = [box for mark in marks for box in self._boxes.get(mark, ())]
        return union(boxes) if boxes else None

    def drawn_words(self, page_index: int, content_ids: Iterable[int]) -> DrawnWords | None:
        """Return the text and the box of some marked contents of a page, or None for none drawn.

        A line's end may add or swallow white space: compare without it.
        """
        ids = list(content_ids)
        box = self.box((page_index, one) for one in ids)
        if box is None:
            return None
        texts = [text.text for one in ids for text in self.texts_of(page_index, one)]
        return DrawnWords(''.join(texts), box)


# Characters that Unicode lets be drawn as nothing (DerivedCoreProperties 16.0,
# Default_Ignorable_Code_Point) although their category is that of letters or marks, and the blank
# pattern of Braille.
_DRAWN_AS_NOTHING = re.compile(
    '[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0'
    '\U000e0100-\U000e01ef]'
)


def has_ink(text: str) -> bool:
    """Tell whether some of the characters must leave ink on the page."""
    return any(
        not character.isspace()
        and unicodedata.category(character) not in ('Cc', 'Cf')
        and not _DRAWN_AS_NOTHING.match(character)
        for character in text
    )


def union(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around some boxes, of which there must be one at least."""
    every = list(boxes)
    return Box(
        min(box.left for box in every),
        min(box.bottom for box in every),
        max(box.right for box in every),
        max(box.top for box in every),
    )
