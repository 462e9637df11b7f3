"""Reflow: the trees of sections for media without pages, marked where the PDF's pages begin.

In: a book, and the page map that the proof has read from its PDF.  Out: copies of trees, without
folios and lists of their targets, with `<span class="page-mark" role="doc-pagebreak" id="page-7"
aria-label="7">` before the first word of each page.  A word that the PDF breaks over two pages
stands behind the mark as a whole.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from proofpress.compose.book import SVG, XHTML, Book, Section, ids_in, take_pages_out, without_pages
from proofpress.model.page_map import PageMap, PageStart

_LEAVES = frozenset(
    f'{{{XHTML}}}{name}'
    for name in (
        *('address', 'caption', 'dd', 'dt', 'figcaption', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'),
        *('li', 'p', 'pre', 'td', 'th'),
    )
)
_GROUPS = frozenset(
    f'{{{XHTML}}}{name}'
    for name in (
        *('article', 'aside', 'blockquote', 'div', 'dl', 'figure', 'footer', 'header', 'hr'),
        *('main', 'nav', 'ol', 'section', 'table', 'tbody', 'tfoot', 'thead', 'tr', 'ul'),
    )
)
_HEADINGS = frozenset(f'{{{XHTML}}}h{level}' for level in range(1, 7))
_DRAWN = frozenset([f'{{{XHTML}}}img', f'{{{SVG}}}svg'])
_CAPTION = f'{{{XHTML}}}figcaption'
_DRAWING = f'{{{SVG}}}svg'
_BREAK = f'{{{XHTML}}}br'
# From here on, writing systems put no space between words.
_FIRST_UNSPACED = '\u2e80'


@dataclass(frozen=True, slots=True)
class PageMark:
    """Where a page of the PDF begins."""

    id: str
    folio: str
    start: PageStart


def page_marks(book: Book, page_map: PageMap | None) -> Mapping[str, tuple[PageMark, ...]]:
    """Return the marks of pages by the section in which they begin, in order.

    A page whose words all belong to the page before (a note that went on) has none.
    """
    if page_map is None:
        return {}
    homes = {
        id_: section.id for section in book.sections for id_ in (section.id, *ids_in(section.tree))
    }
    taken = set(homes)
    marks: dict[str, tuple[PageMark, ...]] = {}
    for start in page_map.starts:
        id_ = f'page-{start.folio}'
        while id_ in taken:
            id_ = f'{id_}-mark'
        taken.add(id_)
        home = homes[start.block]
        marks[home] = (*marks.get(home, ()), PageMark(id_, start.folio, start))
    return marks


def reflowed(section: Section, marks: Sequence[PageMark] = ()) -> etree._Element:
    """Copy the section's tree for media without pages, with the marks of pages in it.

    Raises `ValueError` for a mark whose block the section does not hold.
    """
    if not marks:
        return without_pages(section)
    tree = copy.deepcopy(section.tree)
    blocks = _Texts(tree, section.id).found
    for mark in reversed(marks):
        # From the last to the first: each mark cuts a text whose beginning the next one needs.
        _set(mark, blocks)
    take_pages_out(tree)
    return tree


def mark_of(mark: PageMark) -> etree._Element:
    """Return the element of a mark: it shows nothing, and says the page to listeners."""
    element = etree.Element(f'{{{XHTML}}}span')
    element.set('class', 'page-mark')
    element.set('role', 'doc-pagebreak')
    element.set('id', mark.id)
    element.set('aria-label', mark.folio)
    return element


@dataclass(slots=True, eq=False)
class _Text:
    """A piece of a block's words: the text of an element, or what follows it."""

    node: etree._Element
    is_tail: bool
    text: str


@dataclass(slots=True)
class _Block:
    """The words that count as a block's own, in the order in which its offsets count them."""

    element: etree._Element
    texts: list[_Text] = field(default_factory=list)

    def part(self, text: _Text, at: int, behind: etree._Element) -> None:
        """Give what stands from `at` on in a text to the element behind it, as its tail."""
        place = self.texts.index(text)
        parts = (
            _Text(text.node, text.is_tail, text.text[:at]),
            _Text(behind, is_tail=True, text=text.text[at:]),
        )
        self.texts[place : place + 1] = [part for part in parts if part.text]


