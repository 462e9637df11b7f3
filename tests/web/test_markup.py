"""HTML text from trees: nothing an author wrote may become markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from lxml import html as parser

from proofpress.web.markup import element, html
from tests.little_book import tree

WORDS = st.text(st.characters(exclude_categories=('Cs', 'Cc')), max_size=40)


def test_text_and_attributes_are_escaped() -> None:
    """A report that quotes `<script>` must print it, not run it."""
    node = element('p', "a < b & c > d", title='say "<&>"')
    assert html(node) == '<p title="say &quot;&lt;&amp;>&quot;">a &lt; b &amp; c &gt; d</p>'


def test_void_elements_have_no_end_tag_and_empty_ones_do() -> None:
    """Browsers read `<div/>` as an open tag and put the rest of the page into it."""
    node = element('div', element('br'), element('img', alt=''), element('td'))
    assert html(node) == '<div><br><img alt=""><td></td></div>'


def test_drawings_come_without_prefixes_and_with_their_capitals() -> None:
    """A browser looks for `svg` and `viewBox`, and draws nothing for `ns0:svg`."""
    node = tree(
        '<section><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" xml:lang="ko">'
        '<linearGradient/></svg><!-- not for readers --></section>'
    )
    assert html(node) == (
        '<section><svg viewBox="0 0 1 1" lang="ko">'
        '<linearGradient></linearGradient></svg></section>'
    )


def test_raw_text_that_would_end_its_element_is_refused() -> None:
    """What follows `</script>` would stand on the page as text, or worse."""
    with pytest.raises(ValueError, match='would end it'):
        html(element('script', "</SCRIPT>"))


@given(WORDS, WORDS)
def test_any_words_come_back_as_they_were(text: str, title: str) -> None:
    """Whatever an author writes, the browser shows exactly that."""
    made = parser.fromstring(html(element('p', text, element('b', title), text, title=title)))
    assert made.get('title') == title
    assert ''.join(made.itertext()) == text + title + text
    assert isinstance(made, etree._Element)
