"""The layout: which gathering is laid out when, and which page gets which number.

In: a book and an engine.  Out: a `Layout`, all pages in reading order, each with its folio.

As printers do: the body first, from page 1, then the back, and the contents last, so that whoever
prints a number knows it.  Front matter counts apart, in roman numerals; the contents are measured
once without their numbers, because what follows them in the front must be counted too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol
from xml.etree import ElementTree

from proofpress.compose.book import Book, Matter
from proofpress.diagnostics import Diagnostic
from proofpress.limits import LimitReachedError, Limits
from proofpress.model.remedy import NO_REMEDIES, Remedies
from proofpress.pdf.folios import Folio
from proofpress.pdf.gatherings import Gathering, gather
from proofpress.pdf.notes import lost_notes
from proofpress.pdf.sheets import sheet

_USUAL = Limits()
# Contents whose length changes with the digits in them: seen never, but a loop needs an end.
_MOST_ROUNDS = 4


class PageMaker(Protocol):
    """What lays out a document."""

    def pages(self, root: ElementTree.Element, first_number: int) -> list[Any]:
        """Lay out a document whose first page has this number."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A gathering on its pages."""

    gathering: Gathering
    first: Folio
    root: ElementTree.Element
    """The document that was laid out, to which the boxes on the pages refer."""
    pages: tuple[Any, ...]
    """`weasyprint.Page`s."""

    @property
    def folios(self) -> tuple[Folio, ...]:
        """The folio of each page."""
        start = self.first
        return tuple(
            Folio(start.after_front, start.number + step) for step in range(len(self.pages))
        )

    @property
    def next_number(self) -> int:
        """The number of the page after the last."""
        return self.first.number + len(self.pages)

    def numbers(self) -> dict[str, Folio]:
        """Return the folio of every id in it: that of the first page it stands on."""
        numbers: dict[str, Folio] = {}
        for folio, page in zip(self.folios, self.pages, strict=True):
            for anchor in page.anchors:
                numbers.setdefault(anchor, folio)
        return numbers


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole book on its pages."""

    parts: tuple[LaidOut, ...]
    """In reading order."""
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def pages(self) -> tuple[Any, ...]:
        """All pages, in reading order."""
        return tuple(page for part in self.parts for page in part.pages)

    @property
    def folios(self) -> tuple[Folio, ...]:
        """The folio of each page."""
        return tuple(folio for part in self.parts for folio in part.folios)


def lay_out(
    book: Book,
    engine: PageMaker,
    remedies: Remedies = NO_REMEDIES,
    most_pages: int = _USUAL.pages,
) -> Layout:
    """Lay out the whole book; each gathering once, and the contents once more to measure them.

    Raises `LimitReachedError` as soon as there are more pages than `most_pages`.
    """
    gatherings = gather(book)
    printer = _Printer(book, engine, remedies, most_pages)
    body = [g for g in gatherings if g.matter is Matter.BODY]
    back = [g for g in gatherings if g.matter is Matter.BACK]
    front = [g for g in gatherings if g.is_front]
    lists = [g for g in front if g.lists_pages]
    after_body = printer.print(body, Folio(True, 1))
    printer.print(lists, Folio(False, 1))
    lengths = printer.lengths(lists)
    for _ in range(_MOST_ROUNDS):
        printer.forget(lists)
        printer.print_around(front, lists, lengths)
        printer.print(back, after_body)
        printer.print_lists(front, lists, lengths)
        if printer.lengths(lists) == lengths:
            break
        lengths = printer.lengths(lists)
    else:
        raise RuntimeError("the contents change their length with their numbers")
    parts = tuple(printer.done[id(gathering)] for gathering in gatherings)
    diagnostics = (
        diagnostic for part in parts for diagnostic in lost_notes(part.gathering, part.pages)
    )
    return Layout(parts, tuple(diagnostics))


class _Printer:
    """Lays out gatherings and remembers what stands on which page."""

    def __init__(self, book: Book, engine: PageMaker, remedies: Remedies, most_pages: int) -> None:
        self._book = book
        self._engine = engine
        self._remedies = remedies
        self._most_pages = most_pages
        self.done: dict[int, LaidOut] = {}
        self._numbers: dict[str, Folio] = {}

    def print(self, gatherings: Iterable[Gathering], first: Folio) -> Folio:
        """Lay out gatherings one after the other; returns the folio that follows."""
        for gathering in gatherings:
            root = sheet(gathering, self._book, self._numbers, self._remedies)
            pages = self._engine.pages(root, first.number)
            part = LaidOut(gathering, first, root, tuple(pages))
            self.done[id(gathering)] = part
            self._count()
            self._numbers.update(part.numbers())
            first = Folio(first.after_front, part.next_number)
        return first

    def _count(self) -> None:
        count = sum(len(part.pages) for part in self.done.values())
        if count > self._most_pages:
            message = f"The PDF has more than {self._most_pages} pages"
            raise LimitReachedError('pages-exceeded', message)

    def print_around(
        self, front: list[Gathering], lists: list[Gathering], lengths: list[int]
    ) -> None:
        """Lay out the front but its lists, for which pages are left free."""
        first = Folio(False, 1)
        for gathering in front:
            if gathering in lists:
                first = Folio(False, first.number + lengths[lists.index(gathering)])
            else:
                first = self.print([gathering], first)

    def print_lists(
        self, front: list[Gathering], lists: list[Gathering], lengths: list[int]
    ) -> None:
        """Lay out the lists of the front on the pages left free."""
        first = Folio(False, 1)
        for gathering in front:
            if gathering in lists:
                self.print([gathering], first)
                first = Folio(False, first.number + lengths[lists.index(gathering)])
            else:
                first = Folio(False, self.done[id(gathering)].next_number)

    def lengths(self, gatherings: list[Gathering]) -> list[int]:
        """Return the number of pages of each."""
        return [len(self.done[id(gathering)].pages) for gathering in gatherings]

    def forget(self, gatherings: list[Gathering]) -> None:
        """Forget where the gatherings stand."""
        for gathering in gatherings:
            for id_ in self.done.pop(id(gathering)).numbers():
                del self._numbers[id_]
