"""Page by page: what two readers find on the pages of a PDF, pypdf in their operators and pdfium.

In: a PDF.  Out: `PageFound`s.  The objects of a page are held only while it is read, so that a
report may have thousands of pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pypdf import PdfReader

from proofpress.proof.content import PageContent
from proofpress.proof.drawn import DrawnPage, GlyphFault
from proofpress.proof.drawn_glyphs import GlyphReader
from proofpress.proof.read_drawn import DrawnReader
from proofpress.proof.read_pdf import ContentReader


@dataclass(frozen=True, slots=True)
class PageFound:
    """What stands on one page."""

    content: PageContent
    drawn: DrawnPage
    glyph_faults: tuple[GlyphFault, ...]


@dataclass(slots=True)
class PagesReader:
    """Reads pages; several hands can do that at the same time, each with a copy of this."""

    content: bytes
    opened: PdfReader
    """The same in pypdf."""
    _contents: ContentReader = field(default_factory=ContentReader)
    _glyphs: GlyphReader = field(default_factory=GlyphReader)
    _drawn: DrawnReader | None = None

    def read(self, indexes: Sequence[int]) -> list[PageFound]:
        """Read some pages.

        Raises `pypdfium2.PdfiumError` when pdfium cannot.
        """
        return [self._page(index) for index in indexes]

    def is_tagged(self) -> bool:
        """Tell whether pdfium finds tags."""
        return self._in_pdfium().is_tagged()

    def close(self) -> None:
        """Close what was opened."""
        if self._drawn is not None:
            self._drawn.close()

    def _in_pdfium(self) -> DrawnReader:
        # Opened when it is first needed: two hands must not share what pdfium has open.
        if self._drawn is None:
            self._drawn = DrawnReader(self.content)
        return self._drawn

    def _page(self, index: int) -> PageFound:
        page = self.opened.pages[index]
        content = self._contents.content(page)
        drawn = self._in_pdfium().page(index)
        faults = tuple(self._glyphs.faults(page, content.painted, drawn))
        return PageFound(replace(content, painted=[]), drawn, faults)
