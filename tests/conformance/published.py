"""Reports as readers get them, for judges from outside; and files spoiled on purpose for them.

A judge that has never refused anything may be asleep: each test of one also hands it a spoiled
file, its canary.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdf
from lxml import etree

from proofpress.compose.book import Book, Outline

OPS_TYPE = '{http://www.idpf.org/2007/ops}type'
_XHTML_SUFFIX = '.xhtml'


@dataclass(frozen=True)
class Published:
    """A report and the folder where its products stand."""

    slug: str
    folder: Path
    book: Book

    @property
    def epub(self) -> Path:
        """The EPUB."""
        return self.folder / f'{self.slug}.epub'

    @property
    def kepub(self) -> Path:
        """Kobo's variant."""
        return self.folder / f'{self.slug}.kepub.epub'

    def documents(self) -> dict[str, etree._Element]:
        """Parse the EPUB's documents in reading order, by path in the container."""
        with zipfile.ZipFile(self.epub) as archive:
            package = etree.fromstring(archive.read('EPUB/package.opf'))
            hrefs = {item.get('id'): item.get('href') for item in package.iter('{*}item')}
            names = [f'EPUB/{hrefs[ref.get("idref")]}' for ref in package.iter('{*}itemref')]
            return {name: etree.fromstring(archive.read(name)) for name in names}

    def headings(self) -> list[str]:
        """Return what the contents list, in order, as they print it."""
        return [label for one in self.book.outlines() for label in _labels(one, self.book)]

    def notes(self) -> Iterator[Note]:
        """Yield every call of a note with the words that it must bring up."""
        for path, document in self.documents().items():
            words = {
                str(note.get('id')): ' '.join(''.join(map(str, note.itertext())).split())
                for note in document.iter('{*}aside')
                if note.get('role') == 'doc-footnote'
            }
            for call in document.iter('{*}a'):
                if call.get('role') == 'doc-noteref':
                    target = str(call.get('href')).removeprefix('#')
                    yield Note(path, str(call.get('id')), target, words[target])

    def pdf_pages(self) -> dict[str, str]:
        """Return the text of each page of the PDF by its folio."""
        reader = pypdf.PdfReader(self.folder / f'{self.slug}.pdf')
        return {
            folio: page.extract_text()
            for folio, page in zip(reader.page_labels, reader.pages, strict=True)
        }


@dataclass(frozen=True)
class Note:
    """A note and its call."""

    path: str
    """The document of both, in the container."""
    call: str
    """Id of the call."""
    id: str
    words: str


def _labels(outline: Outline, book: Book, level: int = 1) -> Iterator[str]:
    yield f'{outline.number} {outline.title}' if outline.number else outline.title
    if level < min(book.toc_depth, 3):
        for child in outline.children:
            yield from _labels(child, book, level + 1)


def spoiled(epub: Path, folder: Path, name: str, before: str, after: str) -> Path:
    """Copy an EPUB with the first such words in one file (its name's end) exchanged."""
    folder.mkdir(exist_ok=True)
    copy = folder / epub.name
    found = False
    with zipfile.ZipFile(epub) as sound, zipfile.ZipFile(copy, 'w') as bad:
        for entry in sound.infolist():
            content = sound.read(entry)
            if entry.filename.endswith(name) and before.encode() in content:
                content, found = content.replace(before.encode(), after.encode(), 1), True
            bad.writestr(entry, content)
    assert found, f"{name} holds no {before}"
    return copy
