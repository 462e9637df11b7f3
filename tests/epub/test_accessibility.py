"""Accessibility claims: each must go when it is no longer true."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from proofpress.catalogue.record import accessibility_of
from proofpress.compose.book import Book
from proofpress.epub import make_epub
from proofpress.model.page_map import PageMap, PageStart
from tests.epub.opened import opened
from tests.judges import epubcheck
from tests.little_book import PNG, changed, little_book

CLAIM = 'EPUB Accessibility 1.1 - WCAG 2.2 Level AA'
PAGES = PageMap(('1',), (PageStart(0, '1', 'summary-p1', 0),), {})
ALT = 'alt="A grey square of sea with one ship"'


def _claims(name: str, book: Book, cover: bytes | None = None) -> list[str]:
    path = f'//opf:meta[@property="schema:{name}"]/text()'
    return opened(book, cover).values('package.opf', path)


def test_a_book_with_described_pictures_says_so() -> None:
    """A blind reader chooses by these words whether to buy."""
    book = little_book()
    assert _claims('accessibilityFeature', book) == [
        'alternativeText',
        'ARIA',
        'displayTransformability',
        'longDescription',
        'readingOrder',
        'structuralNavigation',
        'tableOfContents',
    ]
    assert _claims('accessMode', book) == ['textual', 'visual']
    assert _claims('accessModeSufficient', book) == ['textual']
    assert _claims('accessibilityHazard', book) == ['none']
    assert "Every picture has a text" in _claims('accessibilitySummary', book)[0]


@pytest.mark.parametrize(
    'alternative', ['', 'alt=""', 'alt=" "', 'alt="words" role="presentation"']
)
def test_one_picture_without_words_takes_the_claim_away(alternative: str) -> None:
    """A claim that is wrong for one picture is wrong."""
    book = changed(little_book(), 'background', ALT, alternative)
    assert 'alternativeText' not in _claims('accessibilityFeature', book)
    assert _claims('accessModeSufficient', book) == ['textual,visual']
    assert "Some pictures have no text" in _claims('accessibilitySummary', book)[0]


def test_a_picture_marked_as_decoration_needs_no_words() -> None:
    """A rule between two paragraphs read aloud would be noise."""
    book = changed(little_book(), 'background', ALT, 'alt="" role="presentation"')
    assert 'alternativeText' in _claims('accessibilityFeature', book)


def test_a_chart_without_a_description_takes_its_claim_away() -> None:
    """Data that only the eye can take in is lost to a listener."""
    book = changed(little_book(), 'timeline', '<desc>One event in October 2024.</desc>', '')
    features = _claims('accessibilityFeature', book)
    assert 'longDescription' not in features
    assert 'alternativeText' in features


def test_a_chart_without_a_name_is_a_picture_without_words() -> None:
    """A voice says "graphic" and nothing more."""
    book = changed(little_book(), 'timeline', '<title>One event</title>', '')
    assert 'alternativeText' not in _claims('accessibilityFeature', book)


def test_a_book_without_pictures_claims_nothing_of_pictures() -> None:
    """The feature alternativeText on a book of words is a lie by habit."""
    book = little_book()
    sections = tuple(s for s in book.sections if s.id == 'references')
    words_only = replace(book, sections=sections, pictures=())
    assert 'alternativeText' not in _claims('accessibilityFeature', words_only)
    assert _claims('accessMode', words_only) == ['textual']
    assert _claims('accessModeSufficient', words_only) == ['textual']


@pytest.mark.parametrize(
    ('media_type', 'content'),
    [
        ('image/svg+xml', b'<svg><rect><animate attributeName="x"/></rect></svg>'),
        ('image/svg+xml', b'<svg><style>@keyframes a{}</style></svg>'),
        ('image/png', b'\x89PNG IHDR acTL IDAT'),
    ],
)
def test_a_picture_that_may_move_ends_the_promise_of_no_hazard(
    media_type: str, content: bytes
) -> None:
    """Flashing can bring on a seizure."""
    book = little_book()
    picture = replace(book.pictures[0], media_type=media_type, content=content)
    moving = replace(book, pictures=(picture,))
    assert _claims('accessibilityHazard', moving) == ['unknown']


def test_no_conformance_is_claimed_that_the_publisher_does_not_claim() -> None:
    """Conformance is the publisher's word to give, after checks that are not ours."""
    package = _package(_claiming(little_book(), conformance=''))
    assert b'conformsTo' not in package
    assert b'certifi' not in package


def test_the_publishers_claim_says_who_vouches_for_it(tmp_path: Path) -> None:
    """A buyer may ask who has looked; the validator that shops use takes the form."""
    book = _claiming(little_book())
    (file,) = make_epub(book, PNG, page_map=PAGES).files
    assert accessibility_of(file.content).conforms_to == (CLAIM,)
    assert accessibility_of(file.content).certified_by == "An Auditor"
    (link,) = re.findall(b'<link [^>]+>', _package(book))
    assert b'rel="a11y:certifierReport"' in link
    assert b'href="https://auditor.example/7"' in link
    assert b'refines="#certifier"' in link
    path = tmp_path / 'claiming.epub'
    path.write_bytes(file.content)
    assert epubcheck(path) == []


@pytest.mark.parametrize(
    'spoil',
    [
        lambda book: replace(book, draft_mark='Draft'),
        lambda book: changed(book, 'background', ALT, 'alt=""'),
        lambda book: replace(
            book,
            pictures=(replace(book.pictures[0], media_type='image/png', content=b'PNG acTL IDAT'),),
        ),
    ],
    ids=['a draft', 'a picture without words', 'a picture that moves'],
)
def test_a_claim_that_this_book_does_not_keep_is_left_out(spoil: Callable[[Book], Book]) -> None:
    """The publisher speaks of all its books; whoever opens this one finds it otherwise."""
    assert b'conformsTo' not in _package(spoil(_claiming(little_book())))
    assert b'conformsTo' not in _package(_claiming(little_book()), None)


def _claiming(book: Book, conformance: str = CLAIM) -> Book:
    imprint = replace(
        book.imprint,
        accessibility_conformance=conformance,
        accessibility_certifier='An Auditor',
        accessibility_report='https://auditor.example/7',
    )
    return replace(book, imprint=imprint)


def _package(book: Book, page_map: PageMap | None = PAGES) -> bytes:
    (file,) = make_epub(book, PNG, page_map=page_map).files
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        return archive.read('EPUB/package.opf')
