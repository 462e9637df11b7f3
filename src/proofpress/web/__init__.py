"""The web press: one HTML page for each report, with its assets beside it.

In: the `Book`.  Out: a `Product`: `index.html`, its style sheet, faces and pictures.  The page
works from disk and without a network, runs no script, and links to the PDF and EPUB beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.compose.book import Book
from proofpress.memo import NO_MEMO, Memo
from proofpress.model.page_map import PageMap
from proofpress.product import Product, ProductFile
from proofpress.stylesheet import font_faces, joined, names_family, read_entry
from proofpress.typefaces import Face, subset
from proofpress.web.head import ASSETS, STYLESHEET
from proofpress.web.page import OWN_WORDS, PICTURES, page

__all__ = ['OWN_CHARACTERS', 'make_web', 'page']

_FONTS = 'fonts'
OWN_CHARACTERS = frozenset(''.join(OWN_WORDS))
"""What the faces must hold beside the characters of the book."""


def make_web(
    book: Book,
    faces: tuple[Face, ...] = (),
    page_map: PageMap | None = None,
    memo: Memo = NO_MEMO,
) -> Product:
    """Make the web page, set in those of the faces that its sheet names.

    With the `page_map` of the PDF, `#page-7` leads to the first word of its page 7.  What the
    `memo` holds of the page is not made again.

    Raises `ValueError` for a link to an id that the page does not hold, and `KeyError` for a
    picture that the book does not have: both are faults of ours, which compose let through.
    """
    entry = read_entry('web.css', house=book.house)
    sheet = memo.result(('layered sheet', entry), lambda: joined(entry))
    fonts = tuple(_fonts(book, sheet, faces, memo))
    rules = font_faces(fonts, _FONTS) + sheet
    return Product(
        (
            ProductFile('index.html', page(book, page_map, memo)),
            ProductFile(STYLESHEET, rules.encode()),
            *(ProductFile(f'{ASSETS}/{_FONTS}/{font.name}', font.content) for font in fonts),
            *(ProductFile(f'{PICTURES}/{p.name}', p.content) for p in book.pictures),
        )
    )


def _fonts(book: Book, sheet: str, faces: tuple[Face, ...], memo: Memo) -> Iterator[Face]:
    """Yield the faces that the sheet names, cut down to the book's characters, as WOFF2."""
    characters = book.characters() | OWN_CHARACTERS
    for face in faces:
        if names_family(sheet, face.family):
            font = subset(face, characters, woff2=True, memo=memo)
            if font is not None:
                yield font
