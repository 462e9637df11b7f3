"""What a PDF says about itself, read by pypdf: pages, folios, text, links, bookmarks, metadata.

In: the bytes of a finished PDF.  Out: `PdfReading`, plain values.  Nothing here knows how the file
was made.  The only importer of pypdf.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    Destination,
    DictionaryObject,
    IndirectObject,
    PdfObject,
)

from proofpress.proof.ledger import Box


@dataclass(frozen=True, slots=True)
class LinkReading:
    """A link annotation."""

    box: Box
    uri: str = ''
    """The address, for a link that leaves the document."""
    target: str = ''
    """Named destination, for a link within the document."""
    page_index: int | None = None
    """Page that the link leads to, from 0."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page."""

    index: int
    """From 0."""
    folio: str
    """Page label (ISO 32000-1, 12.4.2): `iv`, `7`."""
    text: str
    """All text of the page in the order in which it is painted, running head and folio included."""
    width: float
    """Points."""
    height: float
    links: tuple[LinkReading, ...]


@dataclass(frozen=True, slots=True)
class BookmarkReading:
    """One line of the document outline."""

    title: str
    level: int
    """From 1."""
    page_index: int


@dataclass(frozen=True, slots=True)
class FontReading:
    """A font as the pages use it."""

    name: str
    is_embedded: bool
    has_to_unicode: bool


@dataclass(frozen=True, slots=True)
class DestinationReading:
    """A named place."""

    page_index: int
    top: float
    """Points from the page's lower edge."""


@dataclass(frozen=True, slots=True)
class PdfReading:
    """A whole PDF."""

    pages: tuple[PageReading, ...]
    bookmarks: tuple[BookmarkReading, ...]
    destinations: Mapping[str, DestinationReading]
    fonts: tuple[FontReading, ...]
    information: Mapping[str, str]
    """The document information dictionary: `Title`, `Author`, `CreationDate`, ..."""
    lang: str

    def folio_of(self, destination: str) -> str | None:
        """Return the folio of the page where the named destination stands, or None."""
        place = self.destinations.get(destination)
        return None if place is None else self.pages[place.page_index].folio


def read_pdf(content: bytes) -> PdfReading:
    """Read a PDF.

    Raises `pypdf.errors.PdfReadError` when the bytes are not a PDF.
    """
    reader = PdfReader(io.BytesIO(content))
    page_numbers = {
        page.indirect_reference.idnum: index
        for index, page in enumerate(reader.pages)
        if page.indirect_reference is not None
    }
    destinations = {
        name: DestinationReading(page_numbers[page], _number(place.get('/Top')))
        for name, place in sorted(reader.named_destinations.items())
        # A place on a page that is not in the document is no place.
        if (page := _id(place.raw_get('/Page'))) in page_numbers
    }
    folios = reader.page_labels
    pages = tuple(
        PageReading(
            index,
            folios[index],
            page.extract_text(),
            float(page.mediabox.width),
            float(page.mediabox.height),
            tuple(_links(page, destinations)),
        )
        for index, page in enumerate(reader.pages)
    )
    information = {
        str(key).lstrip('/'): str(value) for key, value in (reader.metadata or {}).items()
    }
    root = reader.trailer['/Root'].get_object()
    assert isinstance(root, DictionaryObject)
    return PdfReading(
        pages,
        tuple(_bookmarks(reader, reader.outline, 1)),
        destinations,
        tuple(_fonts(reader)),
        information,
        str(root.get('/Lang', '')),
    )


def _id(reference: object) -> int:
    """Return the number of the object that is referred to; -1 when it is none."""
    return reference.idnum if isinstance(reference, IndirectObject) else -1


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _links(
    page: DictionaryObject, destinations: Mapping[str, DestinationReading]
) -> Iterator[LinkReading]:
    annotations = page.get('/Annots', ArrayObject())
    for reference in annotations.get_object():
        annotation = reference.get_object()
        if annotation.get('/Subtype') != '/Link':
            continue
        box = Box(*(float(edge) for edge in annotation['/Rect']))
        action = annotation.get('/A', DictionaryObject()).get_object()
        if '/URI' in action:
            yield LinkReading(box, uri=str(action['/URI']))
            continue
        name = str(annotation.get('/Dest', action.get('/D', '')))
        place = destinations.get(name)
        yield LinkReading(box, target=name, page_index=place.page_index if place else None)


def _bookmarks(reader: PdfReader, items: Sequence[object], level: int) -> Iterator[BookmarkReading]:
    for item in items:
        if isinstance(item, list):
            yield from _bookmarks(reader, item, level + 1)
        elif isinstance(item, Destination):
            page_index = reader.get_destination_page_number(item)
            yield BookmarkReading(str(item.title), level, -1 if page_index is None else page_index)


def _fonts(reader: PdfReader) -> Iterator[FontReading]:
    seen: set[int] = set()
    for page in reader.pages:
        resources = page.get('/Resources', DictionaryObject()).get_object()
        fonts: PdfObject = resources.get('/Font', DictionaryObject()).get_object()
        assert isinstance(fonts, DictionaryObject)
        for key in sorted(fonts):
            reference = fonts.raw_get(key)
            number = reference.idnum if isinstance(reference, IndirectObject) else id(reference)
            if number in seen:
                continue
            seen.add(number)
            font = reference.get_object()
            descendants = font.get('/DescendantFonts', ArrayObject()).get_object()
            carriers = [child.get_object() for child in descendants] or [font]
            descriptor = carriers[0].get('/FontDescriptor', DictionaryObject()).get_object()
            yield FontReading(
                str(font.get('/BaseFont', '')).lstrip('/'),
                any(key in descriptor for key in ('/FontFile', '/FontFile2', '/FontFile3')),
                '/ToUnicode' in font,
            )
