"""Markdown becomes what the author meant, each piece with its line and column."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from proofpress.manuscript.markdown import read_chapter, read_paragraphs
from proofpress.model.prose import (
    PLAIN,
    Alignment,
    Block,
    BlockQuote,
    Bracketed,
    Citation,
    CitedSource,
    Code,
    CodeBlock,
    CrossReference,
    DefinitionList,
    Division,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    List,
    NoteCall,
    Paragraph,
    Strong,
    Table,
    Text,
    ThematicBreak,
    blocks_within,
    inlines_within,
    lines_of,
    plain_text,
)
from proofpress.span import Span


def blocks_of(text: str) -> tuple[Block, ...]:
    chapter, diagnostics = read_chapter('report.md', text)
    assert diagnostics == []
    return chapter.blocks


def only(text: str) -> Block:
    (block,) = blocks_of(text)
    return block


def inlines_of(text: str) -> tuple[Inline, ...]:
    block = only(text)
    assert isinstance(block, Paragraph)
    return block.children


def cited(text: str) -> tuple[CitedSource, ...]:
    (citation,) = inlines_of(text)
    assert isinstance(citation, Citation)
    return citation.sources


def at(line: int, column: int) -> Span:
    return Span('report.md', line, column)


# --- places -------------------------------------------------------------------------------------


def _written(text: str) -> Iterator[tuple[str, Span]]:
    """Yield each run of text or code, and where it is said to stand."""
    chapter, diagnostics = read_chapter('report.md', text)
    assert diagnostics == []
    for blocks in (chapter.blocks, *(note.children for note in chapter.footnotes)):
        for block in blocks_within(blocks):
            for line in lines_of(block):
                for inline in inlines_within(line):
                    if isinstance(inline, Text | Code) and inline.text.split():
                        yield inline.text, inline.span


SAMPLES = (Path(__file__).parent / 'places.txt').read_text('utf-8').replace('→', '\t')
PLACES = dict(sample.split('\n', 1) for sample in SAMPLES.split('== ')[1:])


@pytest.mark.parametrize('text', PLACES.values(), ids=PLACES)
def test_every_word_is_placed_where_it_stands(text: str) -> None:
    """An editor jumps to the place that a diagnostic names; one column off is another word."""
    found = list(_written(text))
    assert len(found) >= 4
    for run, span in found:
        line = text.split('\n')[span.line - 1 :]
        here = '\n'.join([line[0][span.column - 1 :], *line[1:]])
        # A run that begins with the space of a line's end begins there.
        here = here.lstrip('\n \\') if run.startswith(' ') else here.lstrip('`')
        word = run.split()[0].split('&')[0]
        assert here.startswith((word, '&eacute;')), (run, span)


def test_containers_are_placed_at_their_marks() -> None:
    """A fault of a list within a quotation belongs to its bullet, not to the line's start."""
    quote = only('> - alpha\n>   1. bravo\n> -  ```\n>    x\n>    ```')
    assert isinstance(quote, BlockQuote)
    (outer,) = quote.children
    assert isinstance(outer, List)
    (_, inner) = outer.items[0].children
    (code,) = outer.items[1].children
    assert [quote.span, outer.span, inner.span, code.span] == [
        at(1, 1),
        at(1, 3),
        at(2, 5),
        at(3, 6),
    ]
    assert [item.span for item in outer.items] == [at(1, 3), at(3, 3)]


def test_lines_count_from_the_file_not_from_the_front_matter() -> None:
    """The body of report.md begins below its YAML."""
    chapter, _ = read_chapter('report.md', 'alpha\r\n\r\nbravo\rcharlie', 12)
    assert [block.span for block in chapter.blocks] == [at(12, 1), at(14, 1)]


def test_markdown_in_yaml_is_placed_in_the_yaml() -> None:
    """An abstract is a YAML value: its Markdown begins somewhere within the file."""
    paragraphs, diagnostics = read_paragraphs('report.md', 'alpha *bravo*\n\n[x](y.html)', 4, 3)
    assert [paragraph.span for paragraph in paragraphs] == [at(4, 3), at(6, 3)]
    assert [diagnostic.span for diagnostic in diagnostics] == [at(6, 3)]


# --- what stands in a line ------------------------------------------------------------------------


def test_inlines_keep_their_nesting() -> None:
    """Emphasis within strong words is what the author saw in the editor."""
    assert inlines_of('a ***b* c**\\\nd  \ne `f  g`') == (
        Text(at(1, 1), 'a '),
        Strong(at(1, 3), (Emphasis(at(1, 5), (Text(at(1, 6), 'b'),)), Text(at(1, 8), ' c'))),
        LineBreak(at(1, 12)),
        Text(at(2, 1), 'd'),
        LineBreak(at(2, 4)),
        Text(at(3, 1), 'e '),
        Code(at(3, 3), 'f  g'),
    )


