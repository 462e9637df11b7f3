"""Two readers of one PDF: pypdf reads what it says, pdfium what it shows, neither what the other.

In: the bytes of a finished PDF.  Out: `PdfReading` and `DrawnReading`.  Pages can be read by
several hands at the same time; what is found does not depend on how many there are.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from proofpress.crew import side_by_side
from proofpress.proof.drawn import DrawnReading
from proofpress.proof.open_pdf import open_pdf
from proofpress.proof.pdf_pages import PageFound, PagesReader
from proofpress.proof.read_pdf import PdfReading, read_all_but_words

_PAGES = 12
"""Pages that a hand takes at once: few, so that all hands end at about the same time."""


def worthwhile_hands(hands: int, page_count: int) -> int:
    """Return how many hands are worth the while for so many pages: calling one takes its time."""
    return min(hands, 1 + page_count // (2 * _PAGES))


def read_both(content: bytes, hands: int = 1) -> tuple[PdfReading, DrawnReading]:
    """Read a PDF with so many hands.

    Raises `pypdf.errors.PyPdfError` or `pypdfium2.PdfiumError` when the bytes are no PDF.
    """
    opened = open_pdf(content)
    count = len(opened.pages)
    reader = PagesReader(content, opened)
    # Objects of pages are small, what they hold is not: hands find the pages opened already.
    parts = [range(start, min(start + _PAGES, count)) for start in range(0, count, _PAGES)]
    tasks: list[Callable[[], PdfReading | list[PageFound]]] = [
        partial(read_all_but_words, opened),
        *(partial(reader.read, part) for part in parts),
    ]
    try:
        reading, *found = side_by_side(tasks, worthwhile_hands(hands, count))
        is_tagged = reader.is_tagged()
    finally:
        reader.close()
        opened.close()
    assert isinstance(reading, PdfReading)
    pages = [page for part in found if isinstance(part, list) for page in part]
    drawn = DrawnReading(
        tuple(page.drawn for page in pages),
        is_tagged,
        tuple(fault for page in pages for fault in page.glyph_faults),
    )
    return reading.with_words([page.content for page in pages]), drawn
