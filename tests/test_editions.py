"""What is made of a proved PDF, whoever makes it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from pypdfium2 import PdfiumError

from proofpress.compose.book import Book
from proofpress.editions import Editions, make_editions
from proofpress.pdf import make_pdf
from proofpress.proof.paged.verdict import PdfVerdict, prove_pdf
from proofpress.proof.report import pages_in_small
from proofpress.typefaces import faces, standing_orders
from tests.little_book import little_book


@cache
def printed() -> tuple[Book, bytes]:
    book = little_book()
    return book, make_pdf(book).files[0].content


@cache
def verdict() -> PdfVerdict:
    return prove_pdf(*printed())


def made(hands: int, pdf: bytes | None = None, more_characters: str = '') -> Editions:
    book, content = printed()
    typefaces = faces(book.characters() | set(more_characters), book.languages())
    return make_editions(
        book, pdf or content, typefaces, verdict().page_map, kepub=True, hands=hands
    )


def test_one_hand_or_two_make_the_same() -> None:
    """The same report must give the same bytes on every machine."""
    # What this process had cut before, for other tests, is told too.
    assert replace(made(2), orders=()) == replace(made(1), orders=())


def test_all_that_stands_beside_the_pdf_is_made() -> None:
    """A product that is lacking would be missed by readers of one medium only."""
    editions = made(1)
    slug = printed()[0].slug
    assert [file.path for file in editions.epub.files] == [f'{slug}.epub', f'{slug}.kepub.epub']
    assert editions.web.files[0].path == 'index.html'
    assert len(editions.cover) > len(editions.thumbnail) > 0
    assert editions.pages == pages_in_small(printed()[1])
    assert len(editions.pages) == len(verdict().page_map.folios)


@pytest.mark.parametrize(('hands', 'more_characters'), [(1, 'Ω'), (2, 'Ψ')])
def test_what_was_cut_is_told_whoever_cut_it(hands: int, more_characters: str) -> None:
    """Else workers to come would not find the faces ready."""
    before = set(standing_orders())
    orders = made(hands, more_characters=more_characters).orders
    assert len(set(orders)) == len(orders)
    assert {order.woff2 for order in orders if order.face and order not in before} == {False, True}


@pytest.mark.parametrize('hands', [1, 2])
def test_a_fault_is_met_by_who_asked(hands: int) -> None:
    """A build must not end without a word because another hand stumbled."""
    with pytest.raises(PdfiumError):
        made(hands, b'no PDF')
