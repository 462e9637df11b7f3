"""What catalogues, shops and libraries read of the book."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from proofpress.compose.book import Book
from proofpress.epub.metadata import file_as
from proofpress.model.report import Author, Isbn
from proofpress.model.timeline import Date
from tests.epub.opened import opened
from tests.little_book import HERE, little_book


def _book(**changes: Any) -> Book:
    book = little_book()
    return replace(book, metadata=replace(book.metadata, **changes))


def _texts(name: str, book: Book | None = None) -> list[str]:
    return opened(book or little_book()).values('package.opf', f'//{name}/text()')


def _meta(name: str, book: Book | None = None) -> list[str]:
    return _texts(f'opf:meta[@property="{name}"]', book)


def test_all_that_the_front_matter_says_is_said() -> None:
    """Whoever searches a library by subject or publisher must find the report."""
    assert _texts('dc:language') == ['en-GB']
    assert _texts('dc:publisher') == ['Example House']
    assert _texts('dc:date') == ['2024-11-20']
    assert _texts('dc:subject') == ['troops', 'borders']
    assert _texts('dc:description') == ['A brief about troops.\n\nIt is short & "plain".']
    assert _texts('dc:rights') == ['© 2024 Example House', 'CC-BY-4.0']
    assert _meta('belongs-to-collection') == ['Briefs']
    assert _meta('group-position') == ['4']
    assert _meta('schema:version') == ['1.1']


def test_title_and_subtitle_are_told_apart() -> None:
    """A shelf shows the title; the two in one line would be cut in the middle."""
    assert _texts('dc:title') == ['Troops on the Move', 'What a border saw']
    assert _meta('title-type') == ['main', 'subtitle']
    path = '//opf:meta[@property="title-type"]/@refines'
    assert opened(little_book()).values('package.opf', path) == ['#title', '#subtitle']


def test_the_identifier_is_the_reports_own_and_the_isbn_that_of_the_format() -> None:
    """The same report under two identifiers stands twice on every reader's shelf."""
    made = opened(_book(doi='10.1234/abc'))
    assert made.values('package.opf', '//dc:identifier[@id="pub-id"]/text()') == [
        'urn:uuid:9f1b1c1e-3c55-5d0e-9a59-0c1f2f7c3a11'
    ]
    assert made.values('package.opf', '/opf:package/@unique-identifier') == ['pub-id']
    others = made.values('package.opf', '//dc:identifier[not(@id="pub-id")]/text()')
    assert others == ['https://doi.org/10.1234/abc', 'urn:isbn:9783161484100']


def test_a_doi_that_is_the_identifier_is_not_said_twice() -> None:
    """Shops take the second identifier for another book."""
    url = 'https://doi.org/10.1234/abc'
    book = _book(identifier=url, doi='doi:10.1234/abc', isbn=Isbn())
    assert _texts('dc:identifier', book) == [url]


def test_dates_come_from_the_source_and_no_clock() -> None:
    """A report that was built again has not changed since."""
    assert _meta('dcterms:modified') == ['2024-12-01T00:00:00Z']
    undated_day = _book(date=Date(2024, 10), modified=None)
    assert _texts('dc:date', undated_day) == ['2024-10']
    assert _meta('dcterms:modified', undated_day) == ['2024-10-01T00:00:00Z']
    undated = _book(date=None, modified=None)
    assert _texts('dc:date', undated) == []
    assert _meta('dcterms:modified', undated) == ['1980-01-01T00:00:00Z']


def test_what_the_author_left_out_is_left_out() -> None:
    """An empty element is an error to validators and a blank line in a shop."""
    nothing = dict.fromkeys(
        ('subtitle', 'description', 'publisher', 'licence', 'rights', 'series', 'version'), ''
    )
    book = _book(**nothing, authors=(), keywords=(), isbn=Isbn())
    metadata = opened(book).find('package.opf', '//opf:metadata/*[not(@name="cover")]')
    assert all((element.text or '').strip() for element in metadata)
    assert not _texts('dc:publisher', book)


def test_authors_have_roles_and_sort_keys() -> None:
    """A catalogue files Reed under R, and a desk under its own name."""
    authors = (
        Author('Ada Reed', HERE, orcid='0000-0002-1825-0097'),
        Author('Policy Desk', HERE),
        Author('Bo Lind', HERE, role='Editor', email='bo@example.org'),
    )
    book = _book(authors=authors)
    assert _texts('dc:creator', book) == ['Ada Reed', 'Policy Desk', 'Bo Lind']
    assert _meta('role', book) == ['aut', 'aut', 'edt']
    assert _meta('file-as', book) == ['Reed, Ada', 'Policy Desk', 'Lind, Bo']


@pytest.mark.parametrize(
    ('name', 'expected'),
    [
        ('Ada Reed', 'Reed, Ada'),
        ('Ursula von der Leyen', 'von der Leyen, Ursula'),
        ('Martin Luther King Jr.', 'King, Martin Luther, Jr.'),
        ('Kim, Min-ji', 'Kim, Min-ji'),
        ('박민지', '박민지'),
        ('Reed Jr.', 'Jr., Reed'),
    ],
)
def test_persons_are_filed_by_family_name(name: str, expected: str) -> None:
    """Who looks under L for von der Leyen uses the search; who looks under U never finds her."""
    assert file_as(Author(name, HERE, email='a@example.org')) == expected


def test_a_name_that_may_be_an_organisations_stays_as_it_is() -> None:
    """Nobody looks for the United Nations under "Nations, United"."""
    assert file_as(Author('United Nations', HERE)) == 'United Nations'


def test_a_number_that_is_no_position_is_not_given_as_one() -> None:
    """EPUB wants whole numbers there (section D.3.8); "4/2024" would be an error."""
    assert _meta('group-position', _book(number='4/2024')) == []


def test_the_cover_is_named_for_old_readers_too() -> None:
    """Kindle and Kobo look for `meta name="cover"` and show a grey box without it."""
    made = opened(little_book())
    assert made.values('package.opf', '//opf:meta[@name="cover"]/@content') == ['cover-image']
