"""The engine hears every complaint, and reaches nothing outside the book."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from proofpress.model.report import Paper
from proofpress.pdf import make_pdf
from proofpress.pdf.engine import ADDRESS, Table
from proofpress.span import Span
from tests.little_book import changed, little_book
from tests.pdf.opened import made, opened, text_of

TABLE = Table({'pictures/port.png': ('image/png', b'picture')})


def test_the_table_serves_what_the_book_brings() -> None:
    """A picture of the report is on its page."""
    response = TABLE.fetch(f'{ADDRESS}pictures/port.png')
    assert response.read() == b'picture'
    assert response.content_type == 'image/png'


@pytest.mark.parametrize(
    'address',
    [
        Path('/etc/passwd').as_uri(),
        'https://example.org/picture.png',
        'data:image/png;base64,AAAA',
        f'{ADDRESS}pictures/../port.png',
        f'{ADDRESS}pictures/port.png?x',
        'HTTPS://proofpress.invalid/pictures/port.png',
    ],
)
def test_nothing_else_is_fetched(address: str) -> None:
    """A report from a stranger must not read our files, nor tell anyone that it is being read."""
    with pytest.raises(ValueError, match='not part of the report'):
        TABLE.fetch(address)


@pytest.mark.parametrize(('paper', 'width'), [(Paper.A4, 595), (Paper.LETTER, 612)])
def test_our_own_sheets_give_no_cause_for_complaint(paper: Paper, width: int) -> None:
    """A rule that the layout ignores is a page that nobody designed."""
    reader = opened(made(replace(little_book(), paper=paper)))
    assert {int(page.mediabox.width) for page in reader.pages} == {width}


def test_a_picture_that_cannot_be_drawn_is_named_at_its_place() -> None:
    """Otherwise the page has a gap, and the caption speaks of nothing."""
    book = little_book()
    (picture,) = book.pictures
    broken = replace(picture, content=b'no picture', origin=Span('report.md', 12))
    found = make_pdf(replace(book, pictures=(broken,))).diagnostics
    assert [(d.id, d.span) for d in found] == [('picture-unreadable', Span('report.md', 12))]


def test_the_words_of_a_drawing_have_glyphs_too() -> None:
    """A map may say what the text never does."""
    book = little_book()
    (picture,) = book.pictures
    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40">'
        b'<text x="5" y="20" font-family="Arial">Qu\xc5\xbeq \xea\xb9\x80</text></svg>'
    )
    drawn = replace(picture, content=drawing, media_type='image/svg+xml')
    reader = opened(made(replace(book, pictures=(drawn,))))
    assert 'Qužq 김' in text_of(reader, '1')


def test_a_letter_without_a_glyph_is_an_error() -> None:
    """An empty box in a name."""
    found = make_pdf(changed(little_book(), 'imprint', 'Published', '𓀀')).diagnostics
    assert [d.id for d in found] == ['glyph-missing']


def test_any_other_complaint_is_an_error_too(caplog: pytest.LogCaptureFixture) -> None:
    """A link that leads nowhere is found before a reader finds it, and said once, by us."""
    book = changed(little_book(), 'background', '#fig-port', '#nowhere')
    (found,) = make_pdf(book).diagnostics
    assert found.id == 'layout-complaint'
    assert '#nowhere' in found.message
    assert caplog.records == []
    assert logging.getLogger('weasyprint').propagate
