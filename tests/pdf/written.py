"""What a listener must hear of a book: its words block by block, each with its role and language.

In: the composed trees.  Out: `Heard` blocks in reading order, notes
at their call.  The same blocks are made of a PDF's tags, for comparison.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from proofpress.compose.book import SVG, XHTML, Book
from tests.pdf.tag_tree import Content, Tag

_HTML = f'{{{XHTML}}}'
_SVG = f'{{{SVG}}}svg'
_LANG = '{http://www.w3.org/XML/1998/namespace}lang'
_ROLES = {
    **{name: name.upper() for name in ('h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'th', 'td', 'p')},
    **dict.fromkeys(['figcaption', 'caption'], 'Caption'),
    **dict.fromkeys(['li', 'dd'], 'LBody'),
    'dt': 'Lbl',
    'pre': 'P',
}
_PARTS = frozenset(
    [
        *['article', 'aside', 'blockquote', 'div', 'dl', 'figure', 'footer', 'header', 'hr', 'nav'],
        *['ol', 'section', 'table', 'tbody', 'tfoot', 'thead', 'tr', 'ul'],
    ]
)
"""Part blocks, and have a paragraph put around any words of their own."""
INLINE = frozenset(['Span', 'Link', 'Reference', 'Quote', 'Code', 'Em', 'Strong'])
PAGES = '\x00'
"""Stands for page numbers that the press chose."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A run of words in one block, without another block in between."""

    role: str
    words: tuple[tuple[str, str], ...]
    """Each with its language."""

    def agrees(self, told: Heard) -> bool:
        """Tell whether a block of the PDF says this one, whatever page numbers stand in it."""
        if all(PAGES not in word for word, _ in self.words):
            return self == told
        pattern = re.escape(self.text).replace(PAGES, '[0-9ivxlc, –]+')
        return self.role == told.role and re.fullmatch(pattern, told.text) is not None

    @property
    def text(self) -> str:
        """The words in one line."""
        return ' '.join(word for word, _ in self.words)


class _Listener:
    """Gathers words until the block changes."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self._role = ''
        self._run: list[tuple[str, str]] = []

    def enter(self, role: str) -> None:
        """Begin a block, or go on with an outer one."""
        words: list[tuple[str, str]] = []
        is_apart = True
        for text, lang in self._run:
            for part in re.split(r'(\s+)', text):
                if not part.strip():
                    is_apart = is_apart or bool(part)
                elif is_apart:
                    words.append((part, lang))
                    is_apart = False
                else:
                    word, first_lang = words.pop()
                    words.append((word + part, first_lang))
        if words:
            self.heard.append(Heard(self._role, tuple(words)))
        self._role = role
        self._run = []

    def hear(self, text: str, lang: str) -> None:
        """Hear some text; a soft hyphen is silent (ISO 32000-1, 14.8.2.2.3)."""
        self._run.append((text.replace('\u00ad', ''), lang))


def written(book: Book) -> list[Heard]:
    """Return what the composed trees say."""
    listener = _Listener()
    for section in book.sections:
        _Teller(section.tree, listener).tell(section.tree, 'P', book.metadata.lang)
        listener.enter('')
    return listener.heard


class _Teller:
    def __init__(self, tree: etree._Element, listener: _Listener) -> None:
        self._listener = listener
        self._notes = {
            note.get('id'): note
            for note in tree.iter(f'{_HTML}aside')
            if note.get('role') == 'doc-footnote'
        }

    def tell(self, element: etree._Element, outer: str, lang: str) -> None:
        """Tell an element, without the text after it."""
        name = str(element.tag).removeprefix(_HTML)
        if element.get('aria-hidden') == 'true' or element.get('role') == 'doc-endnotes':
            return
        lang = element.get(_LANG) or element.get('lang') or lang
        if name in ('img', _SVG):
            self._picture(element, outer, lang)
            return
        is_label = element.get('role') == 'doc-backlink'
        role = 'Lbl' if is_label else _ROLES.get(name, 'P' if name in _PARTS else '')
        if role == 'LBody' and self._is_line_of_contents(element):
            role = 'TOCI'
        if role:
            self._listener.enter(role)
        self._inside(element, role or outer, lang)
        if element.get('role') == 'doc-noteref':
            note = self._notes.pop((element.get('href') or '')[1:], None)
            if note is not None:
                self.tell(note, 'P', lang)
                self._listener.enter(role or outer)
        if role:
            self._listener.enter(outer)

    def _inside(self, element: etree._Element, role: str, lang: str) -> None:
        if element.get('data-target') or element.get('data-targets'):
            self._listener.hear(PAGES, lang)
            return
        if element.tag == f'{_HTML}br':
            self._listener.hear('\n', lang)
        self._listener.hear(element.text or '', lang)
        for child in element:
            if isinstance(child.tag, str):
                self.tell(child, role, lang)
            self._listener.hear(child.tail or '', lang)

    def _picture(self, element: etree._Element, outer: str, lang: str) -> None:
        alternative = element.get('alt')
        if element.tag == _SVG:
            told = [element.findtext(f'{{{SVG}}}{name}') for name in ('title', 'desc')]
            alternative = '. '.join(' '.join(one.split()).rstrip('.') for one in told if one)
        if alternative:
            self._listener.enter('Figure')
            self._listener.hear(alternative, lang)
            self._listener.enter(outer)

    @staticmethod
    def _is_line_of_contents(element: etree._Element) -> bool:
        return any(one.get('role') == 'doc-toc' for one in element.iterancestors())


def told(root: Tag, lang: str) -> list[Heard]:
    """Return what the tags say."""
    listener = _Listener()
    _tell_tag(root, '', lang, listener)
    listener.enter('')
    return listener.heard


def _tell_tag(tag: Tag, outer: str, lang: str, listener: _Listener) -> None:
    lang = tag.lang or lang
    role = outer if tag.role in INLINE else tag.role
    if role != outer or tag.role not in INLINE:
        listener.enter(role)
    if tag.role == 'Figure':
        listener.hear(tag.alt, lang)
    elif tag.role == 'Lbl' and tag.parent and tag.parent.role == 'LI' and _is_marker(tag):
        pass  # The marker of an item, which the trees leave to the style.
    elif tag.actual_text is not None:
        listener.hear(tag.actual_text, lang)
    else:
        for kid in tag.kids:
            if isinstance(kid, Content):
                listener.hear(kid.text, lang)
            elif isinstance(kid, Tag):
                _tell_tag(kid, role, lang, listener)
    if tag.role not in INLINE:
        listener.enter(outer)


def _is_marker(tag: Tag) -> bool:
    """Tell whether a label is the dot or number of an item."""
    return re.fullmatch(r'\s*([•◦▪‣–]|[0-9]+\.|[a-z]+\.|[ivx]+\.)\s*', tag.text) is not None
