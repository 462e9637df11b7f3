"""Words of a drawing that are hard to see: too near to their ground, or translucent.

In: a report with its SVG pictures, which manuscript/svg.py has let in.  Out: `contrast-low` and
`text-translucent`, at the elements of the drawing.  What the file alone does not tell is not
guessed: words on gradients, photographs or near curves have no known ground, and rules of style
that go beyond plain selectors leave the whole drawing to the author's eye.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import inf

from lxml import etree

from proofpress.check.boxes import EVERYWHERE, Box, Move, number_of, shape_box
from proofpress.check.colours import WHITE, Colour, contrast, in_words, least_contrast
from proofpress.check.drawing_style import NONE, Look, Style, tag_of
from proofpress.diagnostics import Diagnostic, Note
from proofpress.model.report import Picture, Report
from proofpress.span import Span

MOST_STEPS = 20_000
"""Elements that are looked at, each as often as it is drawn."""
MOST_DEPTH = 40
"""How deep elements and uses are followed; manuscript/svg.py refuses deeper ones."""
COLUMN_PX = 720
"""No picture is shown wider than this, in CSS pixels."""
_HREFS = ('href', '{http://www.w3.org/1999/xlink}href')
_GROUPS = frozenset({'svg', 'g', 'a', 'switch'})
_SHAPES = frozenset({'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'path', 'image'})
_RUNS = frozenset({'tspan', 'a', 'textPath'})
_SHIFTS = ('dx', 'dy', 'rotate')
_NARROW_EM, _WIDE_EM = 0.3, 0.8
"""How wide a letter is at least and at most, on average."""
_THIN_EM = 0.25
"""A stroke under this, measured by the words, is no ground for them."""


@dataclass(frozen=True, slots=True)
class _Painted:
    box: Box
    colour: Colour | None
    """None for what is not a plain, opaque rectangle."""
    element: etree._Element
    stroke_width: float | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of words, of which a run may be a part."""

    x: float | None
    y: float | None
    letters: int


def drawing(report: Report) -> Iterator[Diagnostic]:
    """Name the words of the report's drawings that are hard to see."""
    for _, picture in sorted(report.pictures.items()):
        if picture.media_type == 'image/svg+xml':
            yield from _Drawing.of(picture)


