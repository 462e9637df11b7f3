"""Whatever an author, a converter or an attacker writes, the reader answers, and in time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from proofpress.diagnostics import Diagnostic
from proofpress.manuscript.markdown import read_chapter, read_paragraphs
from proofpress.manuscript.markdown.dialect import dialect
from proofpress.manuscript.markdown.links import AddressError, link_address, picture_path
from proofpress.manuscript.markdown.source import NOT_XML
from proofpress.model.prose import (
    Block,
    Bracketed,
    Chapter,
    Citation,
    DefinitionList,
    Inline,
    List,
    NoteCall,
    Table,
    blocks_within,
    inlines_within,
    lines_of,
)
from proofpress.span import Span

MARKS = """
    # ## === --- - * + 1. 1) > >> ``` ~~~ ::: :::: {.key-findings} {#id} {lang=ko} { } [ ] ( )
    [a](https://b.org) [a](b) ![a](b.svg) ![a](b.svg"c") "title" [^1] [^1]: [^2]
    ^[note] [a]{actor=b} [@key] [@key,p.3] [-@key;see @b] @fig-x @tbl-y @sec-z
    [a]: https://c.org <b> </b> <!-- --> <https://d.org> <e@f.org> & &amp;
    &#0; &#12; \\ \\* ** * __ _ ` `` |
    |-|-| :-- : ~ Term Table: 한국 ä é 🕊 \t \x00 \ufeff \u2028 word\u00a0word . , ;
    """
_PIECES = st.sampled_from(MARKS.split())
_GAPS = st.sampled_from(['', ' ', '\n', '\n\n', '\n    ', '\n  ', '\t', '  \n', '\r\n'])
_TEXTS = st.lists(st.tuples(_GAPS, _PIECES), max_size=40).map(
    lambda pairs: ''.join(part for pair in pairs for part in pair)
)


def _inlines_of(blocks: tuple[Block, ...]) -> Iterator[Inline]:
    for block in blocks_within(blocks):
        for line in lines_of(block):
            yield from inlines_within(line)


def _spans(chapter: Chapter, diagnostics: list[Diagnostic]) -> Iterator[Span]:
    roots = (chapter.blocks, *(note.children for note in chapter.footnotes))
    for blocks in roots:
        for block in blocks_within(blocks):
            yield block.span
            if isinstance(block, List):
                yield from (item.span for item in block.items)
            elif isinstance(block, DefinitionList):
                yield from (definition.span for definition in block.definitions)
            elif isinstance(block, Table):
                yield from (cell.span for row in (block.head, *block.rows) for cell in row)
        for inline in _inlines_of(blocks):
            yield inline.span
            if isinstance(inline, Citation):
                yield from (source.span for source in inline.sources)
            elif isinstance(inline, Bracketed):
                yield from (pair.span for pair in inline.attributes.pairs)
    yield from (note.span for note in chapter.footnotes)
    for diagnostic in diagnostics:
        assert diagnostic.span is not None
        yield diagnostic.span


def _assert_sound(text: str) -> None:
    chapter, diagnostics = read_chapter('report.md', text, 5)
    lines = text.replace('\r\n', '\n').replace('\r', '\n').split('\n')
    for span in _spans(chapter, diagnostics):
        assert span.path == 'report.md'
        assert 5 <= span.line < 5 + len(lines)
        assert 1 <= span.column <= len(lines[span.line - 5]) + 1
    called = {
        inline.label
        for blocks in (chapter.blocks, *(note.children for note in chapter.footnotes))
        for inline in _inlines_of(blocks)
        if isinstance(inline, NoteCall)
    }
    assert called <= {note.label for note in chapter.footnotes}
    assert read_chapter('report.md', text, 5) == (chapter, diagnostics)


@settings(max_examples=300, deadline=None)
@given(_TEXTS)
def test_any_markup_is_read_and_every_place_lies_in_the_text(text: str) -> None:
    """A diagnostic that points nowhere, or a traceback, leaves the editor alone with the fault."""
    _assert_sound(text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_characters_are_read_and_every_place_lies_in_the_text(text: str) -> None:
    """Texts pasted from elsewhere hold characters that nobody typed."""
    _assert_sound(text)


@settings(max_examples=100, deadline=None)
@given(_TEXTS)
def test_any_value_gives_paragraphs(text: str) -> None:
    """An abstract may be pasted from anywhere, too."""
    paragraphs, diagnostics = read_paragraphs('report.md', text, 3, 7)
    for span in (*(p.span for p in paragraphs), *(d.span for d in diagnostics if d.span)):
        assert span.line >= 3
        assert span.column >= 7


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from('abé:/?#[]@%!&=.0-\\\x00\x1f\ud800\uffff한'), max_size=20))
def test_any_address_is_written_or_refused(address: str) -> None:
    """An address that no XML file can hold would stop every product."""
    for start in ('', 'https://', 'mailto:', '#', 'https://[', 'http://a.org:'):
        for read in (link_address, lambda text: picture_path(text, 'report.md')):
            with suppress(AddressError):
                assert not NOT_XML.search(read(start + address))


# --- what CommonMark says -----------------------------------------------------------------------

PLAIN_MARKS = r"""
    # > - + * _ ` [ ] ( ) < & ! \ ** __ `` 1. --- === ``` [a](https://b.org) [c] ![e](f.svg)
    <https://g.org> &amp; \* <b> word two
    """
_PLAIN_MARKS = st.sampled_from([*PLAIN_MARKS.split(), '[c]: https://d.org'])
_PLAIN_TEXTS = st.lists(st.tuples(_GAPS, _PLAIN_MARKS), max_size=30).map(
    lambda pairs: ''.join(part for pair in pairs for part in pair).replace('\r\n', '\n')
)


def _outline(tokens: list[Token]) -> Iterator[tuple[str, str]]:
    """Yield the tokens by kind and content, with neighbouring texts as one."""
    text = ''
    for token in tokens:
        if token.type in {'text', 'text_special'}:
            text += token.content
        elif token.type != 'fault':
            if text:
                yield 'text', text
            text = ''
            yield token.type, '' if token.children else token.content
            yield from _outline(token.children or [])
    if text:
        yield 'text', text


@settings(max_examples=200, deadline=None)
@given(_PLAIN_TEXTS)
def test_what_is_commonmark_is_read_as_commonmark(text: str) -> None:
    """A text that looks right in every other editor must not read otherwise here."""
    standard = MarkdownIt('commonmark', {'html': True, 'maxNesting': 50})
    ours = dialect()
    tokens: list[Token] = []
    env: dict[str, object] = {}
    ours.block.parse(text, ours, env, tokens)
    for token in tokens:
        if token.type == 'inline':
            token.children = ours.inline.parse(token.content, ours, env, [])
    assert list(_outline(tokens)) == list(_outline(standard.parse(text)))
