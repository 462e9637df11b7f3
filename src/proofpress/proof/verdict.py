"""The verdict on a PDF: is every word, note, number and bookmark of the book in the file?

In: the book and the bytes of the PDF.  Out: the page map, and findings.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.compose.book import Book, Outline
from proofpress.diagnostics import Diagnostic
from proofpress.model.page_map import PageMap
from proofpress.proof.page_map import map_pages
from proofpress.proof.page_numbers import wrong_page_numbers
from proofpress.proof.read_pdf import PdfReading, read_pdf


def prove_pdf(book: Book, content: bytes) -> tuple[PageMap, tuple[Diagnostic, ...]]:
    """Read the PDF back and hold it to the book; an empty tuple of findings means that it holds."""
    reading = read_pdf(content)
    page_map, lost = map_pages(book.sections, reading)
    return page_map, (
        *lost,
        *wrong_page_numbers(book.sections, reading),
        *_astray_notes(book, reading, page_map),
        *_wrong_bookmarks(book, reading),
        *_loose_fonts(reading),
        *_wrong_metadata(book, reading),
    )


def _astray_notes(book: Book, reading: PdfReading, page_map: PageMap) -> Iterator[Diagnostic]:
    for section in book.sections:
        for note in section.tree.iter('{*}aside'):
            call = next((a for a in note.iter('{*}a') if a.get('role') == 'doc-backlink'), None)
            if call is None:
                continue
            place = reading.destinations.get((call.get('href') or '')[1:])
            blocks = [node.get('id') or '' for node in note.iter('{*}*') if node.get('id')]
            pages = [index for block in blocks for index in page_map.pages_of.get(block, ())]
            if place is None or not pages or not 0 <= min(pages) - place.page_index <= 1:
                yield Diagnostic(
                    'note-astray',
                    f"The note “{note.get('id')}” does not stand on the page of its call",
                    section.origins.get(note.get('id') or ''),
                    "this is a fault of the layout: report it with this note",
                )


def _wrong_bookmarks(book: Book, reading: PdfReading) -> Iterator[Diagnostic]:
    wanted = [one for outline in book.outlines() for one in _flat(outline)]
    places = {(bookmark.title, bookmark.page_index) for bookmark in reading.bookmarks}
    for outline in wanted:
        title = f'{outline.number} {outline.title}'.strip()
        place = reading.destinations.get(outline.id)
        if place is None or (title, place.page_index) not in places:
            yield Diagnostic(
                'bookmark-wrong',
                f"No bookmark of the PDF leads to “{title}”",
                None,
                "this is a fault of Proofpress: report it with this heading",
            )


def _flat(outline: Outline) -> Iterator[Outline]:
    yield outline
    for child in outline.children:
        yield from _flat(child)


def _loose_fonts(reading: PdfReading) -> Iterator[Diagnostic]:
    for font in reading.fonts:
        if not font.is_embedded or not font.has_to_unicode:
            yield Diagnostic(
                'font-not-embedded',
                f"The PDF does not carry its font “{font.name}” whole",
                None,
                "this is a fault of Proofpress: report it with this font",
            )


def _wrong_metadata(book: Book, reading: PdfReading) -> Iterator[Diagnostic]:
    metadata = book.metadata
    wanted = {
        'Title': metadata.title,
        'Author': ', '.join(author.name for author in metadata.authors),
        'Keywords': ', '.join(metadata.keywords),
    }
    for key, value in wanted.items():
        if reading.information.get(key, '') != value:
            yield _wrong(key, reading.information.get(key, ''), value)
    if reading.lang != metadata.lang:
        yield _wrong('Lang', reading.lang, metadata.lang)


def _wrong(key: str, said: str, value: str) -> Diagnostic:
    return Diagnostic(
        'metadata-wrong',
        f"The PDF says “{said}” as its {key}, and the report “{value}”",
        None,
        "this is a fault of Proofpress: report it with both values",
    )
