"""Joins the formes of a book to one PDF: pages, fonts, tags, metadata, bookmarks, page labels.

In: the book, its layout, and what the PDF is to be.  Out: the bytes of the PDF.  Dates come from
the book, never from a clock.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pydyf

from proofpress.compose.book import Book, Metadata, Outline, SectionKind
from proofpress.model.profile import Profile
from proofpress.model.timeline import Date
from proofpress.pdf import seams
from proofpress.pdf.archive import GENERATOR, archive
from proofpress.pdf.destinations import Bookmark, Destinations
from proofpress.pdf.embedded_fonts import slim_fonts
from proofpress.pdf.folios import Folio
from proofpress.pdf.forme import FontUse, Forme, FormePage
from proofpress.pdf.layout import Layout
from proofpress.pdf.packed import Packed
from proofpress.pdf.packing import pack
from proofpress.pdf.plates import put_plates
from proofpress.pdf.readings import uses_of
from proofpress.pdf.tags import Elements, TaggedForme, write_tags


def write_pdf(
    book: Book,
    layout: Layout,
    fonts: seams.Fonts,
    profile: Profile,
    is_draft: bool,
    sources: Mapping[str, bytes],
) -> bytes:
    """Return the PDF of the formes; a draft claims nothing about standards."""
    is_pdf2 = profile is Profile.NEXT
    pdf = pydyf.PDF()
    places = Destinations(pdf)
    formes = [part.forme for part in layout.parts]
    tagged = _put_formes(pdf, formes, fonts, places, profile)
    elements = write_tags(pdf, tagged, len(layout.folios), is_pdf2)
    _lead(places, elements, _bookmarks(book), is_pdf2=is_pdf2)
    pdf.catalog['PageLabels'] = _page_labels(layout.folios)
    pdf.catalog['ViewerPreferences'] = pydyf.Dictionary({'DisplayDocTitle': 'true'})
    _describe(pdf, book.metadata)
    archive(pdf, book.metadata, profile, is_draft, _side_by_side(book.slug, sources))
    slim_fonts(pdf)
    return pack(pdf, profile.pdf_version)


def _put_formes(
    pdf: Any, formes: Sequence[Forme], fonts: seams.Fonts, places: Destinations, profile: Profile
) -> list[TaggedForme]:
    """Put the pages of all formes into the PDF, with what they refer to."""
    profile_reference = _put_colours(pdf)
    colours = seams.colour_spaces(profile_reference)
    pdf.add_object(colours)
    shared = {
        'srgb': profile_reference,
        'colours': colours.reference,
        'fonts': _put_fonts(pdf, uses_of(formes), fonts, profile.pdf_version),
    }
    tagged: list[TaggedForme] = []
    first_page = 0
    for forme in formes:
        resources = put_plates(pdf, forme.resources, forme.streams, shared)
        pages = [
            _put_page(pdf, page, first_page + index, resources)
            for index, page in enumerate(forme.pages)
        ]
        for page, written in zip(forme.pages, pages, strict=True):
            for id_, (left, top) in page.anchors.items():
                places.place(id_, written.reference, left, top)
        annotations = [places.annotation(link) for link in forme.links]
        for link, annotation in zip(forme.links, annotations, strict=True):
            pages[link.page_index].setdefault('Annots', pydyf.Array()).append(annotation.reference)
        link_pages = [link.page_index for link in forme.links]
        tagged.append(TaggedForme(forme.tags, first_page, annotations, link_pages))
        first_page += len(forme.pages)
    return tagged


def _put_page(pdf: Any, page: FormePage, index: int, resources: bytes) -> Any:
    content = Packed(page.content, {'Filter': '/FlateDecode'})
    pdf.add_object(content)
    box = [0, 0, page.width, page.height]
    written = pydyf.Dictionary(
        {
            'Type': '/Page',
            'Parent': pdf.pages.reference,
            'MediaBox': pydyf.Array(box),
            'TrimBox': pydyf.Array(box),
            'BleedBox': pydyf.Array(box),
            'Contents': content.reference,
            'Resources': resources,
            'Tabs': '/S',
            'StructParents': index,
        }
    )
    pdf.add_page(written)
    return written


def _put_colours(pdf: Any) -> bytes:
    """Put the colours of screens into the PDF, for whom it is meant (14.11.5); return them."""
    profile = seams.srgb()
    stream = pydyf.Stream([profile.content], {'N': len(profile.components)}, compress=True)
    pdf.add_object(stream)
    intent = pydyf.Dictionary(
        {
            'Type': '/OutputIntent',
            'S': '/GTS_PDFA1',
            'OutputConditionIdentifier': pydyf.String(profile.name),
            'Info': pydyf.String(profile.name),
            'DestOutputProfile': stream.reference,
        }
    )
    pdf.catalog['OutputIntents'] = pydyf.Array([intent])
    return bytes(stream.reference)


def _put_fonts(
    pdf: Any, uses: Mapping[str, FontUse], fonts: seams.Fonts, pdf_version: str
) -> bytes:
    """Put the fonts into the PDF, each cut to the glyphs that pages show."""
    used: dict[str, Any] = {}
    for name, use in uses.items():
        font = used[name] = fonts.font(use.description)
        font.widths = dict(sorted(use.widths.items()))
        font.to_unicode = dict(sorted(use.readings.items()))
        font.missing = dict(use.missing)
    return bytes(seams.put_fonts(pdf, used, pdf_version))


def _lead(
    places: Destinations, elements: Elements, bookmarks: Iterable[Bookmark], *, is_pdf2: bool
) -> None:
    if is_pdf2:
        places.lead_to_elements(elements)
    else:
        places.lead_to_places(elements)
    places.write_bookmarks(list(bookmarks), elements if is_pdf2 else None)


def _describe(pdf: Any, metadata: Metadata) -> None:
    """Fill in the document information dictionary (ISO 32000-1, 14.3.3)."""
    texts = {
        'Producer': f'WeasyPrint {seams.VERSION}',
        'Title': metadata.title,
        'Author': ', '.join(author.name for author in metadata.authors),
        'Subject': metadata.description,
        'Keywords': ', '.join(metadata.keywords),
        'Creator': GENERATOR,
        'CreationDate': _pdf_date(metadata.date),
        'ModDate': _pdf_date(metadata.modified or metadata.date),
    }
    pdf.info.update({key: pydyf.String(text) for key, text in texts.items() if text})
    pdf.catalog['Lang'] = pydyf.String(metadata.lang)


def _pdf_date(date: Date | None) -> str:
    """Return a date as PDF writes it, as exact as it is known (ISO 32000-1, 7.9.4)."""
    return f"D:{date.iso.replace('-', '')}" if date else ''


def _side_by_side(slug: str, sources: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the sources by their path beside `imprint.yaml`, which stands around the report.

    What is taken out of the PDF under these names is a report that can be built again.
    """
    return {posixpath.normpath(f'{slug}/{path}'): data for path, data in sources.items()}


def _bookmarks(book: Book) -> Iterator[Bookmark]:
    """Yield the lines of the book's contents, and the contents themselves."""
    for section in book.sections:
        if section.outline is not None:
            yield from _entries([section.outline])
        elif section.kind is SectionKind.CONTENTS:
            yield Bookmark(section.title, 1, section.id)


def _entries(outlines: Iterable[Outline]) -> Iterator[Bookmark]:
    for outline in outlines:
        yield Bookmark(f'{outline.number} {outline.title}'.strip(), outline.level, outline.id)
        yield from _entries(outline.children)


def _page_labels(folios: tuple[Folio, ...]) -> pydyf.Dictionary:
    """Return the page labels (ISO 32000-1, 12.4.2): what viewers show as page numbers."""
    labels = pydyf.Array()
    for index, folio in enumerate(folios):
        if index == 0 or not folio.follows(folios[index - 1]):
            style = '/D' if folio.after_front else '/r'
            labels.append(index)
            labels.append(pydyf.Dictionary({'S': style, 'St': folio.number}))
    return pydyf.Dictionary({'Nums': labels})
