"""Marks of pages stand where the PDF's pages begin, and change nothing else."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from proofpress.compose.book import XHTML, Book, Section, without_pages
from proofpress.compose.compose import compose
from proofpress.compose.reflow import PageMark, page_marks, reflowed
from proofpress.manuscript import read_report
from proofpress.model.page_map import PageMap, PageStart
from proofpress.proof.paged.expected import ExpectedBlock, expect, seen
from tests.pdf.printed import SEED, TORTURE


@cache
def book_of(name: str) -> Book:
    report = read_report(SEED if name == 'seed' else TORTURE).report
    assert report is not None
    return compose(report)[0]


@cache
def blocks(name: str) -> list[tuple[Section, ExpectedBlock]]:
    """Return the blocks in which a page can begin, as the proof counts their words."""
    book = book_of(name)
    homes = {section.id: section for section in book.sections}
    found = expect(book.sections, book.metadata.lang).blocks
    return [(homes[one.section], one) for one in found if not one.in_note and seen(one.text)]


def words_after(tree: etree._Element, id_: str) -> str:
    """Return what follows an element in its document, numbers of pages left out."""
    said: list[str] = []
    is_after = False
    for event, element in etree.iterwalk(tree, events=('start', 'end')):
        if event == 'start':
            is_after = is_after or element.get('id') == id_
            said.append(str(element.text or '') if is_after else '')
        else:
            said.append(str(element.tail or '') if is_after else '')
    return seen(''.join(said))


def section_of(words: str) -> Section:
    tree = etree.fromstring(f'<section xmlns="{XHTML}" id="s">{words}</section>')
    book = book_of('seed')
    return replace(book.sections[-1], id='s', tree=tree)


def marked(words: str, block: str, offset: int) -> str:
    mark = PageMark('page-2', '2', PageStart(1, '2', block, offset))
    tree = reflowed(section_of(words), [mark])
    text = etree.tostring(tree, encoding='unicode')
    text = text.replace(f' xmlns="{XHTML}"', '').removeprefix('<section id="s">')
    return text.removesuffix('</section>').replace(
        '<span class="page-mark" role="doc-pagebreak" id="page-2" aria-label="2"/>', '|'
    )


@pytest.mark.parametrize('name', ['seed', 'torture'])
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_mark_stands_where_the_proof_has_read_the_page_to_begin(
    name: str, data: st.DataObject
) -> None:
    """Two modules count the words of a block: where they differ, marks slip."""
    section, block = data.draw(st.sampled_from(blocks(name)))
    limit = min((number.at for number in block.numbers), default=len(seen(block.text)))
    places = [index for index, letter in enumerate(block.text) if seen(letter)][: max(limit, 1)]
    at = data.draw(st.integers(0, len(places) - 1))
    start = PageStart(3, '4', block.id, block.offset + places[at])
    (mark,) = page_marks(book_of(name), PageMap(('4',), (start,), {}))[section.id]
    tree = reflowed(section, [mark])
    wanted = seen(block.text)[at : max(limit, at + 1)][:30]
    said = words_after(tree, mark.id)
    place = said.find(wanted)
    assert place >= 0
    assert place == 0 or said[:place].isalpha(), (said[:60], wanted)


@pytest.mark.parametrize('name', ['seed', 'torture'])
def test_marks_change_no_word(name: str) -> None:
    """A mark is told to listeners and shown to nobody."""
    for section, block in blocks(name)[::7]:
        mark = PageMark('page-4', '4', PageStart(3, '4', block.id, block.offset))
        plain, tree = without_pages(section), reflowed(section, [mark])
        texts = [''.join(map(str, one.itertext())) for one in (plain, tree)]
        assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ('words', 'block', 'offset', 'wanted'),
    [
        ('<p id="p">One two</p>', 'p', 0, '<p id="p">|One two</p>'),
        ('<p id="p">One two</p>', 'p', 4, '<p id="p">One |two</p>'),
        # Within a word: before the whole of it, but not where a script has no spaces.
        ('<p id="p">One twofold</p>', 'p', 7, '<p id="p">One |twofold</p>'),
        ('<p id="p">国境管理</p>', 'p', 2, '<p id="p">国境|管理</p>'),
        ('<p id="p">A <b>bold</b> word</p>', 'p', 7, '<p id="p">A <b>bold</b> |word</p>'),
        ('<p id="p">A <b>bold</b> word</p>', 'p', 2, '<p id="p">A <b>|bold</b> word</p>'),
        ('<p id="p">a<br/>line</p>', 'p', 2, '<p id="p">a<br/>|line</p>'),
        # A heading's name is its words alone.
        ('<h1 id="h">One</h1>', 'h', 0, '|<h1 id="h">One</h1>'),
        ('<ul id="u"><li id="l">One</li></ul>', 'l', 0, '<ul id="u"><li id="l">|One</li></ul>'),
        ('<table id="t"><tr id="r"><td>1</td><td>2</td></tr></table>', 'r', 1,
         '<table id="t"><tr id="r"><td>1</td><td>|2</td></tr></table>'),
        ('<figure id="f"><img alt=""/><figcaption id="c">One</figcaption></figure>', 'c', 0,
         '|<figure id="f"><img alt=""/><figcaption id="c">One</figcaption></figure>'),
    ],
)  # fmt: skip
def test_a_mark_stands_before_the_first_word(
    words: str, block: str, offset: int, wanted: str
) -> None:
    """Each kind of place, as browsers and validators want it."""
    assert marked(words, block, offset) == wanted


def test_two_pages_that_begin_in_one_paragraph_are_both_marked() -> None:
    """A long paragraph may fill a page."""
    section = section_of('<p id="p">One two three</p>')
    marks = [
        PageMark(f'page-{n}', str(n), PageStart(n, str(n), 'p', o)) for n, o in ((2, 4), (3, 8))
    ]
    (paragraph,) = reflowed(section, marks)
    assert paragraph.text == 'One '
    assert [(one.get('id'), one.tail) for one in paragraph] == [
        ('page-2', 'two '),
        ('page-3', 'three'),
    ]


def test_a_mark_does_not_take_the_name_of_something_else() -> None:
    """An author may call a heading `page-1`."""
    book = book_of('seed')
    first = next(
        section for section in book.sections if section.tree.find(f'{{{XHTML}}}p') is not None
    )
    taken = next(str(e.get('id')) for e in first.tree.iter(f'{{{XHTML}}}p') if e.get('id'))
    start = PageStart(0, taken.removeprefix('page-'), taken, 0)
    (mark,) = page_marks(book, PageMap(('1',), (start,), {}))[first.id]
    assert mark.id not in {e.get('id') for s in book.sections for e in s.tree.iter(etree.Element)}
