"""What is spoken: the structure of one forme as plain data, once its pages are painted.

In: a `Structure` whose words and pictures have been painted.  Out: a tree of tags that JSON can
hold, with pages and links counted from the forme's first.  Elements of which nothing was painted
are left out.

A tag is an object with these keys, the empty ones left out: `role`; `lang`, `alt`, `expansion`,
`id`, `actual` (texts); `attributes` by owner; `ids` that stand in it; `title`, what a heading says;
`matter` of a part; `key`, a number by which others refer to it, and `refers`, to keys or ids;
`kids`.  A kid is a tag, a pair of page and content id, or the number of a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from proofpress.pdf import roles
from proofpress.pdf.forme import Plain
from proofpress.pdf.marks import Picture, Piece
from proofpress.pdf.structure import Node, Structure, Words, words_of

HEADINGS = frozenset(['Title', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6'])

_Content = tuple[int, int]
"""Page of the forme, and content id."""


def spoken(structure: Structure) -> Plain:
    """Return the tags of a forme."""
    return _Speaker(structure).tag(structure.root)


def is_painted(node: Node) -> bool:
    """Tell whether anything of a node is on a page, or must be in the tree although nothing is."""
    if node.role in roles.KEPT or node.links:
        return True
    if any(picture.content_id is not None for picture in _pictures(node)):
        return True
    return any(
        is_painted(kid) if isinstance(kid, Node) else any(_contents(kid)) for kid in node.kids
    )


def _pictures(node: Node) -> Iterator[Picture]:
    for picture in node.pictures:
        assert isinstance(picture, Picture)
        yield picture


def _pieces(words: Words) -> Iterator[Piece]:
    """Yield the pieces of words that are on a page."""
    for piece in words.pieces:
        assert isinstance(piece, Piece)
        if piece.content_id is not None:
            yield piece


def _contents(words: Words) -> Iterator[_Content]:
    for piece in _pieces(words):
        assert piece.content_id is not None
        yield piece.page_index, piece.content_id


def matter(node: Node) -> str:
    """Return which matter of the book a part is; nothing for any other node."""
    is_part = node.role == 'Part' and node.element is not None
    return node.element.get('class', '') if is_part and node.element is not None else ''


class _Speaker:
    def __init__(self, structure: Structure) -> None:
        self._ids: dict[Node, list[str]] = {}
        for id_, node in structure.ids.items():
            self._ids.setdefault(node, []).append(id_)
        self._keys: dict[Node, int] = {}
        self._new_key = count()

    def tag(self, node: Node) -> Plain:
        """Return the tag of a node, and all below."""
        tag: Plain = {'role': node.role}
        self._describe(node, tag)
        kids = list(self._kids(node))
        if kids:
            tag['kids'] = kids
        return tag

    def _describe(self, node: Node, tag: Plain) -> None:
        attributes = {owner: dict(values) for owner, values in node.attributes.items()}
        for picture in _pictures(node):
            attributes['Layout'] = {
                'Placement': '/Inline' if picture.is_inline else '/Block',
                'BBox': list(picture.box),
            }
        if node.role == 'L' and not any(map(_is_labelled, node.kids)):
            attributes.get('List', {})['ListNumbering'] = '/None'
        is_heading = node.role in HEADINGS
        is_referred_to = bool(node.references) or node in self._keys
        entries: dict[str, Plain] = {
            'lang': node.lang,
            'alt': node.alt,
            'expansion': node.expansion,
            'id': node.id,
            'matter': matter(node),
            'attributes': {owner: values for owner, values in attributes.items() if values},
            'ids': self._ids.get(node),
            'title': words_of(node.element) if node.element is not None and is_heading else '',
            'refers': [*map(self._key, node.references), *node.leads_to],
        }
        tag.update({key: value for key, value in entries.items() if value})
        if is_referred_to:
            tag['key'] = self._key(node)

    def _key(self, node: Node) -> int:
        return self._keys.setdefault(node, next(self._new_key))

    def _kids(self, node: Node) -> Iterator[Plain]:
        """Yield tags, links, and the content that is the node's own."""
        last: _Content | None = None
        for picture in _pictures(node):
            if picture.content_id is not None:
                last = picture.page_index, picture.content_id
                yield last
        yield from node.links
        for kid in node.kids:
            if isinstance(kid, Node):
                if is_painted(kid):
                    yield self.tag(kid)
                continue
            for content in _said(_pieces(kid)):
                if content != last:
                    yield content
                last = content if isinstance(content, tuple) else None


def _said(pieces: Iterable[Piece]) -> Iterator[_Content | Plain]:
    """Yield the content of words; what runs from right to left is a tag of its own.

    Glyphs stand there in the order of painting, and pdfium reverses the actual text of marked
    content, so only that of an element tells the words (pdfium of pypdfium2 5.15).
    """
    spans: dict[int, Plain] = {}
    for piece in pieces:
        assert piece.content_id is not None
        content = piece.page_index, piece.content_id
        if not piece.is_right_to_left:
            yield content
            continue
        span = spans.get(piece.page_index)
        if span is None:
            span = spans[piece.page_index] = {'role': 'Span', 'actual': '', 'kids': []}
            yield span
        span['kids'].append(content)
        span['actual'] += piece.text


def _is_labelled(kid: Node | Words) -> bool:
    return isinstance(kid, Node) and any(
        isinstance(part, Node) and part.role == 'Lbl' and is_painted(part) for part in kid.kids
    )
