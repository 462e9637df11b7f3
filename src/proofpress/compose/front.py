"""The cover and the imprint page.

In: metadata, imprint and change history.  Out: their sections.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from proofpress.compose.book import Matter, Metadata, Section, SectionKind
from proofpress.compose.dates import date_content
from proofpress.compose.facts import Fact, listed, told
from proofpress.compose.furniture import furnish, origins_within
from proofpress.compose.ids import Ids
from proofpress.compose.markup import Content, element
from proofpress.compose.pictures import logo_file, picture_element
from proofpress.compose.words import Words
from proofpress.model.report import Author, Change, Imprint, Report, Status
from proofpress.span import Span


def cover(report: Report, metadata: Metadata, ids: Ids, words: Words) -> Section:
    """Return the cover."""
    logo = logo_file(report)
    number = words.filled('number', number=metadata.number) if metadata.number else ''
    tree = furnish(
        'cover',
        ids,
        words,
        metadata=metadata,
        logo=picture_element(logo, report.imprint.name) if logo else None,
        series=listed([metadata.series, number]),
        date=date_content(metadata.date, words) if metadata.date else [],
        is_draft=metadata.status is Status.DRAFT,
    )
    return _front_section(SectionKind.COVER, metadata.title, tree, report.front_matter.span)


def imprint_page(report: Report, metadata: Metadata, ids: Ids, words: Words) -> Section:
    """Return the imprint page."""
    imprint = report.imprint
    tree = furnish(
        'imprint',
        ids,
        words,
        metadata=metadata,
        publisher=list(_publisher(metadata, imprint)),
        authors=[_author(author) for author in metadata.authors],
        facts=list(_facts(metadata, imprint, words)),
        disclaimer=imprint.disclaimer,
        changes=[_change(change, words) for change in report.front_matter.changes],
    )
    return _front_section(SectionKind.IMPRINT, words['imprint'], tree, report.front_matter.span)


def _front_section(kind: SectionKind, title: str, tree: etree._Element, written: Span) -> Section:
    return Section(
        id=kind.value,
        kind=kind,
        matter=Matter.FRONT,
        title=title,
        running_head=title,
        tree=tree,
        origins=origins_within(tree, {}, written),
    )


def _publisher(metadata: Metadata, imprint: Imprint) -> Iterator[list[Content]]:
    if metadata.publisher:
        yield [metadata.publisher]
    for line in imprint.address:
        yield [line]
    if imprint.website:
        yield [_web_link(imprint.website)]
    if imprint.email:
        yield [_mail_link(imprint.email)]


def _author(author: Author) -> list[Content]:
    content: list[Content] = [element('strong', author.name)]
    for said in (author.role, author.affiliation):
        if said:
            content += [', ', said]
    if author.email:
        content += [', ', _mail_link(author.email)]
    if author.orcid:
        content += [', ', _web_link(f'https://orcid.org/{author.orcid}')]
    return content


def _facts(metadata: Metadata, imprint: Imprint, words: Words) -> Iterator[Fact]:
    if metadata.date:
        yield Fact(words['published'], date_content(metadata.date, words))
    if metadata.modified and metadata.modified != metadata.date:
        yield Fact(words['modified'], date_content(metadata.modified, words))
    number = words.filled('number', number=metadata.number) if metadata.number else ''
    yield from told(words['series'], listed([metadata.series, number]))
    yield from told(words['version'], [metadata.version])
    if metadata.doi:
        yield Fact('DOI', [_web_link(f'https://doi.org/{metadata.doi}')])
    yield from told(words['isbn_pdf'], [metadata.isbn.pdf])
    yield from told(words['isbn_epub'], [metadata.isbn.epub])
    yield from told(words['licence'], [metadata.licence])
    yield from told(words['keywords'], [', '.join(metadata.keywords)])
    contact = imprint.accessibility_contact
    if contact:
        shown = _mail_link(contact) if _is_mail_address(contact) else contact
        yield Fact(words['accessibility'], [shown])
    if not metadata.doi:
        yield from told(words['identifier'], [metadata.identifier])


def _change(change: Change, words: Words) -> Fact:
    label = words.table.get(f'change_{change.type}', change.type)
    content: list[Content] = [*date_content(change.date, words)]
    if change.note:
        content += [': ', change.note]
    return Fact(label, content)


def _is_mail_address(text: str) -> bool:
    return '@' in text and not any(character.isspace() for character in text)


def _mail_link(address: str) -> Content:
    return element('a', address, href=f'mailto:{address}')


def _web_link(address: str) -> Content:
    href = address if address.startswith(('https://', 'http://')) else f'https://{address}'
    return element('a', address.removeprefix('https://'), href=href)