class _Texts:
    """Finds the words of each block as `PageStart.offset` counts them.

    Those of blocks within it, of notes, and page numbers are not a block's own.
    """

    def __init__(self, tree: etree._Element, id_: str) -> None:
        self.found: dict[str, _Block] = {}
        self._group(tree, id_)

    def _say(self, id_: str, node: etree._Element, *, is_tail: bool = False) -> None:
        text = node.tail if is_tail else node.text
        if text:
            self.found[id_].texts.append(_Text(node, is_tail, str(text)))

    def _begin(self, element: etree._Element, around: str) -> str:
        id_ = element.get('id') or around
        self.found.setdefault(id_, _Block(element))
        return id_

    def _group(self, group: etree._Element, around: str) -> None:
        id_ = self._begin(group, around)
        self._say(id_, group)
        for child in group:
            if child.tag in _LEAVES or child.tag in _GROUPS:
                self._block(child, id_)
            elif not _is_silent(child):
                for inner in self._inline(child, id_):
                    self._block(inner, id_)
            self._say(id_, child, is_tail=True)

    def _block(self, element: etree._Element, around: str) -> None:
        if 'notes' in _classes(element) or _is_silent(element):
            return
        if element.tag in _GROUPS:
            self._group(element, around)
            return
        id_ = self._begin(element, around)
        for inner in self._contents(element, id_):
            self._block(inner, id_)

    def _contents(self, element: etree._Element, id_: str) -> list[etree._Element]:
        """Take in the words of an element; returns the blocks in it, which come after."""
        inner: list[etree._Element] = []
        self._say(id_, element)
        for child in element:
            if child.tag in _LEAVES or child.tag in _GROUPS:
                inner.append(child)
            elif not _is_silent(child):
                inner += self._inline(child, id_)
            self._say(id_, child, is_tail=True)
        return inner

    def _inline(self, element: etree._Element, id_: str) -> list[etree._Element]:
        if element.tag in _DRAWN or 'note-number' in _classes(element):
            return []
        if element.get('data-target') or element.get('data-targets'):
            return []
        if element.tag == _BREAK:
            self.found[id_].texts.append(_Text(element, False, ' '))
        return self._contents(element, id_)


def _is_silent(element: etree._Element) -> bool:
    return not isinstance(element.tag, str) or element.get('aria-hidden') == 'true'


def _classes(element: etree._Element) -> frozenset[str]:
    return frozenset((element.get('class') or '').split())


def _set(mark: PageMark, blocks: Mapping[str, _Block]) -> None:
    block = blocks.get(mark.start.block)
    if block is None or not block.texts:
        raise ValueError(f"page {mark.folio} begins in “{mark.start.block}”, which has no words")
    left = mark.start.offset
    for text in block.texts:
        if left < len(text.text):
            break
        left -= len(text.text)
    else:
        text, left = block.texts[-1], len(block.texts[-1].text)
    left = _word_start(text.text, left)
    if not text.text[:left].strip() and _opens(text, block):
        _set_before(block, text, mark_of(mark))
    else:
        _cut(block, text, left, mark_of(mark))


def _word_start(text: str, at: int) -> int:
    """Return where the word begins whose later part stands at `at`."""
    while 0 < at < len(text) and _is_letter(text[at - 1]) and _is_letter(text[at]):
        at -= 1
    return at


def _is_letter(character: str) -> bool:
    return character.isalpha() and character < _FIRST_UNSPACED


def _opens(text: _Text, block: _Block) -> bool:
    """Tell whether nothing of the block that is seen stands before a text."""
    return text is next((one for one in block.texts if one.text.strip()), None)


def _set_before(block: _Block, text: _Text, mark: etree._Element) -> None:
    """Put a mark at a block's beginning: before a heading, whose words it must not join.

    A picture stands on the page of its caption.
    """
    element, parent = block.element, block.element.getparent()
    figure = parent if element.tag == _CAPTION and parent is not None else None
    if figure is not None and next(figure.iter(_DRAWING), None) is None:
        element, parent = figure, figure.getparent()
    if (element is figure or element.tag in _HEADINGS) and parent is not None:
        parent.insert(parent.index(element), mark)
    elif element.tag in _LEAVES and not text.is_tail:
        element.insert(0, mark)
        mark.tail, element.text = element.text, None
        for first in block.texts:
            if first.node is element and not first.is_tail:
                block.part(first, 0, mark)
                break
    else:
        _cut(block, text, 0, mark)


def _cut(block: _Block, text: _Text, at: int, mark: etree._Element) -> None:
    """Put a mark into a text of a block."""
    node = text.node
    if node.tag == _BREAK and not text.is_tail:
        tails = (one for one in block.texts if one.node is node and one.is_tail)
        text, at = next(tails, _Text(node, is_tail=True, text='')), 0
    if text.is_tail:
        node.tail, mark.tail = text.text[:at], text.text[at:]
        parent = node.getparent()
        assert parent is not None
        parent.insert(parent.index(node) + 1, mark)
    else:
        node.text, mark.tail = text.text[:at], text.text[at:]
        node.insert(0, mark)
    if text.text:
        block.part(text, at, mark)
