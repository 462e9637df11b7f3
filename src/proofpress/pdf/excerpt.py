"""An excerpt: the pages of one gathering, printed and written by themselves.

In: a book that holds the sections of one gathering of the body, the engine of the whole book, and
the number of the first page.  Out: a PDF of these pages, which are those that the whole would have.
Links to what stands elsewhere in the book look as they do there, and lead nowhere.
"""

from __future__ import annotations

from proofpress.compose.book import Book
from proofpress.limits import LimitReachedError, Limits
from proofpress.model.profile import Profile
from proofpress.model.remedy import NO_REMEDIES, Remedies
from proofpress.pdf.engine import Engine
from proofpress.pdf.finish import write_pdf
from proofpress.pdf.folios import Folio
from proofpress.pdf.gatherings import gather
from proofpress.pdf.impression import impression, set_pages
from proofpress.pdf.layout import LaidOut, Layout
from proofpress.pdf.notes import lost_notes
from proofpress.pdf.sheets import sheet
from proofpress.product import Product, ProductFile

_USUAL = Limits()


def print_excerpt(
    book: Book,
    engine: Engine,
    first_number: int,
    remedies: Remedies = NO_REMEDIES,
    most_pages: int = _USUAL.pages,
) -> Product:
    """Return the PDF of the book's only gathering; it claims to keep no standard.

    Raises `LimitReachedError` when there would be more pages than `most_pages`.
    """
    (gathering,) = gather(book)
    root = sheet(gathering, book, {}, remedies)
    setting = set_pages(root, engine)
    if len(setting.ids) > most_pages:
        raise LimitReachedError('pages-exceeded', f"The pages are more than {most_pages}")
    forme = impression(setting, engine, first_number, is_pdf2=False)
    lost = tuple(lost_notes(gathering, forme))
    # What the layout has to say of links that lead out is left out: it is so on purpose.
    layout = Layout((LaidOut(gathering, Folio(True, first_number), forme),), lost)
    with engine.listening() as heard:
        content = write_pdf(book, layout, engine.fonts, Profile.ARCHIVE, True, {})
    complaints = engine.complaints((*forme.complaints, *heard))
    return Product((ProductFile(f'{book.slug}.pdf', content),), (*lost, *complaints))
