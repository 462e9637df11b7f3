"""An EPUB, opened as a stranger would: zip entries and parsed XML, nothing of the press."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from lxml import etree

from proofpress.compose.book import Book
from proofpress.epub import make_epub
from tests.little_book import PNG

NAMES = {
    'h': 'http://www.w3.org/1999/xhtml',
    'epub': 'http://www.idpf.org/2007/ops',
    'opf': 'http://www.idpf.org/2007/opf',
    'dc': 'http://purl.org/dc/elements/1.1/',
    'ncx': 'http://www.daisy.org/z3986/2005/ncx/',
    'svg': 'http://www.w3.org/2000/svg',
}


@dataclass(frozen=True)
class OpenedEpub:
    """The entries of the container, in order."""

    entries: tuple[zipfile.ZipInfo, ...]
    contents: dict[str, bytes]

    def xml(self, name: str) -> etree._Element:
        """Parse one file of the publication's folder."""
        return etree.fromstring(self.contents[f'EPUB/{name}'])

    def find(self, name: str, path: str) -> list[etree._Element]:
        """Return the elements on an XPath of one file."""
        found = self.xml(name).xpath(path, namespaces=NAMES)
        assert isinstance(found, list)
        return found

    def values(self, name: str, path: str) -> list[str]:
        """Return the texts or attribute values on an XPath of one file."""
        return [str(value) for value in self.find(name, path)]


def opened(book: Book, cover: bytes | None = PNG) -> OpenedEpub:
    """Make the EPUB of a book and open it."""
    (file,) = make_epub(book, cover).files
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        entries = tuple(archive.infolist())
        return OpenedEpub(entries, {entry.filename: archive.read(entry) for entry in entries})


def words(element: etree._Element) -> str:
    """Return the element's text with single spaces."""
    return ' '.join(''.join(str(text) for text in element.itertext()).split())
