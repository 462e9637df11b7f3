"""Kobo's variant: the same book, marked the way Kobo's own engine finds its way by."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from proofpress.compose.book import SVG, XHTML, Book
from proofpress.epub import make_epub
from proofpress.epub.kepub import sentences
from proofpress.proof.reflowed.verdict import prove_kepub
from proofpress.proof.verdict import prove
from tests.judges import epubcheck, mupdf_text
from tests.little_book import PNG, changed, little_book

NAME = 'troops.kepub.epub'


def _made(book: Book) -> dict[str, bytes]:
    return {file.path: file.content for file in make_epub(book, PNG, kepub=True).files}


def _documents(epub: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        names = [name for name in archive.namelist() if name.endswith('.xhtml')]
        return {name: etree.fromstring(archive.read(name)) for name in names}


@pytest.fixture(scope='module')
def made() -> dict[str, bytes]:
    return _made(little_book())


@pytest.fixture(scope='module')
def documents(made: dict[str, bytes]) -> dict[str, etree._Element]:
    return _documents(made[NAME])


def test_the_variant_comes_only_when_it_is_wanted(made: dict[str, bytes]) -> None:
    """Most readers have no Kobo; a file more is a question more."""
    plain = make_epub(little_book(), PNG).files
    assert [file.path for file in plain] == ['troops.epub']
    assert list(made) == ['troops.epub', NAME]
    assert made['troops.epub'] == plain[0].content


def test_its_words_are_those_of_the_epub(
    made: dict[str, bytes], documents: dict[str, etree._Element]
) -> None:
    """Two files of one report must not disagree about a comma."""
    for name, document in _documents(made['troops.epub']).items():
        assert ''.join(map(str, documents[name].itertext())) == ''.join(
            map(str, document.itertext())
        )


def test_the_proof_holds_it_to_the_book(made: dict[str, bytes]) -> None:
    """Words, languages, links, notes and pictures: what is proved of the EPUB holds here too."""
    verdict = prove_kepub(little_book(), made[NAME])
    assert verdict.findings == ()
    assert verdict.counts['words'] > 100


def test_a_word_that_it_lost_is_found_and_the_file_is_named(made: dict[str, bytes]) -> None:
    """The editor has to know which of the files to look into."""
    other = changed(little_book(), 'background', "slept", "wept")
    files = made | {NAME: _made(other)[NAME]}
    found = [f for f in prove(little_book(), files).findings if f.product == 'kepub']
    assert [finding.diagnostic.id for finding in found] == ['words-changed']
    assert found[0].diagnostic.message.startswith("Kobo's variant: ")


def test_spans_are_numbered_in_the_order_of_reading(
    documents: dict[str, etree._Element],
) -> None:
    """A Kobo keeps a highlight by the number of its span."""
    for name, document in documents.items():
        ids = [str(span.get('id')) for span in document.iterfind('.//{*}span[@class="koboSpan"]')]
        numbers = [tuple(map(int, re.fullmatch(r'kobo\.(\d+)\.(\d+)', i).groups())) for i in ids]  # type: ignore[union-attr]
        assert numbers, name
        assert numbers[0] == (1, 1)
        for (block, sentence), following in pairwise(numbers):
            assert following in {(block, sentence + 1), (block + 1, 1)}, name


def test_every_word_and_picture_stands_in_one_span(documents: dict[str, etree._Element]) -> None:
    """What stands outside cannot be highlighted; a span in a span breaks the count."""
    for name, document in documents.items():
        body = document.find(f'{{{XHTML}}}body')
        assert body is not None
        for node in body.iter(etree.Element):
            if next(node.iterancestors(f'{{{SVG}}}svg'), None) is not None:
                continue
            around = [a for a in (node, *node.iterancestors()) if a.get('class') == 'koboSpan']
            has_words = bool((node.text or '').strip()) and node.tag != f'{{{SVG}}}svg'
            if has_words or node.tag == f'{{{XHTML}}}img':
                assert len(around) == 1, (name, etree.tostring(node))
            assert not (node.tail or '').strip(), (name, etree.tostring(node))


def test_a_call_still_leads_to_its_note_and_back(documents: dict[str, etree._Element]) -> None:
    """Kobo pops up what the link's target holds: it must be the note, in the same file."""
    chapter = documents['EPUB/background.xhtml']
    calls = [a for a in chapter.iter('{*}a') if a.get('role') == 'doc-noteref']
    assert [''.join(map(str, call.itertext())) for call in calls] == ['1', '2']
    for call in calls:
        assert call.get('{http://www.idpf.org/2007/ops}type') == 'noteref'
        (note,) = chapter.iterfind(f'.//*[@id="{str(call.get("href"))[1:]}"]')
        assert note.tag == f'{{{XHTML}}}aside'
        back = next(a for a in note.iter('{*}a') if a.get('role') == 'doc-backlink')
        assert back.get('href') == f'#{call.get("id")}'


def test_each_document_stands_in_the_columns_that_kobo_turns(
    documents: dict[str, etree._Element],
) -> None:
    """Without them Kobo's engine adds its own, and the last line of a page is cut."""
    for document in documents.values():
        ids = document.xpath('/*/*[2]/*/@id | /*/*[2]/*/*/@id')
        assert ids == ['book-columns', 'book-inner']


def test_epubcheck_finds_nothing(made: dict[str, bytes], tmp_path: Path) -> None:
    """It is an EPUB still, and shops other than Kobo's may get it."""
    path = tmp_path / NAME
    path.write_bytes(made[NAME])
    assert epubcheck(path) == []
    assert "Twelve thousand soldiers" in ' '.join(mupdf_text(path).split())


def test_a_sentence_ends_where_a_reader_would_end_it() -> None:
    """A tap on a word marks its sentence, in scripts without spaces too."""
    said = "“He left.” She stayed! Why? 3.5 per cent, p. 7. 彼は去った。「なぜ？」誰も。"
    assert list(sentences(said)) == [
        "“He left.” ",
        "She stayed! ",
        "Why? ",
        "3.5 per cent, p. ",
        "7. ",
        "彼は去った。",
        "「なぜ？」",
        "誰も。",
    ]


@given(st.text())
def test_sentences_joined_are_the_text(text: str) -> None:
    """Any text, any script: no character is lost or doubled, and no sentence is empty."""
    parts = list(sentences(text))
    assert ''.join(parts) == text
    assert all(parts)