def test_links_lead_to_the_web_to_mail_and_to_ids() -> None:
    """These are the only places that a reader of a PDF can reach."""
    text = '[a](HTTPS://b.org/ü) <c@d.org> <http://e.org> [f](#vue-é) [g][h]\n\n[h]: mailto:i@j.org'
    hrefs = [inline.href for inline in inlines_of(text) if isinstance(inline, Link)]
    assert hrefs == [
        'https://b.org/%C3%BC',
        'mailto:c@d.org',
        'http://e.org',
        '#vue-é',
        'mailto:i@j.org',
    ]


def test_bracketed_spans_carry_their_attributes() -> None:
    """`actor`, `event` and `lang` tie words to the rest of the report."""
    (span,) = inlines_of('[a *b*]{#c .d .e lang=ko actor="f g" event=\'h\'}')
    assert isinstance(span, Bracketed)
    assert plain_text(span.children) == 'a b'
    assert (span.attributes.id, span.attributes.classes) == ('c', ('d', 'e'))
    assert [(pair.key, pair.value, pair.span.column) for pair in span.attributes.pairs] == [
        ('lang', 'ko', 18),
        ('actor', 'f g', 26),
        ('event', 'h', 38),
    ]


def test_attributes_after_a_link_or_code_hold_for_it() -> None:
    """A Korean link must be read aloud in Korean."""
    link, _, code = inlines_of('[가](https://a.kr){lang=ko} `b`{.c}')
    assert isinstance(link, Bracketed)
    assert isinstance(link.children[0], Link)
    assert link.attributes.get('lang') == 'ko'
    assert isinstance(code, Bracketed)
    assert code.children == (Code(at(1, 28), 'b'),)


def test_citations_follow_pandoc() -> None:
    """Authors bring their habits, and their older texts, from Pandoc and Zotero."""
    first, second, third = cited(
        '[see @kirby-briefing, p. 3, on losses; -@{https://c.org/d}; @rutte pp. 4--6]'
    )
    assert (first.prefix, first.key, first.label, first.locator, first.suffix) == (
        'see',
        'kirby-briefing',
        'page',
        '3',
        'on losses',
    )
    assert (second.key, second.suppress_author) == ('https://c.org/d', True)
    assert (third.label, third.locator) == ('page', '4--6')
    assert [source.span.column for source in (first, second, third)] == [6, 40, 61]


@pytest.mark.parametrize(
    ('tail', 'label', 'locator', 'suffix'),
    [
        (', 33', 'page', '33', ''),
        (', 33–35, 38 and 40', 'page', '33–35, 38 and 40', ''),
        (', ch. 2', 'chapter', '2', ''),
        (', paras. 4-5 and after', 'paragraph', '4-5', 'and after'),
        (', § 12a', 'section', '12a', ''),
        (', vol. IV, p. 2', 'volume', 'IV', 'p. 2'),
        (', n. 7', 'note', '7', ''),
        (', fig. 3.1', 'figure', '3.1', ''),
        (', l. 40', 'line', '40', ''),
        (' {p. iv, note}', 'page', 'iv, note', ''),
        (', in passing', '', '', 'in passing'),
        (', note the date', '', '', 'note the date'),
        ('', '', '', ''),
    ],
)
def test_locators_are_named_as_csl_names_them(
    tail: str, label: str, locator: str, suffix: str
) -> None:
    """A citation style prints “p.” for an English reader and “S.” for a German one."""
    (source,) = cited(f'[@key{tail}]')
    assert (source.label, source.locator, source.suffix) == (label, locator, suffix)


def test_cross_references_stand_bare_in_the_text() -> None:
    """“See @fig-kursk.” ends with a full stop that is not part of the name."""
    found = inlines_of('(@fig-a.b), x@fig-c.org @sec-d_e. \\@tbl-f @g [@tbl-h]')
    targets = [inline.target for inline in found if isinstance(inline, CrossReference)]
    assert targets == ['fig-a.b', 'sec-d_e', 'tbl-h']


# --- blocks ---------------------------------------------------------------------------------------


def test_headings_take_attributes_at_their_end() -> None:
    """The id of a heading is what cross-references name."""
    headings = blocks_of('# A {x} {#sec-a .b}\n\nC\n--- \n\n## [D]{lang=ko}\n\n### E {-}')
    assert all(isinstance(heading, Heading) for heading in headings)
    first, second, third, fourth = (h for h in headings if isinstance(h, Heading))
    assert (plain_text(first.children), first.attributes.id) == ('A {x}', 'sec-a')
    assert (second.level, second.attributes) == (2, PLAIN)
    assert (third.span, third.attributes) == (at(6, 1), PLAIN)
    assert fourth.attributes.classes == ('unnumbered',)


