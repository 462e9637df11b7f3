"""The navigation: `nav.xhtml` for EPUB 3 readers, `toc.ncx` for older ones.

In: the outlines of the book's sections and the places of all ids.  Out: `Resource` values.  The
navigation document is also the contents page that a reader turns to; its landmarks are hidden
there.  Both list the same headings in reading order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from proofpress.compose.book import XHTML, Book, Matter, Outline, SectionKind
from proofpress.compose.reflow import PageMark, mark_of
from proofpress.epub.documents import (
    COVER,
    EPUB_TYPE,
    NAMESPACES,
    NAVIGATION,
    Places,
    child,
    document,
)
from proofpress.epub.package import NCX_TYPE, XHTML_TYPE, XML_LANG, Resource
from proofpress.epub.page_list import NCX, ListedPage, list_pages

_NCX_NAMESPACES: dict[str, str] = {None: NCX}  # type: ignore[dict-item]  # unknown to the stubs
# Kobo shows three levels and no more (kobolabs/epub-spec, "Table of Contents").
MOST_LEVELS = 3

_LANDMARKS = {
    SectionKind.COVER: ('titlepage', "Title page"),
    SectionKind.GLOSSARY: ('glossary', ''),
    SectionKind.REFERENCES: ('bibliography', ''),
}


@dataclass(frozen=True, slots=True)
class _Landmark:
    type: str
    href: str
    title: str


def navigation_document(
    book: Book,
    places: Places,
    pages: Sequence[ListedPage] = (),
    opening: Sequence[PageMark] = (),
    *,
    has_cover: bool,
) -> Resource:
    """Return `nav.xhtml`: the contents, and hidden the landmarks and the list of `pages`.

    The pages of the PDF's contents (`opening`) begin where the contents do, as EPUB 3.3, section
    5.4.1.2 allows nothing in a list but links.
    """
    contents = _nav('toc', contents_id(book), _contents_title(book), 'h1')
    contents.set('role', 'doc-toc')
    _list(contents, book.outlines(), places, depth=_depth(book))
    landmarks = _nav('landmarks', 'landmarks', "Landmarks", 'h2')
    landmarks.set('hidden', 'hidden')
    entries = child(landmarks, 'ol')
    for landmark in _landmarks(book, places, has_cover=has_cover):
        anchor = child(child(entries, 'li'), 'a', landmark.title, href=landmark.href)
        anchor.set(EPUB_TYPE, landmark.type)
    parts = [*map(_opening, opening), contents, landmarks]
    if pages:
        parts.append(_page_list(pages))
    content = document(_contents_title(book), parts, book, Matter.FRONT)
    return Resource('nav', NAVIGATION, XHTML_TYPE, content, ('nav',))


def _opening(mark: PageMark) -> etree._Element:
    element = mark_of(mark)
    element.set(EPUB_TYPE, 'pagebreak')
    return element


def _page_list(pages: Sequence[ListedPage]) -> etree._Element:
    nav = _nav('page-list', 'page-list', "Pages", 'h2')
    nav.set('role', 'doc-pagelist')
    nav.set('hidden', 'hidden')
    entries = child(nav, 'ol')
    for page in pages:
        child(child(entries, 'li'), 'a', page.folio, href=page.href)
    return nav


def contents_id(book: Book) -> str:
    """Return the id of the contents, to which other sections may link."""
    kinds = (section.id for section in book.sections if section.kind is SectionKind.CONTENTS)
    return next(kinds, 'contents')


def _contents_title(book: Book) -> str:
    kinds = (section.title for section in book.sections if section.kind is SectionKind.CONTENTS)
    return next(kinds, '') or "Contents"


def _depth(book: Book) -> int:
    return max(1, min(book.toc_depth, MOST_LEVELS))


def _nav(epub_type: str, nav_id: str, title: str, heading: str) -> etree._Element:
    nav = etree.Element(f'{{{XHTML}}}nav', nsmap=NAMESPACES)
    nav.set(EPUB_TYPE, epub_type)
    nav.set('id', nav_id)
    nav.set('aria-labelledby', f'{nav_id}-title')
    child(nav, heading, title, id=f'{nav_id}-title')
    return nav


def label(outline: Outline) -> str:
    """Return a heading as the contents print it."""
    return f'{outline.number} {outline.title}' if outline.number else outline.title


def _list(
    parent: etree._Element, outlines: Iterable[Outline], places: Places, *, depth: int
) -> None:
    entries = child(parent, 'ol')
    for outline in outlines:
        entry = child(entries, 'li')
        child(entry, 'a', label(outline), href=places.href(outline.id))
        if outline.children and depth > 1:
            _list(entry, outline.children, places, depth=depth - 1)


def _landmarks(book: Book, places: Places, *, has_cover: bool) -> Iterator[_Landmark]:
    if has_cover:
        yield _Landmark('cover', COVER, "Cover")
    yield _Landmark('toc', f'{NAVIGATION}#{contents_id(book)}', _contents_title(book))
    body_seen = False
    for section in book.sections:
        href = places.files[section.id]
        if section.matter is Matter.BODY and not body_seen:
            body_seen = True
            yield _Landmark('bodymatter', href, section.title)
        if section.kind in _LANDMARKS:
            kind, title = _LANDMARKS[section.kind]
            yield _Landmark(kind, href, title or section.title)


def ncx(book: Book, places: Places, pages: Sequence[ListedPage] = ()) -> Resource:
    """Return `toc.ncx` (OPF 2.0.1, section 2.4.1), for readers from before EPUB 3."""
    root = etree.Element(f'{{{NCX}}}ncx', nsmap=_NCX_NAMESPACES)
    root.set('version', '2005-1')
    root.set(XML_LANG, book.metadata.lang)
    outlines = tuple(book.outlines())
    numbers = [page.folio for page in pages if page.folio.isdecimal()]
    head = etree.SubElement(root, f'{{{NCX}}}head')
    for name, content in (
        ('dtb:uid', book.metadata.identifier),
        ('dtb:depth', str(_levels(outlines, _depth(book)))),
        ('dtb:totalPageCount', str(len(pages))),
        ('dtb:maxPageNumber', str(max((int(n) for n in numbers), default=0))),
    ):
        etree.SubElement(head, f'{{{NCX}}}meta', {'name': name, 'content': content})
    _text(etree.SubElement(root, f'{{{NCX}}}docTitle'), book.metadata.title)
    points = etree.SubElement(root, f'{{{NCX}}}navMap')
    _points(points, outlines, places, depth=_depth(book))
    for order, point in enumerate(points.iter(f'{{{NCX}}}navPoint'), start=1):
        point.set('id', f'point-{order}')
        point.set('playOrder', str(order))
    if pages:
        list_pages(root, pages, first_order=sum(1 for _ in points.iter(f'{{{NCX}}}navPoint')) + 1)
    written = etree.tostring(root, pretty_print=True, encoding='utf-8', xml_declaration=True)
    return Resource('ncx', 'toc.ncx', NCX_TYPE, written)


def _levels(outlines: tuple[Outline, ...], most: int) -> int:
    if not outlines or most == 0:
        return 0
    return 1 + max(_levels(outline.children, most - 1) for outline in outlines)


def _points(
    parent: etree._Element, outlines: Iterable[Outline], places: Places, *, depth: int
) -> None:
    for outline in outlines:
        point = etree.SubElement(parent, f'{{{NCX}}}navPoint')
        _text(etree.SubElement(point, f'{{{NCX}}}navLabel'), label(outline))
        etree.SubElement(point, f'{{{NCX}}}content', {'src': places.href(outline.id)})
        if depth > 1:
            _points(point, outline.children, places, depth=depth - 1)


def _text(parent: etree._Element, words: str) -> None:
    etree.SubElement(parent, f'{{{NCX}}}text').text = words
