"""The content documents: one XHTML file for each section of the book.

In: the book's sections (their trees are copied, never changed) and the places of all ids.
Out: `Resource` values.  Links between sections lead to files; roles are doubled as `epub:type` and
`lang` as `xml:lang`, because readers look for the one or the other; what only a press with pages
needs is gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from proofpress.compose.book import (
    SVG,
    XHTML,
    Book,
    Matter,
    Section,
    SectionKind,
    ids_in,
    targets_in,
)
from proofpress.compose.reflow import PageMark, reflowed
from proofpress.epub.package import XHTML_TYPE, XML_LANG, Resource
from proofpress.memo import NO_MEMO, Memo, digest

OPS = 'http://www.idpf.org/2007/ops'
EPUB_TYPE = f'{{{OPS}}}type'
NAMESPACES: dict[str, str] = {
    None: XHTML,  # type: ignore[dict-item]  # unknown to the stubs
    'epub': OPS,
}
STYLESHEET = 'book.css'
NAVIGATION = 'nav.xhtml'
COVER = 'cover.xhtml'

MATTER_TYPES = {
    Matter.FRONT: 'frontmatter',
    Matter.BODY: 'bodymatter',
    Matter.BACK: 'backmatter',
}
# EPUB Structural Semantics Vocabulary 1.1.  What is not listed has no type: a role alone is enough
# for assistive technology, a type is wanted only where a reading system acts on it.
KIND_TYPES = {
    SectionKind.COVER: 'titlepage',
    SectionKind.IMPRINT: 'copyright-page',
    SectionKind.SUMMARY: 'abstract',
    SectionKind.CHAPTER: 'chapter',
    SectionKind.TIMELINE: 'appendix',
    SectionKind.GLOSSARY: 'glossary',
    SectionKind.REFERENCES: 'bibliography',
}
ROLE_TYPES = {
    'doc-noteref': 'noteref',
    'doc-footnote': 'footnote',
    'doc-endnotes': 'footnotes',
    'doc-backlink': 'backlink',
    'doc-glossref': 'glossref',
    'doc-pagebreak': 'pagebreak',
    'doc-subtitle': 'subtitle',
    'doc-epigraph': 'epigraph',
}
_GLOSSARY_TYPES = {'dt': 'glossterm', 'dd': 'glossdef'}
_VOID = frozenset({'br', 'col', 'hr', 'img', 'link', 'meta', 'wbr'})
_RESERVED_FILES = frozenset({COVER, NAVIGATION})
_MEANT: Callable[[etree._Element], list[etree._Element]] = etree.XPath(  # type: ignore[assignment]
    'descendant-or-self::*[@href or @role or @lang or self::h:dt or self::h:dd]',
    namespaces={'h': XHTML},
)
"""Finds what needs more than it has."""
_EMPTY: Callable[[etree._Element], list[etree._Element]] = etree.XPath(  # type: ignore[assignment]
    'descendant-or-self::h:*[not(node())]', namespaces={'h': XHTML}
)


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything stands in the publication."""

    files: Mapping[str, str]
    """File of each section, by the section's id; the contents' is the navigation document."""
    homes: Mapping[str, str]
    """File of each element that has an id."""

    def href(self, target: str, *, base: str = '') -> str:
        """Return the link from a file (`base`) to an id.

        Raises `KeyError` when no section holds the id: compose let a dead link through.
        """
        home = self.homes[target]
        return f'#{target}' if home == base else f'{home}#{target}'


def places_of(book: Book) -> Places:
    """Give every section a file name that each system can store, and find all ids."""
    files: dict[str, str] = {}
    for index, section in enumerate(book.sections, start=1):
        files[section.id] = _file_name(section, index, frozenset(files.values()))
    homes = {
        id_: files[section.id]
        for section in book.sections
        if section.kind is not SectionKind.CONTENTS
        for id_ in ids_in(section.tree)
    }
    homes |= {s.id: NAVIGATION for s in book.sections if s.kind is SectionKind.CONTENTS}
    return Places(files, homes)


def _file_name(section: Section, index: int, taken: frozenset[str]) -> str:
    if section.kind is SectionKind.CONTENTS:
        return NAVIGATION
    name = 'titlepage.xhtml' if section.kind is SectionKind.COVER else f'{section.id}.xhtml'
    if re.fullmatch(r'[a-z0-9-]+\.xhtml', name) and name not in taken | _RESERVED_FILES:
        return name
    return f'section-{index}.xhtml'


