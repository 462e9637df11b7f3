"""What a page is apart from what its content paints: label, paper, and what was laid on it since.

In: a page that pdfium has open.  Out: values of `drawn`.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as pdfium

from proofpress.proof.drawn import DrawnShape, ShapeKind
from proofpress.proof.drawn_geometry import NOTHING, common
from proofpress.proof.ledger import Box

Handle = Any
"""A pointer of pdfium."""

# Links and pop-ups show nothing; marks on words are made to be read through.
_HIDE_NOTHING = frozenset(
    [
        pdfium.FPDF_ANNOT_LINK,
        pdfium.FPDF_ANNOT_POPUP,
        pdfium.FPDF_ANNOT_HIGHLIGHT,
        pdfium.FPDF_ANNOT_UNDERLINE,
        pdfium.FPDF_ANNOT_SQUIGGLY,
        pdfium.FPDF_ANNOT_STRIKEOUT,
    ]
)
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW


def page_label(document: Handle, index: int) -> str:
    """Return the label of a page (ISO 32000-1, 12.4.2), empty when it has none."""
    length = pdfium.FPDF_GetPageLabel(document, index, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 2))
    pdfium.FPDF_GetPageLabel(document, index, buffer, length)
    return buffer.raw[: max(length - 2, 0)].decode('utf-16-le', 'replace')


def page_box(page: Handle) -> Box:
    """Return what is left of the sheet when it is cropped and trimmed (ISO 32000-1, 14.11.2)."""
    left = Box(0, 0, pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page))
    is_told = False
    edges = [ctypes.c_float() for _ in range(4)]
    for get in (
        pdfium.FPDFPage_GetMediaBox,
        pdfium.FPDFPage_GetCropBox,
        pdfium.FPDFPage_GetTrimBox,
    ):
        if get(page, *edges):
            box = Box(*(edge.value for edge in edges))
            left = common(left, box) or NOTHING if is_told else box
            is_told = True
    return left


def laid_on(page: Handle, first_order: int) -> Iterator[DrawnShape]:
    """Yield the annotations that lie on what the page paints: stamps, notes, drawn fields."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        try:
            if pdfium.FPDFAnnot_GetSubtype(annotation) in _HIDE_NOTHING:
                continue
            is_seen = not pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN
            edges = pdfium.FS_RECTF()
            if is_seen and pdfium.FPDFAnnot_GetRect(annotation, edges):
                low, high = sorted((edges.bottom, edges.top))
                box = Box(edges.left, low, edges.right, high)
                yield DrawnShape(first_order + index, ShapeKind.ANNOTATION, box)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
