"""What the PDF says about itself is what the report says: title, authors, dates, bookmarks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from lxml import etree

from proofpress.compose.book import Outline, SectionKind
from proofpress.diagnostics import Diagnostic
from proofpress.proof.ledger import Finding, Place
from proofpress.proof.paged.evidence import Evidence

_DC = '{http://purl.org/dc/elements/1.1/}'
_RDF = '{http://www.w3.org/1999/02/22-rdf-syntax-ns#}'
_XMP = '{http://ns.adobe.com/xap/1.0/}'


def wrong_metadata(evidence: Evidence) -> Iterator[Finding]:
    """Yield `metadata-wrong` for each statement that differs from the report's."""
    metadata = evidence.book.metadata
    reading = evidence.reading
    said = _described(reading.description)
    date = metadata.date.iso if metadata.date else ''
    modified = metadata.modified.iso if metadata.modified else date
    wanted = {
        'title': metadata.title,
        'creator': '; '.join(author.name for author in metadata.authors),
        'language': metadata.lang,
        'CreateDate': date,
        'ModifyDate': modified,
    }
    for key, value in wanted.items():
        if said.get(key, '') != value:
            yield _wrong(key, said.get(key, ''), value)
    # PDF 2.0 has no document information: the packet says it all.
    information = {
        'Title': metadata.title,
        'Author': ', '.join(author.name for author in metadata.authors),
        'Keywords': ', '.join(metadata.keywords),
    }
    for key, value in information.items() if reading.information else ():
        if reading.information.get(key, '') != value:
            yield _wrong(key, reading.information.get(key, ''), value)
    # Dates of it are written to the second, ours known to the day at most (ISO 32000-1, 7.9.4).
    for key, value in {'CreationDate': date, 'ModDate': modified}.items():
        said_there = reading.information.get(key, '')
        wanted_there = f'D:{value.replace("-", "")}' if value else ''
        is_wrong = bool(said_there) and not value
        if is_wrong or (reading.information and not said_there.startswith(wanted_there)):
            yield _wrong(key, said_there, value)
    if reading.lang != metadata.lang:
        yield _wrong('Lang', reading.lang, metadata.lang)


def wrong_bookmarks(evidence: Evidence) -> Iterator[Finding]:
    """Yield `bookmark-wrong` where the bookmarks are not the headings, on their pages."""
    wanted = [(title, level, evidence.page_of(id_)) for id_, level, title in _headings(evidence)]
    found = [(one.title, one.level, one.page_index) for one in evidence.reading.bookmarks]
    for heading, bookmark in itertools.zip_longest(wanted, found):
        if heading == bookmark:
            continue
        if heading is None:
            message = f"The bookmark “{bookmark[0]}” of the PDF is no heading of the report"
        elif bookmark is None:
            message = f"No bookmark of the PDF leads to “{heading[0]}”"
        else:
            where = '' if heading[2] is None else f" on page {evidence.folio(heading[2])}"
            message = f"The PDF has the bookmark “{bookmark[0]}” for “{heading[0]}”{where}"
        page = heading[2] if heading is not None else bookmark[2]
        yield Finding(
            Diagnostic(
                'bookmark-wrong',
                message,
                None,
                "this is a fault of Proofpress: report it with this heading",
            ),
            'pdf',
            (Place(page),) if page is not None and page >= 0 else (),
        )
        return


def loose_fonts(evidence: Evidence) -> Iterator[Finding]:
    """Yield `font-not-embedded` for each font that a reader's machine would have to guess."""
    for font in evidence.reading.fonts:
        if not font.is_embedded or not font.has_to_unicode:
            yield Finding(
                Diagnostic(
                    'font-not-embedded',
                    f"The PDF does not carry its font “{font.name}” whole",
                    None,
                    "this is a fault of Proofpress: report it with this font",
                ),
                'pdf',
            )


def _headings(evidence: Evidence) -> Iterator[tuple[str, int, str]]:
    """Yield id, level and words of what the bookmarks must list."""
    for section in evidence.book.sections:
        if section.outline is not None:
            yield from _flat(section.outline, 1)
        elif section.kind is SectionKind.CONTENTS:
            yield section.id, 1, section.title


def _flat(outline: Outline, level: int) -> Iterator[tuple[str, int, str]]:
    yield outline.id, level, f'{outline.number} {outline.title}'.strip()
    for child in outline.children:
        yield from _flat(child, level + 1)


def _described(packet: bytes) -> dict[str, str]:
    """Return the properties of an XMP packet that are compared; none of one that is broken."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(packet, parser)
    except etree.XMLSyntaxError:
        return {}
    said: dict[str, str] = {}
    for name in (f'{_DC}title', f'{_DC}creator', f'{_DC}language'):
        for element in root.iter(name):
            items = [item.text or '' for item in element.iter(f'{_RDF}li')]
            said[etree.QName(name).localname] = '; '.join(items)
    for name in (f'{_XMP}CreateDate', f'{_XMP}ModifyDate'):
        for element in root.iter(name):
            said[etree.QName(name).localname] = element.text or ''
    return said


def _wrong(key: str, said: str, value: str) -> Finding:
    return Finding(
        Diagnostic(
            'metadata-wrong',
            f"The PDF says “{said}” as its {key}, and the report “{value}”",
            None,
            "this is a fault of Proofpress: report it with both values",
        ),
        'pdf',
    )
