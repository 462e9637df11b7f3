"""Judges from outside: the validator that shops use, and a reading system."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from proofpress.compose.book import Book, SectionKind
from proofpress.epub import make_epub
from proofpress.typefaces import faces
from tests.epub.opened import words
from tests.judges import epubcheck, mupdf_text
from tests.little_book import PNG, changed, little_book


def _written(book: Book, folder: Path, cover: bytes | None = PNG) -> Path:
    made = faces(book.characters(), frozenset({'ko'}))
    (file,) = make_epub(book, cover, made).files
    path = folder / file.path
    path.write_bytes(file.content)
    return path


def test_epubcheck_finds_nothing(tmp_path: Path) -> None:
    """Shops and libraries run EPUBCheck and send back what it complains of."""
    assert epubcheck(_written(little_book(), tmp_path)) == []


@pytest.mark.slow
def test_epubcheck_finds_nothing_in_a_bare_book(tmp_path: Path) -> None:
    """A report of a title and a text, without cover, authors, date or notes, is a report too."""
    book = little_book()
    bare = replace(
        book.metadata,
        subtitle='',
        authors=(),
        date=None,
        modified=None,
        description='',
        keywords=(),
        publisher='',
        series='',
        lang='ar',
        direction='rtl',
    )
    sections = tuple(s for s in book.sections if s.kind is SectionKind.REFERENCES)
    book = replace(book, metadata=bare, sections=sections, pictures=())
    assert epubcheck(_written(book, tmp_path, cover=None)) == []


def test_mupdf_reads_every_word(tmp_path: Path) -> None:
    """A book that opens with pages missing is worse than one that does not open."""
    book = little_book()
    drawn = re.sub(r'\s', '', mupdf_text(_written(book, tmp_path)))
    for section in book.sections:
        if section.kind is SectionKind.CONTENTS:
            continue
        for block in section.tree.iter('{*}p', '{*}h1', '{*}h2', '{*}td', '{*}dd', '{*}li'):
            assert re.sub(r'\s', '', words(block)) in drawn, block.get('id')


def test_a_word_longer_than_the_screen_is_not_cut_off(tmp_path: Path) -> None:
    """Its end would stand beyond the edge, where no reader can scroll to."""
    word = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
    book = changed(little_book(), 'summary', 'said nothing', f'said {word}')
    assert word in re.sub(r'\s', '', mupdf_text(_written(book, tmp_path)))
