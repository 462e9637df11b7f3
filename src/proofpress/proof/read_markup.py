"""Reads what a tree of XHTML or HTML says to its readers, and how.

In: an lxml element: a composed section, or the root of a finished document.  Out: `Markup`, plain
values in document order: the words with their languages, and all that they carry: ids, links,
pictures, drawings, rows, navigation, marks of pages, and what the document would load.

Names count, not namespaces: a parser of HTML knows none.  Where pages begin is no word of the
text, and what is hidden is said to nobody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from lxml import etree

from proofpress.proof.markup import (
    Anchor,
    Drawing,
    Link,
    Markup,
    Nav,
    NavEntry,
    PageMark,
    Picture,
    Piece,
    Reference,
    Row,
    Run,
)

_XML_LANG = '{http://www.w3.org/XML/1998/namespace}lang'
_EPUB_TYPE = '{http://www.idpf.org/2007/ops}type'
_XLINK_HREF = '{http://www.w3.org/1999/xlink}href'
_BLOCKS = frozenset({
    'address', 'article', 'aside', 'blockquote', 'body', 'caption', 'dd', 'details', 'div', 'dl',
    'dt', 'figcaption', 'figure', 'footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr',
    'li', 'main', 'nav', 'ol', 'p', 'pre', 'section', 'summary', 'table', 'tbody', 'td', 'tfoot',
    'th', 'thead', 'tr', 'ul',
})  # fmt: skip
_CELLS = frozenset({'td', 'th'})
_DRAWN_WORDS = frozenset({'title', 'desc', 'text'})
_UNSAID = frozenset({'script', 'style', 'template'})
_LOADING = {
    'audio': ('src',),
    'embed': ('src',),
    'form': ('action',),
    'iframe': ('src', 'srcdoc'),
    'image': ('href', _XLINK_HREF),
    'input': ('src',),
    'object': ('data',),
    'source': ('src', 'srcset'),
    'track': ('src',),
    'use': ('href', _XLINK_HREF),
    'video': ('src', 'poster'),
}
"""Attributes by which an element loads something, the picture of an `img` apart."""
_NOTED = frozenset({*_LOADING, 'script', 'link', 'base', 'img', 'meta', 'style'})
MOST_DEPTH = 250
"""How deep elements may stand in each other; libxml2 reads no deeper XML either."""


MARKED = 60
"""How many characters behind the mark of a page are read: they tell its place."""


class TooDeepError(ValueError):
    """Elements stand in each other deeper than anyone writes."""


class _Context(NamedTuple):
    """What an element has from those around it."""

    block: str
    lang: str
    direction: str
    depth: int = 0


def read_markup(root: etree._Element, lang: str = '', direction: str = 'ltr') -> Markup:
    """Read a tree; `lang` and `direction` hold where it says nothing of its own.

    Raises `TooDeepError`.
    """
    walk = _Walk()
    walk.element(root, _Context('', lang, direction))
    walk.end_run()
    walk.end_marks()
    walk.markup.lang = _lang(_attributes_of(root)) or lang
    return walk.markup


def one_line(text: str) -> str:
    """Return the text with white space collapsed."""
    return ' '.join(text.split())


def _is_page_mark(said: Mapping[str, str]) -> bool:
    return said.get('role') == 'doc-pagebreak' or 'pagebreak' in said.get(_EPUB_TYPE, '').split()


@cache
def _name(tag: str) -> str:
    return tag.rpartition('}')[2].lower()


def _lang(said: Mapping[str, str]) -> str:
    one, other = said.get('lang', ''), said.get(_XML_LANG, '')
    return f'{one}, {other}' if one and other and one != other else one or other


def _attributes_of(node: etree._Element) -> dict[str, str]:
    """Return the attributes of an element, to be asked for more quickly than the element."""
    return {str(key): str(value) for key, value in node.items()} if len(node.attrib) else {}


class _Walk:
    """One walk through a tree."""

    def __init__(self) -> None:
        self.markup = Markup()
        self._block = ''
        self._pieces: list[Piece] = []
        self._texts: list[str] = []
        self._seen: Counter[str] = Counter()
        self._marks: list[tuple[int, PageMark]] = []

    def end_run(self) -> None:
        """Close the run of words, if it says anything."""
        if any(not piece.text.isspace() for piece in self._pieces):
            self.markup.runs.append(Run(self._block, tuple(self._pieces)))
        self._pieces = []

    def end_marks(self) -> None:
        """Tell of each mark of a page which words follow it."""
        for place, mark in self._marks:
            after = ''
            for text in self._texts[place:]:
                after += ''.join(text.split())
                if len(after) >= MARKED:
                    break
            self.markup.page_marks.append(replace(mark, after=after[:MARKED]))

    def element(self, node: etree._Element, around: _Context) -> None:
        """Read an element and all that stands in it."""
        if not isinstance(node.tag, str):
            return
        name = _name(node.tag)
        if around.depth > MOST_DEPTH:
            raise TooDeepError(f"elements stand in each other deeper than {MOST_DEPTH}")
        said = _attributes_of(node)
        if name in _NOTED or said.get('style'):
            self._loads(node, name)
        if name in _UNSAID or self._is_apart(node, said, name, around):
            return
        context = self._context(said, name, around)
        if name == 'head':
            self._head(node)
            return
        before = len(self._texts)
        match name:
            case 'br':
                self._text(' ', context)
            case 'img':
                picture = Picture(said.get('src', ''), said.get('alt'), context.block)
                self.markup.pictures.append(picture)
            case 'svg':
                self._drawing(node, context)
            case _:
                self._children(node, context)
        self._after(node, said, name, context, before)

    def _context(self, said: Mapping[str, str], name: str, around: _Context) -> _Context:
        """Note the element's own id, language and direction; begin a block if it is one."""
        id_, block = said.get('id'), around.block
        if name in _BLOCKS:
            self.end_run()
            block = self._block = id_ or block
        if id_:
            self.markup.anchors.append(Anchor(id_, block, self._seen[block], name, around.block))
        lang, direction = _lang(said) or around.lang, said.get('dir') or around.direction
        return _Context(block, lang, direction, around.depth + 1)

    def _children(self, node: etree._Element, context: _Context) -> None:
        if node.text:
            self._text(node.text, context)
        for child in node:
            self.element(child, context)
            if child.tail:
                self._text(child.tail, context)

    def _after(
        self,
        node: etree._Element,
        said: Mapping[str, str],
        name: str,
        context: _Context,
        before: int,
    ) -> None:
        """Close the block; note the link, cell or row that ends here."""
        if name in _BLOCKS:
            self.end_run()
        if name == 'a' and 'href' in said:
            words = one_line(''.join(self._texts[before:]))
            role, label = said.get('role', ''), said.get('aria-label', '')
            link = Link(said['href'], words, label, role, context.block)
            self.markup.links.append(link)
        elif name == 'tr':
            self.markup.rows.append(Row(context.block, tuple(_cells(node))))

    def _text(self, text: str, context: _Context) -> None:
        self._block = context.block
        self._texts.append(text)
        self._seen[context.block] += len(''.join(text.split()))
        pieces, (_, lang, direction, _) = self._pieces, context
        if pieces and pieces[-1][1:] == (lang, direction):
            pieces[-1] = Piece(pieces[-1].text + text, lang, direction)
        else:
            pieces.append(Piece(text, lang, direction))

    def _is_apart(
        self, node: etree._Element, said: Mapping[str, str], name: str, around: _Context
    ) -> bool:
        """Tell whether the element's words are none of the text's; note what it says instead."""
        if name == 'nav':
            types = said.get(_EPUB_TYPE, '').split()
            self.end_run()
            self.markup.navs.append(_nav(node, types))
            self.markup.anchors.extend(
                Anchor(inner.get('id') or '', around.block, 0, _name(inner.tag), around.block)
                for inner in node.iter(etree.Element)
                if inner.get('id')
            )
            for inner in node.iter(etree.Element):
                if _is_page_mark(_attributes_of(inner)):
                    self._mark(inner, around, in_nav=True)
            return True
        if _is_page_mark(said):
            self._mark(node, around)
            return True
        return 'hidden' in said

    def _mark(self, node: etree._Element, around: _Context, *, in_nav: bool = False) -> None:
        words = one_line(''.join(str(text) for text in node.itertext()))
        label = node.get('aria-label') or node.get('title') or words
        mark = PageMark(node.get('id') or '', label, words, around.block, in_nav=in_nav)
        self._marks.append((len(self._texts), mark))

    def _drawing(self, node: etree._Element, context: _Context) -> None:
        shapes: list[str] = []
        for shape in node.iter(etree.Element):
            name = _name(shape.tag)
            shapes.append(' '.join([name, *sorted(_attributes(shape))]))
            if name in _DRAWN_WORDS:
                self.end_run()
                lang = _lang(_attributes_of(shape)) or context.lang
                within = _Context(context.block, lang, context.direction)
                self._text(' '.join(str(text) for text in shape.itertext()), within)
                self.end_run()
            if shape is not node:
                self._loads(shape, name)
        self.markup.drawings.append(Drawing(context.block, tuple(shapes)))

    def _head(self, head: etree._Element) -> None:
        for node in head.iter(etree.Element):
            name = _name(node.tag)
            if name == 'title':
                self.markup.title = one_line(node.text or '')
            elif node is not head:
                self._loads(node, name)

    def _loads(self, node: etree._Element, name: str) -> None:
        """Note what the element would load or run."""
        add = self.markup.references.append
        for attribute in _LOADING.get(name, ()):
            if url := node.get(attribute):
                add(Reference(name, url))
        if name == 'script' and 'json' not in (node.get('type') or ''):
            self.markup.scripts.append(node.get('src') or one_line(node.text or ''))
        elif name == 'link' and {'stylesheet', 'icon', 'preload'} & set(
            (node.get('rel') or '').lower().split()
        ):
            add(Reference('stylesheet', node.get('href') or ''))
        elif name == 'base' or (name == 'img' and node.get('srcset')):
            add(Reference(name, node.get('srcset') or node.get('href') or ''))
        elif name == 'meta' and (node.get('http-equiv') or '').lower() == 'refresh':
            add(Reference(name, (node.get('content') or '').partition('=')[2]))
        elif name == 'style':
            self.markup.sheets.append(node.text or '')
        if style := node.get('style'):
            self.markup.sheets.append(f'*{{{style}}}')