@dataclass(slots=True)
class _Drawing:
    picture: Picture
    style: Style
    whole: Box
    scale: float
    """CSS pixels for a unit of the drawing."""
    painted: list[_Painted] = field(default_factory=list)
    found: dict[object, Diagnostic] = field(default_factory=dict)
    steps: int = 0

    @classmethod
    def of(cls, picture: Picture) -> list[Diagnostic]:
        """Return what is hard to see in a picture."""
        parser = etree.XMLParser(
            remove_comments=True, remove_pis=True, resolve_entities=False, no_network=True
        )
        root = etree.fromstring(picture.content, parser)
        style = Style.of(root, picture)
        if style is None:
            return []
        corner = str(root.get('viewBox', '0 0')).replace(',', ' ').split()
        left, top = (number_of(words) or 0 for words in corner[:2])
        whole = Box(left, top, left + picture.width, top + picture.height)
        shown = min(number_of(root.get('width')) or picture.width, COLUMN_PX)
        self = cls(picture, style, whole, shown / (picture.width or 1))
        self._draw(root, Look(), 0)
        return list(self.found.values()) if self.steps <= MOST_STEPS else []

    def _draw(self, element: etree._Element, around: Look, depth: int) -> None:
        self.steps += 1
        tag = tag_of(element)
        look = self.style.look(element, around)
        if self.steps > MOST_STEPS or depth > MOST_DEPTH or look is None:
            return
        if tag == 'text':
            is_shifted = any(run.get(name) for run in element.iter() for name in _SHIFTS)
            start = None if is_shifted else 0.0
            self._write(element, look, _Line(start, start, 0))
        elif tag == 'use':
            self._use(element, look, depth)
        elif tag in _SHAPES:
            self._paint(element, tag, look)
        elif tag in _GROUPS:
            # A drawing in the drawing has measures of its own; of a switch one part is drawn.
            is_odd = depth > 0 and tag in {'svg', 'switch'}
            for child in element.iterchildren(etree.Element):
                self._draw(child, look.moved(None) if is_odd else look, depth + 1)

    def _use(self, element: etree._Element, look: Look, depth: int) -> None:
        """Draw what an element uses, where it puts it."""
        name = next((str(element.get(key)) for key in _HREFS if element.get(key)), '')
        used = self.style.by_id.get(name.strip().removeprefix('#'))
        if used is None:
            return
        x, y = number_of(element.get('x', '0')), number_of(element.get('y', '0'))
        placed = look.moved(None if x is None or y is None else Move(x=x, y=y))
        if tag_of(used) != 'symbol':
            self._draw(used, placed, depth + 1)
            return
        own = self.style.look(used, placed)
        for child in used.iterchildren(etree.Element):
            if own is not None:
                self._draw(child, own.moved(None), depth + 2)

    def _paint(self, element: etree._Element, tag: str, look: Look) -> None:
        if not look.is_visible:
            return
        attributes = {str(name): str(value) for name, value in element.attrib.items()}
        box = shape_box(tag, attributes, self.whole)
        box = look.move.box(box) if look.move and not look.is_odd else EVERYWHERE
        if tag != 'line' and (look.fill != NONE or tag == 'image') and look.alpha > 0:
            is_plain = tag == 'rect' and look.alpha == 1 and box is not EVERYWHERE
            colour = look.fill if is_plain and isinstance(look.fill, Colour) else None
            self.painted.append(_Painted(box, colour, element))
        if look.stroke != NONE:
            width = look.stroke_width * look.move.scale if look.move else inf
            self.painted.append(_Painted(box.grown(width / 2), None, element, width))

    def _write(self, element: etree._Element, look: Look, around: _Line) -> None:
        """See the words of a text or of a run within it."""
        line = _line(element, around)
        own = [element.text, *(child.tail for child in element.iterchildren(etree.Element))]
        words = ' '.join(' '.join(filter(None, own)).split())
        if words and look.is_visible:
            self._see(element, words, look, line)
        for child in element.iterchildren(etree.Element):
            self.steps += 1
            if tag_of(child) in _RUNS:
                inner = self.style.look(child, look)
                if inner is not None:
                    is_bent = tag_of(child) == 'textPath'
                    self._write(child, inner.made_odd() if is_bent else inner, line)

    def _see(self, element: etree._Element, words: str, look: Look, line: _Line) -> None:
        """Judge a run of words; of those with one cause, the first speaks for all."""
        shown = words if len(words) <= 30 else f"{words[:30].rstrip()}…"
        if look.alpha < 1:
            veil = element if look.veil is None else look.veil
            self.found.setdefault(veil, _translucent(shown, self.style.place(veil)))
            return
        ground = self._ground(look, line)
        if not isinstance(look.fill, Colour) or look.stroke != NONE or look.is_odd or not ground:
            return
        colour = ground.colour or WHITE
        size_px = look.size * (look.move.scale if look.move else inf) * self.scale
        ratio, needed = contrast(look.fill, colour), least_contrast(size_px, look.weight)
        if ratio < needed:
            diagnostic = Diagnostic(
                'contrast-low',
                f"The words “{shown}” of a drawing, in {look.fill} on {colour}, have a contrast "
                f"of {in_words(ratio)}; {needed:g}:1 is the least that can be read",
                self.style.place(element),
                "make one of them darker or the other lighter",
                notes=self._note(ground),
            )
            self.found.setdefault((look.fill, colour), diagnostic)

    def _note(self, ground: _Painted) -> tuple[Note, ...]:
        if ground.box is EVERYWHERE:
            return ()
        return (Note("they stand on this", self.style.place(ground.element)),)

    def _ground(self, look: Look, line: _Line) -> _Painted | None:
        """Return what lies under the words, if that is certain; the paper lies everywhere."""
        narrow, wide = _boxes(look, line) or (self.whole, EVERYWHERE)
        size = look.size * (look.move.scale if look.move else 0)
        for painted in reversed(self.painted):
            if painted.stroke_width is not None and painted.stroke_width <= size * _THIN_EM:
                continue
            if painted.colour is not None and painted.box.holds(narrow):
                return painted
            if painted.box.meets(wide):
                return None
        return _Painted(EVERYWHERE, WHITE, self.style.root)


def _translucent(words: str, place: Span) -> Diagnostic:
    return Diagnostic(
        'text-translucent',
        f"The words “{words}” of a drawing let the ground through",
        place,
        "give them a colour that is paler by itself, without opacity",
    )


def _line(element: etree._Element, around: _Line) -> _Line:
    """Return the line that an element of words begins, or that it carries on."""
    letters = len(' '.join(''.join(map(str, element.itertext())).split()))
    if around.x is None or around.y is None:
        return around
    if element.get('x') is None and element.get('y') is None and around.letters:
        return around
    x, y = number_of(element.get('x', str(around.x))), number_of(element.get('y', str(around.y)))
    return _Line(x, y, letters)


def _boxes(look: Look, line: _Line) -> tuple[Box, Box] | None:
    """Return a box that the words surely fill, and one that surely holds them, if they can be told.

    Words that hang from their line, or stand in the middle of it, may be above or below.
    """
    if line.x is None or line.y is None or look.move is None or look.anchor is None:
        return None
    narrow = (_NARROW_EM, 0.6, 0.0) if look.is_on_baseline else (_NARROW_EM, 0.1, 0.1)
    wide = (_WIDE_EM, 1.0, 0.4) if look.is_on_baseline else (_WIDE_EM, 1.2, 1.2)
    boxes = []
    for width_em, rise, fall in (narrow, wide):
        width = width_em * look.size * line.letters
        left = line.x - width * look.anchor
        box = Box(left, line.y - rise * look.size, left + width, line.y + fall * look.size)
        boxes.append(look.move.box(box))
    return boxes[0], boxes[1]
