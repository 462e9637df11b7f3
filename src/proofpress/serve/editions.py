"""Editions: the products of a report that stand published, opened to be looked at.

In: the folder of products.  Out: an `Edition` (what it is) and an `Opened` (what is in it).  Only
files that are those that were built are opened: what is shown was made and proved by us.
"""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from proofpress.manifest import changed_files
from proofpress.proof.previews import Preview
from proofpress.publish import MANIFEST, read_products
from proofpress.serve.board import Edition
from proofpress.serve.files import Found

_TYPES = {
    '.css': 'text/css; charset=utf-8',
    '.jpg': 'image/jpeg',
    '.png': 'image/png',
    '.svg': 'image/svg+xml',
    '.ttf': 'font/ttf',
    '.xhtml': 'application/xhtml+xml; charset=utf-8',
}
_CONTAINER = 'META-INF/container.xml'
_TITLE = re.compile(rb'<title>([^<]*)</title>')


@dataclass(frozen=True, slots=True)
class Chapter:
    """A document of the EPUB."""

    path: str
    """In the archive."""
    title: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What is in an edition."""

    digest: str
    preview: Preview = field(repr=False)
    """The PDF."""
    record: Mapping[str, Any] = field(repr=False)
    """What `proof.json` says."""
    epub: zipfile.ZipFile = field(repr=False)

    def chapters(self) -> tuple[Chapter, ...]:
        """Return the documents of the EPUB in the order of reading (EPUB 3.3, 5.7)."""
        container = ET.fromstring(self.epub.read(_CONTAINER))
        root = next(one for one in container.iter() if _is(one, 'rootfile'))
        package = root.get('full-path', '')
        content = ET.fromstring(self.epub.read(package))
        folder = PurePosixPath(package).parent
        paths = {
            item.get('id', ''): str(folder / item.get('href', ''))
            for item in content.iter()
            if _is(item, 'item')
        }
        spine = [paths[one.get('idref', '')] for one in content.iter() if _is(one, 'itemref')]
        return tuple(Chapter(path, title_of(path, self.epub.read(path))) for path in spine)

    def entry(self, path: str) -> Found | None:
        """Return a file of the EPUB as a browser takes it."""
        try:
            content = self.epub.read(path)
        except KeyError:
            return None
        return found_entry(path, content)

    def close(self) -> None:
        """Let go of it."""
        self.preview.close()


def found_entry(path: str, content: bytes) -> Found:
    """Return a file of an EPUB as a browser takes it."""
    return Found.of(content, _TYPES.get(PurePosixPath(path).suffix, 'application/octet-stream'))


def title_of(path: str, document: bytes) -> str:
    """Return the title of a document that our press made, or else the name of its file."""
    match = _TITLE.search(document)
    words = match[1].decode('utf-8', 'replace') if match else ''
    return html.unescape(words) or PurePosixPath(path).stem


def standing_edition(
    out: Path, slug: str, texts: Mapping[str, str] | None = None
) -> Edition | None:
    """Return which edition stands in `out/slug`, made of `texts`; None when none does."""
    path = out / slug / MANIFEST
    try:
        written = path.read_bytes()
        published_at = path.stat().st_mtime
        said = json.loads(written)
        title = str(said['publication']['title'])
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return None
    digest = hashlib.sha256(written).hexdigest()[:16]
    return Edition(digest, title, published_at, texts or {})


def input_paths(out: Path, slug: str) -> tuple[str, ...]:
    """Return the paths of the files that the standing edition was made of."""
    try:
        said = json.loads((out / slug / MANIFEST).read_bytes())
        return tuple(map(str, said['inputs']))
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return ()


def open_edition(out: Path, slug: str) -> Opened | None:
    """Open the edition that stands in `out/slug`; None when there is none as it was built."""
    files, refused = read_products(out, slug)
    if refused or changed_files(files[MANIFEST], files):
        return None
    try:
        return Opened(
            hashlib.sha256(files[MANIFEST]).hexdigest()[:16],
            Preview(files[f'{slug}.pdf']),
            json.loads(files['proof.json']),
            zipfile.ZipFile(io.BytesIO(files[f'{slug}.epub'])),
        )
    except (KeyError, ValueError, zipfile.BadZipFile):
        return None


def _is(element: ET.Element, name: str) -> bool:
    return element.tag.rpartition('}')[2] == name
