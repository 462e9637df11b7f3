"""The manifest: from what, with what and into what a report was made.

In: the bytes of the inputs and the products, and what a catalogue is to say of them.  Out:
`manifest.json` as a product file, and what stands in one.  It holds no time and no path of the
machine, so that the same inputs give the same manifest.
"""

from __future__ import annotations

import datetime
import hashlib
import importlib.metadata
import io
import json
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

from proofpress import __version__
from proofpress.model.publication import Accessibility, Download, House, Image, Publication
from proofpress.model.timeline import Date
from proofpress.product import Product, ProductFile

_NAME = re.compile(r'[A-Za-z0-9._-]+')
_DATE = re.compile(r'(\d{4})(?:-(\d\d)(?:-(\d\d))?)?')
# What XML 1.0 cannot hold (section 2.2): a manifest may have been in other hands.
_UNPRINTABLE = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')


NAME = 'manifest.json'
_ZIPPED = '.epub'


def manifest(
    inputs: Mapping[str, bytes],
    products: Sequence[Product],
    publication: Publication | None = None,
    *,
    is_draft: bool = False,
) -> ProductFile:
    """Return `manifest.json`: SHA-256 of inputs and product files, versions of the libraries.

    `inputs` are the files of the report that were read, by their path relative to its folder;
    `publication` is what catalogues say of the report, without which none lists it.
    """
    files = {file.path: file.content for product in products for file in product.files}
    content = {
        'proofpress': __version__,
        'draft': is_draft,
        'inputs': _digests(inputs),
        'libraries': _versions(),
        'products': _digests(files),
        'content_sha256': {
            path: content_sha256(content)
            for path, content in sorted(files.items())
            if path.endswith(_ZIPPED)
        },
    }
    if publication is not None:
        content['publication'] = asdict(publication) | {
            'date': publication.date.iso if publication.date else '',
            'modified': publication.modified.iso if publication.modified else '',
        }
    text = json.dumps(content, ensure_ascii=False, indent=1) + '\n'
    return ProductFile(NAME, text.encode('utf-8'))


def content_sha256(archive: bytes) -> str:
    """Return a digest of what a zip archive holds, whichever zlib packed it.

    It is the SHA-256 of lines as `sha256sum` prints them, in UTF-8: for each entry, in the order of
    the archive's directory, the SHA-256 of its bytes unpacked, two spaces, its name and a line end.
    Times, modes and compression are not looked at.  Raises `zipfile.BadZipFile` for other bytes.
    """
    with zipfile.ZipFile(io.BytesIO(archive)) as entries:
        lines = ''.join(
            f'{hashlib.sha256(entries.read(entry)).hexdigest()}  {entry.filename}\n'
            for entry in entries.infolist()
        )
    return hashlib.sha256(lines.encode()).hexdigest()


def was_draft(written: bytes) -> bool:
    """Tell whether a manifest is that of a draft; one that cannot be read is not."""
    return _read(written).get('draft') is True


def changed_files(written: bytes, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the paths of files that are not, or no longer, as the manifest says, in order."""
    digests = _read(written).get('products')
    known = digests if isinstance(digests, dict) else {}
    found = _digests({path: content for path, content in files.items() if path != NAME})
    return tuple(path for path in sorted({*known, *found}) if known.get(path) != found.get(path))


def publication_in(written: bytes) -> Publication | None:
    """Return what a manifest says for catalogues; None when it says nothing that can be used.

    Whoever may write below the build may have written the manifest: every value is looked at.
    """
    try:
        return _publication(_Record(_read(written).get('publication')))
    except ValueError:
        return None


class _Record:
    """An object of the manifest; each reader raises `ValueError` for a value of another kind."""

    def __init__(self, value: object) -> None:
        if not isinstance(value, dict):
            raise ValueError("no object")
        self._values: dict[str, Any] = value

    def text(self, key: str) -> str:
        value = self._values.get(key, '')
        if not isinstance(value, str) or _UNPRINTABLE.search(value):
            raise ValueError(f"{key} is no text")
        return value.strip()

    def words(self, key: str) -> str:
        """Return a text that must not be empty."""
        if not (value := self.text(key)):
            raise ValueError(f"{key} is empty")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return those of the texts that are not empty."""
        values = self._list(key)
        return tuple(filter(None, (_Record({key: value}).text(key) for value in values)))

    def number(self, key: str) -> int:
        """Return a whole number from 1 on."""
        value = self._values.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ValueError(f"{key} is no number")
        return value

    def flag(self, key: str) -> bool:
        return self._values.get(key) is True

    def date(self, key: str) -> Date | None:
        if not (text := self.text(key)):
            return None
        match = _DATE.fullmatch(text)
        if match is None:
            raise ValueError(f"{key} is no date")
        year, month, day = (int(part) if part else None for part in match.groups())
        datetime.date(year or 0, month or 1, day or 1)  # raises for a day that never was
        return Date(year or 0, month, day)

    def record(self, key: str) -> _Record:
        return _Record(self._values.get(key))

    def records(self, key: str) -> tuple[_Record, ...]:
        return tuple(map(_Record, self._list(key)))

    def _list(self, key: str) -> list[Any]:
        value = self._values.get(key, [])
        if not isinstance(value, list):
            raise ValueError(f"{key} is no list")
        return value


def _publication(record: _Record) -> Publication:
    house = record.record('house')
    return Publication(
        slug=record.words('slug'),
        identifier=record.words('identifier'),
        title=record.words('title'),
        lang=record.words('lang'),
        house=House(
            name=house.text('name'),
            catalogue_title=house.text('catalogue_title'),
            website=house.text('website'),
            email=house.text('email'),
            accessibility_contact=house.text('accessibility_contact'),
        ),
        downloads=tuple(map(_download, record.records('downloads'))),
        cover=_image(record.record('cover')),
        thumbnail=_image(record.record('thumbnail')),
        direction='rtl' if record.text('direction') == 'rtl' else 'ltr',
        subtitle=record.text('subtitle'),
        authors=record.texts('authors'),
        date=record.date('date'),
        modified=record.date('modified'),
        summary=record.text('summary'),
        keywords=record.texts('keywords'),
        publisher=record.text('publisher'),
        series=record.text('series'),
        number=record.text('number'),
        version=record.text('version'),
        licence=record.text('licence'),
        is_draft=record.flag('is_draft'),
        page=record.text('page'),
        proof=record.text('proof'),
        accessibility=_accessibility(record.record('accessibility')),
    )


def _download(record: _Record) -> Download:
    return Download(
        path=record.words('path'),
        media_type=record.words('media_type'),
        size=record.number('size'),
        sha256=record.words('sha256'),
        standards=record.texts('standards'),
    )


def _image(record: _Record) -> Image:
    return Image(record.words('path'), record.number('width'), record.number('height'))


def _accessibility(record: _Record) -> Accessibility:
    return Accessibility(
        summary=record.text('summary'),
        modes=record.texts('modes'),
        sufficient=record.texts('sufficient'),
        features=record.texts('features'),
        hazards=record.texts('hazards'),
        conforms_to=record.texts('conforms_to'),
        certified_by=record.text('certified_by'),
    )


def _read(written: bytes) -> dict[str, object]:
    try:
        content = json.loads(written)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)}


@cache
def _versions() -> dict[str, str]:
    """Return the versions of the libraries and typefaces that Proofpress depends on."""
    names = set()
    for requirement in importlib.metadata.requires('proofpress') or ():
        name = _NAME.match(requirement)
        if name is not None and 'extra ==' not in requirement:
            names.add(name[0].lower())
    return {name: importlib.metadata.version(name) for name in sorted(names)}
