"""Rule: the package says of the publication what the report says.

Catalogues, shops and screen readers go by it, and most readers never see it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofpress.compose.book import Metadata
from proofpress.model.timeline import Date
from proofpress.proof.ledger import Finding
from proofpress.proof.read_epub import EpubReading, Package
from proofpress.proof.reflowed.told import Told

_UNDATED = Date(1980, 1, 1)
"""What `dcterms:modified`, which must be there, says of a report without any date."""
_WORDS = {
    'creator': 'author',
    'subject': 'keywords',
    'dcterms:modified': 'date of the last change',
}


def wrong_epub_metadata(told: Told, reading: EpubReading) -> Iterator[Finding]:
    """Yield a finding for each statement that differs from the report's."""
    metadata, package, edition = told.book.metadata, reading.package, reading.edition
    for name, wanted in _wanted(metadata):
        had = tuple(one.text for one in package.statements if one.name == name and not one.refines)
        if had != wanted:
            yield edition.fault(
                'metadata-wrong', _worded(edition.medium, name, had, wanted), None, package.path
            )
    yield from _identifiers(told, reading)
    for said, what in ((package.lang, 'language'), *_languages(reading)):
        if said != metadata.lang:
            message = _worded(edition.medium, what, (said,), (metadata.lang,))
            yield edition.fault('metadata-wrong', message, None, package.path)


def _wanted(metadata: Metadata) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what the package must state, by the names of Dublin Core and its terms."""
    modified = metadata.modified or metadata.date or _UNDATED
    day = Date(modified.year, modified.month or 1, (modified.month and modified.day) or 1).iso
    yield 'title', tuple(filter(None, (metadata.title, metadata.subtitle)))
    yield 'creator', tuple(author.name for author in metadata.authors)
    yield 'language', (metadata.lang,)
    yield 'publisher', tuple(filter(None, (metadata.publisher,)))
    yield 'date', (metadata.date.iso,) if metadata.date else ()
    yield 'dcterms:modified', (f'{day}T00:00:00Z',)
    yield 'subject', metadata.keywords
    yield 'description', tuple(filter(None, (metadata.description,)))
    rights = dict.fromkeys(filter(None, (metadata.rights, metadata.licence)))
    yield 'rights', tuple(rights)


def _identifiers(told: Told, reading: EpubReading) -> Iterator[Finding]:
    metadata, package = told.book.metadata, reading.package
    had = tuple(
        one.text
        for one in package.statements
        if one.name == 'identifier' and one.id == package.identifier_id
    )
    wanted = (metadata.identifier,)
    medium = reading.edition.medium
    if had != wanted:
        message = _worded(medium, 'identifier', had, wanted)
        yield reading.edition.fault('metadata-wrong', message, None, package.path)
    elif reading.ncx_identifier and reading.ncx_identifier != metadata.identifier:
        message = _worded(medium, 'identifier for old readers', (reading.ncx_identifier,), wanted)
        yield reading.edition.fault('metadata-wrong', message, None, package.path)
    digits = re.sub(r'[^0-9Xx]', '', metadata.isbn.epub)
    isbn = tuple(filter(None, (digits and f'urn:isbn:{digits}',)))
    had = _isbns(package)
    if had != isbn:
        message = _worded(medium, 'ISBN', had, isbn)
        yield reading.edition.fault('metadata-wrong', message, None, package.path)


def _isbns(package: Package) -> tuple[str, ...]:
    identifiers = (one.text for one in package.statements if one.name == 'identifier')
    return tuple(text for text in identifiers if text.startswith('urn:isbn:'))


def _languages(reading: EpubReading) -> Iterator[tuple[str, str]]:
    """Yield what each document says of its language; words are compared elsewhere."""
    for document in reading.edition.every_document:
        if document.markup.lang or document.markup.title:
            yield document.markup.lang, f'language of {document.path}'


def _worded(medium: str, name: str, had: tuple[str, ...], wanted: tuple[str, ...]) -> str:
    name = _WORDS.get(name, name)
    said, says = '”, “'.join(had), '”, “'.join(wanted)
    return f"The {medium} says “{said}” as its {name}, and the report “{says}”"
