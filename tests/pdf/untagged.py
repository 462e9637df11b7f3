"""The same pages as the layout engine itself paints them, without tags.

In: a book.  Out: the bytes of a PDF, for who compares what tags change and cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

from proofpress.compose.book import Book
from proofpress.pdf import seams
from proofpress.pdf.engine import Engine
from proofpress.pdf.forme import Forme, FormePage, Readings
from proofpress.pdf.layout import lay_out


class KeptRun:
    """Documents that are laid out, and will not be painted."""

    def __init__(self, pages: Sequence[list[Any]], first: int) -> None:
        self.ids = [tuple(tuple(page.anchors) for page in some) for some in pages]
        self._formes: list[Forme] = []
        for some in pages:
            self._formes.append(_unpainted(some, first))
            first += len(some)

    def formes(self) -> list[Forme]:
        """Return formes without anything on them."""
        return self._formes


class Keeper:
    """Lays documents out as a printer does, and keeps the pages unpainted."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.pages: dict[int, list[Any]] = {}
        """By the identity of their forme."""

    def set_run(self, roots: Sequence[ElementTree.Element], first: int) -> KeptRun:
        """Lay out documents of which each follows the one before."""
        pages: list[list[Any]] = []
        for root in roots:
            pages.append(self.engine.set(root).numbered(first + sum(map(len, pages))))
        run = KeptRun(pages, first)
        for forme, some in zip(run.formes(), pages, strict=True):
            self.pages[id(forme)] = some
        return run

    def print_anew(self, root: ElementTree.Element, first: int, readings: Readings) -> Forme:
        """Refuse: what is not painted says nothing twice."""
        raise AssertionError("glyphs of pages that were never painted disagree")

    def count(self, root: ElementTree.Element) -> int:
        """Return how many pages a document has."""
        return len(self.engine.set(root).pages)

    def weigh(self, pages: int) -> None:
        """Take any number of pages."""


def _unpainted(pages: Sequence[Any], first: int) -> Forme:
    plain = tuple(FormePage(0, 0, dict.fromkeys(page.anchors, (0, 0)), b'') for page in pages)
    return Forme(plain, first, {}, (), {}, [[], []])


def untagged_pdf(book: Book) -> bytes:
    """Return the PDF of a book without tags."""
    engine = Engine(book)
    keeper = Keeper(engine)
    with engine.listening():
        layout = lay_out(book, keeper)
        pages = [page for part in layout.parts for page in keeper.pages[id(part.forme)]]
        metadata = seams.DocumentMetadata(title=book.metadata.title, lang=book.metadata.lang)
        document = seams.Document(
            pages, metadata, engine.table, engine.fonts, {'srgb': seams.srgb()}, 'srgb'
        )
        return bytes(document.write_pdf(pdf_version='1.7', pdf_identifier=True))