def content_document(
    section: Section,
    book: Book,
    places: Places,
    marks: Sequence[PageMark] = (),
    memo: Memo = NO_MEMO,
) -> Resource:
    """Return the file of one section, with the marks of the pages that begin in it."""
    name, about = places.files[section.id], book.metadata
    title = section.title or about.title

    def make() -> bytes:
        tree = reflowed(section, marks)
        _adapt(tree, section, places, name)
        return document(title, [tree], book, section.matter)

    key = (
        *('epub document', digest(etree.tostring(section.tree, with_tail=False))),
        *(section.kind, section.matter, tuple(marks), title, about.lang, about.direction),
        tuple(places.href(target, base=name) for target in targets_in(section.tree)),
    )
    properties = ('svg',) if next(section.tree.iter(f'{{{SVG}}}svg'), None) is not None else ()
    return Resource(_item_id(name), name, XHTML_TYPE, memo.result(key, make), properties)


def _adapt(tree: etree._Element, section: Section, places: Places, name: str) -> None:
    """Lead the links of a section's copy to files, and say twice what is said in two ways."""
    for element in _MEANT(tree):
        _link(element, places, name)
        _type(element, section)
        if 'lang' in element.attrib:
            element.set(XML_LANG, element.attrib['lang'])
    tree.set(EPUB_TYPE, KIND_TYPES[section.kind])


def document(title: str, parts: list[etree._Element], book: Book, matter: Matter) -> bytes:
    """Return a whole XHTML document around the parts."""
    metadata = book.metadata
    html = etree.Element(f'{{{XHTML}}}html', nsmap=NAMESPACES)
    html.set('lang', metadata.lang)
    html.set(XML_LANG, metadata.lang)
    html.set('dir', metadata.direction)
    head = child(html, 'head')
    child(head, 'meta', charset='utf-8')
    child(head, 'title').text = title
    child(head, 'link', rel='stylesheet', type='text/css', href=STYLESHEET)
    body = child(html, 'body')
    body.set(EPUB_TYPE, MATTER_TYPES[matter])
    body.extend(parts)
    return serialised(html)


def serialised(html: etree._Element) -> bytes:
    """Return a document as it stands in its file."""
    etree.cleanup_namespaces(html, keep_ns_prefixes=['epub'])
    for element in _EMPTY(html):
        if etree.QName(element).localname not in _VOID:
            # Readers that parse as HTML take `<td/>` for an open tag; an empty text closes it.
            element.text = ''
    markup = etree.tostring(html, encoding='unicode')
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n{markup}\n'.encode()


def child(
    parent: etree._Element, name: str, text: str | None = None, **attributes: str
) -> etree._Element:
    """Append an XHTML element and return it; an underscore in a name stands for a hyphen."""
    element = etree.SubElement(parent, f'{{{XHTML}}}{name}')
    for key, value in attributes.items():
        element.set(key.replace('_', '-'), value)
    element.text = text
    return element


def cover_document(image: str, alternative: str, book: Book) -> Resource:
    """Return the cover alone in its file, as Kobo and Kindle want it."""
    section = etree.Element(f'{{{XHTML}}}section', nsmap=NAMESPACES)
    section.set('class', 'cover-page')
    section.set('aria-label', "Cover")
    section.set(EPUB_TYPE, 'cover')
    child(section, 'img', src=image, alt=alternative, role='doc-cover')
    content = document(book.metadata.title, [section], book, Matter.FRONT)
    return Resource('cover', COVER, XHTML_TYPE, content)


def _item_id(file_name: str) -> str:
    """Make a manifest id of a file name; names may start with a digit, XML names may not."""
    stem = file_name.removesuffix('.xhtml')
    return 'nav' if file_name == NAVIGATION else f'doc-{stem}'


def spine_id(section: Section, places: Places) -> str:
    """Return the manifest id of the section's file."""
    return _item_id(places.files[section.id])


def _link(element: etree._Element, places: Places, base: str) -> None:
    href = element.get('href')
    if href is not None and href.startswith('#'):
        element.set('href', places.href(href[1:], base=base))


def _type(element: etree._Element, section: Section) -> None:
    name = etree.QName(element).localname
    epub_type = ROLE_TYPES.get(element.get('role', ''))
    if section.kind is SectionKind.GLOSSARY:
        epub_type = _GLOSSARY_TYPES.get(name, epub_type)
    if epub_type:
        element.set(EPUB_TYPE, epub_type)