def _attributes(shape: etree._Element) -> Iterator[str]:
    """Yield what shapes an element of a drawing: attributes other than its language and kind."""
    for key, value in shape.attrib.items():
        if key not in (_XML_LANG, _EPUB_TYPE, 'lang', 'xmlns') and ':' not in _name(str(key)):
            yield f'{_name(str(key))}={one_line(str(value))}'


def _cells(row: etree._Element) -> Iterator[str]:
    for cell in row.iter(etree.Element):
        name = _name(cell.tag)
        if name in _CELLS:
            spans = f'{cell.get("colspan", "1")}x{cell.get("rowspan", "1")}'
            words = one_line(''.join(str(text) for text in cell.itertext()))
            yield f'{name} {spans} {cell.get("scope", "")} {words}'


def _nav(node: etree._Element, types: list[str]) -> Nav:
    outermost = next((one for one in node.iter(etree.Element) if _name(one.tag) == 'ol'), None)
    if outermost is None:
        outermost = next((one for one in node.iter(etree.Element) if _name(one.tag) == 'ul'), None)
    entries = () if outermost is None else tuple(_entries(outermost, 0))
    within = set() if outermost is None else set(outermost.iter())
    title = one_line(''.join(_own_texts(node, within)))
    return Nav(' '.join(types) or node.get('class') or '', title, entries)


def _own_texts(node: etree._Element, without: set[etree._Element]) -> Iterator[str]:
    for one in node.iter(etree.Element):
        if one not in without:
            yield one.text or ''
        if one is not node and one.getparent() not in without:
            yield f' {one.tail or ""}'


def _entries(listing: etree._Element, depth: int) -> Iterator[NavEntry]:
    if depth > MOST_DEPTH:
        raise TooDeepError(f"lists stand in each other deeper than {MOST_DEPTH}")
    for item in listing:
        words, href, kind = item.text or '', '', ''
        children: tuple[NavEntry, ...] = ()
        for child in item.iterchildren(etree.Element):
            if _name(child.tag) in ('ol', 'ul'):
                children += tuple(_entries(child, depth + 1))
            else:
                words += ''.join(str(text) for text in child.itertext())
                href = href or child.get('href') or ''
                kind = kind or child.get(_EPUB_TYPE) or ''
            words += child.tail or ''
        yield NavEntry(href, one_line(words), kind, children)
