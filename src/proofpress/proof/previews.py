"""Pages as they are looked at while a report is written: their sizes, and pictures when asked for.

In: the bytes of a PDF.  Out: a `Preview`.  A page is drawn in some hundredths of a second, and
making a file of it takes several times as long; so a drawing tells its digest first, and is made
into a file only for who has none that looks the same.

A server draws for several readers at once while it forks workers, and pdfium does one thing at a
time: so there is one lock for all of it, and no process is forked in the middle of a drawing.
"""

from __future__ import annotations

import hashlib
import io
import os
import threading
from dataclasses import dataclass
from types import TracebackType

import pypdfium2
from PIL import Image

MOST_WIDTH = 2400
"""Pixels; what a large screen shows of a page."""

_PDFIUM = threading.Lock()
# A worker would find pdfium's caches as they are in the middle of a change.
os.register_at_fork(
    before=_PDFIUM.acquire, after_in_parent=_PDFIUM.release, after_in_child=_PDFIUM.release
)


@dataclass(frozen=True, slots=True)
class PageSize:
    """How large a page is, in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page as it looks."""

    digest: str
    """Equal for pages that look alike."""
    _image: Image.Image

    def png(self) -> bytes:
        """Return it as a PNG, made soon rather than small: it stays on this desk."""
        file = io.BytesIO()
        self._image.save(file, 'PNG', compress_level=2)
        return file.getvalue()


class Preview:
    """The pages of one PDF, opened once; any thread may ask for one.

    Raises `ValueError` for bytes that are no PDF.
    """

    def __init__(self, content: bytes) -> None:
        with _PDFIUM:
            try:
                document = pypdfium2.PdfDocument(content)
            except pypdfium2.PdfiumError as error:
                raise ValueError(str(error)) from None
            pages = range(len(document))
            self.sizes = tuple(PageSize(*document.get_page_size(index)) for index in pages)
        self._document: pypdfium2.PdfDocument | None = document

    def __enter__(self) -> Preview:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the PDF; nothing more can be drawn."""
        with _PDFIUM:
            if self._document is not None:
                self._document.close()
                self._document = None

    def draw(self, page_index: int, width: int) -> Drawing:
        """Draw a page (counted from 0), `width` pixels wide, at most `MOST_WIDTH`.

        Raises `IndexError` when there is no such page, or none any more.
        """
        with _PDFIUM:
            if self._document is None or not 0 <= page_index < len(self.sizes):
                raise IndexError(page_index)
            page = self._document[page_index]
            scale = max(1, min(width, MOST_WIDTH)) / page.get_width()
            bitmap = page.render(scale=scale)
            image: Image.Image = bitmap.to_pil().convert('RGB')
            bitmap.close()
            page.close()
        digest = hashlib.sha256(f'{image.size}'.encode())
        digest.update(image.tobytes())
        return Drawing(digest.hexdigest()[:32], image)
