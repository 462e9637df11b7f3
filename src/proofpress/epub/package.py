"""The package: our own bytes through ebooklib's object model and driver.

In: finished files as `Resource` values, the reading order and the statements of the metadata.
Out: the bytes of an EPUB 3.3 container, the same for the same input on every machine with the same
zlib.  ebooklib 0.20 would rebuild documents, list every `epub:type` as a page, stamp local time as
UTC and date each zip entry; so everything it serialises is overridden here, and only here.
`tests/epub/test_package.py` fails when another ebooklib changes what we override or rely on.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field

from ebooklib import epub
from lxml import etree

from proofpress.epub.container import Container
from proofpress.memo import NO_MEMO, Memo

OPF = 'http://www.idpf.org/2007/opf'
DC = 'http://purl.org/dc/elements/1.1/'
XML_LANG = '{http://www.w3.org/XML/1998/namespace}lang'
FOLDER = 'EPUB'
PACKAGE_PATH = f'{FOLDER}/package.opf'
IDENTIFIER_ID = 'pub-id'
XHTML_TYPE = 'application/xhtml+xml'
NCX_TYPE = 'application/x-dtbncx+xml'

# Formats that are compressed in themselves: deflating them again costs time and wins nothing.
_STORED_TYPES = frozenset({'image/png', 'image/jpeg'})
_OPF_NAMESPACES: dict[str, str] = {None: OPF}  # type: ignore[dict-item]  # unknown to the stubs

_CONTAINER = f"""<?xml version="1.0" encoding="UTF-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
  <rootfiles>
    <rootfile full-path="{PACKAGE_PATH}" media-type="application/oebps-package+xml"/>
  </rootfiles>
</container>
"""


@dataclass(frozen=True, slots=True)
class Resource:
    """One file of the publication."""

    id: str
    """Its id in the manifest, an XML name."""
    path: str
    """POSIX path below the package document's folder, URL-safe characters only."""
    media_type: str
    content: bytes = field(repr=False)
    properties: tuple[str, ...] = ()
    """Manifest properties: `nav`, `svg`, `cover-image`."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One element of the package metadata (EPUB 3.3, section 5.5)."""

    name: str
    """`dc:title` and its like, `meta`, or `link`."""
    text: str = ''
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Publication:
    """All that goes into one EPUB."""

    identifier: str
    lang: str
    """BCP 47."""
    direction: str
    """`ltr` or `rtl`."""
    statements: tuple[Statement, ...]
    resources: tuple[Resource, ...]
    spine: tuple[str, ...]
    """Ids of resources in reading order."""


class _Document(epub.EpubHtml):  # type: ignore[misc]  # ebooklib has no types
    """A content document that is written as it stands, byte for byte."""

    def get_content(self, default: object = None) -> bytes:
        """Return the finished document; ebooklib would parse and rebuild it as HTML 4."""
        content: bytes = self.content
        return content


class _Writer(epub.EpubWriter):  # type: ignore[misc]  # ebooklib has no types
    """ebooklib's driver with every byte of the container written by us."""

    def __init__(self, book: epub.EpubBook, publication: Publication, memo: Memo) -> None:
        super().__init__(io.BytesIO(), book, {'raise_exceptions': True})
        self.publication = publication
        self.container = Container(memo)

    def write(self) -> None:
        """Write the container: `mimetype` first and stored, then the rest in a fixed order."""
        self.container.put('mimetype', b'application/epub+zip', stored=True)
        self._write_container()
        self._write_opf()
        self._write_items()

    def _write_container(self) -> None:
        self.container.put('META-INF/container.xml', _CONTAINER.encode())

    def _write_opf(self) -> None:
        root = etree.Element(f'{{{OPF}}}package', nsmap=_OPF_NAMESPACES)
        root.set('version', '3.0')
        root.set('unique-identifier', IDENTIFIER_ID)
        root.set(XML_LANG, self.publication.lang)
        root.set('dir', self.publication.direction)
        self._write_opf_metadata(root)
        self._write_opf_manifest(root)
        self._write_opf_spine(root, 'ncx')
        self._write_opf_file(root)

    def _write_opf_metadata(self, root: etree._Element) -> None:
        metadata = etree.SubElement(root, f'{{{OPF}}}metadata', nsmap={'dc': DC})
        for statement in self.publication.statements:
            prefix, _, local = statement.name.rpartition(':')
            space = DC if prefix == 'dc' else OPF
            element = etree.SubElement(metadata, f'{{{space}}}{local}', dict(statement.attributes))
            if statement.text:
                element.text = statement.text

    def _write_opf_manifest(self, root: etree._Element) -> None:
        manifest = etree.SubElement(root, f'{{{OPF}}}manifest')
        for item in self.book.get_items():
            attributes = {'id': item.id, 'href': item.file_name, 'media-type': item.media_type}
            if item.properties:
                attributes['properties'] = ' '.join(item.properties)
            etree.SubElement(manifest, f'{{{OPF}}}item', attributes)

    def _write_opf_spine(self, root: etree._Element, ncx_id: str) -> None:
        spine = etree.SubElement(root, f'{{{OPF}}}spine', {'toc': ncx_id})
        spine.set('page-progression-direction', self.publication.direction)
        for item_id in self.book.spine:
            etree.SubElement(spine, f'{{{OPF}}}itemref', {'idref': item_id})

    def _write_opf_file(self, root: etree._Element) -> None:
        self.container.put(
            PACKAGE_PATH,
            etree.tostring(root, pretty_print=True, encoding='utf-8', xml_declaration=True),
        )

    def _write_items(self) -> None:
        for item in sorted(self.book.get_items(), key=lambda item: item.file_name):
            self.container.put(
                f'{FOLDER}/{item.file_name}',
                item.get_content(),
                stored=item.media_type in _STORED_TYPES,
            )


def package(publication: Publication, memo: Memo = NO_MEMO) -> bytes:
    """Return the bytes of the EPUB; what the `memo` holds of them is not compressed again.

    Raises `ValueError` when two resources share an id or a path, when the spine names a resource
    that is not there, or when a resource is empty (readers refuse empty documents).
    """
    _refuse_muddle(publication)
    book = epub.EpubBook()
    book.FOLDER_NAME = FOLDER
    book.set_identifier(publication.identifier)
    book.set_language(publication.lang)
    for resource in publication.resources:
        book.add_item(_item(resource))
    book.spine = list(publication.spine)
    writer = _Writer(book, publication, memo)
    writer.process()
    writer.write()
    return writer.container.finished()


def _item(resource: Resource) -> epub.EpubItem:
    """Make ebooklib's item of a resource."""
    kind = _Document if resource.media_type == XHTML_TYPE else epub.EpubItem
    item = kind(
        uid=resource.id,
        file_name=resource.path,
        media_type=resource.media_type,
        content=resource.content,
    )
    item.properties = list(resource.properties)
    return item


def _refuse_muddle(publication: Publication) -> None:
    """Raise for what ebooklib would write without a word."""
    ids = [resource.id for resource in publication.resources]
    paths = [resource.path.lower() for resource in publication.resources]
    for names in (ids, paths):
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"twice in the package: {', '.join(twice)}")
    if missing := sorted(set(publication.spine) - set(ids)):
        raise ValueError(f"in the spine, not in the package: {', '.join(missing)}")
    if empty := [resource.path for resource in publication.resources if not resource.content]:
        raise ValueError(f"empty in the package: {', '.join(empty)}")
