"""The blocks of a PDF as its tags tell them, in reading order: what a listener hears.

In: a PDF opened by pypdf, then the text of each page's marked content.  Out: `TaggedBlock`s with
their words, where these stand, their languages and links, and `TaggedFigure`s.  The words of a note
are those of its own blocks, which follow the block that calls it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from proofpress.proof.content import PageContent

_BLOCKS = frozenset(['P', 'Title', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'H', 'Caption', 'TH', 'TD'])
_GROUPS = frozenset(
    [
        *['Document', 'Part', 'Art', 'Sect', 'Div', 'Aside', 'NonStruct', 'BlockQuote', 'TOC'],
        *['TOCI', 'L', 'LI', 'Table', 'THead', 'TBody', 'TFoot', 'TR', 'Note', 'FENote'],
    ]
)
_OWN_BLOCKS = _BLOCKS | {'LBody', 'Lbl', 'TOCI'} | _GROUPS
_NOTES = frozenset(['Note', 'FENote'])
_DEEPEST = 200
"""Levels of the tree that are read; a tree that is deeper, or a circle, ends there."""


class Piece(NamedTuple):
    """Words of one marked content."""

    text: str
    page_index: int
    content_id: int
    lang: str
    link: int
    """Which of the block's links it is part of; -1 for none."""
    actual_text: str | None = None
    """What the tags say in place of what it shows; None when they say nothing else."""


@dataclass(frozen=True, slots=True)
class TaggedLink:
    """A link, with the numbers of its annotations' objects."""

    annotations: tuple[int, ...]


@dataclass(slots=True)
class TaggedBlock:
    """A paragraph, heading, cell, caption, label or item."""

    role: str
    pieces: list[Piece] = field(default_factory=list)
    links: list[TaggedLink] = field(default_factory=list)
    in_note: bool = False

    @property
    def text(self) -> str:
        """All of its words."""
        return ''.join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class TaggedFigure:
    """A picture."""

    alt: str
    page_index: int
    content_id: int


@dataclass(slots=True)
class TagReading:
    """All that the tags say."""

    blocks: list[TaggedBlock] = field(default_factory=list)
    figures: list[TaggedFigure] = field(default_factory=list)
    table_rows: list[int] = field(default_factory=list)
    """Number of rows of each table."""

    def take_words(self, contents: Sequence[PageContent]) -> None:
        """Put the words of the pages where the tags say."""
        for block in self.blocks:
            block.pieces = [
                piece
                if piece.actual_text is not None
                else piece._replace(text=contents[piece.page_index].texts.get(piece.content_id, ''))
                for piece in block.pieces
            ]


def read_tags(catalog: DictionaryObject, pages: Mapping[int, int]) -> TagReading | None:
    """Read the tags, without the words of the pages; None when the PDF has none.

    `pages` gives the index of a page by the number of its object.
    """
    root = catalog.get('/StructTreeRoot')
    if root is None:
        return None
    root = root.get_object()
    reader = _Reader(pages)
    lang = str(catalog.get('/Lang', ''))
    for kid in _kids(root):
        reader.walk(kid, _Within(lang))
    return reader.reading


@dataclass(frozen=True, slots=True)
class _Within:
    """What a structure element has from those that it stands in."""

    lang: str
    block: TaggedBlock | None = None
    link: int = -1
    in_note: bool = False
    page_index: int = -1
    depth: int = 0


class _Reader:
    def __init__(self, pages: Mapping[int, int]) -> None:
        self._pages = pages
        self.reading = TagReading()

    def walk(self, element: PdfObject, within: _Within) -> None:
        """Read a structure element and what stands in it."""
        if not isinstance(element, DictionaryObject) or within.depth > _DEEPEST:
            return
        role = str(element.get('/S', ''))[1:]
        lang = str(element['/Lang']) if '/Lang' in element else within.lang
        page_index = self._page(element, within.page_index)
        in_note = within.in_note or role in _NOTES
        block, link = within.block, within.link
        if role == 'Table':
            self.reading.table_rows.append(_row_count(element))
        if role == 'Figure':
            self._figure(element, page_index)
            return
        waiting: list[PdfObject] = []
        if role in _GROUPS:
            block, link = None, -1
        elif role in _OWN_BLOCKS or block is None:
            block = TaggedBlock(role, in_note=in_note)
            self.reading.blocks.append(block)
            link = -1
        if role == 'Link' and block is not None:
            link = len(block.links)
            block.links.append(TaggedLink(tuple(_annotations(element))))
        inner = _Within(lang, block, link, in_note, page_index, within.depth + 1)
        actual_text = str(element['/ActualText']) if '/ActualText' in element else None
        for kid in _kids(element):
            if isinstance(kid, DictionaryObject) and '/S' in kid:
                kid_role = str(kid['/S'])[1:]
                if block is not None and kid_role in _OWN_BLOCKS:
                    waiting.append(kid)
                else:
                    self.walk(kid, inner)
            elif block is not None or not _is_reference_to_object(kid):
                actual_text = self._words(kid, inner, actual_text, role)
        for kid in waiting:
            self.walk(kid, inner)

    def _words(
        self, kid: PdfObject, within: _Within, actual_text: str | None, role: str
    ) -> str | None:
        """Take in a marked content; actual text stands for the first, and nothing for the rest."""
        page_index, content_id = within.page_index, -1
        number: object = kid
        if isinstance(kid, DictionaryObject) and '/MCID' in kid:
            page_index = self._page(kid, page_index)
            number = kid['/MCID']
        if isinstance(number, int):
            content_id = int(number)
        if content_id < 0 or page_index < 0:
            return actual_text
        block = within.block
        if block is None:
            block = TaggedBlock(role, in_note=within.in_note)
            self.reading.blocks.append(block)
        block.pieces.append(
            Piece(actual_text or '', page_index, content_id, within.lang, within.link, actual_text)
        )
        return None if actual_text is None else ''

    def _figure(self, element: DictionaryObject, page_index: int) -> None:
        for kid in _kids(element):
            number: object = kid
            if isinstance(kid, DictionaryObject) and '/MCID' in kid:
                page_index = self._page(kid, page_index)
                number = kid['/MCID']
            if isinstance(number, int):
                alt = str(element.get('/Alt', ''))
                self.reading.figures.append(TaggedFigure(alt, page_index, int(number)))
                return

    def _page(self, element: DictionaryObject, otherwise: int) -> int:
        if '/Pg' not in element:
            return otherwise
        page = element.raw_get('/Pg')
        return self._pages.get(page.idnum, -1) if isinstance(page, IndirectObject) else -1


def _kids(element: DictionaryObject) -> Iterator[PdfObject]:
    kids = element.get('/K')
    if kids is None:
        return
    kids = kids.get_object()
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        kid = kid.get_object() if isinstance(kid, PdfObject) else kid
        if kid is not None:
            yield kid


def _is_reference_to_object(kid: PdfObject) -> bool:
    return isinstance(kid, DictionaryObject) and kid.get('/Type') == '/OBJR'


def _annotations(link: DictionaryObject) -> Iterator[int]:
    for kid in _kids(link):
        if isinstance(kid, DictionaryObject) and kid.get('/Type') == '/OBJR':
            reference = kid.raw_get('/Obj')
            if isinstance(reference, IndirectObject):
                yield reference.idnum


def _row_count(table: DictionaryObject) -> int:
    count = 0
    for kid in _kids(table):
        if isinstance(kid, DictionaryObject):
            role = str(kid.get('/S', ''))
            count += role == '/TR'
            if role in ('/THead', '/TBody', '/TFoot'):
                count += _row_count(kid)
    return count
