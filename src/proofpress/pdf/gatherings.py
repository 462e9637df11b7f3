"""Gatherings: sections that are laid out together, because they share pages.

In: the sections of a book.  Out: `Gathering` values in reading order.  A gathering begins where a
section starts a page, so that each is laid out once and apart from the others.
"""

from __future__ import annotations

from dataclasses import dataclass

from proofpress.compose.book import XHTML, Book, Matter, Section


@dataclass(frozen=True, slots=True)
class Gathering:
    """Sections that follow each other on the same pages."""

    sections: tuple[Section, ...]

    @property
    def matter(self) -> Matter:
        """The part of the book that it stands in."""
        return self.sections[0].matter

    @property
    def is_front(self) -> bool:
        """True when its folios are roman."""
        return self.matter is Matter.FRONT

    @property
    def lists_pages(self) -> bool:
        """True when it prints page numbers of other gatherings, as the contents do."""
        return any(
            span.get('data-target') or span.get('data-targets')
            for section in self.sections
            for span in section.tree.iter(f'{{{XHTML}}}span')
        )


def gather(book: Book) -> tuple[Gathering, ...]:
    """Part the book's sections into gatherings; matters never share a page."""
    runs: list[list[Section]] = []
    for section in book.sections:
        if not runs or section.starts_page or section.matter is not runs[-1][0].matter:
            runs.append([])
        runs[-1].append(section)
    return tuple(Gathering(tuple(run)) for run in runs)
