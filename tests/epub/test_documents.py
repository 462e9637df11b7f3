"""The content documents: what a reader turns to, hears, and taps on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from proofpress.epub import make_epub
from tests.epub.opened import opened, words
from tests.little_book import changed, little_book

XML_LANG = '{http://www.w3.org/XML/1998/namespace}lang'


def _types(name: str, path: str) -> list[str]:
    return opened(little_book()).values(name, f'{path}/@epub:type')


def test_each_section_has_a_file_and_all_its_words() -> None:
    """A chapter that lost a sentence on its way looks complete to everyone but its author."""
    book = little_book()
    made = opened(book)
    for section in book.sections:
        if section.kind.value not in {'contents', 'cover'}:
            (root,) = made.find(f'{section.id}.xhtml', '//h:body/h:section')
            assert words(root) == words(section.tree)


def test_a_link_to_another_section_leads_to_its_file() -> None:
    """A reader who taps on a name wants the glossary, not an error."""
    made = opened(little_book())
    links = made.values('background.xhtml', '//h:a[@class="mention"]/@href')
    assert links == ['glossary.xhtml#actor-kim']
    assert made.values('background.xhtml', '//h:a[@class="event-call"]/@href') == [
        'timeline.xhtml#event-departure'
    ]
    assert made.values('summary.xhtml', '//h:a[@class="cross-reference"]/@href') == [
        'nav.xhtml#contents'
    ]
    assert made.find('nav.xhtml', '//h:nav[@id="contents"]')


def test_every_link_within_the_book_finds_its_target() -> None:
    """One dead link is enough for a shop to refuse the book."""
    made = opened(little_book())
    documents = [name for name in made.contents if name.endswith('.xhtml')]
    for name in documents:
        base = name.removeprefix('EPUB/')
        for href in made.values(base, '//h:a/@href'):
            if ':' in href:
                continue
            file, _, target = href.partition('#')
            path = f'//*[@id="{target}"]' if target else '/*'
            assert made.find(file or base, path), f"{base}: {href}"


def test_a_note_and_its_call_stand_in_one_file_and_pop_up() -> None:
    """Thorium opens a note only from its call's file; Apple Books wants the id on the aside."""
    made = opened(little_book())
    (call, _) = made.find('background.xhtml', '//h:a[@epub:type="noteref"]')
    assert call.get('href') == '#note-1'
    assert call.get('role') == 'doc-noteref'
    (note,) = made.find('background.xhtml', '//h:aside[@id="note-1"]')
    assert note.get('role') == 'doc-footnote'
    assert _types('background.xhtml', '//h:aside') == ['footnote', 'footnote']
    assert _types('background.xhtml', '//h:section[@class="notes"]') == ['footnotes']


@pytest.mark.parametrize(
    ('file', 'path', 'types'),
    [
        ('titlepage.xhtml', '//h:body/h:section', ['titlepage']),
        ('imprint.xhtml', '//h:body/h:section', ['copyright-page']),
        ('summary.xhtml', '//h:body/h:section', ['abstract']),
        ('background.xhtml', '//h:body/h:section', ['chapter']),
        ('timeline.xhtml', '//h:body/h:section', ['appendix']),
        ('glossary.xhtml', '//h:body/h:section', ['glossary']),
        ('glossary.xhtml', '//h:dt', ['glossterm']),
        ('glossary.xhtml', '//h:dd', ['glossdef']),
        ('references.xhtml', '//h:body/h:section', ['bibliography']),
        ('summary.xhtml', '//h:body', ['frontmatter']),
        ('background.xhtml', '//h:body', ['bodymatter']),
        ('references.xhtml', '//h:body', ['backmatter']),
    ],
)
def test_parts_say_what_they_are(file: str, path: str, types: list[str]) -> None:
    """A reading system offers glossary and notes only where the markup names them."""
    assert _types(file, path) == types


def test_deprecated_roles_and_types_are_not_written() -> None:
    """EPUBCheck warns of them, and a shop that counts warnings sends the book back."""
    made = opened(little_book())
    text = b''.join(made.contents.values())
    for name in (b'doc-biblioentry', b'doc-endnote"', b'biblioentry"', b'rearnote'):
        assert name not in text


