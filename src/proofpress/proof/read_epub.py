"""Reads a finished EPUB: the container, the package, the navigation and all documents.

In: the bytes of the file.  Out: `EpubReading`.  Whatever cannot be read gives a finding and is
left out, as a reading system would leave it out.  The container is ZIP (EPUB 3.3, section 4), its
documents are XML; entities are not resolved, nothing is fetched, and what would unpack to more than
`MOST_BYTES` is not unpacked.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from proofpress.diagnostics import Diagnostic
from proofpress.proof.ledger import Finding
from proofpress.proof.markup import Markup, NavEntry
from proofpress.proof.read_markup import TooDeepError, one_line, read_markup
from proofpress.proof.read_stylesheet import read_stylesheet
from proofpress.proof.reflowed.edition import (
    HELP,
    Contents,
    Document,
    Edition,
    is_remote,
    place_of,
)

MEDIUM = "EPUB"
MOST_BYTES = 1 << 30
"""Bytes that the files of an EPUB may unpack to."""
_CONTAINER = 'META-INF/container.xml'
_MIMETYPE = b'application/epub+zip'
_XHTML = 'application/xhtml+xml'
_NCX_TYPE = 'application/x-dtbncx+xml'
_OPF = '{http://www.idpf.org/2007/opf}'
_NCX = '{http://www.daisy.org/z3986/2005/ncx/}'
_XML_LANG = '{http://www.w3.org/XML/1998/namespace}lang'
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


@dataclass(frozen=True, slots=True)
class Statement:
    """One element of the package's metadata."""

    name: str
    """Local name (`title`), or a `<meta>`'s property (`dcterms:modified`)."""
    text: str
    id: str
    refines: str
    """Id of the element of which it says more; empty when it speaks of the publication."""


@dataclass(frozen=True, slots=True)
class Item:
    """One file of the manifest."""

    id: str
    path: str
    media_type: str
    properties: frozenset[str]


@dataclass(frozen=True, slots=True)
class Package:
    """What the package document says."""

    path: str = ''
    lang: str = ''
    identifier_id: str = ''
    """Id of the statement that identifies the publication."""
    statements: tuple[Statement, ...] = ()
    items: tuple[Item, ...] = ()
    spine: tuple[str, ...] = ()
    """Ids of items in reading order."""


@dataclass(frozen=True, slots=True)
class EpubReading:
    """What was read."""

    edition: Edition
    package: Package
    contents: tuple[Contents, ...] = ()
    """The list of headings in `nav.xhtml`, and that in `toc.ncx`."""
    landmarks: Contents | None = None
    page_list: Contents | None = None
    ncx_identifier: str = ''
    faults: tuple[Finding, ...] = ()


def read_epub(content: bytes) -> EpubReading:
    """Read an EPUB."""
    return _Reader(content).reading()


