"""The head of the web page: what browsers, search engines and scholars' tools read.

In: the book's metadata.  Out: the `<head>` element.  The page may load its own files and nothing
else, and runs no script: the policy in the head says so to the browser.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from lxml import etree

from proofpress.compose.book import Book, Metadata
from proofpress.model.report import Author
from proofpress.web.markup import element

ASSETS = 'assets'
STYLESHEET = f'{ASSETS}/web.css'
# `file:` beside 'self', because a page opened from disk has no origin that 'self' could name.
_OWN = "'self' file:"
POLICY = (
    f"default-src 'none'; style-src {_OWN}; img-src {_OWN}; font-src {_OWN}; "
    "base-uri 'none'; form-action 'none'"
)
_MOST_DESCRIPTION = 300


def head(book: Book) -> etree._Element:
    """Return the head: title, description, citation tags, JSON-LD, links to the other formats."""
    metadata = book.metadata
    return element(
        'head',
        element('meta', charset='utf-8'),
        element('meta', http_equiv='Content-Security-Policy', content=POLICY),
        element('meta', name='viewport', content='width=device-width, initial-scale=1'),
        element('meta', name='color-scheme', content='light dark'),
        element('meta', name='referrer', content='no-referrer'),
        element('title', _title(metadata)),
        *_described(metadata),
        *_cited(book),
        *_links(book),
        element('script', _json_ld(book), type='application/ld+json'),
    )


def whole_title(metadata: Metadata) -> str:
    """Return title and subtitle as one line."""
    return f'{metadata.title}: {metadata.subtitle}' if metadata.subtitle else metadata.title


def _title(metadata: Metadata) -> str:
    title = whole_title(metadata)
    return f'{title} | {metadata.publisher}' if metadata.publisher else title


def _described(metadata: Metadata) -> Iterator[etree._Element]:
    if metadata.description:
        yield element('meta', name='description', content=_shortened(metadata.description))
    for author in metadata.authors:
        yield element('meta', name='author', content=author.name)
    if metadata.keywords:
        yield element('meta', name='keywords', content=', '.join(metadata.keywords))


def _cited(book: Book) -> Iterator[etree._Element]:
    """Yield the tags that Google Scholar and Zotero read ("Highwire Press tags")."""
    metadata = book.metadata
    tags = [('citation_title', whole_title(metadata))]
    for author in metadata.authors:
        tags += [('citation_author', author.name)]
        tags += [('citation_author_institution', author.affiliation)]
        tags += [('citation_author_orcid', _orcid(author))]
    tags += [
        ('citation_publication_date', metadata.date.iso.replace('-', '/') if metadata.date else ''),
        ('citation_technical_report_institution', metadata.publisher),
        ('citation_technical_report_number', metadata.number),
        ('citation_doi', metadata.doi),
        ('citation_isbn', metadata.isbn.pdf or metadata.isbn.epub),
        ('citation_language', metadata.lang),
        ('citation_keywords', '; '.join(metadata.keywords)),
        ('citation_pdf_url', f'{book.slug}.pdf'),
    ]
    for name, content in tags:
        if content:
            yield element('meta', name=name, content=content)


def _links(book: Book) -> Iterator[etree._Element]:
    yield element('link', rel='stylesheet', href=STYLESHEET)
    for media_type, suffix in (('application/pdf', 'pdf'), ('application/epub+zip', 'epub')):
        yield element('link', rel='alternate', type=media_type, href=f'{book.slug}.{suffix}')
    if book.metadata.identifier.startswith('https://doi.org/'):
        yield element('link', rel='canonical', href=book.metadata.identifier)


def _json_ld(book: Book) -> str:
    """Return the report in the words of schema.org."""
    metadata = book.metadata
    facts: dict[str, object] = {
        '@context': 'https://schema.org',
        '@type': 'Report',
        '@id': metadata.identifier,
        'name': metadata.title,
        'alternativeHeadline': metadata.subtitle,
        'author': [_person(author) for author in metadata.authors],
        'publisher': {'@type': 'Organization', 'name': metadata.publisher}
        if metadata.publisher
        else '',
        'datePublished': metadata.date.iso if metadata.date else '',
        'dateModified': metadata.modified.iso if metadata.modified else '',
        'inLanguage': metadata.lang,
        'description': metadata.description,
        'keywords': list(metadata.keywords),
        'license': metadata.licence,
        'copyrightNotice': metadata.rights,
        'reportNumber': metadata.number,
        'version': metadata.version,
        'encoding': [
            {'@type': 'MediaObject', 'encodingFormat': kind, 'contentUrl': f'{book.slug}.{suffix}'}
            for kind, suffix in (('application/pdf', 'pdf'), ('application/epub+zip', 'epub'))
        ],
    }
    said = {name: value for name, value in facts.items() if value}
    # `<` could end the script element; JSON has another way to write it.
    return json.dumps(said, ensure_ascii=False, indent=1).replace('<', '\\u003c')


def _person(author: Author) -> dict[str, str]:
    """Describe an author; only who has an ORCID or an email is known to be a person."""
    is_person = bool(author.orcid or author.email)
    facts = {
        '@type': 'Person' if is_person else 'Organization',
        'name': author.name,
        'affiliation': author.affiliation if is_person else '',
        '@id': _orcid(author),
    }
    return {name: value for name, value in facts.items() if value}


def _orcid(author: Author) -> str:
    return f'https://orcid.org/{author.orcid}' if author.orcid else ''


def _shortened(text: str) -> str:
    """Return the first paragraph, cut after a word when a search engine would cut it anyway."""
    first = ' '.join(text.split('\n\n')[0].split())
    if len(first) <= _MOST_DESCRIPTION:
        return first
    return first[:_MOST_DESCRIPTION].rsplit(' ', 1)[0].rstrip(',;:') + '…'
