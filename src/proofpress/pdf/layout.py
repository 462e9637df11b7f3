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
from proofpress.pdf.impression import PageIds
from proofpress.pdf.notes import lost_notes
from proofpress.pdf.readings import settled
from proofpress.pdf.sheets import sheet

# Contents whose length changes with the digits in them: seen never, but a loop needs an end.
_MOST_ROUNDS = 4


class Runs(Protocol):
    """Documents that follow each other, laid out and perhaps not painted yet."""

    @property
    def ids(self) -> Sequence[PageIds]:
        """The ids on the pages of each document."""

    def formes(self) -> list[Forme]:
        """Return the printed pages of each document."""


class Prints(Protocol):
    """Who prints documents."""

    def set_run(self, roots: Sequence[ElementTree.Element], first: int) -> Runs:
        """Lay out documents of which each follows the one before, from the number of a page."""

    def print_anew(self, root: ElementTree.Element, first: int, readings: Readings) -> Forme:
        """Print a document again, with what its glyphs have to say."""

    def count(self, root: ElementTree.Element) -> int:
        """Return how many pages a document has."""

    def weigh(self, pages: int) -> None:
        """Raise `LimitReachedError` when so many pages are more than there may be."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A gathering on its pages."""

    gathering: Gathering
    first: Folio
    forme: Forme

    @property
    def folios(self) -> tuple[Folio, ...]:
        """The folio of each page."""
        start = self.first
        return tuple(
            Folio(start.after_front, start.number + step) for step in range(len(self.forme.pages))
        )

    def numbers(self) -> dict[str, Folio]:
        """Return the folio of every id in it: that of the first page it stands on."""
        return _numbers(self.first, [page.anchors for page in self.forme.pages])


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
    after_body = desk.set(body, Folio(True, 1))
    for _ in range(_MOST_ROUNDS):
        desk.set_around(front, lists, lengths)
        desk.set(back, after_body)
        desk.set_lists(front, lists, lengths)
        measured = [len(desk.placed[id(gathering)].ids) for gathering in lists]
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


@dataclass(frozen=True, slots=True)
class _Placed:
    """A gathering that is laid out, and perhaps not painted yet."""

    root: ElementTree.Element
    first: Folio
    ids: PageIds
    run: Runs
    index: int
    """In the run."""

    @property
    def following(self) -> Folio:
        """The folio of the page after the last."""
        return Folio(self.first.after_front, self.first.number + len(self.ids))


class _Desk:
    """Has gatherings printed and remembers what stands on which page."""

    def __init__(self, book: Book, printer: Prints, remedies: Remedies) -> None:
        self._book = book
        self._printer = printer
        self._remedies = remedies
        self.placed: dict[int, _Placed] = {}
        self._numbers: dict[str, Folio] = {}

    def sheet(self, gathering: Gathering) -> ElementTree.Element:
        """Return the document of a gathering, with the numbers that are known."""
        return sheet(gathering, self._book, self._numbers, self._remedies)

    def set(self, gatherings: Sequence[Gathering], first: Folio) -> Folio:
        """Lay out gatherings one after the other; returns the folio that follows.

        None prints numbers of another among them.
        """
        roots = [self.sheet(gathering) for gathering in gatherings]
        run = self._printer.set_run(roots, first.number)
        for index, (gathering, root) in enumerate(zip(gatherings, roots, strict=True)):
            placed = _Placed(root, first, run.ids[index], run, index)
            self.placed[id(gathering)] = placed
            self._numbers.update(_numbers(first, placed.ids))
            first = placed.following
        self._printer.weigh(sum(len(one.ids) for one in self.placed.values()))
        return first

    def set_around(
        self, front: list[Gathering], lists: list[Gathering], lengths: list[int]
    ) -> None:
        """Lay out the front but its lists, for which pages are left free."""
        first = Folio(False, 1)
        for gathering in front:
            if gathering in lists:
                first = Folio(False, first.number + lengths[lists.index(gathering)])
            else:
                first = self.set([gathering], first)

    def set_lists(self, front: list[Gathering], lists: list[Gathering], lengths: list[int]) -> None:
        """Lay out the lists of the front on the pages left free."""
        first = Folio(False, 1)
        for gathering in front:
            if gathering in lists:
                self.set([gathering], first)
                first = Folio(False, first.number + lengths[lists.index(gathering)])
            else:
                first = self.placed[id(gathering)].following

    def settled(self, gatherings: Sequence[Gathering]) -> tuple[LaidOut, ...]:
        """Return all parts in reading order, once every glyph says the same in all of them."""
        placed = [self.placed[id(gathering)] for gathering in gatherings]
        formes = {run: run.formes() for run in dict.fromkeys(one.run for one in placed)}
        said_alike = settled(
            [formes[one.run][one.index] for one in placed],
            lambda index, readings: self._printer.print_anew(
                placed[index].root, placed[index].first.number, readings
            ),
        )
        return tuple(
            LaidOut(gathering, one.first, forme)
            for gathering, one, forme in zip(gatherings, placed, said_alike, strict=True)
        )


def _numbers(first: Folio, ids: Iterable[Iterable[str]]) -> dict[str, Folio]:
    """Return the folio of every id: that of the first page it stands on."""
    numbers: dict[str, Folio] = {}
    for step, page in enumerate(ids):
        for id_ in page:
            numbers.setdefault(id_, Folio(first.after_front, first.number + step))
    return numbers
