"""The web page: all of the report in one file that works from disk."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from lxml import etree
from lxml import html as parser

from proofpress.compose.book import Book, SectionKind
from proofpress.typefaces import faces
from proofpress.web import make_web
from tests.little_book import PNG, changed, little_book


def _files(book: Book | None = None) -> dict[str, bytes]:
    return {file.path: file.content for file in make_web(book or little_book()).files}


def _page(book: Book | None = None) -> etree._Element:
    text = _files(book)['index.html'].decode('utf-8')
    return parser.document_fromstring(text.removeprefix('<!DOCTYPE html>'))


def _found(path: str, book: Book | None = None) -> list[Any]:
    found = _page(book).xpath(path)
    assert isinstance(found, list)
    return found


def _words(node: etree._Element) -> str:
    return ' '.join(''.join(str(text) for text in node.itertext()).split())


def test_the_product_is_one_page_with_its_assets_beside_it() -> None:
    """Sent as a folder, the page opens on any machine without a network."""
    files = _files()
    assert files['assets/pictures/port.png'] == PNG
    assert {'index.html', 'assets/web.css'} <= set(files)
    assert files['index.html'].startswith(b'<!DOCTYPE html>\n<html lang="en-GB" dir="ltr">')


def test_two_makings_give_the_same_bytes() -> None:
    """Who checks a sum must not find another one because the report was built again."""
    assert _files() == _files()


def test_every_section_is_there_with_all_its_words() -> None:
    """The page is the report, not an extract of it."""
    book = little_book()
    for section in book.sections:
        if section.kind is not SectionKind.CONTENTS:
            (found,) = _found(f'//section[@id="{section.id}"]')
            assert _words(found) == _words(section.tree)


def test_nothing_is_fetched_from_elsewhere_and_no_script_runs() -> None:
    """Offline, and without telling anyone who reads."""
    loaded = _found('//@src | //link[@rel="stylesheet"]/@href')
    assert loaded == ['assets/web.css', 'assets/pictures/port.png']
    assert _found('//script[not(@type="application/ld+json")]') == []
    assert _found('//@style | //@*[starts-with(name(), "on")]') == []
    assert b'url(http' not in _files()['assets/web.css']


def test_the_page_has_its_landmarks_in_order() -> None:
    """Who listens to the page jumps by them; who looks at it finds the same parts."""
    (skip,) = _found('//body/*[1][self::a]/@href')
    assert _found(f'//main[@id="{skip[1:]}"]')
    assert [node.tag for node in _found('//body/* | //body/div/*')] == [
        'a',
        'header',
        'div',
        'nav',
        'main',
        'footer',
    ]


def test_one_heading_names_the_page_and_the_others_stand_below_it() -> None:
    """Screen readers list headings as an outline: two roots or a gap make it useless."""
    assert [_words(node) for node in _found('//h1')] == ['Troops on the Move']
    levels = [int(node.tag[1]) for node in _found('//h1 | //h2 | //h3 | //h4 | //h5 | //h6')]
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert [_words(node) for node in _found('//h3')] == ['The port']


def test_the_contents_list_the_headings_and_open_without_a_script() -> None:
    """On a phone the list can be folded, on a desk it stands beside the text."""
    links = _found('//nav[@id="contents"]/details[@open]/ol//a')
    assert [(_words(a), a.get('href')) for a in links] == [
        ('Summary', '#summary'),
        ('1 Background', '#background'),
        ('The port', '#the-port'),
        ('Timeline', '#timeline'),
        ('Actors', '#glossary'),
        ('Sources', '#references'),
    ]


def test_contents_go_as_deep_as_the_author_wants() -> None:
    """`toc-depth: 1` lists sections only."""
    book = replace(little_book(), toc_depth=1)
    assert _found('//nav[@id="contents"]//ol//ol', book) == []


def test_every_link_on_the_page_finds_its_target() -> None:
    """Links between sections work as they stand, because the page holds them all."""
    ids = _found('//@id')
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in _found('//a/@href') if href.startswith('#')} <= set(ids)


def test_a_link_that_leads_nowhere_stops_the_press() -> None:
    """A dead link is a fault of ours; published, it is the reader who finds it."""
    with pytest.raises(ValueError, match='actor-lost'):
        make_web(changed(little_book(), 'summary', '#actor-kim', '#actor-lost'))


def test_notes_lead_back_to_where_they_were_called() -> None:
    """A note at the section's end is read and left again with one tap."""
    assert _found('//aside[@id="note-1"]//a[@role="doc-backlink"]/@href') == ['#call-1']
    assert _found('//a[@id="call-1"]/@href') == ['#note-1']


def test_a_table_scrolls_in_a_box_that_the_keyboard_reaches() -> None:
    """On a phone the table moves, not the page; without a mouse it moves too."""
    (box,) = _found('//table/parent::div')
    assert (box.get('role'), box.get('tabindex')) == ('region', '0')
    assert box.get('aria-labelledby') == 'tbl-aid-caption'


def test_a_table_without_a_caption_is_named_after_its_section() -> None:
    """A region without a name is announced as "region" and nothing more."""
    book = little_book()
    chapter = next(s for s in book.sections if s.id == 'background')
    (caption,) = chapter.tree.iter('{*}caption')
    table = caption.getparent()
    assert table is not None
    table.remove(caption)
    (box,) = _found('//table/parent::div', book)
    assert box.get('aria-label') == 'Background'


def test_pictures_say_their_size_so_that_the_text_does_not_jump() -> None:
    """A page that moves under the reader's thumb leads to the wrong link."""
    (image,) = _found('//img')
    assert (image.get('width'), image.get('height')) == ('320', '200')
    assert image.get('src') == 'assets/pictures/port.png'


def test_the_other_formats_are_one_tap_away() -> None:
    """The PDF is for printing and quoting, the EPUB for reading on the way."""
    assert _found('//nav[@class="downloads"]//a/@href') == ['troops.pdf', 'troops.epub']


def test_making_the_page_leaves_the_composed_trees_as_they_were() -> None:
    """The EPUB and the proof work from the same trees after us."""
    book = little_book()
    before = [etree.tostring(section.tree) for section in book.sections]
    make_web(book)
    assert [etree.tostring(section.tree) for section in book.sections] == before


def test_page_numbers_are_left_out() -> None:
    """A screen has no pages: an empty place for a number would read as a fault."""
    assert _found('//*[contains(@class, "folio")] | //@data-targets') == []


def test_our_own_words_say_that_they_are_english() -> None:
    """A French voice that reads "Skip to the text" is not understood (WCAG 2.2, 3.1.2)."""
    book = little_book()
    french = replace(book, metadata=replace(book.metadata, lang='fr'))
    path = '//a[@class="skip-link"]/@lang | //nav[@class="downloads"]/@lang'
    assert _found(path, french) == ['en', 'en']
    assert _found(path, book) == []


def test_fonts_stand_beside_the_sheet_that_names_them() -> None:
    """A page that is sent by mail takes its typeface along."""
    made = faces(little_book().characters(), frozenset({'ko'}))
    files = {file.path: file.content for file in make_web(little_book(), made).files}
    fonts = {path for path in files if path.startswith('assets/fonts/')}
    sheet = files['assets/web.css'].decode()
    named = re.findall(r'src:url\((fonts/[\w.-]+)\)', sheet)
    assert {f'assets/{name}' for name in named} == fonts
    assert 'assets/fonts/source-sans-3-600-normal.woff2' in fonts
    assert all(files[path].startswith(b'wOF2') for path in fonts)
