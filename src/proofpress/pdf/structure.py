"""The structure: what each part of the document is, for a reader who hears it.

In: the documents that are laid out (`sheets`), in reading order.  Out: a `Structure`: a tree of
`Node`s with the standard types of ISO 32000 and the `Words` in them, one node for each element
however many pages it runs over.  Boxes find their words by element.  What the tree does not hold
(decoration, what is hidden from listeners) is an artifact wherever it is painted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from proofpress.compose.book import SVG
from proofpress.pdf import roles

_SPACE = re.compile(r'[ \t\n\r\f]+')
_SVG = f'{{{SVG}}}svg'


@dataclass(slots=True, eq=False)
class Words:
    """The text of one element between two of its tags; `pieces` are filled by the layout."""

    text: str
    """White space collapsed, unless it is preformatted."""
    ordinal: int
    """Place in reading order."""
    run: int
    """The same for words that follow each other in one node without another node in between."""
    node: Node
    pieces: list[object] = field(default_factory=list)
    """What was painted of it, in order: `marks.Piece`s."""

    @property
    def is_blank(self) -> bool:
        """True when nothing of it can be seen."""
        return not self.text.strip()


@dataclass(slots=True, eq=False)
class Node:
    """One element of the structure (ISO 32000-1, 14.7.2)."""

    role: str
    parent: Node | None = None
    element: Element | None = None
    """What it was made from; None for what the standard wants and HTML does not have."""
    kids: list[Node | Words] = field(default_factory=list)
    lang: str = ''
    """BCP 47, where the language changes."""
    alt: str = ''
    expansion: str = ''
    """What an abbreviation stands for."""
    id: str = ''
    attributes: dict[str, dict[str, str | int | list[float]]] = field(default_factory=dict)
    """By owner (`Table`, `List`, `Layout`); values are PDF names with their solidus, or numbers."""
    references: list[Node] = field(default_factory=list)
    """Nodes that it refers to (`Ref`, ISO 32000-2)."""
    leads_to: list[str] = field(default_factory=list)
    """Ids that it refers to, in whatever document of the book."""
    pictures: list[object] = field(default_factory=list)
    """Where its picture was painted: `marks.Picture`s."""
    links: list[int] = field(default_factory=list)
    """Where a reader can click it: numbers of links, one for each line."""

    def add(self, role: str, element: Element | None = None) -> Node:
        """Append a new node."""
        node = Node(role, self, element)
        self.kids.append(node)
        return node


@dataclass(slots=True)
class Structure:
    """The whole document."""

    root: Node
    words: dict[Element, list[Words]] = field(default_factory=dict)
    """The words of each element that are not blank, without those of its children."""
    figures: dict[Element, Node] = field(default_factory=dict)
    labels: dict[Element, Words] = field(default_factory=dict)
    """Where the marker of a list's item belongs, which no element says."""
    links: dict[Element, Node] = field(default_factory=dict)
    """The link in which an element stands."""
    ids: dict[str, Node] = field(default_factory=dict)
    """The node in which each id stands."""


def structure(documents: Iterable[Element], is_pdf2: bool) -> Structure:
    """Build the structure of documents that make one book."""
    builder = _Builder(is_pdf2)
    for document in documents:
        builder.add_document(document)
    builder.tie()
    return builder.made


def words_of(element: Element) -> str:
    """Return what a listener hears of an element, in one line."""
    return ' '.join(''.join(_heard(element)).split())


def _heard(element: Element) -> Iterable[str]:
    if element.tag in ('img', _SVG):
        yield roles.alternative(element)
        return
    yield element.text or ''
    for child in element:
        # A note is no part of what calls it.
        if not (roles.is_decoration(child) or roles.is_note(child)):
            yield from _heard(child)
        yield child.tail or ''


