"""Opens a finished PDF as a reader would: pages with their labels, text, links and bookmarks."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pypdf

from proofpress.compose.book import Book
from proofpress.pdf import make_pdf


def made(book: Book) -> bytes:
    """Make the PDF of a book that gives no cause for complaint."""
    product = make_pdf(book)
    assert product.diagnostics == ()
    (file,) = product.files
    return file.content


def opened(content: bytes) -> pypdf.PdfReader:
    """Open a PDF."""
    return pypdf.PdfReader(io.BytesIO(content), strict=True)


def text_of(reader: pypdf.PdfReader, label: str) -> str:
    """Return the text of the page with this label, its lines joined."""
    page = reader.pages[reader.page_labels.index(label)]
    return ' '.join(page.extract_text().split())


def links(reader: pypdf.PdfReader) -> Iterator[tuple[str, str]]:
    """Yield the label of the page of each link within the book, and of the page it leads to."""
    targets: dict[str, Any] = reader.named_destinations
    labels = {
        page.indirect_reference: label
        for page, label in zip(reader.pages, reader.page_labels, strict=True)
    }
    for page, label in zip(reader.pages, reader.page_labels, strict=True):
        for annotation in page.get('/Annots') or ():
            goal = annotation.get_object().get('/Dest')
            if isinstance(goal, str):
                yield label, labels[targets[goal].raw_get('/Page')]
            elif goal is not None:
                yield label, labels[goal[0]]
