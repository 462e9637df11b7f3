"""What a PDF says about itself, read by pypdf: pages, folios, tags, links, bookmarks, metadata.

In: the bytes of a finished PDF.  Out: `PdfReading`, plain values.  Nothing here knows how the file
was made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

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

    def with_words(self, contents: Sequence[PageContent]) -> PdfReading:
        """Return the same with the words of the pages, also where the tags have them."""
        if self.tags is not None:
            self.tags.take_words(contents)
        pages = (
            replace(page, content=content)
            for page, content in zip(self.pages, contents, strict=True)
        )
        return replace(self, pages=tuple(pages))

    def folio_of(self, destination: str) -> str | None:
        """Return the folio of the page where the named destination stands, or None."""
        place = self.destinations.get(destination)
        return None if place is None else self.pages[place.page_index].folio


def read_all_but_words(opened: PdfReader) -> PdfReading:
    """Read what a PDF says besides the words of its pages, which are left empty."""
    page_numbers = {
        page.indirect_reference.idnum: index
        for index, page in enumerate(opened.pages)
        if page.indirect_reference is not None
    }
    destinations = {
        name: DestinationReading(
            page_numbers[page], _number(place.get('/Top')), _number(place.get('/Left'))
        )
        for name, place in sorted(opened.named_destinations.items())
        # A place on a page that is not in the document is no place.
        if (page := _id(place.raw_get('/Page'))) in page_numbers
    }
    folios = opened.page_labels
    pages = tuple(
        PageReading(
            index,
            folios[index],
            PageContent(),
            float(page.mediabox.width),
            float(page.mediabox.height),
            tuple(_links(page, destinations, page_numbers)),
            page.rotation % 360,
        )
        for index, page in enumerate(opened.pages)
    )
    information = {
        str(key).lstrip('/'): str(value) for key, value in (opened.metadata or {}).items()
    }
    root = opened.trailer['/Root'].get_object()
    assert isinstance(root, DictionaryObject)
    packet = root.get('/Metadata')
    return PdfReading(
        pages,
        tuple(_bookmarks(opened, opened.outline, 1)),
        destinations,
        tuple(_fonts(opened)),
        information,
        str(root.get('/Lang', '')),
        read_tags(root, page_numbers),
        packet.get_object().get_data() if packet is not None else b'',
        '/OCProperties' in root,
    )


class ContentReader:
    """Reads the words of one page after the other; fonts that they share are read once."""

    def __init__(self) -> None:
        self._decoders: dict[int, Decode] = {}

    def content(self, page: DictionaryObject) -> PageContent:
        """Read the words of a page."""
        fonts = {name: self._decoder(reference) for name, reference in _fonts_of(page)}
        contents = page.get('/Contents')
        if contents is None:
            return PageContent()
        contents = contents.get_object()
        parts = contents if isinstance(contents, ArrayObject) else [contents]
        return page_content(b'\n'.join(part.get_object().get_data() for part in parts), fonts)

    def _decoder(self, reference: PdfObject) -> Decode:
        number = _id(reference)
        if number in self._decoders:
            return self._decoders[number]
        font = reference.get_object()
        assert isinstance(font, DictionaryObject)
        map_ = font.get('/ToUnicode')
        decode = to_unicode(map_.get_object().get_data() if map_ is not None else b'')
        if number >= 0:
            self._decoders[number] = decode
        return decode


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
    seen: set[int | str] = set()
    for page in reader.pages:
        for _, reference in _fonts_of(page):
            key = reference.idnum if isinstance(reference, IndirectObject) else repr(reference)
            if key in seen:
                continue
            seen.add(key)
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
