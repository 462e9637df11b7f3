"""The record: what the catalogue will say of a report, taken from its finished products.

In: the book and its products.  Out: `Publication`, which goes into the manifest, and the pictures
of the cover as a product.  What is said of accessibility is read from the EPUB itself, so that the
catalogue never claims more than the file.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from proofpress.catalogue.shelf import EPUB_TYPE, PDF_TYPE
from proofpress.compose.book import Book
from proofpress.model.profile import Profile
from proofpress.model.publication import Accessibility, Download, House, Image, Publication
from proofpress.product import Product, ProductFile

COVER = 'cover.png'
THUMBNAIL = 'cover-small.png'
THUMBNAIL_WIDTH = 480
"""Pixels: twice what the download page shows."""
_PAGE = 'index.html'
_PROOF = 'proof.html'
_FORMATS = (('epub', EPUB_TYPE), ('kepub.epub', EPUB_TYPE), ('pdf', PDF_TYPE))
_OPF = '{http://www.idpf.org/2007/opf}'
_CONTAINER = '{urn:oasis:names:tc:opendocument:xmlns:container}'


def cover_product(cover: bytes, thumbnail: bytes) -> Product:
    """Return the pictures of the cover (PNG) as files beside the other products."""
    return Product((ProductFile(COVER, cover), ProductFile(THUMBNAIL, thumbnail)))


def publication_of(
    book: Book, products: Iterable[Product], profile: Profile, *, is_draft: bool
) -> Publication:
    """Return what the catalogue will say of the report.

    `products` are all that will be published, the cover's pictures among them; the PDF of a draft
    claims no standard.  Raises `KeyError` when a file is missing that every report has.
    """
    about = book.metadata
    files = {file.path: file.content for product in products for file in product.files}
    standards = () if is_draft else profile.standards
    return Publication(
        slug=book.slug,
        identifier=about.identifier,
        title=about.title,
        lang=about.lang,
        direction=about.direction,
        house=House(
            name=book.imprint.name,
            catalogue_title=book.imprint.catalogue_title,
            website=book.imprint.website,
            email=book.imprint.email,
            accessibility_contact=book.imprint.accessibility_contact,
        ),
        downloads=tuple(_downloads(book.slug, files, standards)),
        cover=_image(COVER, files),
        thumbnail=_image(THUMBNAIL, files),
        subtitle=about.subtitle,
        authors=tuple(author.name for author in about.authors),
        date=about.date,
        modified=about.modified,
        summary=about.description,
        keywords=about.keywords,
        publisher=about.publisher,
        series=about.series,
        number=about.number,
        version=about.version,
        licence=about.licence,
        is_draft=is_draft,
        page=_PAGE if _PAGE in files else '',
        proof=_PROOF if _PROOF in files else '',
        accessibility=accessibility_of(files[f'{book.slug}.epub']),
    )


def accessibility_of(epub: bytes) -> Accessibility:
    """Return what an EPUB says of its accessibility (EPUB Accessibility 1.1, section 2).

    Raises `KeyError`, `zipfile.BadZipFile` or `lxml.etree.XMLSyntaxError` for what is no EPUB.
    """
    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        container = etree.fromstring(archive.read('META-INF/container.xml'))
        rootfile = next(container.iter(f'{_CONTAINER}rootfile'))
        package = etree.fromstring(archive.read(rootfile.get('full-path', '')))
    said: dict[str, list[str]] = {}
    for meta in package.iter(f'{_OPF}meta'):
        said.setdefault(meta.get('property', ''), []).append((meta.text or '').strip())
    for link in package.iter(f'{_OPF}link'):
        said.setdefault(link.get('rel', ''), []).append(link.get('href', ''))

    def texts(name: str) -> tuple[str, ...]:
        return tuple(said.get(name, ()))

    return Accessibility(
        summary=next(iter(texts('schema:accessibilitySummary')), ''),
        modes=texts('schema:accessMode'),
        sufficient=texts('schema:accessModeSufficient'),
        features=texts('schema:accessibilityFeature'),
        hazards=texts('schema:accessibilityHazard'),
        conforms_to=texts('dcterms:conformsTo'),
        certified_by=next(iter(texts('a11y:certifiedBy')), ''),
    )


def _downloads(
    slug: str, files: Mapping[str, bytes], pdf_standards: tuple[str, ...]
) -> Iterator[Download]:
    for suffix, media_type in _FORMATS:
        path = f'{slug}.{suffix}'
        if path in files:
            yield Download(
                path,
                media_type,
                len(files[path]),
                hashlib.sha256(files[path]).hexdigest(),
                pdf_standards if media_type == PDF_TYPE else ('EPUB 3.3',),
            )


def _image(path: str, files: Mapping[str, bytes]) -> Image:
    """Return a picture with its size, which stands in the head of a PNG (W3C PNG, 11.2.1)."""
    width, height = struct.unpack('>II', files[path][16:24])
    return Image(path, width, height)
