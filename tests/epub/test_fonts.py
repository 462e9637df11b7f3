"""Embedded fonts: named by the sheet, listed in the package."""

from __future__ import annotations

import io
import zipfile

from proofpress.epub import make_epub
from proofpress.stylesheet import FontFile
from tests.little_book import PNG, little_book

FONT = FontFile('Source Serif 4', '400', 'italic', 'serif-italic.ttf', 'font/ttf', b'font bytes')


def test_a_font_is_in_the_package_and_the_sheet_leads_to_it() -> None:
    """A font that the sheet does not find is replaced by whatever the reader has."""
    (file,) = make_epub(little_book(), PNG, (FONT,)).files
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        assert archive.read('EPUB/fonts/serif-italic.ttf') == b'font bytes'
        sheet = archive.read('EPUB/book.css').decode()
        package = archive.read('EPUB/package.opf').decode()
    assert sheet.startswith(
        '@font-face{font-family:"Source Serif 4";font-weight:400;font-style:italic;'
        'src:url(fonts/serif-italic.ttf)}'
    )
    assert '<item id="font-1" href="fonts/serif-italic.ttf" media-type="font/ttf"/>' in package


def test_the_book_names_every_character_that_a_font_must_hold() -> None:
    """One Korean syllable without its glyph is an empty box in the middle of a name."""
    characters = little_book().characters()
    assert set('김정은Kim&1') <= characters
    assert 'q' not in characters
