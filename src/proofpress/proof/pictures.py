"""Pictures of pages, as pdfium draws them: for the cover of the EPUB and for the proof's report.

In: the bytes of a PDF.  Out: picture files; the same bytes for the same PDF.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from types import TracebackType

import pypdfium2
from PIL import Image, ImageDraw

from proofpress.proof.ledger import Box, Place

COVER_WIDTH = 1600
"""Pixels; what shops ask of a cover (Kindle Publishing Guidelines, 4.2; Apple asset guide 5.3)."""
OUTLINE = (192, 24, 40)
"""The colour that is drawn around a place."""
BEYOND = (176, 176, 176)
"""The colour of what lies outside the page."""
_THUMBNAIL_WIDTH = 240
_PLACE_WIDTH = 1000
_WHOLE_WIDTH = 480
_MARGIN = 42.0
"""Points of the page that are shown above and below a place."""
_REACH = 72.0
"""Points that are shown beyond the page's edge, for what has slipped off it."""
_MOST_HEIGHT = 360.0
"""Points; of what is taller, the upper end is shown."""
_MOST_SLENDER = 4
"""A picture is at most so many times as high as it is wide: pages come in every shape."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture file; lossy, so that a report of many pages stays small."""

    media_type: str
    content: bytes = field(repr=False)
    width: int
    """Pixels."""
    height: int


def page_picture(content: bytes, page_index: int, width: int = COVER_WIDTH) -> bytes:
    """Draw one page (counted from 0) as a PNG that is `width` pixels wide.

    Raises `pypdfium2.PdfiumError` when the bytes are not a PDF, `IndexError` when it has no such
    page.
    """
    document = pypdfium2.PdfDocument(content)
    try:
        page = document[page_index]
        image = page.render(scale=width / page.get_width()).to_pil().convert('RGB')
    finally:
        document.close()
    file = io.BytesIO()
    # Few colours, as on a cover, take a quarter of the room as a palette.
    image.quantize(256, dither=0).save(file, 'PNG', optimize=True)
    return file.getvalue()


class Pages:
    """The pages of one PDF, opened once, to be drawn.

    Bytes that are no PDF have no pages: what is said against them stands in the findings.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError:
            self._document = None
        self._opened: tuple[int, pypdfium2.PdfPage] | None = None

    def __enter__(self) -> Pages:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close_page()
        if self._document is not None:
            self._document.close()

    def __len__(self) -> int:
        return 0 if self._document is None else len(self._document)

    def thumbnail(self, page_index: int) -> Picture | None:
        """Draw a page in small; None when the PDF has no such page."""
        image = self._whole(page_index, _THUMBNAIL_WIDTH)
        # A page in small as WebP is a quarter smaller, and takes eight times as long to make.
        return _picture(image, 'jpeg', quality=40) if image else None

    def of_place(self, place: Place) -> Picture | None:
        """Draw the part of a page around a place, outlined; None when there is no such page.

        A place without a box is the whole page.  What lies beyond the page's edge is grey.
        """
        if place.box is None:
            image = self._whole(place.page_index, _WHOLE_WIDTH)
        else:
            page = self._page(place.page_index)
            image = _cut(page, place.box) if page else None
        return _picture(image, 'webp', quality=70, method=2) if image else None

    def _whole(self, page_index: int, width: int) -> Image.Image | None:
        page = self._page(page_index)
        if page is None:
            return None
        scale = _scale(page.get_width(), page.get_height(), width)
        return _rgb(page.render(scale=scale))

    def _page(self, page_index: int) -> pypdfium2.PdfPage | None:
        """Open a page, or return it when it is the one that is open."""
        if self._opened is None or self._opened[0] != page_index:
            self._close_page()
            if self._document is None or not 0 <= page_index < len(self):
                return None
            try:
                self._opened = (page_index, self._document[page_index])
            except pypdfium2.PdfiumError:
                return None
        return self._opened[1]

    def _close_page(self) -> None:
        if self._opened is not None:
            self._opened[1].close()
            self._opened = None


def _cut(page: pypdfium2.PdfPage, box: Box) -> Image.Image:
    """Draw the page's whole width at the height of the box, and the box's outline on it."""
    width, height = page.get_size()
    left, right = min(0.0, box.left - 6), max(width, box.right + 6)
    left, right = max(left, -_REACH), min(right, width + _REACH)
    bottom, top = _span(box, height)
    scale = _scale(right - left, top - bottom, _PLACE_WIDTH)
    size = (max(1, round((right - left) * scale)), max(1, round((top - bottom) * scale)))
    picture = Image.new('RGB', size, BEYOND)
    crop = (0, max(0.0, bottom), 0, max(0.0, height - top))
    shown = _rgb(page.render(scale=scale, crop=crop))
    picture.paste(shown, (round(-left * scale), round(max(0.0, top - height) * scale)))
    around = (
        max(1, round((box.left - 2 - left) * scale)),
        max(1, round((top - box.top - 2) * scale)),
        min(size[0] - 2, round((box.right + 2 - left) * scale)),
        min(size[1] - 2, round((top - box.bottom + 2) * scale)),
    )
    # What lies further off than the picture reaches is shown as a bar at its edge.
    outer = (min(around[0], size[0] - 8), min(around[1], size[1] - 8))
    inner = (max(around[2], outer[0] + 6), max(around[3], outer[1] + 6))
    ImageDraw.Draw(picture).rectangle((outer, inner), outline=OUTLINE, width=3)
    return picture


def _span(box: Box, height: float) -> tuple[float, float]:
    """Return bottom and top of what is shown: the box with some of the page, in points."""
    top = max(min(box.top + _MARGIN, height + _REACH), _MARGIN)
    if box.top <= height:
        top = min(top, height)
    bottom = min(max(box.bottom - _MARGIN, -_REACH), height - _MARGIN)
    if box.bottom >= 0:
        bottom = max(bottom, 0.0)
    return max(bottom, top - _MOST_HEIGHT), top


def _scale(width: float, height: float, wished: int) -> float:
    """Return pixels for a point, such that a picture is as wide as wished if it may be."""
    return min(wished / width, wished * _MOST_SLENDER / height)


def _rgb(bitmap: pypdfium2.PdfBitmap) -> Image.Image:
    image: Image.Image = bitmap.to_pil().convert('RGB')
    bitmap.close()
    return image


def _picture(image: Image.Image, kind: str, **settings: int) -> Picture:
    file = io.BytesIO()
    image.save(file, kind, **settings)
    return Picture(f'image/{kind}', file.getvalue(), image.width, image.height)
