"""Tags: writes the structure of the document into the PDF (ISO 32000-1, 14.7; ISO 32000-2, 14.7).

In: a `Structure` whose words and pictures have been painted, and the PDF that holds the pages.
Out: the structure tree in the PDF's catalog, with its tree of parents and of ids; each link
annotation belongs to its element.  Elements of which nothing was painted are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pydyf

from proofpress.pdf import roles
from proofpress.pdf.marks import Picture, Piece
from proofpress.pdf.pieces import LinkArea
from proofpress.pdf.structure import Node, Structure, Words, words_of

_NAMESPACE = 'http://iso.org/pdf2/ssn'
_PRINTED = 4
"""The flag of annotations that are printed (ISO 32000-1, table 165)."""

_Content = tuple[int, int]
"""Page index and content id."""


def write_tags(
    pdf: Any, structure: Structure, page_count: int, is_pdf2: bool
) -> Mapping[Node, Any]:
    """Write the tags of a document into its PDF; returns the element of each node."""
    writer = _Writer(pdf, structure, page_count, is_pdf2)
    writer.write()
    return writer.elements


def is_painted(node: Node) -> bool:
    """Tell whether anything of a node is on a page, or must be in the tree although nothing is."""
    if node.role in roles.KEPT or node.annotations:
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


class _Writer:
    def __init__(self, pdf: Any, structure: Structure, page_count: int, is_pdf2: bool) -> None:
        self._pdf = pdf
        self._structure = structure
        self._is_pdf2 = is_pdf2
        self._pages = pdf.page_references
        self._owners: list[dict[int, bytes]] = [{} for _ in range(page_count)]
        """The element of each content id, for each page."""
        self._annotations: list[tuple[Any, bytes]] = []
        self._namespace: Any = None
        self.elements: dict[Node, Any] = {}

    def write(self) -> None:
        """Write the tree and all that finds its way in it."""
        root = self._added({'Type': '/StructTreeRoot'})
        if self._is_pdf2:
            self._namespace = self._added(
                {'Type': '/Namespace', 'NS': pydyf.String(_NAMESPACE)}
            ).reference
            root['Namespaces'] = pydyf.Array([self._namespace])
        document = self._element(self._structure.root, root.reference)
        root['K'] = pydyf.Array([document.reference])
        for node, element in self.elements.items():
            others = [self.elements[other] for other in node.references if other in self.elements]
            if others:
                element['Ref'] = pydyf.Array([other.reference for other in others])
        self._write_parents(root)
        self._write_ids(root)
        self._pdf.catalog['StructTreeRoot'] = root.reference
        self._pdf.catalog['MarkInfo'] = pydyf.Dictionary({'Marked': 'true'})

    def _added(self, values: Mapping[str, Any]) -> Any:
        """Return a new object of the PDF."""
        added = pydyf.Dictionary(values)
        self._pdf.add_object(added)
        return added

    def _element(self, node: Node, parent: bytes) -> Any:
        element = self._added({'S': f'/{node.role}', 'P': parent})
        self.elements[node] = element
        self._describe(node, element)
        kids = pydyf.Array()
        page: int | None = None
        for kid in self._kids(node, element):
            if isinstance(kid, tuple):
                page = kid[0] if page is None else page
                kids.append(self._reference(kid, page))
            else:
                kids.append(kid)
        if page is not None:
            element['Pg'] = self._pages[page]
        if len(kids) == 1:
            element['K'] = kids[0]
        elif kids:
            element['K'] = kids
        return element

    def _describe(self, node: Node, element: Any) -> None:
        if self._is_pdf2 and node.role in roles.PDF2:
            element['NS'] = self._namespace
        texts = {'Lang': node.lang, 'Alt': node.alt, 'E': node.expansion, 'ID': node.id}
        element.update({key: pydyf.String(text) for key, text in texts.items() if text})
        attributes = {owner: dict(values) for owner, values in node.attributes.items()}
        for picture in _pictures(node):
            attributes['Layout'] = {
                'Placement': '/Inline' if picture.is_inline else '/Block',
                'BBox': list(picture.box),
            }
        if node.role == 'L' and not any(map(_is_labelled, node.kids)):
            attributes.get('List', {})['ListNumbering'] = '/None'
        written = [
            pydyf.Dictionary({'O': f'/{owner}', **{k: _value(v) for k, v in values.items()}})
            for owner, values in attributes.items()
        ]
        if written:
            element['A'] = written[0] if len(written) == 1 else pydyf.Array(written)

    def _kids(self, node: Node, element: Any) -> Iterator[bytes | pydyf.Dictionary | _Content]:
        """Yield references of elements and annotations, and the content that is the node's own."""
        last: _Content | None = None
        for picture in _pictures(node):
            if picture.content_id is not None:
                last = picture.page_index, picture.content_id
                self._owners[last[0]][last[1]] = element.reference
                yield last
        for area in node.annotations:
            assert isinstance(area, LinkArea)
            if area.box.link_annotation is not None:
                yield self._annotation(area, node, element)
        for kid in node.kids:
            if isinstance(kid, Node):
                if is_painted(kid):
                    yield self._element(kid, element.reference).reference
                continue
            for content in self._words(kid, element):
                if content != last:
                    yield content
                last = content if isinstance(content, tuple) else None

    def _words(self, words: Words, element: Any) -> Iterator[bytes | _Content]:
        """Yield the content of words; what runs from right to left is an element of its own.

        Glyphs stand there in the order of painting, and pdfium reverses the actual text of marked
        content, so only that of an element tells the words (pdfium of pypdfium2 5.15).
        """
        spans: dict[int, Any] = {}
        for piece in _pieces(words):
            assert piece.content_id is not None
            content = piece.page_index, piece.content_id
            if not piece.is_right_to_left:
                self._owners[content[0]][content[1]] = element.reference
                yield content
                continue
            span = spans.get(piece.page_index)
            if span is None:
                span = self._added({'S': '/Span', 'P': element.reference, 'K': pydyf.Array()})
                span['Pg'] = self._pages[piece.page_index]
                span['ActualText'] = pydyf.String('')
                if self._is_pdf2:
                    span['NS'] = self._namespace
                spans[piece.page_index] = span
                yield span.reference
            span['K'].append(piece.content_id)
            span['ActualText'].string += piece.text
            self._owners[content[0]][content[1]] = span.reference

    def _reference(self, content: _Content, page: int) -> int | pydyf.Dictionary:
        """Refer to marked content, shortly where it stands on the element's own page."""
        if content[0] == page:
            return content[1]
        return pydyf.Dictionary({'Type': '/MCR', 'Pg': self._pages[content[0]], 'MCID': content[1]})

    def _annotation(self, area: LinkArea, node: Node, element: Any) -> pydyf.Dictionary:
        annotation = area.box.link_annotation
        assert node.element is not None
        words = node.element.get('aria-label') or words_of(node.element)
        annotation['Contents'] = pydyf.String(words)
        annotation['F'] = _PRINTED
        self._annotations.append((annotation, element.reference))
        return pydyf.Dictionary(
            {'Type': '/OBJR', 'Obj': annotation.reference, 'Pg': self._pages[area.page_index]}
        )

    def _write_parents(self, root: Any) -> None:
        """Write the way from content and annotations to their elements (14.7.4.4)."""
        numbers = pydyf.Array()
        for page_index, owners in enumerate(self._owners):
            assert sorted(owners) == list(range(len(owners))), "content that no element has"
            row = self._added_array(owners[number] for number in range(len(owners)))
            numbers += [page_index, row.reference]
        for key, (annotation, element) in enumerate(self._annotations, len(self._owners)):
            annotation['StructParent'] = key
            numbers += [key, element]
        root['ParentTree'] = self._added({'Nums': numbers}).reference
        root['ParentTreeNextKey'] = len(self._owners) + len(self._annotations)

    def _added_array(self, items: Iterator[bytes]) -> Any:
        array = pydyf.Array(items)
        self._pdf.add_object(array)
        return array

    def _write_ids(self, root: Any) -> None:
        named = {n.id.encode(): e.reference for n, e in self.elements.items() if n.id}
        if named:
            names = pydyf.Array()
            for id_, reference in sorted(named.items()):
                names += [pydyf.String(id_.decode()), reference]
            root['IDTree'] = self._added({'Names': names}).reference


def _is_labelled(kid: Node | Words) -> bool:
    return isinstance(kid, Node) and any(
        isinstance(part, Node) and part.role == 'Lbl' and is_painted(part) for part in kid.kids
    )


def _value(value: str | int | list[float]) -> Any:
    return pydyf.Array(value) if isinstance(value, list) else value
