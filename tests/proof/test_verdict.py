"""The proof sees what is wrong with a finished PDF: each test spoils a sound one in one way."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pikepdf
import pytest
from lxml import etree

from proofpress.compose.book import XHTML, Book, SectionKind
from proofpress.pdf import make_pdf
from proofpress.proof.paged.verdict import prove_pdf
from proofpress.span import Span
from tests.little_book import little_book


@cache
def sound() -> tuple[Book, bytes]:
    book = little_book()
    return book, make_pdf(book).files[0].content


def spoiled(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(sound()[1])) as pdf:
        change(pdf)
        pdf.save(file)
    return file.getvalue()


def ids(content: bytes, book: Book | None = None) -> set[str]:
    findings = prove_pdf(book or sound()[0], content).findings
    return {finding.diagnostic.id for finding in findings}


def test_a_sound_book_has_no_finding() -> None:
    """An editor who is warned for nothing stops reading."""
    assert ids(sound()[1]) == set()


def test_a_book_without_a_date_has_none_and_no_finding() -> None:
    """Only the title of a report is required."""
    book = little_book()
    undated = replace(book, metadata=replace(book.metadata, date=None, modified=None))
    content = make_pdf(undated).files[0].content
    assert ids(content, undated) == set()
    assert 'metadata-wrong' in ids(sound()[1], undated)


def test_a_page_that_was_lost_is_noticed() -> None:
    """Whoever prints page 2 twice and page 3 never loses words."""

    def lose(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[3]

    assert 'words-lost' in ids(spoiled(lose))


def test_words_of_the_author_that_no_page_has_are_named() -> None:
    """The passage is quoted, and the place is where it was written."""
    book, content = sound()
    section = next(one for one in book.sections if one.kind is SectionKind.CHAPTER)
    tree = etree.fromstring(etree.tostring(section.tree))
    block = next(node for node in tree.iter(f'{{{XHTML}}}p') if node.get('id'))
    block.text = f'Unprinted words. {block.text or ""}'
    place = Span('report.md', 7, 1)
    changed = replace(section, tree=tree, origins={block.get('id') or '': place})
    sections = tuple(changed if one is section else one for one in book.sections)
    findings = [f.diagnostic for f in prove_pdf(replace(book, sections=sections), content).findings]
    lost = [finding for finding in findings if finding.id == 'words-lost']
    assert 'Unprinted words.' in lost[0].message
    assert lost[0].span == place


def test_a_link_that_leads_elsewhere_is_noticed() -> None:
    """The contents say 2, and a click on it goes to the last page."""

    def move(pdf: pikepdf.Pdf) -> None:
        names = pdf.Root.Names.Dests.Names
        target = next(
            node.get('data-target')
            for section in sound()[0].sections
            for node in section.tree.iter('{*}span')
            if node.get('data-target')
        )
        for index in range(0, len(names), 2):
            if str(names[index]) == target:
                names[index + 1][0] = pdf.pages[-1].obj

    assert ids(spoiled(move)) == {'link-astray'}


@pytest.mark.parametrize('key', ['/Title', '/Author'])
def test_metadata_of_another_report_is_noticed(key: str) -> None:
    """Catalogues go by what the file says of itself."""

    def rename(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo[key] = 'Something else'

    assert ids(spoiled(rename)) == {'metadata-wrong'}


def test_a_font_that_was_left_out_is_noticed() -> None:
    """Without its font the page looks different on every machine."""

    def strip(pdf: pikepdf.Pdf) -> None:
        for font in pdf.pages[1].Resources.Font.values():
            del font.ToUnicode

    assert 'font-not-embedded' in ids(spoiled(strip))


def test_the_page_map_says_where_each_page_begins() -> None:
    """The e-book will carry these numbers."""
    book, content = sound()
    page_map = prove_pdf(book, content).page_map
    assert len(page_map.folios) == len({start.page_index for start in page_map.starts})
    blocks = {node.get('id') for section in book.sections for node in section.tree.iter('{*}*')}
    assert {start.block for start in page_map.starts} <= blocks


def test_a_running_head_of_another_section_is_noticed() -> None:
    """Whoever leafs through the pages goes by their heads."""
    book = little_book()
    chapter = next(one for one in book.sections if one.kind is SectionKind.CHAPTER)
    for number in range(60):
        paragraph = etree.SubElement(chapter.tree, f'{{{XHTML}}}p', id=f'more-{number}')
        paragraph.text = f'Paragraph {number} goes on about the harbour, and on to the next page.'
    content = make_pdf(book).files[0].content
    assert 'running-head-wrong' not in ids(content, book)
    sections = tuple(replace(one, running_head='Elsewhere') for one in book.sections)
    assert 'running-head-wrong' in ids(content, replace(book, sections=sections))


def test_words_that_two_readers_read_differently_are_noticed() -> None:
    """A listener would hear other words than stand on the page."""

    def reword(pdf: pikepdf.Pdf) -> None:
        elements = (item for item in pdf.objects if isinstance(item, pikepdf.Dictionary))
        paragraph = next(
            one for one in elements if one.get('/S') == '/P' and isinstance(one.get('/K'), int)
        )
        paragraph.ActualText = 'Other words'

    assert {'readers-disagree', 'words-changed'} <= ids(spoiled(reword))
