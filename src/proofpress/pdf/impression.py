"""Impressions: lays out one gathering, and paints its pages, which gives a forme.

In: the document of a gathering and the engine; then the number of its first page.  Out: a
`Setting`, pages that do not know their numbers, so that gatherings can be laid out at the same
time; then a `Forme`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from proofpress.pdf import seams
from proofpress.pdf.engine import Engine
from proofpress.pdf.forme import FontUse, Forme, FormePage, Readings
from proofpress.pdf.operators import operators, tidy
from proofpress.pdf.packed import packed
from proofpress.pdf.pieces import find_pieces
from proofpress.pdf.plates import Plates
from proofpress.pdf.spoken import spoken
from proofpress.pdf.structure import structure

_POINTS = 0.75
"""In a CSS pixel."""
PageIds = tuple[tuple[str, ...], ...]
"""The ids on each page of a document."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A document whose pages are laid out and not painted."""

    root: ElementTree.Element
    pages: seams.SetPages
    heard: tuple[str, ...]
    """What the layout engine said."""

    @property
    def ids(self) -> PageIds:
        """The ids on each page."""
        return tuple(tuple(page.anchors) for page in self.pages.pages)


def set_pages(root: ElementTree.Element, engine: Engine) -> Setting:
    """Lay out a document."""
    with engine.listening() as heard:
        pages = engine.set(root)
    return Setting(root, pages, tuple(heard))


def impression(
    setting: Setting,
    engine: Engine,
    first_number: int,
    *,
    is_pdf2: bool,
    readings: Readings | None = None,
) -> Forme:
    """Print pages that are laid out, once; `first_number` is that of the first.

    `readings` are what glyphs have to say here because they say it elsewhere in the book.
    """
    with engine.listening() as heard:
        pages = setting.pages.numbered(first_number)
        made = structure([setting.root], is_pdf2)
        links = find_pieces(pages, made)
        anchors = [_take_anchors(page) for page in pages]
        painted = engine.paint(pages, readings or {})
        plates = Plates(painted.pdf.objects, painted.shared)
        resources = plates.take(_own_resources(painted))
        return Forme(
            tuple(
                FormePage(page.width * _POINTS, page.height * _POINTS, places, content)
                for page, places, content in zip(pages, anchors, _contents(painted), strict=True)
            ),
            first_number,
            _font_uses(painted.fonts.values()),
            tuple(links),
            spoken(made),
            resources,
            tuple(plates.streams),
            tuple(sorted(filter(None, {seams.overfull_notes(page) for page in pages}))),
            (*setting.heard, *heard),
        )


def _take_anchors(page: Any) -> dict[str, tuple[float, float]]:
    """Take the places of ids off a page: the painter need not know them."""
    places = {
        name: (place[0] * _POINTS, (page.height - place[1]) * _POINTS)
        for name, place in page.anchors.items()
    }
    page.anchors, page.bookmarks = {}, []
    return places


def _pages(painted: seams.Painted) -> Iterator[Mapping[str, Any]]:
    for number in painted.pdf.pages['Kids'][::3]:
        yield painted.pdf.objects[number]


def _contents(painted: seams.Painted) -> Iterator[bytes]:
    """Yield the content of each page, packed."""
    for page in _pages(painted):
        stream = painted.pdf.objects[_number(page['Contents'])].stream
        parts: Sequence[bytes] = [seams.operator_bytes(part) for part in stream]
        yield packed(b'\n'.join(tidy(operators(parts))), {})[0]


def _own_resources(painted: seams.Painted) -> Any:
    page = next(iter(_pages(painted)))
    return painted.pdf.objects[_number(page['Resources'])]


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _font_uses(fonts: Iterable[Any]) -> dict[str, FontUse]:
    """Return the use of each font by its name: WeasyPrint may have several of one name."""
    uses: dict[str, FontUse] = {}
    for font in fonts:
        widths = dict(font.widths)
        said = {
            glyph: seams.plain_reading(text)
            for glyph, text in font.to_unicode.items()
            if glyph in widths
        }
        known = uses.get(font.hash)
        uses[font.hash] = FontUse(
            font.proofpress_description,
            {**widths, **(known.widths if known else {})},
            {**said, **(known.readings if known else {})},
            {**font.missing, **(known.missing if known else {})},
        )
    return uses