class _Reader:
    """Reads one EPUB and remembers what could not be read."""

    def __init__(self, content: bytes) -> None:
        self.faults: list[Finding] = []
        self.files = self._unpacked(content)

    def reading(self) -> EpubReading:
        """Read everything."""
        package = self._package()
        markups = {
            item.path: self._markup(item.path)
            for item in package.items
            if item.media_type == _XHTML
        }
        paths = {item.id: item.path for item in package.items}
        spine = [paths[id_] for id_ in package.spine if id_ in paths]
        navigation = next((i.path for i in package.items if 'nav' in i.properties), '')
        edition = Edition(
            product='epub',
            medium=MEDIUM,
            files=self.files,
            media_types={item.path: item.media_type for item in package.items},
            documents=tuple(
                Document(p, markups[p]) for p in spine if p in markups and p != navigation
            ),
            apart=tuple(Document(p, m) for p, m in markups.items() if p == navigation),
            sheets={
                item.path: read_stylesheet(self.files[item.path].decode('utf-8', 'replace'))
                for item in package.items
                if item.media_type == 'text/css' and item.path in self.files
            },
        )
        self._missing(edition)
        navs = {
            kind: Contents(navigation, nav.title, nav.entries)
            for nav in (markups[navigation].navs if navigation in markups else ())
            for kind in nav.type.split()
        }
        contents = [navs.get('toc', Contents(navigation, '', ()))]
        ncx = next((i.path for i in package.items if i.media_type == _NCX_TYPE), '')
        identifier = self._ncx(ncx, contents) if ncx else ''
        return EpubReading(
            edition=edition,
            package=package,
            contents=tuple(contents),
            landmarks=navs.get('landmarks'),
            page_list=navs.get('page-list'),
            ncx_identifier=identifier,
            faults=tuple(self.faults),
        )

    def _fault(self, message: str, address: str = '') -> None:
        found = Diagnostic('product-unreadable', message, None, HELP)
        self.faults.append(Finding(found, 'epub', address=address))

    def _unpacked(self, content: bytes) -> Mapping[str, bytes]:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                entries = archive.infolist()
                if sum(entry.file_size for entry in entries) > MOST_BYTES:
                    self._fault(f"The EPUB would unpack to more than {MOST_BYTES >> 20} MiB")
                    return {}
                self._check_container(entries)
                return dict(self._entries(archive, entries))
        except _ZIP_ERRORS as error:
            self._fault(f"No e-reader can open the EPUB: {error}")
            return {}

    def _check_container(self, entries: Sequence[zipfile.ZipInfo]) -> None:
        """Look at what EPUB 3.3, section 4.2.6, asks of the ZIP file itself."""
        first = entries[0] if entries else None
        if first is None or first.filename != 'mimetype' or first.compress_type:
            self._fault("The EPUB does not begin with its type, so that some e-readers refuse it")
        names = [entry.filename for entry in entries]
        for name in dict.fromkeys(names):
            if names.count(name) > 1:
                self._fault(f"The EPUB holds “{name}” twice", name)

    def _entries(
        self, archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo]
    ) -> Iterator[tuple[str, bytes]]:
        for entry in entries:
            try:
                content = archive.read(entry)
            except _ZIP_ERRORS as error:
                self._fault(f"“{entry.filename}” cannot be unpacked: {error}", entry.filename)
                continue
            if entry.filename == 'mimetype' and content != _MIMETYPE:
                self._fault("The EPUB does not say that it is one", 'mimetype')
            yield entry.filename, content

    def _parsed(self, path: str) -> etree._Element | None:
        if path not in self.files:
            self._fault(f"The EPUB lacks its file “{path}”", path)
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return etree.fromstring(self.files[path], parser)
        except etree.XMLSyntaxError as error:
            self._fault(f"E-readers cannot show “{path}”: {error}", path)
            return None

    def _markup(self, path: str) -> Markup:
        root = self._parsed(path)
        try:
            return Markup() if root is None else read_markup(root)
        except TooDeepError as error:
            self._fault(f"E-readers cannot show “{path}”: {error}", path)
            return Markup()

    def _package(self) -> Package:
        container = self._parsed(_CONTAINER) if self.files else None
        if container is None:
            return Package()
        names = (node.get('full-path') for node in container.iter('{*}rootfile'))
        path = next((str(name) for name in names if name), '')
        root = self._parsed(path)
        if root is None:
            return Package()
        refs = root.iterfind(f'{_OPF}spine/{_OPF}itemref')
        return Package(
            path=path,
            lang=root.get(_XML_LANG) or '',
            identifier_id=root.get('unique-identifier') or '',
            statements=tuple(_statements(root)),
            items=tuple(_items(root, path)),
            spine=tuple(ref.get('idref') or '' for ref in refs if ref.get('linear') != 'no'),
        )

    def _missing(self, edition: Edition) -> None:
        """Note what is named and not there, and what is there and not named."""
        for path, media_type in edition.media_types.items():
            # Documents are missed when they are read, pictures and fonts where they are used.
            is_elsewhere = media_type == _XHTML or media_type.startswith(('image/', 'font/'))
            if path not in self.files and not is_elsewhere and not is_remote(path):
                self._fault(f"The EPUB names “{path}”, which it does not hold", path)
        for document in edition.every_document:
            for reference in document.markup.references:
                place = place_of(reference.url, document.path)
                is_ours = reference.element == 'stylesheet' and not is_remote(reference.url)
                if is_ours and (place is None or place.path not in edition.sheets):
                    self._fault(
                        f"“{document.path}” names the style sheet “{reference.url}”, "
                        "which is not there",
                        document.path,
                    )

    def _ncx(self, path: str, contents: list[Contents]) -> str:
        """Read the list of headings for old readers; return the identifier that it names."""
        root = self._parsed(path)
        if root is None:
            return ''
        points = root.find(f'{_NCX}navMap')
        entries = () if points is None else tuple(_points(points))
        contents.append(Contents(path, root.findtext(f'{_NCX}docTitle/{_NCX}text') or '', entries))
        heads = root.iterfind(f'{_NCX}head/{_NCX}meta')
        return next((m.get('content') or '' for m in heads if m.get('name') == 'dtb:uid'), '')


def _statements(root: etree._Element) -> Iterator[Statement]:
    for node in root.iterfind(f'{_OPF}metadata/*'):
        name = etree.QName(node).localname
        if name == 'meta':
            name = node.get('property') or node.get('name') or ''
        refines = (node.get('refines') or '').removeprefix('#')
        yield Statement(name, node.text or node.get('content') or '', node.get('id') or '', refines)


def _items(root: etree._Element, base: str) -> Iterator[Item]:
    for node in root.iterfind(f'{_OPF}manifest/{_OPF}item'):
        href = node.get('href') or ''
        place = place_of(href, base)
        path = href if place is None else place.path
        properties = frozenset((node.get('properties') or '').split())
        yield Item(node.get('id') or '', path, node.get('media-type') or '', properties)


def _points(parent: etree._Element) -> Iterator[NavEntry]:
    for point in parent.iterfind(f'{_NCX}navPoint'):
        content = point.find(f'{_NCX}content')
        href = '' if content is None else content.get('src') or ''
        words = one_line(point.findtext(f'{_NCX}navLabel/{_NCX}text') or '')
        yield NavEntry(href, words, '', tuple(_points(point)))
