"""What the book tells readers of an edition without pages: the expectation of all rules.

In: the `Book`.  Out: `Told`: the markup of each section, read by the same reader as the product,
in the order in which the edition tells it; and where the author wrote what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

from proofpress.compose.book import Book, Outline, Section, SectionKind, without_pages
from proofpress.proof.markup import Link, Markup, Piece, Run
from proofpress.proof.read_markup import one_line, read_markup
from proofpress.span import Span

SKIP = ("Skip to the text", 'report-text')
"""What the web page says before all else, and where that link leads."""
DOWNLOADS = (("PDF", 'pdf'), ("EPUB", 'epub'))
"""The links of the web page to the other formats: words and the file's suffix."""
_LOWER = {f'h{level}': f'h{level + 1}' for level in range(1, 6)}


@dataclass(frozen=True, slots=True)
class Said:
    """What one block says; blocks within it are blocks of their own."""

    id: str
    text: str
    """White space collapsed."""
    pieces: tuple[Piece, ...]
    """The same in pieces of one language."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an edition must tell."""

    book: Book
    sections: tuple[Section, ...]
    """Those that the edition tells, in its order."""
    markups: tuple[Markup, ...]
    """What each of them says."""
    said: tuple[Said, ...]
    """All blocks in order, also what the edition says before the sections."""
    opening_links: tuple[Link, ...]
    """The links in what it says before them."""
    origins: Mapping[str, Span]
    """Where each block was written; none for what the press says itself."""

    def origin(self, section: Section, *ids: str) -> Span | None:
        """Return where the author wrote the first of the ids that he wrote, or the section."""
        places = (section.origins.get(id_) for id_ in (*ids, section.id))
        return next(filter(None, places), None)

    def each(self) -> Iterator[tuple[Section, Markup]]:
        """Yield the sections with what they say."""
        return zip(self.sections, self.markups, strict=True)


BookMarkup = Mapping[str, Markup]
"""What each section of a book says, by its id: all but the contents, which is navigation."""


def read_book(book: Book) -> BookMarkup:
    """Read what a book says to readers of editions without pages."""
    return {
        section.id: read_markup(without_pages(section), book.metadata.lang, book.metadata.direction)
        for section in _sections(book)
    }


def told_by_epub(book: Book, said: BookMarkup) -> Told:
    """Return what the EPUB tells of what the book says: all of it."""
    sections = _sections(book)
    return _told(book, sections, tuple(said[section.id] for section in sections))


def told_by_web(book: Book, said: BookMarkup) -> Told:
    """Return what the web page tells: a link to the text, the cover, the text, the imprint."""
    order = {SectionKind.COVER: 0, SectionKind.IMPRINT: 2}
    sections = sorted(_sections(book), key=lambda section: order.get(section.kind, 1))
    words, target = SKIP
    is_english = book.metadata.lang.partition('-')[0].lower() == 'en'
    lang = book.metadata.lang if is_english else 'en'
    direction = book.metadata.direction if is_english else 'ltr'
    markups = tuple(
        markup if section.kind is SectionKind.COVER else _lowered(markup)
        for section, markup in ((section, said[section.id]) for section in sections)
    )
    opening = Run('', (Piece(words, lang, direction),))
    return _told(book, sections, markups, (opening,), (Link(f'#{target}', words, '', '', ''),))


def _sections(book: Book) -> list[Section]:
    return [one for one in book.sections if one.kind is not SectionKind.CONTENTS]


def _lowered(markup: Markup) -> Markup:
    """Lower the headings of a section: the page's only `<h1>` is the report's title."""
    anchors = [
        anchor._replace(name=_LOWER[anchor.name]) if anchor.name in _LOWER else anchor
        for anchor in markup.anchors
    ]
    return replace(markup, anchors=anchors)


def _told(
    book: Book,
    sections: Sequence[Section],
    markups: tuple[Markup, ...],
    opening: tuple[Run, ...] = (),
    opening_links: tuple[Link, ...] = (),
) -> Told:
    origins = {
        run.block: origin
        for section, markup in zip(sections, markups, strict=True)
        for run in markup.runs
        if (origin := section.origins.get(run.block, section.origins.get(section.id)))
    }
    said = said_of(chain(opening, *(markup.runs for markup in markups)))
    return Told(book, tuple(sections), markups, said, opening_links, origins)


def said_of(runs: Iterable[Run]) -> tuple[Said, ...]:
    """Join runs that follow each other in one block, such as the cells of a row."""
    return tuple(
        _joined(block, tuple(group)) for block, group in groupby(runs, key=lambda run: run.block)
    )


def _joined(block: str, runs: Sequence[Run]) -> Said:
    pieces: list[Piece] = []
    for run in runs:
        if pieces:
            pieces.append(Piece(' ', run.pieces[0].lang, run.pieces[0].direction))
        pieces += run.pieces
    return Said(block, one_line(''.join(piece.text for piece in pieces)), tuple(pieces))


def contents_title(book: Book) -> str:
    """Return the title that the contents bear."""
    titles = (s.title for s in book.sections if s.kind is SectionKind.CONTENTS)
    return next(filter(None, titles), "Contents")


def headings(
    outlines: Iterable[Outline], most_levels: int, level: int = 1
) -> Iterator[tuple[int, Outline]]:
    """Yield the headings down to a level, each with its level, in reading order."""
    for outline in outlines:
        yield level, outline
        if level < most_levels:
            yield from headings(outline.children, most_levels, level + 1)
