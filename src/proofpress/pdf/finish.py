"""Writes the laid-out pages as one PDF: tags, metadata, bookmarks, page labels.

In: the book, its layout, and what the PDF is to be.  Out: the bytes of the PDF.  Dates come from
the book, never from a clock.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pydyf

from proofpress.compose.book import Book, Metadata, Outline, SectionKind
from proofpress.model.profile import Profile
from proofpress.model.timeline import Date
from proofpress.pdf import seams
from proofpress.pdf.archive import GENERATOR, archive
from proofpress.pdf.destinations import settle_destinations
from proofpress.pdf.embedded_fonts import slim_fonts
from proofpress.pdf.engine import Engine
from proofpress.pdf.folios import Folio
from proofpress.pdf.layout import Layout
from proofpress.pdf.packing import pack
from proofpress.pdf.pieces import find_pieces
from proofpress.pdf.structure import structure
from proofpress.pdf.tags import write_tags


def write_pdf(
    book: Book,
    layout: Layout,
    engine: Engine,
    profile: Profile,
    is_draft: bool,
    sources: Mapping[str, bytes],
) -> bytes:
    """Return the PDF of the pages; a draft claims nothing about standards."""
    pages = list(layout.pages)
    is_pdf2 = profile is Profile.NEXT
    _set_bookmarks(book, pages)
    spoken = structure((part.root for part in layout.parts), is_pdf2)
    find_pieces(pages, spoken)

    def tag(pdf: Any) -> None:
        elements = write_tags(pdf, spoken, len(pages), is_pdf2)
        settle_destinations(pdf, spoken, elements if is_pdf2 else None)

    def finish(_: seams.Document, pdf: Any) -> None:
        pdf.catalog['PageLabels'] = _page_labels(layout.folios)
        pdf.catalog['ViewerPreferences'] = pydyf.Dictionary({'DisplayDocTitle': 'true'})
        archive(pdf, book.metadata, profile, is_draft, _side_by_side(book.slug, sources))
        slim_fonts(pdf)
        # pydyf would write it larger, and with the zlib of the machine.
        pdf.write = lambda output, *_: output.write(pack(pdf, profile.pdf_version))

    document = seams.TaggedDocument(
        pages, _metadata(book.metadata), engine.table, engine.fonts, {'srgb': seams.srgb()}, 'srgb'
    )
    document.write_tags = tag
    with engine.listening():
        return bytes(
            document.write_pdf(finisher=finish, pdf_version=profile.pdf_version, pdf_tags=True)
        )


def _side_by_side(slug: str, sources: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the sources by their path beside `imprint.yaml`, which stands around the report.

    What is taken out of the PDF under these names is a report that can be built again.
    """
    return {posixpath.normpath(f'{slug}/{path}'): data for path, data in sources.items()}


def _metadata(metadata: Metadata) -> seams.DocumentMetadata:
    return seams.DocumentMetadata(
        title=metadata.title,
        authors=[author.name for author in metadata.authors],
        description=metadata.description,
        keywords=list(metadata.keywords),
        generator=GENERATOR,
        created=_w3c_date(metadata.date),
        modified=_w3c_date(metadata.modified or metadata.date),
        lang=metadata.lang,
    )


def _w3c_date(date: Date | None) -> str | None:
    return date.iso if date else None


def _set_bookmarks(book: Book, pages: list[Any]) -> None:
    """Make the bookmarks those of the book's contents, with the contents themselves."""
    wanted = {id_: (level, label) for id_, level, label in _bookmarks(book)}
    for page in pages:
        page.bookmarks = [
            (*wanted.pop(name), tuple(place[:2]), 'open')
            for name, place in page.anchors.items()
            if name in wanted
        ]


def _bookmarks(book: Book) -> Iterator[tuple[str, int, str]]:
    for section in book.sections:
        if section.outline is not None:
            yield from _entries([section.outline])
        elif section.kind is SectionKind.CONTENTS:
            yield section.id, 1, section.title


def _entries(outlines: Iterable[Outline]) -> Iterator[tuple[str, int, str]]:
    for outline in outlines:
        yield outline.id, outline.level, f'{outline.number} {outline.title}'.strip()
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
