"""Notes: each at the foot of the page that calls it, none lost, and said when one would be."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest

from proofpress.pdf import make_pdf
from proofpress.pdf.engine import Engine
from proofpress.pdf.layout import lay_out
from proofpress.pdf.printing import Printer
from proofpress.span import Span
from tests.little_book import changed, little_book, tree
from tests.pdf.noted_book import noted_book

MANY = 300


def test_no_note_of_three_hundred_is_lost() -> None:
    """A number in the text without its note is a claim without its source."""
    book = noted_book(MANY)
    product = make_pdf(book)
    assert product.diagnostics == ()
    document = pypdfium2.PdfDocument(product.files[0].content)
    text = ''.join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    assert [n for n in range(1, MANY + 1) if text.count(f'Remark{n}x') != 1] == []


@pytest.mark.parametrize('seed', [2, 3])
def test_a_note_stands_on_the_page_of_its_call(seed: int) -> None:
    """Who looks up from a call expects the note at the foot of the same page."""
    book = noted_book(60, seed)
    numbers = lay_out(book, Printer(Engine(book))).parts[0].numbers()
    apart = [n for n in range(1, 61) if numbers[f'note-{n}'] != numbers[f'call-{n}']]
    assert apart == []


def test_a_note_taller_than_a_page_stops_the_press() -> None:
    """WeasyPrint lets it run off the page at the top: its first lines would be gone."""
    book = changed(little_book(), 'background', 'Harbour log', 'All that was said. ' * 800)
    chapter = next(section for section in book.sections if section.id == 'background')
    object.__setattr__(chapter, 'origins', {'note-1-p1': Span('report.md', 40)})
    found = make_pdf(book).diagnostics
    assert {diagnostic.id for diagnostic in found} == {'note-lost'}
    assert any('no room' in d.message and d.span == Span('report.md', 40) for d in found)


def test_a_note_pages_away_from_its_call_stops_the_press() -> None:
    """Nobody turns two pages for a note: five calls in one line, two notes to a page."""
    calls = ''.join(
        f'<a class="note-call" id="call-{n}" href="#note-{n}">{n}</a>' for n in range(1, 6)
    )
    notes = ''.join(
        f'<aside class="note" id="note-{n}"><p><a role="doc-backlink" href="#call-{n}">{n}</a> '
        f'{"All that was said. " * 150}</p></aside>'
        for n in range(1, 6)
    )
    book = noted_book(0)
    (chapter,) = book.sections
    markup = (
        f'<section class="chapter" id="background"><h1>Notes</h1><p>Said.{calls}</p>'
        f'<section class="notes">{notes}</section></section>'
    )
    book = replace(book, sections=(replace(chapter, tree=tree(markup)),))
    found = make_pdf(book).diagnostics
    assert {diagnostic.id for diagnostic in found} == {'note-lost'}
    assert found[-1].message.startswith("the note '5 All that was said.")
    assert found[-1].message.endswith('is far from its call')