def test_language_and_direction_stand_in_both_forms() -> None:
    """A voice that reads Korean with English rules is not understood."""
    made = opened(little_book())
    root = made.xml('background.xhtml')
    assert (root.get('lang'), root.get(XML_LANG), root.get('dir')) == ('en-GB', 'en-GB', 'ltr')
    (korean,) = made.find('background.xhtml', '//h:span[@lang="ko"]')
    assert korean.get(XML_LANG) == 'ko'


def test_page_numbers_are_left_out_and_section_links_stay() -> None:
    """An e-reader has no pages of ours: an empty place for a number would read as a fault."""
    made = opened(little_book())
    assert made.find('timeline.xhtml', '//*[contains(@class, "folio")]') == []
    (item,) = made.find('timeline.xhtml', '//h:li/h:p')
    assert words(item).endswith('Read the passage (Background).')
    assert made.values('glossary.xhtml', '//h:span[@class="locators"]/h:a/@href') == [
        'summary.xhtml#mention-1',
        'background.xhtml#mention-2',
    ]
    assert made.find('glossary.xhtml', '//*[@data-targets]') == []


def test_making_the_book_leaves_the_composed_trees_as_they_were() -> None:
    """The web page and the proof work from the same trees after us."""
    book = little_book()
    before = [etree.tostring(section.tree) for section in book.sections]
    make_epub(book)
    assert [etree.tostring(section.tree) for section in book.sections] == before


def test_an_empty_element_is_not_written_as_an_open_one() -> None:
    """Readers that parse as HTML take `<td/>` for a start and pull the next cells into it."""
    text = opened(little_book()).contents['EPUB/background.xhtml'].decode()
    assert '<td></td>' in text
    assert '<td/>' not in text


def test_a_drawing_keeps_its_capital_letters_and_is_announced() -> None:
    """`viewbox` is no `viewBox`: the drawing would be blank, and no validator says so."""
    made = opened(little_book())
    (chart,) = made.find('timeline.xhtml', '//svg:svg')
    assert chart.get('viewBox') == '0 0 400 60'
    properties = made.values('package.opf', '//opf:item[@href="timeline.xhtml"]/@properties')
    assert properties == ['svg']


def test_a_link_that_leads_nowhere_stops_the_press() -> None:
    """A dead link is a fault of ours; printed, it is the reader who finds it."""
    book = changed(little_book(), 'summary', '#actor-kim', '#actor-lost')
    with pytest.raises(KeyError, match='actor-lost'):
        make_epub(book)


def test_a_section_with_a_strange_or_taken_id_still_gets_a_file() -> None:
    """A heading in Cyrillic must not make a file name that a reader cannot open."""
    book = little_book()
    sections = [
        replace(section, id={'summary': 'nav', 'glossary': 'глоссарий'}.get(section.id, section.id))
        for section in book.sections
    ]
    made = opened(replace(book, sections=tuple(sections)))
    assert {'EPUB/section-4.xhtml', 'EPUB/section-7.xhtml', 'EPUB/nav.xhtml'} <= set(made.contents)


def test_the_cover_stands_alone_with_words_for_those_who_cannot_see_it() -> None:
    """Kobo shows a cover only when nothing else stands in its file."""
    made = opened(little_book())
    (body,) = made.find('cover.xhtml', '//h:body')
    assert words(body) == ''
    (image,) = made.find('cover.xhtml', '//h:img')
    assert image.get('alt') == (
        'Cover: Troops on the Move. What a border saw. Ada Reed, Example Policy Desk.'
    )
    assert made.values('package.opf', '//opf:item[@properties="cover-image"]/@href') == [
        image.get('src')
    ]


def test_without_a_cover_the_title_page_opens_the_book() -> None:
    """A landmark to a cover that is not there would be a dead link."""
    made = opened(little_book(), cover=None)
    assert 'EPUB/cover.xhtml' not in made.contents
    assert made.values('package.opf', '//opf:itemref/@idref')[0] == 'doc-titlepage'
    assert 'cover' not in made.values('nav.xhtml', '//h:a/@epub:type')
