"""The PDF press: lays out the sections of a book and writes one PDF.

In: a `Book`.  Out: a `Product` with `<slug>.pdf`, and what the layout had to say.  WeasyPrint is
imported when a PDF is made, not before: checking a report must not wait for it.
"""

from __future__ import annotations

from collections.abc import Mapping

from proofpress.compose.book import Book
from proofpress.limits import Limits
from proofpress.model.profile import Profile
from proofpress.model.remedy import NO_REMEDIES, Remedies
from proofpress.product import Product, ProductFile

_USUAL = Limits()


def make_pdf(
    book: Book,
    profile: Profile = Profile.ARCHIVE,
    most_pages: int = _USUAL.pages,
    *,
    is_draft: bool = False,
    sources: Mapping[str, bytes] | None = None,
    remedies: Remedies = NO_REMEDIES,
) -> Product:
    """Make the PDF; its bytes depend on the arguments and the installed versions alone.

    A draft claims to keep no standard.  `sources` are the files of the report by path, for profiles
    that carry them.  `remedies` says which blocks are set in another way than usual.

    Raises `LimitReachedError` when there would be more pages than `most_pages`, and
    `seams.SeamError` when WeasyPrint is not the version that the press was made for.
    """
    from proofpress.pdf.engine import Engine
    from proofpress.pdf.finish import write_pdf
    from proofpress.pdf.layout import lay_out

    engine = Engine(book)
    layout = lay_out(book, engine, remedies, most_pages)
    content = write_pdf(book, layout, engine, profile, is_draft, sources or {})
    diagnostics = (*layout.diagnostics, *engine.complaints())
    return Product((ProductFile(f'{book.slug}.pdf', content),), diagnostics)
