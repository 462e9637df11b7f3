"""The page list: where each page of the PDF begins, for those who are told to turn to page 7.

In: the marks of pages in the book's sections.  Out: the navigation that EPUB 3.3, section 5.4.2.3,
asks for, its counterpart for readers from before EPUB 3 (OPF 2.0.1, 2.4.1), and the statement which
PDF is meant (EPUB Accessibility 1.1, 3.2.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from proofpress.compose.book import Book
from proofpress.compose.reflow import PageMark
from proofpress.epub.documents import Places
from proofpress.epub.package import Statement

NCX = 'http://www.daisy.org/z3986/2005/ncx/'


@dataclass(frozen=True, slots=True)
class ListedPage:
    """A page in the list."""

    folio: str
    href: str


def listed_pages(
    book: Book, places: Places, marks: Mapping[str, Sequence[PageMark]]
) -> tuple[ListedPage, ...]:
    """Return the pages in the order of the book."""
    return tuple(
        ListedPage(mark.folio, f'{places.files[section.id]}#{mark.id}')
        for section in book.sections
        for mark in marks.get(section.id, ())
    )


def list_pages(ncx: etree._Element, pages: Iterable[ListedPage], *, first_order: int) -> None:
    """Add the list of pages to an NCX; `first_order` is the place of the first in reading."""
    parent = etree.SubElement(ncx, f'{{{NCX}}}pageList')
    for number, page in enumerate(pages, start=1):
        is_plain = page.folio.isdecimal()
        target = etree.SubElement(
            parent,
            f'{{{NCX}}}pageTarget',
            {
                'id': f'page-target-{number}',
                'type': 'normal' if is_plain else 'front',
                'playOrder': str(first_order + number - 1),
            }
            | ({'value': page.folio} if is_plain else {}),
        )
        label = etree.SubElement(target, f'{{{NCX}}}navLabel')
        etree.SubElement(label, f'{{{NCX}}}text').text = page.folio
        etree.SubElement(target, f'{{{NCX}}}content', {'src': page.href})


def source_statements(book: Book) -> tuple[Statement, ...]:
    """Say whose pages are listed: the PDF's ISBN where it has one, else its file."""
    isbn = re.sub(r'[^0-9Xx]', '', book.metadata.isbn.pdf)
    source = f'urn:isbn:{isbn}' if isbn else f'{book.slug}.pdf'
    return (Statement('meta', source, {'property': 'pageBreakSource'}),)
