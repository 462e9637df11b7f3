"""The finished file: every printed number is the folio where its target stands."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pypdf
import pytest

from proofpress.compose.book import Book
from tests.little_book import changed, little_book
from tests.pdf.opened import links, made, opened, text_of

ROOT = Path(__file__).parent.parent.parent


def long_book() -> Book:
    """Return a book with a chapter of several pages, and contents longer than one."""
    filler = ''.join(f'<p id="filler-{n}">{"Many words. " * 60}</p>' for n in range(30))
    book = changed(
        little_book(), 'background', '<figure id="fig-port"', f'{filler}<figure id="fig-port"'
    )
    entry = '<li><a href="#fig-port">The port</a> <span class="folio" data-target="fig-port"/></li>'
    return changed(book, 'contents', '</ol>', entry * 80 + '</ol>')


@pytest.fixture(scope='module')
def content() -> bytes:
    return made(long_book())


@pytest.fixture(scope='module')
def reader(content: bytes) -> pypdf.PdfReader:
    return opened(content)


def test_page_labels_are_what_is_printed(reader: pypdf.PdfReader) -> None:
    """Who types 4 into the page field lands on the page that says 4."""
    labels = reader.page_labels
    first = labels.index('1')
    assert labels[:first] == ['i', 'ii', 'iii', 'iv', 'v', 'vi']
    assert labels[first:] == [str(n) for n in range(1, len(labels) - first + 1)]
    for label, page in zip(labels[1:], reader.pages[1:], strict=True):
        assert page.extract_text().split()[-1] == label


def test_the_cover_shows_no_folio(reader: pypdf.PdfReader) -> None:
    """It counts, and says nothing of it."""
    assert text_of(reader, 'i').endswith('20 November 2024')


def test_contents_longer_than_a_page_still_tell_the_truth(reader: pypdf.PdfReader) -> None:
    """The summary after them has moved, the port stands at the chapter's end."""
    contents = text_of(reader, 'iii')
    printed = re.findall(r'The port (\d+)', contents)
    assert set(printed) == {
        next(label for label in reader.page_labels if 'The port at dawn' in text_of(reader, label))
    }
    assert text_of(reader, reader.page_labels[reader.page_labels.index('1') - 1]).startswith(
        'Summary'
    )


def test_the_glossary_leads_to_the_pages_that_it_prints(reader: pypdf.PdfReader) -> None:
    """The summary's roman page first, then the body's."""
    label = next(
        label for label in reader.page_labels if 'Leader of the north' in text_of(reader, label)
    )
    summary = reader.page_labels[reader.page_labels.index('1') - 1]
    assert f'Leader of the north. {summary}, 1' in text_of(reader, label)
    assert {(label, summary), (label, '1')} <= set(links(reader))


def test_links_cross_from_one_gathering_to_another(reader: pypdf.PdfReader) -> None:
    """They are laid out apart, and are one book."""
    pages = {start for start, end in links(reader) if start != end}
    assert {'iii', '1'} <= pages


def test_bookmarks_are_the_contents(reader: pypdf.PdfReader) -> None:
    """Titles nested as the headings are, with their numbers."""

    def titles(items: object) -> list[object]:
        assert isinstance(items, list)
        return [titles(i) if isinstance(i, list) else i['/Title'] for i in items]

    assert titles(reader.outline) == [
        'Contents', 'Summary', '1 Background', ['The port'], 'Timeline', 'Actors', 'Sources',
    ]  # fmt: skip


def test_metadata_are_the_books_own(reader: pypdf.PdfReader) -> None:
    """Title, authors and dates come from the source; a clock is never asked."""
    assert reader.metadata is not None
    said: dict[str, object] = dict(reader.metadata)
    assert said == {
        '/Producer': 'WeasyPrint 70.0',
        '/Title': 'Troops on the Move',
        '/Author': 'Ada Reed, Example Policy Desk',
        '/Subject': 'A brief about troops.\n\nIt is short & "plain".',
        '/Keywords': 'troops, borders',
        '/Creator': 'Proofpress',
        '/CreationDate': 'D:20241120',
        '/ModDate': 'D:20241201',
    }
    root: dict[str, object] = dict(reader.root_object)
    assert root['/Lang'] == 'en-GB'
    assert root['/ViewerPreferences'] == {'/DisplayDocTitle': True}


def test_the_colours_are_described_as_their_file_does(reader: pypdf.PdfReader) -> None:
    """Whoever has painted before: libraries write the description anew once they have read it."""
    file = resources.files('weasyprint.pdf') / 'sRGB2014.icc'
    (intent,) = opened(made(little_book())).root_object['/OutputIntents']
    for one in (intent, reader.root_object['/OutputIntents'][0]):  # type: ignore[index]
        assert one['/DestOutputProfile'].get_data() == file.read_bytes()


def test_a_report_without_a_date_has_none() -> None:
    """Not today's either."""
    book = little_book()
    undated = replace(book.metadata, date=None, modified=None)
    metadata = opened(made(replace(book, metadata=undated))).metadata
    assert metadata is not None
    assert not {'/CreationDate', '/ModDate'} & set(metadata)


def test_running_heads_keep_off_the_opening_page(reader: pypdf.PdfReader) -> None:
    """A chapter's first page has its title; the next ones say where one is."""
    assert not text_of(reader, '1').startswith('Background Troops')
    assert 'Background' in text_of(reader, '2')
    assert 'Troops' in text_of(reader, '2')


def test_the_same_book_gives_the_same_bytes_anywhere(content: bytes, tmp_path: Path) -> None:
    """Another folder, another clock, another order of sets: the same file."""
    code = (
        'import hashlib, os; os.umask(0o077)\n'
        'from tests.pdf.test_layout import long_book\n'
        'from tests.pdf.opened import made\n'
        'print(hashlib.sha256(made(long_book())).hexdigest())'
    )
    environment = os.environ | {
        'HOME': str(tmp_path),
        'LC_ALL': 'C',
        'PYTHONHASHSEED': '4242',
        'PYTHONPATH': str(ROOT),
        'SOURCE_DATE_EPOCH': '1',
        'TZ': 'Asia/Pyongyang',
    }
    command = [sys.executable, '-c', code]
    said = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, check=True)
    assert said.stdout.decode().strip() == hashlib.sha256(content).hexdigest()
