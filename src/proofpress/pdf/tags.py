"""Tags: the structure of the whole document, as a PDF holds it (ISO 32000-1, 14.7; -2, 14.7).

In: the tags of each forme, as `spoken` tells them, and the PDF that holds the pages.  Out: the
structure tree in the PDF's catalog, with its tree of parents and of ids; each link annotation
belongs to its element.  Parts of the same matter are one part, in however many formes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pydyf

from proofpress.pdf import roles
from proofpress.pdf.forme import Plain
from proofpress.pdf.spoken import HEADINGS

_NAMESPACE = 'http://iso.org/pdf2/ssn'
_ENTRIES = {
    'lang': 'Lang',
    'alt': 'Alt',
    'expansion': 'E',
    'id': 'ID',
    'actual': 'ActualText',
}


@dataclass(frozen=True, slots=True)
class TaggedForme:
    """The tags of a forme, and what stands in the PDF for what they count."""

    tags: Plain
    first_page: int
    """Index in the document of its first page."""
    links: Sequence[Any]
    """Its link annotations."""
    link_pages: Sequence[int]
    """The page of each, from the forme's first."""


@dataclass(slots=True)
class Elements:
    """The elements of a structure that others need to find."""

    root: Any
    by_id: dict[str, Any] = field(default_factory=dict)
    """The element in which each id stands."""
    roles: dict[str, str] = field(default_factory=dict)
    """Its role, by the same id."""
    headings: list[tuple[str, Any]] = field(default_factory=list)
    """What each heading says, and its element."""


def write_tags(pdf: Any, formes: Iterable[TaggedForme], page_count: int, is_pdf2: bool) -> Elements:
    """Write the tags of a document into its PDF; return its elements."""
    writer = _Writer(pdf, page_count, is_pdf2)
    for forme in formes:
        writer.add(forme)
    writer.end()
    return writer.elements


