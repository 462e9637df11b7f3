"""What a PDF says about itself, read by pypdf: pages, folios, tags, links, bookmarks, metadata.

In: the bytes of a finished PDF.  Out: `PdfReading`, plain values.  Nothing here knows how the file
was made.
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

from proofpress.proof.content import Decode, PageContent, page_content
from proofpress.proof.ledger import Box
from proofpress.proof.read_tags import TagReading, read_tags
from proofpress.proof.to_unicode import to_unicode


@dataclass(frozen=True, slots=True)
class LinkReading:
    """A link annotation."""

    box: Box
    number: int
    """Of the annotation's object; -1 for one that is none."""
    uri: str = ''
    """The address, for a link that leaves the document."""
    target: str = ''
    """Named destination, where the link has one."""
    page_index: int | None = None
    """Page that the link leads to, from 0; None for one that leads nowhere in the document."""
    top: float = 0.0
    """Points from the lower edge of that page."""
    left: float = 0.0
    """Points from its left edge."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """One page."""

    index: int
    """From 0."""
    folio: str
    """Page label (ISO 32000-1, 12.4.2): `iv`, `7`."""
    content: PageContent
    """The words of the page by what they belong to."""
    width: float
    """Points."""
    height: float
    links: tuple[LinkReading, ...]
    rotation: int = 0
    """Degrees, clockwise, by which it is shown turned."""


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
    left: float
    """Points from its left edge."""


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
    tags: TagReading | None
    """What the tags say; None for a PDF without any."""
    description: bytes = b''
    has_optional_content: bool = False
    """Whether a reader can hide parts of the pages (ISO 32000-1, 8.11)."""
    """The XMP packet."""

    def folio_of(self, destination: str) -> str | None:
        """Return the folio of the page where the named destination stands, or None."""
        place = self.destinations.get(destination)
        return None if place is None else self.pages[place.page_index].folio


def read_pdf(content: bytes, opened: PdfReader | None = None) -> PdfReading:
    """Read a PDF; `opened` is the same in pypdf, for who reads more of it and parses it once.

    Raises `pypdf.errors.PdfReadError` when the bytes are not a PDF.
    """
    reader = opened or PdfReader(io.BytesIO(content))
    page_numbers = {
        page.indirect_reference.idnum: index
        for index, page in enumerate(reader.pages)
        if page.indirect_reference is not None
    }
    destinations = {
        name: DestinationReading(
            page_numbers[page], _number(place.get('/Top')), _number(place.get('/Left'))
        )
        for name, place in sorted(reader.named_destinations.items())
        # A place on a page that is not in the document is no place.
        if (page := _id(place.raw_get('/Page'))) in page_numbers
    }
    folios = reader.page_labels
    decoders: dict[int, Decode] = {}
    pages = tuple(
        PageReading(
            index,
            folios[index],
            _content(page, decoders),
            float(page.mediabox.width),
            float(page.mediabox.height),
            tuple(_links(page, destinations, page_numbers)),
            page.rotation % 360,
        )
        for index, page in enumerate(reader.pages)
    )
    information = {
        str(key).lstrip('/'): str(value) for key, value in (reader.metadata or {}).items()
    }
    root = reader.trailer['/Root'].get_object()
    assert isinstance(root, DictionaryObject)
    packet = root.get('/Metadata')
    return PdfReading(
        pages,
        tuple(_bookmarks(reader, reader.outline, 1)),
        destinations,
        tuple(_fonts(reader)),
        information,
        str(root.get('/Lang', '')),
        read_tags(root, page_numbers, [page.content for page in pages]),
        packet.get_object().get_data() if packet is not None else b'',
        '/OCProperties' in root,
    )


def _content(page: DictionaryObject, decoders: dict[int, Decode]) -> PageContent:
    """Read a page's words; fonts that pages share are read once."""
    fonts: dict[str, Decode] = {}
    for name, reference in _fonts_of(page):
        key = _id(reference) if isinstance(reference, IndirectObject) else id(reference)
        if key not in decoders:
            font = reference.get_object()
            assert isinstance(font, DictionaryObject)
            map_ = font.get('/ToUnicode')
            decoders[key] = to_unicode(map_.get_object().get_data() if map_ is not None else b'')
        fonts[name] = decoders[key]
    contents = page.get('/Contents')
    if contents is None:
        return PageContent()
    contents = contents.get_object()
    parts = contents if isinstance(contents, ArrayObject) else [contents]
    return page_content(b'\n'.join(part.get_object().get_data() for part in parts), fonts)


def _fonts_of(page: DictionaryObject) -> Iterator[tuple[str, PdfObject]]:
    resources = page.get('/Resources', DictionaryObject()).get_object()
    fonts: PdfObject = resources.get('/Font', DictionaryObject()).get_object()
    assert isinstance(fonts, DictionaryObject)
    for key in sorted(fonts):
        yield str(key)[1:], fonts.raw_get(key)


def _id(reference: object) -> int:
    """Return the number of the object that is referred to; -1 when it is none."""
    return reference.idnum if isinstance(reference, IndirectObject) else -1


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _links(
    page: DictionaryObject,
    destinations: Mapping[str, DestinationReading],
    page_numbers: Mapping[int, int],
) -> Iterator[LinkReading]:
    annotations = page.get('/Annots', ArrayObject())
    for reference in annotations.get_object():
        annotation = reference.get_object()
        if annotation.get('/Subtype') != '/Link':
            continue
        box = Box(*(float(edge) for edge in annotation['/Rect']))
        number = _id(reference)
        action = annotation.get('/A', DictionaryObject()).get_object()
        if '/URI' in action:
            yield LinkReading(box, number, uri=str(action['/URI']))
            continue
        goal = annotation.get('/Dest', action.get('/D', ''))
        goal = goal.get_object() if isinstance(goal, PdfObject) else goal
        if isinstance(goal, ArrayObject) and len(goal):
            page_index = page_numbers.get(_id(goal[0]) if len(goal) else -1)
            left, top = map(_number, goal[2:4]) if len(goal) > 3 else (0.0, 0.0)
            yield LinkReading(box, number, page_index=page_index, top=top, left=left)
            continue
        place = destinations.get(str(goal))
        if place is None:
            yield LinkReading(box, number, target=str(goal))
        else:
            yield LinkReading(
                box,
                number,
                target=str(goal),
                page_index=place.page_index,
                top=place.top,
                left=place.left,
            )


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
        for _, reference in _fonts_of(page):
            number = reference.idnum if isinstance(reference, IndirectObject) else id(reference)
            if number in seen:
                continue
            seen.add(number)
            font = reference.get_object()
            assert isinstance(font, DictionaryObject)
            descendants = font.get('/DescendantFonts', ArrayObject()).get_object()
            carriers = [child.get_object() for child in descendants] or [font]
            descriptor = carriers[0].get('/FontDescriptor', DictionaryObject()).get_object()
            yield FontReading(
                str(font.get('/BaseFont', '')).lstrip('/'),
                any(key in descriptor for key in ('/FontFile', '/FontFile2', '/FontFile3')),
                '/ToUnicode' in font,
            )
