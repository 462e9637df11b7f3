"""Blocks and inlines of the article, each as the presses expect it."""

from __future__ import annotations

import pytest
from lxml import etree

from proofpress.compose.book import XHTML
from proofpress.model.prose import Chapter, Emphasis, Footnote, Link, NoteCall, Paragraph, Text
from tests.compose.reports import HERE, composed, find, report, said, section


def markup(markdown: str) -> str:
    """Return the first block below the heading, without ids and namespace."""
    book = composed(report(f'# One\n\n{markdown}'))
    node = section(book, 'one').tree[1]
    for within in node.iter(etree.Element):
        within.attrib.pop('id', '')
    written = etree.tostring(node, encoding='unicode', with_tail=False)
    return written.replace(f' xmlns="{XHTML}"', '')


@pytest.mark.parametrize(
    ('markdown', 'expected'),
    [
        ("A *b* **c** `d`", "<p>A <em>b</em> <strong>c</strong> <code>d</code></p>"),
        ("A  \nb", "<p>A<br/>b</p>"),
        ("“A” it's 5 < 6 & 7", "<p>“A” it's 5 &lt; 6 &amp; 7</p>"),
        ("[a](https://x.org/?b=1)", '<p><a href="https://x.org/?b=1">a</a></p>'),
        ("[A]{lang=ko .mine}", '<p><span class="mine" lang="ko">A</span></p>'),
        ("[A]{lang=ar}", '<p><span lang="ar" dir="rtl">A</span></p>'),
        ("- a\n- b\n", "<ul><li>a</li><li>b</li></ul>"),
        ("- a\n\n- b\n", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("3. a\n", '<ol start="3"><li>a</li></ol>'),
        ("- a\n  - b\n", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("> A\n>\n> B\n", "<blockquote><p>A</p><p>B</p></blockquote>"),
        (
            "> A\n>\n> — B, 2024\n",
            '<blockquote><p>A</p><p class="attribution">— B, 2024</p></blockquote>',
        ),
        (
            "> A\\\n> — B\n",
            '<blockquote><p>A<br/><span class="attribution">— B</span></p></blockquote>',
        ),
        ("> — B\n", "<blockquote><p>— B</p></blockquote>"),
        ("> # A\n", '<blockquote><p class="heading">A</p></blockquote>'),
        ("Term\n: Words\n", "<dl><dt>Term</dt><dd>Words</dd></dl>"),
        ("```\na <b>\n```\n", "<pre><code>a &lt;b&gt;</code></pre>"),
        ("---\n", "<hr/>"),
        ("::: {.aside}\nA\n:::\n", '<aside class="aside"><p>A</p></aside>'),
        ("::: {.mine}\nA\n:::\n", '<div class="mine"><p>A</p></div>'),
    ],
)
def test_markdown_becomes_the_element_that_means_it(markdown: str, expected: str) -> None:
    """Screen readers say “list, two items” only where there is a list."""
    assert markup(markdown) == expected


def test_a_table_names_its_columns() -> None:
    """In a long table a listener asks which column this is."""
    book = composed(report("# One\n\n| h | k |\n|--:|:-:|\n| c | d |\n\n: Aid {#tbl-aid}\n"))
    assert find(book, 'one', './/h:table/@id') == ['tbl-aid']
    assert said(book, 'one', './/h:caption') == ["Table 1 Aid"]
    assert find(book, 'one', './/h:thead//h:th[@scope="col"]/@class') == ['right', 'centre']
    assert find(book, 'one', './/h:tbody//h:td/@class') == ['right', 'centre']


def test_a_figure_has_picture_alternative_and_caption() -> None:
    """The picture must be there for eyes, its alternative for ears."""
    book = composed(report('# One\n\n![A map](figures/map.svg "The *front*"){#fig-map}\n'))
    (image,) = find(book, 'one', 'h:figure[@id="fig-map"][@class="figure"]/h:img')
    (picture,) = book.pictures
    assert image.get('src') == f'pictures/{picture.name}'
    assert [image.get(name) for name in ('alt', 'width', 'height')] == ["A map", '400', '300']
    assert said(book, 'one', './/h:figcaption') == ["Figure 1 The front"]


def test_a_picture_in_a_line_stays_in_it() -> None:
    """A sign within a sentence is read with the sentence."""
    book = composed(report("# One\n\nA ![sign](figures/map.svg) b."))
    assert find(book, 'one', 'h:p/h:img/@alt') == ["sign"]


def test_a_lacking_picture_leaves_its_alternative() -> None:
    """A draft is read before its maps are drawn."""
    book = composed(report("# One\n\n![A map](figures/gone.svg)\n\nB ![c](figures/gone.svg)."))
    assert said(book, 'one', 'h:figure | h:p') == ["A map", "B c."]


@pytest.mark.parametrize('href', ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x'])
def test_no_link_runs_code_or_opens_a_disk(href: str) -> None:
    """A report is opened by people who trust its publisher."""
    link = Link(HERE, href, (Text(HERE, "a"),))
    made = report("# One", chapters=(Chapter('report.md', (Paragraph(HERE, (link,)),)),))
    book = composed(made)
    assert said(book, 'troops-on-the-move', 'h:p') == ["a"]
    assert find(book, 'troops-on-the-move', './/h:a') == []


def test_a_note_called_within_a_link_stands_behind_it() -> None:
    """A link within a link works in no reader."""
    call, note = NoteCall(HERE, 'a'), Footnote(HERE, 'a', ())
    link = Link(HERE, 'https://x.org', (Emphasis(HERE, (Text(HERE, "the log"), call)),))
    chapter = Chapter('report.md', (Paragraph(HERE, (link, Text(HERE, "."))),), (note,))
    book = composed(report("# One", chapters=(chapter,)))
    (link_made, call_made) = find(book, 'troops-on-the-move', 'h:p/h:a')
    assert (link_made.get('href'), call_made.get('class')) == ('https://x.org', 'note-call')
