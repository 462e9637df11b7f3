"""The web press: one HTML page for each report, with its assets beside it.

In: the `Book`.  Out: a `Product`: `index.html`, its style sheet, faces and pictures.  The page
works from disk and without a network, runs no script, and links to the PDF and EPUB beside it.
"""

from __future__ import annotations

from proofpress.compose.book import Book
from proofpress.product import Product, ProductFile
from proofpress.stylesheet import layered
from proofpress.web.head import STYLESHEET
from proofpress.web.page import PICTURES, page


def make_web(book: Book) -> Product:
    """Make the web page.

    Raises `ValueError` for a link to an id that the page does not hold, and `KeyError` for a
    picture that the book does not have: both are faults of ours, which compose let through.
    """
    pictures = (ProductFile(f'{PICTURES}/{p.name}', p.content) for p in book.pictures)
    sheet = ProductFile(STYLESHEET, layered('web.css', house=book.house).encode())
    return Product((ProductFile('index.html', page(book)), sheet, *pictures))