def test_a_picture_alone_is_a_figure_and_its_title_the_caption() -> None:
    """A caption has its own markup and notes."""
    figure = only(
        '![A *map*](<figures/la carte.svg> "The \\"front\\" in *May*"){#fig-map width=60%}'
    )
    assert isinstance(figure, Figure)
    assert (figure.path, figure.alt) == ('figures/la carte.svg', 'A map')
    assert plain_text(figure.caption) == 'The "front" in May'
    assert (figure.attributes.id, figure.attributes.get('width')) == ('fig-map', '60%')


def test_a_picture_in_a_line_stays_in_its_line() -> None:
    """A flag before a name is no figure."""
    image, text = inlines_of('![](flag.svg){alt=""} Kim')
    assert isinstance(image, Image)
    assert (image.span, image.path, image.attributes.get('alt')) == (at(1, 1), 'flag.svg', '')
    assert isinstance(text, Text)


def test_pictures_count_from_the_file_that_shows_them() -> None:
    """Every editor's preview finds `../figures/map.svg` from chapters/one.md."""
    chapter, diagnostics = read_chapter('chapters/one.md', '![A](../figures/map.svg)')
    (figure,) = chapter.blocks
    assert isinstance(figure, Figure)
    assert (figure.path, diagnostics) == ('figures/map.svg', [])


@pytest.mark.parametrize('gap', ['\n', '\n\n'])
@pytest.mark.parametrize('mark', [':', 'Table:'])
def test_a_table_takes_the_caption_right_after_it(gap: str, mark: str) -> None:
    """A caption directly under the last row is no row."""
    table = only(f'| A | B |\n|:--|:-:|\n| 1 | |\n| 2 | 3 |{gap}{mark} Aid, *by year* {{#tbl-aid}}')
    assert isinstance(table, Table)
    assert table.alignments == (Alignment.LEFT, Alignment.CENTRE)
    assert [plain_text(cell.children) for row in table.rows for cell in row] == ['1', '', '2', '3']
    assert (plain_text(table.caption), table.attributes.id) == ('Aid, by year', 'tbl-aid')


def test_lists_keep_number_and_tightness() -> None:
    """An enumeration that goes on after a figure starts with its own number."""
    first, second, third = blocks_of('- a\n- b\n  - c\n\n7. d\n\n8. e\n\n***')
    assert isinstance(first, List)
    assert isinstance(second, List)
    assert (first.start, first.tight, second.start, second.tight) == (None, True, 7, False)
    assert isinstance(third, ThematicBreak)


def test_definition_lists_hold_terms_and_blocks() -> None:
    """A glossary by hand: a term may have several descriptions."""
    block = only('KPA\n: Army\n: Korean\n\n  People’s\n\nDPRK\n: State')
    assert isinstance(block, DefinitionList)
    assert [plain_text(definition.term) for definition in block.definitions] == ['KPA', 'DPRK']
    assert [len(description) for description in block.definitions[0].descriptions] == [1, 2]


def test_divisions_nest_and_close_each_other() -> None:
    """Pandoc's fences: the closing one belongs to the innermost open division."""
    outer = only(
        '::: {.key-findings title="In short"}\n- a\n\n:::: note ::::\n```\n:::\n```\n::::\n\nb\n:::'
    )
    assert isinstance(outer, Division)
    assert outer.attributes.get('title') == 'In short'
    _, inner, last = outer.children
    assert isinstance(inner, Division)
    assert inner.attributes.classes == ('note',)
    assert inner.children == (CodeBlock(at(5, 1), ':::'),)
    assert isinstance(last, Paragraph)


def test_code_is_kept_to_the_letter() -> None:
    """An e-mail header or a command is quoted with all its spaces."""
    fenced, indented = blocks_of('``` {.python}\na  *b*\n\n c\n```\n\n    d\n')
    assert fenced == CodeBlock(at(1, 1), 'a  *b*\n\n c', 'python')
    assert indented == CodeBlock(at(7, 5), 'd')


def test_notes_are_gathered_with_their_blocks() -> None:
    """Notes leave the text for the foot of the page, in whatever place they were written."""
    chapter, diagnostics = read_chapter('report.md', 'a[^x]^[b *c*]\n\n> [^x]: d\n>\n>     - e\n')
    assert diagnostics == []
    written, inline = chapter.footnotes
    assert (written.label, written.span, len(written.children)) == ('x', at(3, 3), 2)
    (calling, *_) = chapter.blocks
    assert isinstance(calling, Paragraph)
    calls = [inline for inline in calling.children if isinstance(inline, NoteCall)]
    assert [call.label for call in calls] == ['x', inline.label]
