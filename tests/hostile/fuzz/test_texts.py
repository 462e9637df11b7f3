"""Whatever words come in, the readers answer: a value or a diagnostic at its place, and in time."""

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.diagnostics import Diagnostic
from proofpress.manuscript.dates import DateError, read_date, read_date_or_interval
from proofpress.manuscript.faults import Faults
from proofpress.manuscript.json_text import read_json
from proofpress.manuscript.markdown import read_chapter, read_paragraphs
from proofpress.manuscript.markdown.source import NOT_XML
from proofpress.manuscript.nodes import Listing, Node, Record
from proofpress.manuscript.pictures import _picture
from proofpress.manuscript.sources_bib import read_bib
from proofpress.manuscript.svg import PictureFault
from proofpress.manuscript.values import (
    ValueFault,
    read_doi,
    read_email,
    read_id,
    read_isbn,
    read_language,
    read_orcid,
    read_web_address,
)
from proofpress.manuscript.yaml import MOST_DEPTH, read_yaml
from proofpress.model.prose import Link, blocks_within, inlines_within, lines_of
from proofpress.model.timeline import Date, Interval
from tests.hostile.corpus.pixels import noise, saved
from tests.hostile.corpus.svg import CASES as DRAWINGS
from tests.hostile.fuzz.cases import case, tried
from tests.hostile.fuzz.nasty import CHANGES, NASTY, TEXTS, changed

pytestmark = pytest.mark.fuzz

_NUMBERS = st.one_of(st.integers(-3, 40), st.integers(0, 10**6))
_DATE_PARTS = st.one_of(
    _NUMBERS.map(str),
    _NUMBERS.map(lambda number: f'{number:02}'),
    st.sampled_from(
        ['-', '/', '..', '~', '?', '%', 'X', 'T', 'Z', '2024', '02', '29', '.', '٢', '２']
    ),
)
_DATES = st.one_of(st.text(max_size=24), st.lists(_DATE_PARTS, max_size=9).map(''.join))


def assert_placed(found: list[Diagnostic], text: str, first_line: int = 1) -> None:
    """Assert that every diagnostic stands in the text and says what to do."""
    lines = text.split('\n')
    for one in found:
        assert one.span is not None
        assert one.help
        assert first_line <= one.span.line < first_line + len(lines)
        assert 1 <= one.span.column <= len(lines[one.span.line - first_line]) + 1
        assert not re.search(r'[\n\0]', one.message)
        assert len(one.message) + len(one.help) < 700


@tried('dates')
@given(_DATES)
def test_any_words_are_a_date_or_are_refused(words: str) -> None:
    """A date that no calendar has must never be printed."""
    with case('dates'):
        try:
            date = read_date_or_interval(words)
        except DateError:
            return
        ends = [date] if isinstance(date, Date) else [date.start, date.end]
        for end in ends:
            if end is not None:
                assert read_date(end.iso).iso == end.iso
        if isinstance(date, Interval) and date.end is not None:
            assert date.start.iso[:4] <= date.end.iso[:4]


_GRAMMARS = (
    read_id, read_language, read_doi, read_orcid, read_isbn, read_email, read_web_address,
)  # fmt: skip


@tried('values')
@given(st.one_of(st.text(max_size=40), st.lists(NASTY, max_size=4).map(''.join)))
def test_any_words_are_a_value_or_are_refused(words: str) -> None:
    """What passes as an address or an id becomes part of files and links."""
    with case('values'):
        for read in _GRAMMARS:
            # Some DOIs hold angle brackets: those of journals from the time of SICI numbers.
            signs = r'\s' if read is read_doi else r'["<>\s]'
            with suppress(ValueFault):
                assert not re.search(signs, read(words))


def _depth(node: Node | None) -> int:
    if isinstance(node, Record):
        return 1 + max((_depth(entry.value) for entry in node.entries), default=0)
    if isinstance(node, Listing):
        return 1 + max((_depth(item) for item in node.items), default=0)
    return 0


