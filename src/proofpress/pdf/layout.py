"""The layout: which gathering is printed when, and which page gets which number.

In: a book and who prints it.  Out: a `Layout`, the formes of all gatherings in reading order, each
page with its folio.

As printers do: the body first, from page 1, then the back, and the contents last, so that whoever
prints a number knows it.  Front matter counts apart, in roman numerals; the contents are measured
once without their numbers, because what follows them in the front must be counted too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol
from xml.etree import ElementTree

from proofpress.compose.book import Book, Matter
from proofpress.diagnostics import Diagnostic
from proofpress.model.remedy import NO_REMEDIES, Remedies
from proofpress.pdf.folios import Folio
from proofpress.pdf.forme import Forme, Readings
from proofpress.pdf.gatherings import Gathering, gather
from proofpress.pdf.notes import lost_notes
from proofpress.pdf.readings import settled
from proofpress.pdf.sheets import sheet

# Contents whose length changes with the digits in them: seen never, but a loop needs an end.
_MOST_ROUNDS = 4


class Prints(Protocol):
    """Who prints documents."""

    def print_run(self, roots: Sequence[ElementTree.Element], first: int) -> list[Forme]:
        """Print documents of which each follows the one before, from the number of a page."""

    def print_anew(self, root: ElementTree.Element, first: int, readings: Readings) -> Forme:
        """Print a document again, with what its glyphs have to say."""

    def count(self, root: ElementTree.Element) -> int:
        """Return how many pages a document has."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A gathering on its pages."""

    gathering: Gathering
    first: Folio
    root: ElementTree.Element
    """The document that was laid out."""
    forme: Forme

    @property
    def folios(self) -> tuple[Folio, ...]:
        """The folio of each page."""
        start = self.first
        return tuple(
            Folio(start.after_front, start.number + step) for step in range(len(self.forme.pages))
        )

    @property
    def next_number(self) -> int:
        """The number of the page after the last."""
        return self.first.number + len(self.forme.pages)

    def numbers(self) -> dict[str, Folio]:
        """Return the folio of every id in it: that of the first page it stands on."""
        numbers: dict[str, Folio] = {}
        for folio, page in zip(self.folios, self.forme.pages, strict=True):
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
    def folios(self) -> tuple[Folio, ...]:
        """The folio of each page."""
        return tuple(folio for part in self.parts for folio in part.folios)

    @property
    def heard(self) -> tuple[str, ...]:
        """What the layout engine said."""
        return tuple(said for part in self.parts for said in part.forme.complaints)

    @property
    def astray(self) -> tuple[str, ...]:
        """What there is to say of links to what is on no page."""
        formes = [part.forme for part in self.parts]
        ids = {anchor for forme in formes for page in forme.pages for anchor in page.anchors}
        targets = (link.target for forme in formes for link in forme.links)
        return tuple(
            f"No page has #{target}, to which a link leads"
            for target in dict.fromkeys(targets)
            if target and target not in ids
        )


def lay_out(book: Book, printer: Prints, remedies: Remedies = NO_REMEDIES) -> Layout:
    """Print the whole book; each gathering once, and the contents once more to measure them.

    Raises `LimitReachedError` when the printer does.
    """
    gatherings = gather(book)
    desk = _Desk(book, printer, remedies)
    body = [g for g in gatherings if g.matter is Matter.BODY]
    back = [g for g in gatherings if g.matter is Matter.BACK]
    front = [g for g in gatherings if g.is_front]
    lists = [g for g in front if g.lists_pages]
    # First, so that the hands that print know what it takes to know: faces, styles, patterns.
    lengths = [printer.count(desk.sheet(gathering)) for gathering in lists]
    after_body = desk.print(body, Folio(True, 1))
    for _ in range(_MOST_ROUNDS):
        desk.print_around(front, lists, lengths)
        desk.print(back, after_body)
        desk.print_lists(front, lists, lengths)
        measured = [len(desk.done[id(gathering)].forme.pages) for gathering in lists]
        if measured == lengths:
            break
        lengths = measured
    else:
        raise RuntimeError("the contents change their length with their numbers")
    parts = desk.settled(gatherings)
    diagnostics = (
        diagnostic for part in parts for diagnostic in lost_notes(part.gathering, part.forme)
    )
    return Layout(parts, tuple(diagnostics))


class _Desk:
    """Has gatherings printed and remembers what stands on which page."""

    def __init__(self, book: Book, printer: Prints, remedies: Remedies) -> None:
        self._book = book
        self._printer = printer
        self._remedies = remedies
        self.done: dict[int, LaidOut] = {}
        self._numbers: dict[str, Folio] = {}

    def sheet(self, gathering: Gathering) -> ElementTree.Element:
        """Return the document of a gathering, with the numbers that are known."""
        return sheet(gathering, self._book, self._numbers, self._remedies)

    def print(self, gatherings: Sequence[Gathering], first: Folio) -> Folio:
        """Print gatherings one after the other; returns the folio that follows.

        None prints numbers of another among them.
        """
        roots = [self.sheet(gathering) for gathering in gatherings]
        formes = self._printer.print_run(roots, first.number)
        for gathering, root, forme in zip(gatherings, roots, formes, strict=True):
            part = self.done[id(gathering)] = LaidOut(gathering, first, root, forme)
            self._numbers.update(part.numbers())
            first = Folio(first.after_front, part.next_number)
        return first

    def print_around(
        self, front: list[Gathering], lists: list[Gathering], lengths: list[int]
    ) -> None:
        """Print the front but its lists, for which pages are left free."""
        first = Folio(False, 1)
        for gathering in front:
            if gathering in lists:
                first = Folio(False, first.number + lengths[lists.index(gathering)])
            else:
                first = self.print([gathering], first)

    def print_lists(
        self, front: list[Gathering], lists: list[Gathering], lengths: list[int]
    ) -> None:
        """Print the lists of the front on the pages left free."""
        first = Folio(False, 1)
        for gathering in front:
            if gathering in lists:
                self.print([gathering], first)
                first = Folio(False, first.number + lengths[lists.index(gathering)])
            else:
                first = Folio(False, self.done[id(gathering)].next_number)

    def settled(self, gatherings: Iterable[Gathering]) -> tuple[LaidOut, ...]:
        """Return all parts in reading order, once every glyph says the same in all of them."""
        parts = [self.done[id(gathering)] for gathering in gatherings]
        formes = settled(
            [part.forme for part in parts],
            lambda index, readings: self._printer.print_anew(
                parts[index].root, parts[index].first.number, readings
            ),
        )
        return tuple(
            LaidOut(part.gathering, part.first, part.root, forme)
            for part, forme in zip(parts, formes, strict=True)
        )
