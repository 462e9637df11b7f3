"""Pictures of pages, as pdfium draws them: for the cover of the EPUB and for findings.

In: the bytes of a PDF.  Out: PNG files.
"""

from __future__ import annotations

import io

import pypdfium2

COVER_WIDTH = 1600
"""Pixels; what shops ask of a cover (Kindle Publishing Guidelines, 4.2; Apple asset guide 5.3)."""


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
