"""The web press: one HTML page for each report, with its assets beside it.

In: the `Book`.  Out: a `Product`: `index.html`, its style sheet, faces and pictures.  The page
works from disk and without a network, runs no script, and links to the PDF and EPUB beside it.
"""

from __future__ import annotations

from proofpress.compose.book import Book
from proofpress.product import Product, ProductFile
from proofpress.stylesheet import FontFile, font_faces, layered
from proofpress.web.head import ASSETS, STYLESHEET
from proofpress.web.page import PICTURES, page

_FONTS = 'fonts'


def make_web(book: Book, fonts: tuple[FontFile, ...] = ()) -> Product:
    """Make the web page; `fonts` are cut down to the book's characters, WOFF2 for choice.

    Raises `ValueError` for a link to an id that the page does not hold, and `KeyError` for a
    picture that the book does not have: both are faults of ours, which compose let through.
    """
    pictures = (ProductFile(f'{PICTURES}/{p.name}', p.content) for p in book.pictures)
    faces = (ProductFile(f'{ASSETS}/{_FONTS}/{font.name}', font.content) for font in fonts)
    rules = font_faces(fonts, _FONTS) + layered('web.css', house=book.house)
    sheet = ProductFile(STYLESHEET, rules.encode())
    return Product((ProductFile('index.html', page(book)), sheet, *faces, *pictures))
