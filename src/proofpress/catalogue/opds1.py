"""The catalogue as OPDS 1.2: the Atom feed that KOReader, Thorium and most e-readers subscribe to.

In: a `Shelf`.  Out: `opds.xml`, one acquisition feed that is also the root of the catalogue
(OPDS 1.2, sections 2.1 and 2.3; RFC 4287).  KOReader's own parser takes no comments and only the
first author, so there are none of the one, and each report's authors come in their order.
"""

from __future__ import annotations

from lxml import etree

from proofpress.catalogue.shelf import (
    FEED_1,
    FEED_1_TYPE,
    FEED_2,
    FEED_2_TYPE,
    IMAGE_TYPE,
    MARK,
    OPEN_ACCESS,
    PAGE,
    Shelf,
    address,
    format_name,
    updated,
)
from proofpress.model.publication import Publication

_ATOM = 'http://www.w3.org/2005/Atom'
_TERMS = 'http://purl.org/dc/terms/'
_XML_LANG = '{http://www.w3.org/XML/1998/namespace}lang'
_NAMESPACES: dict[str, str] = {None: _ATOM, 'dc': _TERMS}  # type: ignore[dict-item]  # unknown to the stubs
_IMAGE = 'http://opds-spec.org/image'
_THUMBNAIL = 'http://opds-spec.org/image/thumbnail'
_DRAFT = 'draft'


def feed(shelf: Shelf) -> bytes:
    """Return the feed as UTF-8."""
    root = etree.Element(f'{{{_ATOM}}}feed', nsmap=_NAMESPACES)
    root.set(_XML_LANG, 'en')
    _atom(root, 'id', shelf.identifier)
    _atom(root, 'title', shelf.title)
    _atom(root, 'updated', shelf.updated)
    for house in shelf.houses:
        author = etree.SubElement(root, f'{{{_ATOM}}}author')
        _atom(author, 'name', house.name or shelf.title)
        if house.website:
            _atom(author, 'uri', house.website)
    _atom(root, 'generator', MARK)
    for rel in ('self', 'start'):
        _link(root, rel, FEED_1, FEED_1_TYPE)
    _link(root, 'alternate', FEED_2, FEED_2_TYPE)
    _link(root, 'alternate', PAGE, 'text/html')
    for publication, identifier in zip(shelf.publications, shelf.identifiers, strict=True):
        _entry(root, publication, identifier)
    return etree.tostring(root, encoding='UTF-8', xml_declaration=True, pretty_print=True)


def _entry(root: etree._Element, publication: Publication, identifier: str) -> None:
    entry = etree.SubElement(root, f'{{{_ATOM}}}entry')
    entry.set(_XML_LANG, publication.lang)
    _atom(entry, 'title', publication.title)
    _atom(entry, 'id', identifier)
    _atom(entry, 'updated', updated(publication))
    if publication.date and publication.date.day:
        # Thorium (r2-opds-js 1.0.47) takes the date that it shows from here, not from dc:issued.
        _atom(entry, 'published', f'{publication.date.iso}T00:00:00Z')
    for name in publication.authors:
        _atom(etree.SubElement(entry, f'{{{_ATOM}}}author'), 'name', name)
    _terms(entry, publication)
    if publication.is_draft:
        etree.SubElement(entry, f'{{{_ATOM}}}category', term=_DRAFT, label="Draft")
    for keyword in publication.keywords:
        etree.SubElement(entry, f'{{{_ATOM}}}category', term=keyword, label=keyword)
    if publication.licence:
        _atom(entry, 'rights', publication.licence)
    _texts(entry, publication)
    _links(entry, publication)


def _terms(entry: etree._Element, publication: Publication) -> None:
    """Add what Atom has no words for (OPDS 1.2, section 5.1.1)."""
    terms = (
        ('identifier', publication.identifier),
        ('language', publication.lang),
        ('issued', publication.date.iso if publication.date else ''),
        ('publisher', publication.publisher),
        ('alternative', publication.subtitle),
    )
    for name, text in terms:
        if text:
            etree.SubElement(entry, f'{{{_TERMS}}}{name}').text = text


def _texts(entry: etree._Element, publication: Publication) -> None:
    """Add the summary, and the fuller text that clients prefer to it (section 5.1.3)."""
    draft = "Draft. " if publication.is_draft else ""
    first = ' '.join(publication.summary.split('\n\n')[0].split())
    if draft or first:
        _atom(entry, 'summary', f'{draft}{first}'.strip(), type='text')
    parts = (publication.subtitle, publication.summary, publication.accessibility.summary)
    content = '\n\n'.join(part for part in parts if part)
    if content:
        _atom(entry, 'content', f'{draft}{content}', type='text')


def _links(entry: etree._Element, publication: Publication) -> None:
    for rel, image in ((_IMAGE, publication.cover), (_THUMBNAIL, publication.thumbnail)):
        _link(entry, rel, address(publication, image.path), IMAGE_TYPE)
    for download in publication.downloads:
        link = _link(entry, OPEN_ACCESS, address(publication, download.path), download.media_type)
        link.set('length', str(download.size))
        link.set('title', format_name(download))
    if publication.page:
        _link(entry, 'alternate', address(publication, publication.page), 'text/html')


def _atom(parent: etree._Element, name: str, text: str, **attributes: str) -> None:
    etree.SubElement(parent, f'{{{_ATOM}}}{name}', attributes).text = text


def _link(parent: etree._Element, rel: str, href: str, kind: str) -> etree._Element:
    return etree.SubElement(parent, f'{{{_ATOM}}}link', rel=rel, href=href, type=kind)