class _Builder:
    def __init__(self, is_pdf2: bool) -> None:
        self.made = Structure(Node('Document'))
        self._is_pdf2 = is_pdf2
        self._ordinal = 0
        self._run = 0
        self._langs: list[str] = []
        self._in_contents = False
        self._is_preformatted = False
        self._link: Node | None = None
        self._notes: dict[str, Node] = {}
        self._calls: list[Node] = []

    def add_document(self, document: Element) -> None:
        """Add a document; those of the same matter make one part."""
        body = document[-1]
        parts = self.made.root.kids
        part = parts[-1] if parts else None
        if not isinstance(part, Node) or _matter(part.element) != _matter(body):
            part = self.made.root.add('Part', body)
        self._langs = [document.get('lang', '')]
        for section in body:
            self._add(section, part)

    def tie(self) -> None:
        """Tie calls to their notes and lines of the contents to what they lead to."""
        if self._is_pdf2:
            for link in self._calls:
                note = self._notes.get(_target(link))
                if note is not None and link.parent is not None:
                    link.parent.references.append(note)
                    note.references.append(link.parent)
            for link in dict.fromkeys(self.made.links.values()):
                line = link.parent.parent if link.parent else None
                if line is not None and line.role == 'TOCI' and _target(link):
                    line.leads_to.append(_target(link))

    def _add(self, element: Element, parent: Node) -> None:
        """Add an element and what it holds, then the text after it to its parent's words."""
        if roles.is_decoration(element):
            return
        outer = (self._in_contents, self._is_preformatted, self._link)
        self._in_contents = self._in_contents or roles.is_contents(element)
        self._is_preformatted = self._is_preformatted or element.tag == 'pre'
        lang = element.get('lang', '')
        changes_lang = bool(lang) and lang != self._langs[-1]
        self._langs.append(lang or self._langs[-1])
        node = self._node(element, parent, changes_lang)
        if changes_lang:
            node.lang = lang
        self._register(element, node)
        if element.tag == 'br':
            self._words('\n', element, node)
        elif element.tag == _SVG:
            pass  # Its text is drawn: the alternative text says it.
        else:
            self._words(element.text, element, node)
            for child in element:
                self._add(child, node)
                self._words(child.tail, element, node)
        self._langs.pop()
        self._in_contents, self._is_preformatted, self._link = outer

    def _register(self, element: Element, node: Node) -> None:
        id_ = element.get('id')
        if id_:
            self.made.ids.setdefault(id_, node)
        if self._link is not None:
            self.made.links[element] = self._link

    def _node(self, element: Element, parent: Node, changes_lang: bool) -> Node:
        """Return the node of an element: a new one, or the one that it is only a part of."""
        role = roles.role(element, parent.role, self._is_pdf2, self._in_contents)
        if not role and (changes_lang or (element.tag == 'abbr' and element.get('title'))):
            role = 'Span'
        if not role:
            return parent
        host = self._host(element, role, parent)
        node = host.add(role, element)
        self._describe(node, element)
        if role == 'Figure':
            self.made.figures[element] = node
        if role == 'Link':
            self._link = node
            if roles.is_note_call(element):
                self._calls.append(node)
        if roles.is_note(element):
            node.id = element.get('id', '')
            self._notes[node.id] = node
        return node

    def _host(self, element: Element, role: str, parent: Node) -> Node:
        """Return the node that may hold one of the role, made where there is none yet."""
        if role == 'Link' and roles.is_note_call(element):
            return self._inline_host(parent).add('Reference')
        if role == 'Link' and roles.is_note_number(element):
            return self._note_label(parent)
        if parent.role == 'L' and role in ('Lbl', 'LBody'):
            return self._item(parent, role)
        if role in roles.INLINE:
            return self._inline_host(parent)
        if parent.role == 'LI' and role not in ('Lbl', 'LBody'):
            return _last(parent, 'LBody')
        return parent

    def _item(self, parent: Node, role: str) -> Node:
        """Return the item of a list of descriptions: a term opens one, unless terms share it."""
        item = parent.kids[-1] if parent.kids else None
        if isinstance(item, Node) and item.element is None:
            holds_body = any(isinstance(kid, Node) and kid.role == 'LBody' for kid in item.kids)
            if role == 'LBody' or not holds_body:
                return item
        return parent.add('LI')

    def _note_label(self, parent: Node) -> Node:
        """Put the number of a note before its first paragraph, as the label that it is."""
        note = parent.parent
        if note is None or parent.kids or note.kids != [parent]:
            return parent
        label = Node('Lbl', note)
        note.kids.insert(0, label)
        return label

    def _inline_host(self, parent: Node) -> Node:
        """Return where text and its like may stand: groups hold paragraphs only."""
        if parent.role in roles.GROUPS:
            return _last(parent, 'P')
        if parent.role == 'LI':
            return _last(parent, 'LBody')
        if parent.role == 'TOCI':
            return _last(parent, 'Reference')
        return parent

    def _describe(self, node: Node, element: Element) -> None:
        node.attributes = roles.attributes(element, node.role, self._is_pdf2)
        if node.role == 'Figure':
            node.alt = roles.alternative(element)
        if element.tag == 'abbr':
            node.expansion = element.get('title', '')
        if node.role == 'LI' and element.tag == 'li':
            label = Node('Lbl', node)
            node.kids.append(label)
            self.made.labels[element] = self._append('', label)

    def _words(self, text: str | None, element: Element, node: Node) -> None:
        if not text:
            return
        if not self._is_preformatted:
            text = _SPACE.sub(' ', text)
        if not text.strip():
            # Blank, it parts words where it stands among them, and is nothing between blocks.
            if node.role in roles.GROUPS | {'LI', 'TOCI'} and node.kids:
                last = node.kids[-1]
                if isinstance(last, Node) and last.element is None and last.role != 'Lbl':
                    self._append(' ', last)
            elif node.role not in roles.BARE:
                self._append(' ', node)
            return
        words = self._append(text, self._inline_host(node))
        self.made.words.setdefault(element, []).append(words)

    def _append(self, text: str, node: Node) -> Words:
        self._ordinal += 1
        if not node.kids or not isinstance(node.kids[-1], Words):
            self._run += 1
        words = Words(text, self._ordinal, self._run, node)
        node.kids.append(words)
        return words


def _last(parent: Node, role: str) -> Node:
    """Return the last node when it is one that we put there, else a new one."""
    last = parent.kids[-1] if parent.kids else None
    if isinstance(last, Node) and last.role == role and last.element is None:
        return last
    return parent.add(role)


def _matter(body: Element | None) -> str:
    return '' if body is None else body.get('class', '')


def _target(link: Node) -> str:
    """Return the id that a link leads to, or nothing for one that leaves the document."""
    address = link.element.get('href', '') if link.element is not None else ''
    return address[1:] if address.startswith('#') else ''
