"""The navigation: what a reader sees under "Contents", in new readers and old ones."""

from __future__ import annotations

from dataclasses import replace

from proofpress.compose.book import Book, Outline, SectionKind
from tests.epub.opened import opened, words
from tests.little_book import little_book


def _deep_book() -> Book:
    """Return the little book with headings five levels deep in its chapter."""
    outline = Outline('background-p2', 5, '', "Five")
    for level, target in ((4, 'background-p1'), (3, 'the-port'), (2, 'the-port')):
        outline = Outline(target, level, '', f"Level {level}", (outline,))
    book = little_book()
    sections = tuple(
        replace(s, outline=Outline('background', 1, '1', "Background", (outline,)))
        if s.id == 'background'
        else s
        for s in book.sections
    )
    return replace(book, sections=sections, toc_depth=6)


def test_the_contents_list_every_heading_in_reading_order() -> None:
    """A chapter that the contents forget is a chapter that nobody finds; no validator looks."""
    made = opened(little_book())
    entries = made.find('nav.xhtml', '//h:nav[@epub:type="toc"]//h:a')
    assert [(words(entry), entry.get('href')) for entry in entries] == [
        ('Summary', 'summary.xhtml#summary'),
        ('1 Background', 'background.xhtml#background'),
        ('The port', 'background.xhtml#the-port'),
        ('Timeline', 'timeline.xhtml#timeline'),
        ('Actors', 'glossary.xhtml#glossary'),
        ('Sources', 'references.xhtml#references'),
    ]


def test_contents_go_three_levels_deep_at_most() -> None:
    """Kobo drops what lies deeper and flattens the rest."""
    made = opened(_deep_book())
    toc = '//h:nav[@epub:type="toc"]'
    assert made.find('nav.xhtml', f'{toc}/h:ol/h:li/h:ol/h:li/h:ol')
    assert not made.find('nav.xhtml', f'{toc}/h:ol/h:li/h:ol/h:li/h:ol/h:li/h:ol')
    assert made.values('toc.ncx', '//ncx:meta[@name="dtb:depth"]/@content') == ['3']


def test_the_contents_page_has_the_title_that_the_book_gives_it() -> None:
    """A French report has a "Sommaire", in the contents themselves and in the list of landmarks."""
    book = little_book()
    sections = tuple(
        replace(s, title="Sommaire") if s.kind is SectionKind.CONTENTS else s for s in book.sections
    )
    made = opened(replace(book, sections=sections))
    assert [words(title) for title in made.find('nav.xhtml', '//h:h1')] == ["Sommaire"]
    assert words(made.find('nav.xhtml', '//h:a[@epub:type="toc"]')[0]) == "Sommaire"


def test_landmarks_are_there_for_machines_and_hidden_from_readers() -> None:
    """Pandoc and calibre print hidden lists into the text unless the sheet hides them too."""
    made = opened(little_book())
    (landmarks,) = made.find('nav.xhtml', '//h:nav[@epub:type="landmarks"]')
    assert landmarks.get('hidden') == 'hidden'
    assert '[hidden]{display:none}' in made.contents['EPUB/book.css'].decode()
    path = '//h:nav[@epub:type="landmarks"]//h:a'
    assert made.values('nav.xhtml', f'{path}/@epub:type') == [
        'cover',
        'toc',
        'titlepage',
        'bodymatter',
        'glossary',
        'bibliography',
    ]
    assert made.values('nav.xhtml', f'{path}[@epub:type="bodymatter"]/@href') == [
        'background.xhtml'
    ]


def test_the_old_contents_say_the_same_as_the_new() -> None:
    """Readers from before EPUB 3 know `toc.ncx` only."""
    made = opened(little_book())
    old = made.values('toc.ncx', '//ncx:navPoint/ncx:content/@src')
    assert old == made.values('nav.xhtml', '//h:nav[@epub:type="toc"]//h:a/@href')
    assert made.values('toc.ncx', '//ncx:navPoint/@playOrder') == ['1', '2', '3', '4', '5', '6']
    uid = made.values('toc.ncx', '//ncx:meta[@name="dtb:uid"]/@content')
    assert uid == made.values('package.opf', '//dc:identifier[@id="pub-id"]/text()')


def test_a_book_without_a_contents_section_has_a_contents_page_all_the_same() -> None:
    """Every EPUB has one (EPUB 3.3, section 7); it follows the imprint."""
    book = little_book()
    kept = tuple(s for s in book.sections if s.kind is not SectionKind.CONTENTS)
    sections = tuple(s for s in kept if s.id != 'summary')
    glossary = next(s for s in sections if s.id == 'glossary')
    glossary.tree.find('.//{*}span[@class="locators"]').clear()
    made = opened(replace(book, sections=sections))
    assert made.values('package.opf', '//opf:itemref/@idref')[:4] == [
        'cover',
        'doc-titlepage',
        'doc-imprint',
        'nav',
    ]


def test_no_empty_page_list_is_written() -> None:
    """A list of pages without pages promises a lecturer what it does not hold."""
    assert b'page-list' not in opened(little_book()).contents['EPUB/nav.xhtml']
