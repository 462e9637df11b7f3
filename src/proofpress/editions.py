"""The editions: all that is made of a book once its PDF is proved.

In: the book, its PDF, and the page map that the proof has read in it.  Out: `Editions`: EPUB and
web page, the PDF's first page in two sizes, and all its pages in small.  Two hands can share the
work; what is made does not depend on how many there are.
"""

from __future__ import annotations

from dataclasses import dataclass

from proofpress.catalogue import THUMBNAIL_WIDTH
from proofpress.compose.book import Book
from proofpress.crew import side_by_side
from proofpress.epub import make_epub
from proofpress.lettering import Order
from proofpress.model.page_map import PageMap
from proofpress.product import Product
from proofpress.proof.pictures import Picture, page_picture
from proofpress.proof.report import pages_in_small
from proofpress.typefaces import Face, standing_orders
from proofpress.web import make_web


@dataclass(frozen=True, slots=True)
class Editions:
    """What stands beside the PDF."""

    epub: Product
    web: Product
    cover: bytes
    """The PDF's first page, a PNG."""
    thumbnail: bytes
    """The same, small."""
    pages: tuple[Picture | None, ...]
    """The PDF's pages as the report of the proof shows them."""
    orders: tuple[Order, ...]
    """For what faces were cut here or before."""


@dataclass(frozen=True, slots=True)
class _Share:
    """What one hand makes: an edition, and pictures of pages."""

    product: Product
    orders: tuple[Order, ...]
    front: tuple[bytes, bytes] = (b'', b'')
    """The PDF's first page, large and small."""
    pages: tuple[Picture | None, ...] = ()


def make_editions(
    book: Book,
    pdf: bytes,
    faces: tuple[Face, ...],
    page_map: PageMap,
    *,
    kepub: bool = False,
    hands: int = 1,
) -> Editions:
    """Make the editions, with Kobo's variant of the EPUB if it is wanted (`kepub`).

    Raises `KeyError` or `ValueError` for a book that does not hang together, as the presses do.
    """

    def with_front() -> _Share:
        front = page_picture(pdf, 0), page_picture(pdf, 0, THUMBNAIL_WIDTH)
        epub = make_epub(book, front[0], faces, page_map, kepub=kepub)
        return _Share(epub, standing_orders(), front)

    def with_pages() -> _Share:
        web = make_web(book, faces, page_map)
        return _Share(web, standing_orders(), pages=pages_in_small(pdf))

    # To draw the first page large takes about as long as to draw those of a long report small.
    epub, web = side_by_side([with_front, with_pages], hands)
    orders = tuple(dict.fromkeys((*epub.orders, *web.orders)))
    return Editions(epub.product, web.product, *epub.front, web.pages, orders)
