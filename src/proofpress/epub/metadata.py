"""What the package says of the publication: EPUB 3.3, section 5.5, and Dublin Core.

In: the book's metadata.  Out: `Statement` values in a fixed order.  Dates come from the source;
what the author left out is left out here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from proofpress.compose.book import Book, Metadata
from proofpress.epub.package import IDENTIFIER_ID, Statement
from proofpress.model.report import Author
from proofpress.model.timeline import Date

# MARC relators (https://id.loc.gov/vocabulary/relators, 2026-05) for the roles that a report's
# authors have; a role that is no relator is a job title, and its holder an author.
_RELATORS = {
    'author': 'aut',
    'contributor': 'ctb',
    'editor': 'edt',
    'illustrator': 'ill',
    'photographer': 'pht',
    'researcher': 'res',
    'reviewer': 'rev',
    'translator': 'trl',
}
# `dcterms:modified` must be there (EPUB 3.3, section 5.5.4), a report's date need not: then it
# is the date that the container's entries carry too, which nobody takes for a real one.
_UNDATED = Date(1980, 1, 1)
_PARTICLES = frozenset(
    {'al', 'bin', 'da', 'de', 'del', 'den', 'der', 'di', 'du', 'la', 'van', 'von'}
)
_DOI_PREFIX = re.compile(r'^(doi:|https?://(dx\.)?doi\.org/)')
_SUFFIXES = frozenset({'Jr', 'Jr.', 'Sr', 'Sr.', 'II', 'III', 'IV'})


def statements(book: Book) -> Iterator[Statement]:
    """Yield the bibliographic statements of the package, identifiers first."""
    metadata = book.metadata
    yield from _identifiers(metadata)
    yield from _titles(metadata)
    for position, author in enumerate(metadata.authors, start=1):
        yield from _creator(author, position)
    yield Statement('dc:language', metadata.lang)
    if metadata.publisher:
        yield Statement('dc:publisher', metadata.publisher)
    if metadata.date:
        yield Statement('dc:date', metadata.date.iso)
    modified = _whole_date(metadata.modified or metadata.date or _UNDATED)
    yield _meta('dcterms:modified', f'{modified}T00:00:00Z')
    for keyword in metadata.keywords:
        yield Statement('dc:subject', keyword)
    if metadata.description:
        yield Statement('dc:description', metadata.description)
    for words in dict.fromkeys((metadata.rights, metadata.licence)):
        if words:
            yield Statement('dc:rights', words)
    yield from _series(metadata)
    if metadata.version:
        yield _meta('schema:version', metadata.version)


def file_as(author: Author) -> str:
    """Return the name as catalogues sort it: "von der Leyen, Ursula".

    Only a person has an ORCID or an email address; any other name may be an organisation's and
    stays as it is, as does a name in one word.
    """
    words = author.name.split()
    if not (author.orcid or author.email) or ',' in author.name or len(words) < 2:
        return author.name
    suffix = words.pop() if words[-1] in _SUFFIXES and len(words) > 2 else ''
    family = len(words) - 1
    while family > 1 and words[family - 1] in _PARTICLES:
        family -= 1
    parts = (' '.join(words[family:]), ' '.join(words[:family]), suffix)
    return ', '.join(part for part in parts if part)


def _meta(name: str, text: str, **attributes: str) -> Statement:
    return Statement('meta', text, {'property': name, **attributes})


def _identifiers(metadata: Metadata) -> Iterator[Statement]:
    yield Statement('dc:identifier', metadata.identifier, {'id': IDENTIFIER_ID})
    if metadata.doi:
        doi = 'https://doi.org/' + _DOI_PREFIX.sub('', metadata.doi)
        if doi != metadata.identifier:
            yield Statement('dc:identifier', doi)
    if metadata.isbn.epub:
        number = re.sub(r'[^0-9Xx]', '', metadata.isbn.epub)
        yield Statement('dc:identifier', f'urn:isbn:{number}', {'id': 'isbn'})


def _titles(metadata: Metadata) -> Iterator[Statement]:
    yield Statement('dc:title', metadata.title, {'id': 'title'})
    yield _meta('title-type', 'main', refines='#title')
    yield _meta('display-seq', '1', refines='#title')
    if metadata.subtitle:
        yield Statement('dc:title', metadata.subtitle, {'id': 'subtitle'})
        yield _meta('title-type', 'subtitle', refines='#subtitle')
        yield _meta('display-seq', '2', refines='#subtitle')


def _creator(author: Author, position: int) -> Iterator[Statement]:
    creator_id = f'creator-{position}'
    relator = _RELATORS.get(author.role.lower(), 'aut')
    yield Statement('dc:creator', author.name, {'id': creator_id})
    yield _meta('role', relator, refines=f'#{creator_id}', scheme='marc:relators')
    yield _meta('file-as', file_as(author), refines=f'#{creator_id}')
    yield _meta('display-seq', str(position), refines=f'#{creator_id}')


def _series(metadata: Metadata) -> Iterator[Statement]:
    if metadata.series:
        yield _meta('belongs-to-collection', metadata.series, id='series')
        yield _meta('collection-type', 'series', refines='#series')
        if re.fullmatch(r'\d+(\.\d+)*', metadata.number):
            yield _meta('group-position', metadata.number, refines='#series')


def _whole_date(date: Date) -> str:
    return Date(date.year, date.month or 1, (date.month and date.day) or 1).iso
