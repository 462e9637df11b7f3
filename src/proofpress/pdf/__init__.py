"""The PDF press: lays out the sections of a book and writes one PDF.

In: a `Book`.  Out: a `Product` with `<slug>.pdf`, and what the layout had to say.  WeasyPrint is
imported when a PDF is made, not before: checking a report must not wait for it.
"""

from __future__ import annotations

from proofpress.compose.book import Book
from proofpress.product import Product, ProductFile


def make_pdf(book: Book) -> Product:
    """Make the PDF; its bytes depend on the book and the installed versions alone.

    Raises `seams.SeamError` when WeasyPrint is not the version that the press was made for.
    """
    from proofpress.pdf.engine import Engine
    from proofpress.pdf.finish import write_pdf
    from proofpress.pdf.layout import lay_out

    engine = Engine(book)
    layout = lay_out(book, engine)
    content = write_pdf(book, layout, engine)
    diagnostics = (*layout.diagnostics, *engine.complaints())
    return Product((ProductFile(f'{book.slug}.pdf', content),), diagnostics)
