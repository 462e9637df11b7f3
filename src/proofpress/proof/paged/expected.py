"""What a reader with page numbers must find, block by block, in the order of reading.

In: sections of the book.  Out: `ExpectedBlock`s: the words of the composed tree with their
languages, links, places and page numbers.  A block's words are its own; blocks within it follow
it, a note the block that calls it.  What is hidden from listeners and drawings are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from proofpress.compose.book import SVG, XHTML, Section
from proofpress.span import Span

_LEAVES = frozenset(
    f'{{{XHTML}}}{name}'
    for name in [
        *['address', 'caption', 'dd', 'dt', 'figcaption', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
        *['li', 'p', 'pre', 'td', 'th'],
    ]
)
_GROUPS = frozenset(
    f'{{{XHTML}}}{name}'
    for name in [
        *['article', 'aside', 'blockquote', 'div', 'dl', 'figure', 'footer', 'header', 'hr'],
        *['main', 'nav', 'ol', 'section', 'table', 'tbody', 'tfoot', 'thead', 'tr', 'ul'],
    ]
)
_IMG = f'{{{XHTML}}}img'
_LINK = f'{{{XHTML}}}a'
_LIST_ITEM = f'{{{XHTML}}}li'
_SVG = f'{{{SVG}}}svg'
_FORMAT = re.compile('[\u00ad\u200b\u200c\u200d\u2060\ufeff]')
"""Characters that no page shows: soft hyphens, joiners."""


def seen(text: str) -> str:
    """Return the characters that count when words are compared: no white space, nothing unseen."""
    joined = ''.join(text.split())
    return joined if joined.isascii() else _FORMAT.sub('', joined)


@dataclass(frozen=True, slots=True)
class Number:
    """Page numbers that are printed after the first `at` seen characters of a block."""

    at: int
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExpectedLink:
    """A link, from one to another seen character of a block."""

    start: int
    end: int
    href: str


@dataclass(slots=True)
class ExpectedBlock:
    """The own words of one block."""

    id: str
    """Id of the nearest element that has one."""
    kind: str
    """Name of its element: `p`, `li`, `td`; or `note-number`."""
    section: str
    origin: Span | None
    lang: str
    offset: int = 0
    """Characters of the same id in the blocks before."""
    in_note: bool = False
    markers: set[str] = field(default_factory=set)
    """What may stand before it as the first block of an item of a list: numbers."""
    texts: list[str] = field(default_factory=list)
    length: int = 0
    """Seen characters so far."""
    langs: list[tuple[int, str]] = field(default_factory=list)
    """Where, in seen characters, which language begins."""
    links: list[ExpectedLink] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    """Where, in seen characters, the elements with an id begin."""
    numbers: list[Number] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words, without page numbers."""
        return ''.join(self.texts)


@dataclass(frozen=True, slots=True)
class ExpectedFigure:
    """A picture or drawing that is told in words."""

    id: str
    alt: str
    section: str
    origin: Span | None


@dataclass(slots=True)
class Expectation:
    """All that a section must show."""

    blocks: list[ExpectedBlock] = field(default_factory=list)
    figures: list[ExpectedFigure] = field(default_factory=list)
    table_rows: list[int] = field(default_factory=list)
    table_heads: list[tuple[str, str]] = field(default_factory=list)
    """Ids of the first row of the head and the first below it, of each table that has both."""
    empty_places: dict[str, str] = field(default_factory=dict)
    """Elements with an id that hold no words of their own: the block in which they begin."""


def expect(sections: Sequence[Section], lang: str) -> Expectation:
    """Return what the sections of a book in a language must show."""
    reader = _Reader()
    for section in sections:
        reader.read(section, lang)
    return reader.expectation