@tried('yaml')
@given(TEXTS)
def test_any_yaml_is_read_or_refused(text: str) -> None:
    """A configuration must not unfold, run or take the press down."""
    text = text.replace('\r\n', '\n').replace('\r', '\n')
    with case('yaml'):
        node, found = read_yaml('sources.yaml', text, 3)
        assert_placed(found, text, 3)
        assert _depth(node) <= MOST_DEPTH


_JSON = r"""
    [ ] { } , : "a" "id" "title" "\\ud800" "\\u202e" "\\q" 1 -1e999 null true NaN " \\
    """.split()  # noqa: SIM905 - signs read better without quotes


@tried('json')
@given(st.one_of(TEXTS, st.lists(st.sampled_from(_JSON), max_size=20).map(''.join)))
def test_any_json_is_read_or_refused(text: str) -> None:
    """Exports come from many programs."""
    text = text.replace('\r\n', '\n').replace('\r', '\n')
    with case('json'):
        node, found = read_json('sources.json', text)
        assert_placed(found, text)
        assert _depth(node) <= MOST_DEPTH + 1


_BIBTEX = r"""
    @book{a, @book{b, @string{a= @comment{ @preamble{ title={A} title="A" title=a#b author={A and}
    author={{A}vonB,C} year=2024 date={2024/..} month=jan { } , " # \input{x} \"{u} \' $ % @ =
    doi={x} langid={ngerman} url={javascript:a}
    """.split()  # noqa: SIM905 - signs read better without quotes
_BIBTEX_PIECES = st.one_of(st.sampled_from(_BIBTEX), NASTY)
_BIBTEX_TEXTS = st.lists(
    st.tuples(st.sampled_from(['', ' ', '\n', ', ']), _BIBTEX_PIECES), max_size=20
).map(lambda pairs: ''.join(part for pair in pairs for part in pair))


@tried('bibtex')
@given(_BIBTEX_TEXTS)
def test_any_bibtex_is_read_or_refused(text: str) -> None:
    """A bibliography of twenty years holds everything."""
    text = text.replace('\r\n', '\n').replace('\r', '\n')
    with case('bibtex'):
        faults = Faults()
        sources = read_bib(text, faults)
        assert all(source.id and source.title for source in sources)
        assert_placed(faults.diagnostics, text)


@tried('markdown')
@given(TEXTS)
def test_any_markdown_is_read_or_refused(text: str) -> None:
    """No markup of the author's reaches a product, and no link that runs."""
    text = text.replace('\r\n', '\n').replace('\r', '\n')
    with case('markdown'):
        chapter, found = read_chapter('report.md', text, 5)
        assert_placed(found, text, 5)
        for blocks in (chapter.blocks, *(note.children for note in chapter.footnotes)):
            for block in blocks_within(blocks):
                for line in lines_of(block):
                    for inline in inlines_within(line):
                        if isinstance(inline, Link):
                            assert re.match(r'https?://|mailto:|#', inline.href)
                            assert not NOT_XML.search(inline.href)


@tried('paragraphs')
@given(TEXTS)
def test_any_value_of_markdown_is_read_or_refused(text: str) -> None:
    """An abstract may be pasted from anywhere."""
    text = text.replace('\r\n', '\n').replace('\r', '\n')
    with case('paragraphs'):
        _, found = read_paragraphs('report.md', text, 3, 1)
        assert_placed(found, text, 3)


_DRAWN = [
    edit.content if isinstance(edit.content, bytes) else edit.content.encode('utf-8')
    for drawing in DRAWINGS
    for edit in drawing.edits[1:]
    if hasattr(edit, 'content') and len(edit.content) < 2000
]
_PICTURES = st.sampled_from([*_DRAWN, noise(), saved('JPEG'), saved('GIF'), saved('WEBP')])


@tried('pictures')
@given(_PICTURES, st.lists(CHANGES, max_size=6))
def test_any_picture_is_read_or_refused(content: bytes, changes: list[object]) -> None:
    """A picture is a program for whatever opens it."""
    with case('pictures'):
        for change in changes:
            content = changed(content, change)  # type: ignore[arg-type]
        with suppress(PictureFault):
            picture = _picture('a.svg', content, 10**7)
            assert picture.width > 0
            assert picture.height > 0
