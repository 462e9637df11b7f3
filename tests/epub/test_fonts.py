"""Embedded fonts: cut down to the book, named by the sheet, listed in the package."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from fontTools.ttLib import TTFont

from proofpress.epub import make_epub
from proofpress.typefaces import Face, faces
from tests.little_book import PNG, little_book


@pytest.fixture(scope='module')
def made() -> tuple[Face, ...]:
    return faces(little_book().characters(), frozenset({'ko'}))


@pytest.fixture(scope='module')
def entries(made: tuple[Face, ...]) -> dict[str, bytes]:
    (file,) = make_epub(little_book(), PNG, made).files
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_sheet_leads_to_every_font_and_the_package_lists_it(
    entries: dict[str, bytes],
) -> None:
    """A font that the sheet does not find is replaced by whatever the reader has."""
    sheet, package = entries['EPUB/book.css'].decode(), entries['EPUB/package.opf'].decode()
    named = re.findall(r'src:url\((fonts/[\w.-]+)\)', sheet)
    assert sorted(named) == sorted(
        name.removeprefix('EPUB/') for name in entries if '/fonts/' in name
    )
    assert all(f'href="{name}" media-type="font/ttf"' in package for name in named)


def test_only_what_the_sheet_sets_is_embedded(entries: dict[str, bytes]) -> None:
    """A face for captions on paper would be dead weight on a phone."""
    names = {name for name in entries if '/fonts/' in name}
    assert 'EPUB/fonts/source-serif-4-400-normal.ttf' in names
    assert not any('display' in name or 'arabic' in name for name in names)


def test_the_fonts_hold_every_character_of_the_book(entries: dict[str, bytes]) -> None:
    """One Korean syllable without its glyph is an empty box in the middle of a name."""
    held: set[int] = set()
    for name, content in entries.items():
        if '/fonts/' in name:
            held |= set(TTFont(io.BytesIO(content)).getBestCmap())
    assert {ord(c) for c in little_book().characters() if c.strip()} <= held
    assert ord('q') not in held


def test_bold_is_called_bold(entries: dict[str, bytes]) -> None:
    """Adobe's engine, in many readers, knows two weights by name and no numbers."""
    sheet = entries['EPUB/book.css'].decode()
    assert set(re.findall(r'@font-face\{[^}]*font-weight:([^;]+);', sheet)) == {'normal', 'bold'}
