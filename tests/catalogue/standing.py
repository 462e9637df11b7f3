"""Build folders to list: built once from the good report, or written by hand, whole or spoiled."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Sequence
from pathlib import Path

from proofpress.manifest import manifest
from proofpress.model.publication import (
    Accessibility,
    Download,
    House,
    Image,
    Publication,
)
from proofpress.model.timeline import Date
from proofpress.press import build_catalogue
from proofpress.product import Product, ProductFile
from proofpress.publish import publish
from tests.little_book import PNG

EPUB = b'PK an e-book of some kind'
PDF = b'%PDF-1.7 a paper of some kind'
HOUSE = House(
    name="River Press",
    catalogue_title="Reports of the River Press",
    website='https://river.example/',
    email='desk@river.example',
    accessibility_contact='access@river.example',
)


def publication(slug: str, **changes: object) -> Publication:
    """Return what a manifest says of a report, with changes."""
    said = Publication(
        slug=slug,
        identifier=f'urn:uuid:00000000-0000-5000-8000-{hashlib.sha256(slug.encode()).hexdigest()[:12]}',
        title=f"The {slug}",
        lang='en-GB',
        house=HOUSE,
        downloads=(_download(f'{slug}.epub', EPUB), _download(f'{slug}.pdf', PDF)),
        cover=Image('cover.png', 640, 905),
        thumbnail=Image('cover-small.png', 320, 453),
        authors=("Ada Reed", "Ben Okoro"),
        date=Date(2024, 11, 25),
        summary="What the water did.\n\nAnd what was said of it.",
        keywords=("water", "floods"),
        publisher="River Press",
        page='index.html',
        proof='proof.html',
        accessibility=Accessibility(
            summary="Every picture has a text that says what it shows.",
            modes=('textual', 'visual'),
            sufficient=('textual',),
            features=('alternativeText', 'pageBreakMarkers'),
            hazards=('none',),
        ),
    )
    return dataclasses.replace(said, **changes)  # type: ignore[arg-type]


def put(out: Path, *publications: Publication) -> None:
    """Publish products of a few bytes with manifests that say this of them."""
    for one in publications:
        files = {
            f'{one.slug}.epub': EPUB,
            f'{one.slug}.pdf': PDF,
            'cover.png': PNG,
            'cover-small.png': PNG,
            'index.html': b'<!DOCTYPE html><title>A report</title>',
            'proof.html': b'<!DOCTYPE html><title>Its proof</title>',
        }
        product = Product(tuple(ProductFile(path, content) for path, content in files.items()))
        # The e-book is no zip here, so it must not be asked for what it holds.
        packed = Product(tuple(file for file in product.files if file.path[-5:] != '.epub'))
        written = manifest({}, [packed], one)
        assert publish([product, Product((written,))], out, one.slug) == ()


def catalogue(out: Path) -> dict[str, bytes]:
    """Write the catalogue; return its files."""
    build_catalogue(out)
    names = ('index.html', 'opds.json', 'opds.xml')
    return {name: (out / name).read_bytes() for name in names if (out / name).exists()}


def said(out: Path) -> Sequence[str]:
    """Write the catalogue; return what is said of it."""
    return [f'{one.id}: {one.message}' for one in build_catalogue(out).diagnostics]


def _download(path: str, content: bytes) -> Download:
    kind = 'application/pdf' if path.endswith('.pdf') else 'application/epub+zip'
    standards = ('PDF/UA-1',) if path.endswith('.pdf') else ('EPUB 3.3',)
    digest = hashlib.sha256(content).hexdigest()
    return Download(path, kind, len(content), digest, standards)