class _Writer:
    def __init__(self, pdf: Any, page_count: int, is_pdf2: bool) -> None:
        self._pdf = pdf
        self._is_pdf2 = is_pdf2
        self._pages = pdf.page_references
        self._owners: list[dict[int, bytes]] = [{} for _ in range(page_count)]
        """The element of each content id, for each page."""
        self._annotations: list[tuple[Any, bytes]] = []
        self._ids: dict[bytes, bytes] = {}
        """Of elements that others refer to by an id of the structure."""
        self._keyed: dict[int, Any] = {}
        """Elements of the forme that others of it refer to."""
        self._referring_here: list[tuple[Any, list[Any]]] = []
        """Elements of the forme that refer to others, by key or id."""
        self._referring: list[tuple[Any, list[Any]]] = []
        """Elements of all formes that refer to others: elements or ids."""
        self._namespace: Any = None
        self._root = self._added({'Type': '/StructTreeRoot'})
        if is_pdf2:
            self._namespace = self._added(
                {'Type': '/Namespace', 'NS': pydyf.String(_NAMESPACE)}
            ).reference
            self._root['Namespaces'] = pydyf.Array([self._namespace])
        self._document = self._named(self._added({'S': '/Document', 'P': self._root.reference}))
        self._document['K'] = pydyf.Array()
        self._part: Any = None
        self._matter = ''
        self._forme: TaggedForme
        self.elements = Elements(self._document)

    def add(self, forme: TaggedForme) -> None:
        """Write the tags of the forme that follows."""
        self._forme = forme
        self._keyed = {}
        for part in forme.tags.get('kids', ()):
            if part['matter'] != self._matter or self._part is None:
                self._part = self._element({**part, 'kids': []}, self._document.reference)
                self._part['K'] = pydyf.Array()
                self._matter = part['matter']
                self._document['K'].append(self._part.reference)
            for kid in part.get('kids', ()):
                self._part['K'].append(self._element(kid, self._part.reference).reference)
        for element, others in self._referring_here:
            found = [self._keyed.get(one) if isinstance(one, int) else one for one in others]
            self._referring.append((element, found))
        self._referring_here = []

    def end(self) -> None:
        """Write all that finds its way in the tree."""
        self._root['K'] = pydyf.Array([self._document.reference])
        for element, others in self._referring:
            found = [self.elements.by_id.get(o) if isinstance(o, str) else o for o in others]
            if any(found):
                element['Ref'] = pydyf.Array([one.reference for one in found if one])
        self._write_parents()
        if self._ids:
            names = pydyf.Array()
            for id_, reference in sorted(self._ids.items()):
                names += [pydyf.String(id_.decode()), reference]
            self._root['IDTree'] = self._added({'Names': names}).reference
        self._pdf.catalog['StructTreeRoot'] = self._root.reference
        self._pdf.catalog['MarkInfo'] = pydyf.Dictionary({'Marked': 'true'})

    def _added(self, values: Mapping[str, Any]) -> Any:
        """Return a new object of the PDF."""
        added = pydyf.Dictionary(values)
        self._pdf.add_object(added)
        return added

    def _named(self, element: Any, role: str = 'Document') -> Any:
        """Name the space of an element's role, where it is one of PDF 2.0's own."""
        if self._is_pdf2 and role in roles.PDF2:
            element['NS'] = self._namespace
        return element

    def _element(self, tag: Plain, parent: bytes) -> Any:
        element = self._added({'S': f'/{tag["role"]}', 'P': parent})
        self._named(element, tag['role'])
        self._describe(tag, element)
        self._remember(tag, element)
        kids = pydyf.Array()
        page: int | None = None
        for kid in tag.get('kids', ()):
            if isinstance(kid, dict):
                kids.append(self._element(kid, element.reference).reference)
            elif isinstance(kid, int):
                index = self._forme.first_page + self._forme.link_pages[kid]
                page = index if page is None else page
                kids.append(self._annotation(kid, index, page, element))
            else:
                index, content_id = self._forme.first_page + kid[0], kid[1]
                self._owners[index][content_id] = element.reference
                page = index if page is None else page
                kids.append(self._content(index, content_id, page))
        if page is not None:
            element['Pg'] = self._pages[page]
        if len(kids) == 1:
            element['K'] = kids[0]
        elif kids:
            element['K'] = kids
        return element

    def _content(self, index: int, content_id: int, page: int) -> int | pydyf.Dictionary:
        """Refer to marked content, shortly where it stands on the element's own page."""
        if index == page:
            return content_id
        return pydyf.Dictionary({'Type': '/MCR', 'Pg': self._pages[index], 'MCID': content_id})

    def _annotation(self, number: int, index: int, page: int, element: Any) -> pydyf.Dictionary:
        """Refer to the annotation of a link, with its page where that is not the element's own."""
        annotation = self._forme.links[number]
        self._annotations.append((annotation, element.reference))
        reference = pydyf.Dictionary({'Type': '/OBJR', 'Obj': annotation.reference})
        if index != page:
            reference['Pg'] = self._pages[index]
        return reference

    def _describe(self, tag: Plain, element: Any) -> None:
        for key, entry in _ENTRIES.items():
            if key in tag:
                element[entry] = pydyf.String(tag[key])
        written = [
            pydyf.Dictionary({'O': f'/{owner}', **{k: _value(v) for k, v in values.items()}})
            for owner, values in tag.get('attributes', {}).items()
        ]
        if written:
            element['A'] = written[0] if len(written) == 1 else pydyf.Array(written)

    def _remember(self, tag: Plain, element: Any) -> None:
        for id_ in tag.get('ids', ()):
            self.elements.by_id.setdefault(id_, element)
            self.elements.roles.setdefault(id_, tag['role'])
        if tag['role'] in HEADINGS and 'title' in tag:
            self.elements.headings.append((tag['title'], element))
        if 'key' in tag:
            self._keyed[tag['key']] = element
        if 'refers' in tag:
            self._referring_here.append((element, tag['refers']))
        if 'id' in tag:
            self._ids[tag['id'].encode()] = element.reference

    def _write_parents(self) -> None:
        """Write the way from content and annotations to their elements (14.7.4.4)."""
        numbers = pydyf.Array()
        for page_index, owners in enumerate(self._owners):
            assert sorted(owners) == list(range(len(owners))), "content that no element has"
            row = self._added_array(owners[number] for number in range(len(owners)))
            numbers += [page_index, row.reference]
        for key, (annotation, element) in enumerate(self._annotations, len(self._owners)):
            annotation['StructParent'] = key
            numbers += [key, element]
        self._root['ParentTree'] = self._added({'Nums': numbers}).reference
        self._root['ParentTreeNextKey'] = len(self._owners) + len(self._annotations)

    def _added_array(self, items: Iterator[bytes]) -> Any:
        array = pydyf.Array(items)
        self._pdf.add_object(array)
        return array


def _value(value: Any) -> Any:
    return pydyf.Array(value) if isinstance(value, list | tuple) else value
