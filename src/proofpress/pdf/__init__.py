"""The PDF press: lays out the sections of a book and writes one PDF.

In: a `Book`.  Out: a `Product` with `<slug>.pdf`, and what the layout had to say.  WeasyPrint is
imported when a PDF is made, not before: checking a report must not wait for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from typing import TYPE_CHECKING

from proofpress.compose.book import Book
from proofpress.limits import Limits
from proofpress.model.profile import Profile
from proofpress.model.remedy import NO_REMEDIES, Remedies
from proofpress.product import Product, ProductFile

if TYPE_CHECKING:
    from proofpress.pdf.printing import Shelf

_USUAL = Limits()


def make_pdf(
    book: Book,
    profile: Profile = Profile.ARCHIVE,
    most_pages: int = _USUAL.pages,
    *,
    is_draft: bool = False,
    sources: Mapping[str, bytes] | None = None,
    remedies: Remedies = NO_REMEDIES,
    hands: int = 1,
    shelf: Shelf | None = None,
) -> Product:
    """Make the PDF; its bytes depend on the arguments and the installed versions alone.

    A draft claims to keep no standard.  `sources` are the files of the report by path, for profiles
    that carry them.  `remedies` says which blocks are set in another way than usual.  However many
    hands print, and whatever is kept on the shelf, the bytes are the same.

    Raises `LimitReachedError` when there would be more pages than `most_pages`, and
    `seams.SeamError` when WeasyPrint is not the version that the press was made for.
    """
    from proofpress.pdf.engine import Engine
    from proofpress.pdf.finish import write_pdf
    from proofpress.pdf.layout import lay_out
    from proofpress.pdf.printing import Printer

    engine = Engine(book)
    printer = Printer(engine, profile is Profile.NEXT, hands, shelf, most_pages)
    with closing(printer):
        layout = lay_out(book, printer, remedies)
    with engine.listening() as heard:
        content = write_pdf(book, layout, engine.fonts, profile, is_draft, sources or {})
    complaints = engine.complaints((*layout.heard, *layout.astray, *heard))
    diagnostics = (*layout.diagnostics, *complaints)
    return Product((ProductFile(f'{book.slug}.pdf', content),), diagnostics)
