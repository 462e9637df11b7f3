"""The EPUB press: EPUB 3.3 from the composed book.

In: the `Book`, and the picture of the PDF's cover page.  Out: a `Product` of one file, or of two
where Kobo's variant is wanted, the same bytes for the same input.  Markup follows what Kobo,
Kindle, Apple Books, Thorium and MuPDF do with it: notes as `noteref` and `footnote` in one file,
the cover alone in its own, contents of at most three levels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from proofpress.compose.book import Book, SectionKind
from proofpress.compose.reflow import PageMark, page_marks
from proofpress.epub import accessibility, metadata
from proofpress.epub.documents import (
    STYLESHEET,
    Places,
    content_document,
    cover_document,
    places_of,
    spine_id,
)
from proofpress.epub.kepub import for_kobo
from proofpress.epub.navigation import navigation_document, ncx
from proofpress.epub.package import (
    FOLDER,
    Publication,
    Resource,
    Statement,
    package,
)
from proofpress.epub.page_list import ListedPage, listed_pages, source_statements
from proofpress.memo import NO_MEMO, Memo
from proofpress.model.page_map import PageMap
from proofpress.product import Product, ProductFile
from proofpress.stylesheet import flattened, font_faces, names_family, read_entry
from proofpress.typefaces import Face, subset

COVER_IMAGE = 'cover-image'
_COVER_PATH = 'cover.png'
_FONTS = 'fonts'


def make_epub(
    book: Book,
    cover: bytes | None = None,
    faces: tuple[Face, ...] = (),
    page_map: PageMap | None = None,
    *,
    kepub: bool = False,
    memo: Memo = NO_MEMO,
) -> Product:
    """Make the EPUB; `cover` is a PNG of the cover page, without which the title page comes first.

    The `faces` that the sheet names are embedded, cut down to the book's characters.  With the
    `page_map` of its PDF the EPUB has the PDF's page numbers; with `kepub`, Kobo's variant of it
    comes as a second file.  What the `memo` holds of it is not made again.
    Raises `KeyError` for a link to an id that no section holds, `ValueError` for a package that
    does not hang together: both are faults of ours, which compose or this press let through.
    """
    places = places_of(book)
    marks = page_marks(book, page_map)
    pages = listed_pages(book, places, marks)
    facts = accessibility.facts_of(book, has_cover=cover is not None, has_pages=bool(pages))
    resources = tuple(_resources(book, places, cover, faces, marks, pages, memo))
    publication = Publication(
        identifier=book.metadata.identifier,
        lang=book.metadata.lang,
        direction=book.metadata.direction,
        statements=(
            *metadata.statements(book),
            *accessibility.statements(facts),
            *accessibility.claims(book, facts),
            *(source_statements(book) if pages else ()),
            *_cover_statements(cover),
        ),
        resources=resources,
        spine=tuple(_spine(book, places, has_cover=cover is not None)),
    )
    files = [ProductFile(f'{book.slug}.epub', package(publication, memo))]
    if kepub:
        for_its_engine = package(for_kobo(publication, memo), memo)
        files.append(ProductFile(f'{book.slug}.kepub.epub', for_its_engine))
    return Product(tuple(files))


def text_documents(
    book: Book, page_map: PageMap | None = None, memo: Memo = NO_MEMO
) -> tuple[ProductFile, ...]:
    """Return the documents of an EPUB that has a cover, in reading order, by their paths in it.

    They are those of `make_epub`, which says what is raised.
    """
    places = places_of(book)
    marks = page_marks(book, page_map)
    made = {
        one.id: one
        for one in (
            _navigation(book, places, marks, listed_pages(book, places, marks), has_cover=True),
            cover_document(_COVER_PATH, _cover_words(book), book),
            *_contents(book, places, marks, memo),
        )
    }
    return tuple(
        ProductFile(f'{FOLDER}/{made[id_].path}', made[id_].content)
        for id_ in _spine(book, places, has_cover=True)
    )


def _resources(
    book: Book,
    places: Places,
    cover: bytes | None,
    faces: tuple[Face, ...],
    marks: Mapping[str, Sequence[PageMark]],
    pages: Sequence[ListedPage],
    memo: Memo,
) -> Iterator[Resource]:
    yield _navigation(book, places, marks, pages, has_cover=cover is not None)
    yield ncx(book, places, pages)
    if cover is not None:
        yield cover_document(_COVER_PATH, _cover_words(book), book)
        yield Resource(COVER_IMAGE, _COVER_PATH, 'image/png', cover, (COVER_IMAGE,))
    yield from _contents(book, places, marks, memo)
    for number, picture in enumerate(book.pictures, start=1):
        path = f'pictures/{picture.name}'
        yield Resource(f'picture-{number}', path, picture.media_type, picture.content)
    entry = read_entry('epub.css', house=book.house)
    sheet = memo.result(('flat sheet', entry), lambda: flattened(entry))
    fonts = tuple(_fonts(book, sheet, faces, memo))
    for number, font in enumerate(fonts, start=1):
        path = f'{_FONTS}/{font.name}'
        yield Resource(f'font-{number}', path, font.media_type, font.content)
    sheet = font_faces(fonts, _FONTS) + sheet
    yield Resource('stylesheet', STYLESHEET, 'text/css', sheet.encode())


def _navigation(
    book: Book,
    places: Places,
    marks: Mapping[str, Sequence[PageMark]],
    pages: Sequence[ListedPage],
    *,
    has_cover: bool,
) -> Resource:
    own = next((s.id for s in book.sections if s.kind is SectionKind.CONTENTS), '')
    return navigation_document(book, places, pages, marks.get(own, ()), has_cover=has_cover)


def _contents(
    book: Book, places: Places, marks: Mapping[str, Sequence[PageMark]], memo: Memo
) -> Iterator[Resource]:
    for section in book.sections:
        if section.kind is not SectionKind.CONTENTS:
            yield content_document(section, book, places, marks.get(section.id, ()), memo)


def _fonts(book: Book, sheet: str, faces: tuple[Face, ...], memo: Memo) -> Iterator[Face]:
    """Yield what the sheet sets the book in, as TrueType: Kobo reads no WOFF2."""
    characters = book.characters()
    for face in faces:
        if names_family(sheet, face.family):
            font = subset(face, characters, memo=memo)
            if font is not None:
                yield font


def _spine(book: Book, places: Places, *, has_cover: bool) -> Iterator[str]:
    """Yield the ids of the documents in reading order, the contents where the book has them."""
    if has_cover:
        yield 'cover'
    ids = [spine_id(section, places) for section in book.sections]
    if 'nav' not in ids:
        kinds = [section.kind for section in book.sections]
        opening = {SectionKind.COVER, SectionKind.IMPRINT}
        ids.insert(next((i for i, kind in enumerate(kinds) if kind not in opening), 0), 'nav')
    yield from ids


def _cover_statements(cover: bytes | None) -> Iterator[Statement]:
    if cover is not None:
        # EPUB 2's way, which Kindle and Kobo still read.
        yield Statement('meta', attributes={'name': 'cover', 'content': COVER_IMAGE})


def _cover_words(book: Book) -> str:
    """Return the words that stand on the cover."""
    about = book.metadata
    words = (f"Cover: {about.title}", about.subtitle, ', '.join(a.name for a in about.authors))
    return '. '.join(word.rstrip('.') for word in words if word) + '.'
