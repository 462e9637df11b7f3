"""The pages that are published: where the sections of the last whole build stand.

In: the record of its proof, `proof.json`.  Out: `Published`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from proofpress.compose.book import Book, Section, ids_in
from proofpress.model.page_map import PageMap, PageStart
from proofpress.pdf.gatherings import Gathering


@dataclass(frozen=True, slots=True)
class Place:
    """The pages of one gathering in the published PDF."""

    first_page_index: int
    """From 0."""
    count: int
    first_number: int
    """The folio of the first page."""

    @property
    def behind(self) -> int:
        """The index of the page that follows."""
        return self.first_page_index + self.count


@dataclass(frozen=True, slots=True)
class Ahead:
    """The pages of one gathering as they are now."""

    place: Place
    """Those that they stand for."""
    page_map: PageMap
    """Of these pages alone."""


@dataclass(frozen=True, slots=True)
class Published:
    """The pages of the published PDF."""

    folios: tuple[str, ...]
    """Of each page."""
    first_pages: Mapping[str, int]
    """The index of the page on which each block begins, by its id."""
    starts: tuple[PageStart, ...] = ()
    """Where each page begins in the text."""

    def page_map(self, book: Book, ahead: Ahead | None) -> PageMap:
        """Return where pages begin in a book that was edited since.

        Those that were set ahead say so themselves; all others are where they were, and have the
        numbers that they had.  A page that began in a block which is gone begins nowhere.
        """
        known = {section.id for section in book.sections}
        known.update(id_ for section in book.sections for id_ in ids_in(section.tree))
        starts = [one for one in self.starts if one.block in known]
        if ahead is not None:
            first, behind = ahead.place.first_page_index, ahead.place.behind
            starts = [
                *(one for one in starts if one.page_index < first),
                *(replace(one, page_index=first + one.page_index) for one in ahead.page_map.starts),
                *(one for one in starts if one.page_index >= behind),
            ]
        return PageMap(self.folios, tuple(starts), {})

    def place(self, gathering: Gathering, following: Gathering | None) -> Place | None:
        """Return where a gathering of the body stands that another one follows.

        None when the published PDF does not know it, or has no number on its first page.
        """
        first = self._first(gathering.sections)
        behind = len(self.folios) if following is None else self._first(following.sections)
        if first is None or behind is None or behind <= first:
            return None
        folio = self.folios[first]
        if not (folio.isascii() and folio.isdigit()):
            return None
        return Place(first, behind - first, int(folio))

    def _first(self, sections: Iterable[Section]) -> int | None:
        """Return the first page of blocks that are named by their section.

        Others are counted through the whole book (notes, headings that repeat another): after an
        edit their names may be those of blocks in another chapter.
        """
        ids = (id_ for one in sections for id_ in ids_in(one.tree) if id_.startswith(f'{one.id}-'))
        return min((self.first_pages[id_] for id_ in ids if id_ in self.first_pages), default=None)


def published_pages(record: bytes) -> Published | None:
    """Read the record of a proof; None for one of which nothing can be learnt."""
    try:
        said = json.loads(record)
        folios = tuple(str(page['folio']) for page in said['pages'])
        first_pages = {
            str(id_): min(map(int, indexes))
            for id_, indexes in said['page_map']['pages_of'].items()
        }
        starts = tuple(map(_start, said['page_map'].get('starts', ())))
    except (ValueError, TypeError, LookupError, AttributeError):
        return None
    if not all(0 <= index < len(folios) for index in first_pages.values()):
        return None
    return Published(folios, first_pages, starts)


def _start(said: Mapping[str, object]) -> PageStart:
    return PageStart(
        int(str(said['page_index'])),
        str(said['folio']),
        str(said['block']),
        int(str(said['offset'])),
    )
