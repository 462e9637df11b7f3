"""Accessibility claims: each must go when it is no longer true."""

from __future__ import annotations

from dataclasses import replace

import pytest

from proofpress.compose.book import Book
from tests.epub.opened import opened
from tests.little_book import changed, little_book

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


def test_no_conformance_is_claimed() -> None:
    """Conformance is the publisher's word to give, after checks that are not ours."""
    package = opened(little_book()).contents['EPUB/package.opf']
    assert b'conformsTo' not in package
    assert b'certifiedBy' not in package
