"""Sheets: what is laid out says what was composed, with notes and numbers in their places."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from proofpress.compose.book import Book
from proofpress.pdf.folios import Folio
from proofpress.pdf.gatherings import Gathering, gather
from proofpress.pdf.sheets import Numbers, sheet
from tests.little_book import changed, little_book, tree

NUMBERS = {f'mention-{n}': Folio(True, n + 1) for n in (1, 2, 3)} | {'background': Folio(True, 9)}


def body_of(book: Book, section_id: str, numbers: Numbers = NUMBERS) -> ElementTree.Element:
    """Return the `<body>` of a section's sheet."""
    section = next(section for section in book.sections if section.id == section_id)
    body = sheet(Gathering((section,)), book, numbers).find('body')
    assert body is not None
    return body


def markup(element: ElementTree.Element) -> str:
    return ElementTree.tostring(element, encoding='unicode')


def words(element: ElementTree.Element) -> str:
    return ' '.join(''.join(element.itertext()).split())


def test_a_note_stands_right_after_its_call() -> None:
    """From there the style sheet takes it to the foot of the page."""
    body = body_of(little_book(), 'background')
    paragraph = body.find('.//p[@id="background-p1"]')
    assert paragraph is not None
    order = [child.get('id') for child in paragraph if child.get('id', '')[:4] in ('call', 'note')]
    assert order == ['call-1', 'note-1', 'call-2', 'note-2']
    assert body.find('.//section[@class="notes"]') is None
    assert 'went home & slept' in words(paragraph)


def test_every_id_and_every_link_of_the_section_is_kept() -> None:
    """The tags and the proof find their way by them."""
    book = little_book()
    for section in book.sections:
        body = body_of(book, section.id, {})
        for name in ('id', 'href', 'lang', 'src'):
            composed = {e.get(name) for e in section.tree.iter('{*}*')} - {None}
            assert {e.get(name) for e in body.iter()} - {None} == composed


def test_a_note_called_twice_is_printed_once() -> None:
    """The second call leads to the first one's note."""
    again = '<a class="note-call" id="call-1-2" href="#note-1">1</a>'
    book = changed(little_book(), 'background', 'A long paragraph', f'A{again} long paragraph')
    assert markup(body_of(book, 'background')).count('id="note-1"') == 1


def test_a_note_that_nothing_calls_is_a_fault_of_ours() -> None:
    """It would vanish from the pages."""
    book = changed(
        little_book(), 'background', 'class="note-call" role="doc-noteref" id="call-2"', ''
    )
    with pytest.raises(ValueError, match='note-2'):
        body_of(book, 'background')


def test_the_glossary_prints_pages_instead_of_sections() -> None:
    """On paper "2–4" is found faster than "Background"."""
    span = body_of(little_book(), 'glossary').find('.//span[@class="locators"]')
    assert span is not None
    assert words(span) == '2–4'
    assert [link.get('href') for link in span] == ['#mention-1']


def test_a_locator_without_known_pages_keeps_the_names_of_sections() -> None:
    """Better than nothing after the colon."""
    span = body_of(little_book(), 'glossary', {}).find('.//span[@class="locators"]')
    assert span is not None
    assert words(span) == 'Summary, Background'


def test_a_folio_is_printed_where_its_target_is_known() -> None:
    """Contents are for page numbers."""
    assert words(body_of(little_book(), 'contents')).endswith('Background 9')
    assert words(body_of(little_book(), 'contents', {})).endswith('Background')


def test_what_compose_made_is_not_changed() -> None:
    """The EPUB and the web page are made of the same trees."""
    book = little_book()
    before = [markup_of.tree for markup_of in little_book().sections]
    for section in book.sections:
        body_of(book, section.id)
    for section, tree_before in zip(book.sections, before, strict=True):
        texts = (list(section.tree.itertext()), list(tree_before.itertext()))
        assert texts[0] == texts[1]


def test_a_comment_leaves_the_words_after_it() -> None:
    """Nobody loses half a sentence to a remark in the source."""
    book = little_book()
    section = replace(
        book.sections[1], tree=tree('<section id="i">a<!-- x -->b<i/><!-- y -->c</section>')
    )
    body = body_of(replace(book, sections=(section,)), section.id)
    assert words(body) == 'abc'


def test_a_gathering_begins_where_a_page_does() -> None:
    """Sections that share a page are laid out together, front and body never."""
    book = little_book()
    flowing = tuple(replace(section, starts_page=False) for section in book.sections)
    runs = [[s.id for s in g.sections] for g in gather(replace(book, sections=flowing))]
    assert runs == [
        ['cover', 'imprint', 'contents', 'summary'],
        ['background'],
        ['timeline', 'glossary', 'references'],
    ]
    assert len(gather(book)) == len(book.sections)
