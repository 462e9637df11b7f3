"""What a PDF shows, read by pdfium: every text and shape of each page, where and how it is drawn.

In: the bytes of a finished PDF.  Out: `DrawnPage`s, plain values.  Nothing here knows how the
file was made, nor what `read_pdf` read in it.  pdfium is called through its C interface, which
stays in this module and `drawn_paper`; its objects live no longer than the page they belong to.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from proofpress.proof.drawn import (
    Colour,
    DrawnPage,
    DrawnShape,
    DrawnText,
    Glyph,
    Point,
    ShapeKind,
)
from proofpress.proof.drawn_geometry import (
    NOTHING,
    Bands,
    Matrix,
    around,
    both,
    common,
    curve,
    is_rectangle,
)
from proofpress.proof.drawn_paper import laid_on, page_box, page_label
from proofpress.proof.ledger import Box

Handle = Any
"""A pointer of pdfium."""

_DEEPEST = 12
"""Form XObjects within each other that are followed."""
_NAME_BYTES = 256
_WORDS_BYTES = 2048
"""Enough for all but the longest lines."""
_LINE_END_HYPHEN = '\x02'
"""How pdfium writes a hyphen that divides a word (core/fpdftext/cpdf_textpage.cpp)."""


class DrawnReader:
    """Reads what the pages of one PDF show."""

    def __init__(self, content: bytes) -> None:
        """Open a PDF; raises `pypdfium2.PdfiumError` when the bytes are none."""
        self._document = pypdfium2.PdfDocument(content)

    def is_tagged(self) -> bool:
        """Tell whether it has tags."""
        return bool(pdfium.FPDFCatalog_IsTagged(self._document.raw))

    def page(self, index: int) -> DrawnPage:
        """Read a page.

        Raises `pypdfium2.PdfiumError` when it cannot be loaded.
        """
        page = pdfium.FPDF_LoadPage(self._document.raw, index)
        if not page:
            raise pypdfium2.PdfiumError(f"page {index + 1} cannot be loaded")
        text_page = pdfium.FPDFText_LoadPage(page)
        try:
            reader = _PageReader(page, text_page)
            return DrawnPage(
                index,
                page_label(self._document.raw, index),
                page_box(page),
                tuple(reader.texts_with_glyphs()),
                (*reader.shapes_with_outlines(), *laid_on(page, reader.ink_count)),
                reader.ink_count,
                _word_count(text_page),
            )
        finally:
            pdfium.FPDFText_ClosePage(text_page)
            pdfium.FPDF_ClosePage(page)

    def close(self) -> None:
        """Close the PDF."""
        self._document.close()


def _matrix(item: Handle) -> Matrix:
    matrix = pdfium.FS_MATRIX(1, 0, 0, 1, 0, 0)
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    return Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


class _Marks(NamedTuple):
    """What an object is marked as (ISO 32000-1, 14.6)."""

    content_id: int = -1
    is_artifact: bool = False
    is_furniture: bool = False


_NO_MARKS = _Marks()


@dataclass(frozen=True, slots=True)
class _Form:
    """What an object has from the forms that it is in; the page itself is the outermost."""

    matrices: tuple[Matrix, ...] = ()
    """From the innermost to the outermost."""
    marks: _Marks = _NO_MARKS
    alpha: float = 1.0
    clip: Box | None = None

    def faded(self, colour: Colour) -> Colour:
        """Return a colour of the form as the page shows it."""
        if self.alpha == 1:
            return colour
        return colour._replace(alpha=round(colour.alpha * self.alpha))


class _PageReader:
    """Reads the objects of one page while it is open."""

    def __init__(self, page: Handle, text_page: Handle) -> None:
        self._text_page = text_page
        self._name = ctypes.create_string_buffer(_NAME_BYTES)
        self._name_length = ctypes.c_ulong()
        self._buffer = ctypes.create_string_buffer(_WORDS_BYTES)
        self._target = ctypes.cast(self._buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
        self._size = ctypes.c_float()
        self._matrix = pdfium.FS_MATRIX(1, 0, 0, 1, 0, 0)
        self._edges = [ctypes.c_float() for _ in range(4)]
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._fonts: dict[int, str] = {}
        self._handles: dict[int, Handle] = {}
        self._forms: dict[int, tuple[Matrix, ...]] = {}
        self.texts: list[DrawnText] = []
        self.shapes: list[DrawnShape] = []
        self.ink_count = 0
        count = pdfium.FPDFPage_CountObjects(page)
        self._read_all((pdfium.FPDFPage_GetObject(page, n) for n in range(count)), _Form())
        self._inked = Bands(text for text in self.texts if not text.is_blank)

    def _read_all(self, items: Iterator[Handle], form: _Form) -> None:
        for item in items:
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_FORM:
                if len(form.matrices) < _DEEPEST:
                    count = pdfium.FPDFFormObj_CountObjects(item)
                    inner = (pdfium.FPDFFormObj_GetObject(item, n) for n in range(count))
                    self._read_all(inner, self._form(item, form))
                continue
            order = self.ink_count
            self.ink_count += 1
            box = self._bounds(item)
            if form.matrices:
                self._forms[order] = form.matrices
                for matrix in form.matrices:
                    box = matrix.box(box)
            self._handles[order] = item
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                self.texts.append(self._text(item, order, box, form))
            else:
                self._shape(item, kind, order, box, form)

    def _form(self, item: Handle, outer: _Form) -> _Form:
        """Return what a form hands on to the objects in it."""
        marks = self._marks(item, outer.marks)
        clip = self._clip(item, outer)
        alpha = outer.alpha * self._fill(item).alpha / 255
        matrices = (_matrix(item), *outer.matrices)
        return _Form(matrices, marks, alpha, both(clip, outer.clip))

    def _marks(self, item: Handle, outer: _Marks) -> _Marks:
        """Return what an object is marked as; without marks of its own, what its form is."""
        content_id = pdfium.FPDFPageObj_GetMarkedContentID(item)
        if content_id >= 0:
            return _Marks(content_id)
        for index in range(pdfium.FPDFPageObj_CountMarks(item)):
            mark = pdfium.FPDFPageObj_GetMark(item, index)
            if self._mark_name(mark) == 'Artifact':
                return _Marks(-1, True, self._has_subtype(mark))
        return outer

    def _bounds(self, item: Handle) -> Box:
        left, bottom, right, top = self._edges
        if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return Box(0, 0, 0, 0)
        return Box(left.value, bottom.value, right.value, top.value)

    def _text(self, item: Handle, order: int, box: Box, form: _Form) -> DrawnText:
        pdfium.FPDFTextObj_GetFontSize(item, self._size)
        pdfium.FPDFPageObj_GetMatrix(item, self._matrix)
        height = hypot(self._matrix.c, self._matrix.d)
        for matrix in form.matrices:
            height *= matrix.height
        marks = self._marks(item, form.marks)
        return DrawnText(
            order,
            self._words(item),
            box,
            form.faded(self._fill(item)),
            self._size.value * height,
            self._font(item),
            pdfium.FPDFTextObj_GetTextRenderMode(item),
            marks.content_id,
            marks.is_artifact,
            marks.is_furniture,
            both(self._clip(item, form), form.clip),
        )

    def _words(self, item: Handle) -> str:
        size = len(self._buffer)
        # With the zero at the end.
        length = pdfium.FPDFTextObj_GetText(item, self._text_page, self._target, size)
        if length > size:
            self._buffer = ctypes.create_string_buffer(length)
            self._target = ctypes.cast(self._buffer, ctypes.POINTER(pdfium.FPDF_WCHAR))
            pdfium.FPDFTextObj_GetText(item, self._text_page, self._target, length)
        words = ctypes.string_at(self._buffer, max(length - 2, 0)).decode('utf-16-le', 'replace')
        return words.replace(_LINE_END_HYPHEN, '\u00ad')

    def _fill(self, item: Handle) -> Colour:
        if not pdfium.FPDFPageObj_GetFillColor(item, *self._colour):
            return Colour(0, 0, 0)
        return Colour(*(part.value for part in self._colour))

    def _font(self, item: Handle) -> str:
        font = pdfium.FPDFTextObj_GetFont(item)
        key = _address(font)
        if key not in self._fonts:
            length = pdfium.FPDFFont_GetBaseFontName(font, self._name, _NAME_BYTES)
            self._fonts[key] = self._name.raw[: max(length - 1, 0)].decode('utf-8', 'replace')
        return self._fonts[key]

    def _mark_name(self, mark: Handle) -> str:
        buffer = ctypes.cast(self._name, ctypes.POINTER(pdfium.FPDF_WCHAR))
        pdfium.FPDFPageObjMark_GetName(mark, buffer, _NAME_BYTES, self._name_length)
        return self._name.raw[: max(self._name_length.value - 2, 0)].decode('utf-16-le', 'replace')

    def _has_subtype(self, mark: Handle) -> bool:
        """Tell whether a mark has a subtype; pdfium does not hand out names, so not which."""
        kind = pdfium.FPDFPageObjMark_GetParamValueType(mark, b'Subtype')
        return bool(kind == pdfium.FPDF_OBJECT_NAME)

    def _clip(self, item: Handle, form: _Form) -> Box | None:
        """Return the box that the clipping paths of an object leave.

        pdfium drops a clipping path that leaves the whole object (CPDF_ContentParser::CheckClip).
        """
        path = pdfium.FPDFPageObj_GetClipPath(item)
        left: Box | None = None
        for index in range(pdfium.FPDFClipPath_CountPaths(path) if path else 0):
            count = pdfium.FPDFClipPath_CountPathSegments(path, index)
            segments = (pdfium.FPDFClipPath_GetPathSegment(path, index, n) for n in range(count))
            points = [_end(segment) for segment in segments]
            for matrix in form.matrices:
                points = [matrix.point(point) for point in points]
            left = both(left, around(points) if points else NOTHING)
        return left

    def _shape(self, item: Handle, kind: int, order: int, box: Box, form: _Form) -> None:
        """Take in what lays colour on an area; mere lines hide nothing."""
        clip = both(self._clip(item, form), form.clip)
        left = box if clip is None else common(box, clip)
        if left is None:
            return
        marks = self._marks(item, form.marks)
        is_see_through = form.alpha < 1 or bool(pdfium.FPDFPageObj_HasTransparency(item))
        colour: Colour | None = None
        shape_kind, is_even_odd = ShapeKind.SHADING, False
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            mode, stroke = ctypes.c_int(), pdfium.FPDF_BOOL()
            pdfium.FPDFPath_GetDrawMode(item, mode, stroke)
            if mode.value == pdfium.FPDF_FILLMODE_NONE:
                return
            shape_kind = ShapeKind.PATH
            is_even_odd = mode.value == pdfium.FPDF_FILLMODE_ALTERNATE
            colour = form.faded(self._fill(item))
            is_see_through = is_see_through or colour.alpha < 255
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            shape_kind = ShapeKind.IMAGE
        content_id = marks.content_id
        self.shapes.append(
            DrawnShape(order, shape_kind, left, colour, content_id, is_see_through, (), is_even_odd)
        )

    def shapes_with_outlines(self) -> Iterator[DrawnShape]:
        """Yield the shapes; those that texts stand near have their outlines.

        A filled line has no area, although the box that pdfium gives it is as wide as its stroke.
        """
        for shape in self.shapes:
            if shape.kind is ShapeKind.PATH and self._inked.meeting(shape.box):
                outlines = self._outlines(shape)
                if not outlines:
                    continue
                if len(outlines) > 1 or not is_rectangle(outlines[0]):
                    shape = shape._replace(outlines=outlines)
            yield shape

    def _outlines(self, shape: DrawnShape) -> tuple[tuple[Point, ...], ...]:
        item = self._handles[shape.order]
        matrix = _matrix(item)
        outlines: list[list[Point]] = []
        pending: list[Point] = []
        for index in range(pdfium.FPDFPath_CountSegments(item)):
            segment = pdfium.FPDFPath_GetPathSegment(item, index)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            end = _end(segment)
            point = matrix.point(end)
            for form in self._forms.get(shape.order, ()):
                point = form.point(point)
            if kind == pdfium.FPDF_SEGMENT_MOVETO or not outlines:
                outlines.append([point])
            elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
                pending.append(point)
                if len(pending) == 3:
                    outlines[-1].extend(curve(outlines[-1][-1], *pending))
                    pending = []
            else:
                outlines[-1].append(point)
        return tuple(tuple(outline) for outline in outlines if len(outline) > 2)

    def texts_with_glyphs(self) -> Iterator[DrawnText]:
        """Yield the texts; those whose boxes meet have their characters."""
        meeting = {
            text.order
            for text in self.texts
            if not text.is_blank and len(self._inked.meeting(text.box)) > 1
        }
        glyphs = self._glyphs(meeting) if meeting else {}
        for text in self.texts:
            letters = glyphs.get(text.order)
            yield text._replace(glyphs=tuple(letters)) if letters else text

    def _glyphs(self, orders: set[int]) -> dict[int, list[Glyph]]:
        wanted = {_address(self._handles[order]): order for order in orders}
        found: dict[int, list[Glyph]] = {}
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        for index in range(pdfium.FPDFText_CountChars(self._text_page)):
            item = pdfium.FPDFText_GetTextObject(self._text_page, index)
            order = wanted.get(_address(item))
            if order is None or pdfium.FPDFText_IsGenerated(self._text_page, index) == 1:
                continue
            if pdfium.FPDFText_GetCharBox(self._text_page, index, left, right, bottom, top):
                box = Box(left.value, bottom.value, right.value, top.value)
                character = chr(pdfium.FPDFText_GetUnicode(self._text_page, index))
                found.setdefault(order, []).append(Glyph(character, box))
        return found


def _word_count(text_page: Handle) -> int:
    def is_in_text(index: int) -> bool:
        return bool(pdfium.FPDFText_GetTextIndexFromCharIndex(text_page, index) >= 0)

    indexes = range(pdfium.FPDFText_CountChars(text_page))
    # From a character that is not in the text pdfium reads nothing (https://crbug.com/pdfium/2079).
    first = next(filter(is_in_text, indexes), None)
    if first is None:
        return 0
    last = next(filter(is_in_text, reversed(indexes)))
    begin = pdfium.FPDFText_GetTextIndexFromCharIndex(text_page, first)
    end = pdfium.FPDFText_GetTextIndexFromCharIndex(text_page, last)
    # With the zero at the end.
    buffer = (ctypes.c_ushort * (end + 2 - begin))()
    length = pdfium.FPDFText_GetText(text_page, first, last + 1 - first, buffer)
    return len(bytes(buffer)[: 2 * max(length - 1, 0)].decode('utf-16-le', 'ignore').split())


def _address(item: Handle) -> int:
    return ctypes.addressof(item.contents) if item else 0


def _end(segment: Handle) -> Point:
    x, y = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(segment, x, y)
    return Point(x.value, y.value)