class _Reader:
    def __init__(self) -> None:
        self.expectation = Expectation()
        self._lengths: dict[str, int] = {}
        self._section: Section
        self._notes: dict[str, etree._Element] = {}

    def read(self, section: Section, lang: str) -> None:
        """Read a section."""
        self._section = section
        notes = [aside for aside in section.tree.iter(f'{{{XHTML}}}aside') if is_note(aside)]
        self._notes = {note.get('id') or '': note for note in notes}
        lang = section.tree.get('lang') or lang
        self._group(section.tree, section.id, lang, in_note=False)

    def _group(self, group: etree._Element, id_: str, lang: str, *, in_note: bool) -> None:
        """Read what holds blocks; words between them are blocks of their own."""
        id_ = group.get('id') or id_
        if group.tag == f'{{{XHTML}}}table':
            self._table(group)
        first = len(self.expectation.blocks)
        block = self._new(group, id_, lang, in_note)
        self._say(block, group.text, lang)
        for child in group:
            if not isinstance(child.tag, str) or _is_hidden(child):
                pass
            elif child.tag in _LEAVES or child.tag in _GROUPS:
                self._close(block, lang)
                self._block(child, id_, lang, in_note)
                block = self._new(group, id_, lang, in_note)
            else:
                waiting = self._inline(block, child, lang, -1)
                if waiting:
                    self._close(block, lang)
                    for inner in waiting:
                        self._block(inner, id_, lang, in_note or is_note(inner))
                    block = self._new(group, id_, lang, in_note)
            self._say(block, child.tail, lang)
        self._close(block, lang)
        self._place(group, first)

    def _table(self, table: etree._Element) -> None:
        rows = list(table.iter(f'{{{XHTML}}}tr'))
        self.expectation.table_rows.append(len(rows))
        in_head = [one for one in rows if _is_in_head(one)]
        below = [one for one in rows if not _is_in_head(one)]
        if in_head and below:
            first, second = in_head[0].get('id'), below[0].get('id')
            if first and second:
                self.expectation.table_heads.append((first, second))

    def _block(self, element: etree._Element, id_: str, lang: str, in_note: bool) -> None:
        lang = element.get('lang') or lang
        if 'notes' in _classes(element):
            return
        if element.tag in _GROUPS:
            self._group(element, id_, lang, in_note=in_note or is_note(element))
            return
        id_ = element.get('id') or id_
        first = len(self.expectation.blocks)
        block = self._new(element, id_, lang, in_note)
        waiting = self._contents(block, element, lang, -1)
        self._close(block, lang)
        for inner in waiting:
            self._block(inner, id_, lang, in_note or is_note(inner))
        self._place(element, first)
        if element.tag == _LIST_ITEM and first < len(self.expectation.blocks):
            self.expectation.blocks[first].markers |= _markers(element)

    def _contents(
        self, block: ExpectedBlock, element: etree._Element, lang: str, link: int
    ) -> list[etree._Element]:
        """Say what an element holds; returns the blocks in it, which come after."""
        waiting: list[etree._Element] = []
        self._say(block, element.text, lang)
        for child in element:
            if isinstance(child.tag, str) and not _is_hidden(child):
                if child.tag in _LEAVES or child.tag in _GROUPS:
                    waiting.append(child)
                else:
                    waiting += self._inline(block, child, lang, link)
            self._say(block, child.tail, lang)
        return waiting

    def _inline(
        self, block: ExpectedBlock, element: etree._Element, lang: str, link: int
    ) -> list[etree._Element]:
        lang = element.get('lang') or lang
        id_ = element.get('id')
        if id_:
            block.places.setdefault(id_, block.length)
        if element.tag in (_IMG, _SVG):
            self._figure(element, block)
            return []
        if 'note-number' in _classes(element):
            self._note_number(element, block, lang)
            return []
        targets = element.get('data-target') or element.get('data-targets')
        if targets:
            block.numbers.append(Number(block.length, tuple(targets.split())))
            return []
        start = block.length
        if element.tag == f'{{{XHTML}}}br':
            block.texts.append(' ')
        waiting = self._contents(block, element, lang, link)
        href = element.get('href')
        if element.tag == _LINK and href:
            block.links.append(ExpectedLink(start, block.length, href))
            note = self._notes.pop(href[1:], None) if 'note-call' in _classes(element) else None
            if note is not None:
                waiting.append(note)
        return waiting

    def _note_number(self, element: etree._Element, block: ExpectedBlock, lang: str) -> None:
        """Make a block of a note's number, before its words."""
        number = self._new(element, block.id, lang, in_note=True)
        number.kind = 'note-number'
        self._say(number, ''.join(str(text) for text in element.itertext()), lang)
        number.links.append(ExpectedLink(0, number.length, element.get('href') or ''))
        self.expectation.blocks.append(number)

    def _new(self, element: etree._Element, id_: str, lang: str, in_note: bool) -> ExpectedBlock:
        kind = str(element.tag).rpartition('}')[2]
        origin = self._section.origins.get(id_)
        block = ExpectedBlock(id_, kind, self._section.id, origin, lang, in_note=in_note)
        block.offset = self._lengths.get(id_, 0)
        return block

    def _say(self, block: ExpectedBlock, text: str | None, lang: str) -> None:
        if not text:
            return
        if text.strip() and (block.langs[-1][1] if block.langs else None) != lang:
            block.langs.append((block.length, lang))
        block.texts.append(text)
        block.length += len(seen(text))

    def _close(self, block: ExpectedBlock, lang: str) -> None:
        self._lengths[block.id] = block.offset + sum(map(len, block.texts))
        if block.length or block.numbers:
            block.langs = block.langs or [(0, lang)]
            self.expectation.blocks.append(block)

    def _place(self, element: etree._Element, first: int) -> None:
        """Say in which block an element begins that may have no words of its own."""
        id_ = element.get('id')
        blocks = self.expectation.blocks
        if id_ and first < len(blocks):
            blocks[first].places.setdefault(id_, 0)

    def _figure(self, element: etree._Element, block: ExpectedBlock) -> None:
        alt = _alternative(element)
        figure = ExpectedFigure(block.id, alt, self._section.id, block.origin)
        self.expectation.figures.append(figure)


def is_note(element: etree._Element) -> bool:
    """Tell whether an element is the body of a note."""
    return element.get('role') == 'doc-footnote'


def _classes(element: etree._Element) -> frozenset[str]:
    return frozenset((element.get('class') or '').split())


def _is_in_head(row: etree._Element) -> bool:
    parent = row.getparent()
    return parent is not None and parent.tag == f'{{{XHTML}}}thead'


def _is_hidden(element: etree._Element) -> bool:
    """Tell whether listeners are to hear nothing of an element."""
    if element.get('aria-hidden') == 'true':
        return True
    is_picture = element.tag in (_IMG, _SVG)
    return is_picture and (
        element.get('role') in ('presentation', 'none') or element.get('alt') == ''
    )


def _alternative(element: etree._Element) -> str:
    if element.tag == _IMG:
        return element.get('alt') or ''
    told = (element.findtext(f'{{{SVG}}}{name}') for name in ('title', 'desc'))
    return ' '.join(' '.join(text.split()) for text in told if text)


def _markers(item: etree._Element) -> set[str]:
    """Return the number of an item of a numbered list."""
    parent = item.getparent()
    if parent is None or parent.tag != f'{{{XHTML}}}ol':
        return set()
    before: Iterator[etree._Element] = item.itersiblings(_LIST_ITEM, preceding=True)
    return {str(int(parent.get('start') or '1') + sum(1 for _ in before))}
