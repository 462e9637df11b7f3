"""Rule: the head of the web page says of the report what the report says.

Search engines, libraries and Zotero read it: a wrong date or author there is quoted for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from proofpress.compose.book import Metadata
from proofpress.proof.ledger import Finding
from proofpress.proof.read_web import PAGE, WebReading
from proofpress.proof.reflowed.told import Told


def wrong_web_metadata(told: Told, reading: WebReading) -> Iterator[Finding]:
    """Yield a finding for each statement that differs from the report's."""
    metadata = told.book.metadata
    markup = reading.edition.documents[0].markup
    said: dict[str, tuple[str, ...]] = {}
    for name, content in reading.statements:
        said[name] = (*said.get(name, ()), content)
    pairs = [(name, said.get(name, ()), wanted) for name, wanted in _stated(metadata)]
    pairs.append(('language', (markup.lang,), (metadata.lang,)))
    pairs.append(('title', (markup.title,), (_title(metadata),)))
    if reading.linked_data is not None:
        linked = _described(reading.linked_data)
        pairs += [
            (f'{name} for search engines', linked.get(name, ()), wanted)
            for name, wanted in _linked(metadata)
        ]
    for name, had, wanted in pairs:
        if had != wanted:
            yield reading.edition.fault(
                'metadata-wrong',
                f"The {reading.edition.medium} says “{'”, “'.join(had)}” as its {name}, and the "
                f"report “{'”, “'.join(wanted)}”",
                None,
                PAGE,
            )


def _whole_title(metadata: Metadata) -> str:
    return ': '.join(filter(None, (metadata.title, metadata.subtitle)))


def _title(metadata: Metadata) -> str:
    title = ' | '.join(filter(None, (_whole_title(metadata), metadata.publisher)))
    return ' '.join(title.split())


def _stated(metadata: Metadata) -> Iterator[tuple[str, tuple[str, ...]]]:
    authors = tuple(author.name for author in metadata.authors)
    yield 'author', authors
    yield 'citation_author', authors
    yield 'citation_title', (_whole_title(metadata),)
    date = metadata.date.iso.replace('-', '/') if metadata.date else ''
    yield 'citation_publication_date', (date,) if date else ()
    yield 'citation_language', (metadata.lang,)
    keywords = ', '.join(metadata.keywords)
    yield 'keywords', (keywords,) if keywords else ()
    yield 'citation_doi', (metadata.doi,) if metadata.doi else ()


def _linked(metadata: Metadata) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield '@id', (metadata.identifier,)
    yield 'name', (metadata.title,)
    yield 'author', tuple(author.name for author in metadata.authors)
    yield 'datePublished', (metadata.date.iso,) if metadata.date else ()
    yield 'dateModified', (metadata.modified.iso,) if metadata.modified else ()
    yield 'inLanguage', (metadata.lang,)


def _described(linked: Mapping[str, object]) -> Mapping[str, tuple[str, ...]]:
    """Return what the description says in plain words; persons by their names."""
    described: dict[str, tuple[str, ...]] = {}
    for name, value in linked.items():
        values = value if isinstance(value, list) else [value]
        described[name] = tuple(
            str(one.get('name', '')) if isinstance(one, dict) else str(one) for one in values
        )
    return described
