"""What a document says is read as a browser or a screen reader would say it."""

from __future__ import annotations

import pytest
from lxml import etree
from lxml import html as lxml_html

from proofpress.proof.markup import Markup, NavEntry, PageMark, Reference
from proofpress.proof.read_markup import MOST_DEPTH, TooDeepError, read_markup

NAMES = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'


def read(markup: str, lang: str = 'en') -> Markup:
    return read_markup(etree.fromstring(f'<section {NAMES}>{markup}</section>'), lang)


def runs(markup: Markup) -> list[tuple[str, str]]:
    return [(run.block, ''.join(piece.text for piece in run.pieces)) for run in markup.runs]


def test_a_block_ends_where_another_begins() -> None:
    """“One” in a list and “two” in the list below it are not “onetwo”."""
    said = read('<ul><li id="a">One<ul><li id="b">two</li></ul>three</li></ul>')
    assert runs(said) == [('a', 'One'), ('b', 'two'), ('a', 'three')]


def test_a_line_break_parts_words() -> None:
    """A reader sees two words."""
    assert runs(read('<p id="a">One<br/>two<em>fold</em></p>')) == [('a', 'One twofold')]


def test_hidden_words_are_not_said() -> None:
    """Nobody sees or hears them."""
    assert runs(read('<p id="a">One</p><p hidden="">two</p><!-- three -->')) == [('a', 'One')]


def test_the_language_is_that_of_the_nearest_element_that_names_one() -> None:
    """A screen reader changes its voice there."""
    said = read('<p id="a">One <span lang="ko">둘 <em lang="ru">три</em></span></p>')
    pieces = [(piece.text, piece.lang) for piece in said.runs[0].pieces]
    assert pieces == [('One ', 'en'), ('둘 ', 'ko'), ('три', 'ru')]


def test_two_languages_for_one_element_are_both_told() -> None:
    """One reader goes by `lang`, the other by `xml:lang`."""
    assert read('<p id="a" lang="ko" xml:lang="ru">x</p>').runs[0].pieces[0].lang == 'ko, ru'


def test_html_and_xhtml_are_read_alike() -> None:
    """The web page is held to the same tree as the EPUB."""
    text = '<h2 id="t">Title</h2><p id="a">One <a href="#t" aria-label="up">two</a><br></p>'
    web = read_markup(lxml_html.document_fromstring(f'<section lang="en">{text}</section>'), 'en')
    epub = read(text.replace('<br>', '<br/>'))
    assert (web.runs, web.links, web.anchors) == (epub.runs, epub.links, epub.anchors)


def test_a_link_has_its_words_and_what_a_listener_hears() -> None:
    """Both must lead where they say."""
    (link,) = read(
        '<p id="a">See <a href="#x" aria-label="Figure one">the <b>figure</b></a></p>'
    ).links
    assert (link.href, link.words, link.label, link.block) == (
        '#x',
        'the figure',
        'Figure one',
        'a',
    )


def test_an_anchor_knows_what_stands_before_it() -> None:
    """A target that slid to the next word is another target."""
    anchors = read('<p id="a">One two <span id="b">three</span></p>').anchors
    assert [(anchor.id, anchor.offset) for anchor in anchors] == [('a', 0), ('b', 6)]


def test_empty_cells_are_cells() -> None:
    """Without one, the sum stands under the year."""
    (row,) = read('<table><tr id="r"><td>1</td><td/><td>2</td></tr></table>').rows
    assert row.cells == ('td 1x1  1', 'td 1x1  ', 'td 1x1  2')


def test_a_navigation_is_read_with_its_levels() -> None:
    """Its words are none of the text's."""
    said = read(
        '<nav epub:type="toc"><h1>Contents</h1><ol><li><a href="a">A</a>'
        '<ol><li><a href="b"><span>1</span> B</a></li></ol></li></ol></nav>'
    )
    (nav,) = said.navs
    assert (nav.type, nav.title) == ('toc', 'Contents')
    assert nav.entries == (NavEntry('a', 'A', '', (NavEntry('b', '1 B', ''),)),)
    assert runs(said) == []


def test_marks_of_pages_are_kept_apart() -> None:
    """They stand within words, and must part none."""
    said = read('<p id="a">un<span epub:type="pagebreak" id="page-2" aria-label="2"/>seen</p>')
    assert runs(said) == [('a', 'unseen')]
    assert said.page_marks == [PageMark('page-2', '2', '', 'a', 'seen')]


@pytest.mark.parametrize(
    ('markup', 'url'),
    [
        ('<iframe src="u"/>', 'u'),
        ('<object data="u"/>', 'u'),
        ('<video poster="u"/>', 'u'),
        ('<link rel="stylesheet" href="u"/>', 'u'),
        ('<form action="u"/>', 'u'),
        ('<svg xmlns="http://www.w3.org/2000/svg"><image href="u"/></svg>', 'u'),
        ('<base href="u"/>', 'u'),
        ('<meta http-equiv="Refresh" content="0; url=u"/>', 'u'),
    ],
)
def test_what_a_document_would_load_is_noted(markup: str, url: str) -> None:
    """A reader opens the report, and nobody else learns of it."""
    assert [reference.url for reference in read(markup).references] == [url]


def test_a_description_for_search_engines_is_no_script() -> None:
    """It runs nothing."""
    said = read('<script type="application/ld+json">{}</script><script>run()</script>')
    assert said.scripts == ['run()']
    assert Reference('script', 'run()') not in said.references


def test_elements_too_deep_are_refused() -> None:
    """A page made to break its reader breaks nothing."""
    depth = MOST_DEPTH + 5
    with pytest.raises(TooDeepError):
        read_markup(lxml_html.fragment_fromstring('<div>' * depth + '</div>' * depth))
