"""Printing: has gatherings printed one after the other, or by several hands, or not at all again.

In: documents that follow each other, and the number of the first page.  Out: their formes, the same
whoever printed them and whether or not they were kept from before.  A gathering asks for the number
of its first page once it is laid out; by then those before it are, or soon will be.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol
from xml.etree import ElementTree

from proofpress.crew import Hand, answers_of, dismiss
from proofpress.limits import LimitReachedError, Limits
from proofpress.pdf.engine import Engine
from proofpress.pdf.forme import Forme, Readings, read_forme
from proofpress.pdf.impression import impression

_USUAL = Limits()


class Shelf(Protocol):
    """Where formes are kept from one build to the next."""

    def find(self, key: str) -> bytes | None:
        """Return what is kept under a key."""

    def keep(self, key: str, content: bytes) -> None:
        """Keep something under a key."""


@dataclass(slots=True)
class Printer:
    """Prints the gatherings of one book."""

    engine: Engine
    is_pdf2: bool = False
    hands: int = 1
    shelf: Shelf | None = None
    most_pages: int = _USUAL.pages
    _pages: int = 0
    """How many have been printed."""

    def print_run(self, roots: Sequence[ElementTree.Element], first: int) -> list[Forme]:
        """Print documents of which each follows the one before.

        Raises `LimitReachedError` as soon as there are more pages than there may be.
        """
        run = _Run(self, roots, first)
        if self.hands > 1 and run.open_count > 1 and sys.platform == 'linux':
            run.print_with(min(self.hands, run.open_count))
        else:
            run.print_alone()
        self._pages += sum(len(forme.pages) for forme in run.formes)
        return run.formes

    def print_anew(self, root: ElementTree.Element, first: int, readings: Readings) -> Forme:
        """Print a document again, with what its glyphs have to say."""
        return impression(
            root, self.engine, lambda _: first, is_pdf2=self.is_pdf2, readings=readings
        )

    def count(self, root: ElementTree.Element) -> int:
        """Return how many pages a document has."""
        with self.engine.listening():
            return len(self.engine.pages(root, lambda _: 1))

    def key(self, root: ElementTree.Element) -> str:
        """Return a digest of all that the pages of a document depend on but their numbers."""
        digest = hashlib.sha256(f'{self.engine.digest} {self.is_pdf2}'.encode())
        for picture in sorted({img.get('src') or '' for img in root.iter('img')}):
            digest.update(self.engine.picture_digest(picture))
        digest.update(ElementTree.tostring(root))
        return digest.hexdigest()

    def weigh(self, pages: int) -> None:
        """Raise `LimitReachedError` when so many pages more are too many."""
        if self._pages + pages > self.most_pages:
            message = f"The PDF has more than {self.most_pages} pages"
            raise LimitReachedError('pages-exceeded', message)


class _Run:
    """Documents that follow each other, and what is known of them so far."""

    def __init__(self, printer: Printer, roots: Sequence[ElementTree.Element], first: int) -> None:
        self._printer = printer
        self._roots = roots
        self._keys = [printer.key(root) if printer.shelf else '' for root in roots]
        self._made = [self._kept(key) for key in self._keys]
        self._counts = [None if made is None else len(made.pages) for made in self._made]
        self._firsts = [first]
        """Numbers of first pages, as far as they are known."""
        self._open = set(range(len(roots)))
        self._look()

    @property
    def formes(self) -> list[Forme]:
        """What is printed, in order."""
        return [made for made in self._made if made is not None]

    @property
    def open_count(self) -> int:
        """How many documents are still to be printed, or to be found to need it."""
        return len(self._open)

    def print_alone(self) -> None:
        """Print what is not there."""
        while self._open:
            index = min(self._open)

            def ask(count: int, index: int = index) -> int:
                self._tell(index, count)
                return self._firsts[index]

            forme = self._impression(index, ask)
            self._take(index, forme, forme.to_bytes() if self._printer.shelf else b'')

    def print_with(self, count: int) -> None:
        """Have what is not there printed by several hands."""
        idle = [Hand(self._answer_orders) for _ in range(count)]
        crew = list(idle)
        working: dict[Hand, int] = {}
        asking: dict[Hand, int] = {}
        try:
            while self._open:
                while idle and (index := self._next(working.values())) is not None:
                    working[idle[-1]] = index
                    idle.pop().send(index)
                for hand in [one for one, index in asking.items() if index < len(self._firsts)]:
                    hand.send(self._firsts[asking.pop(hand)])
                for hand, said in answers_of([one for one in working if one not in asking]):
                    if isinstance(said, int):
                        asking[hand] = working[hand]
                        self._tell(working[hand], said)
                    else:
                        self._take(working.pop(hand), read_forme(said), said)
                        idle.append(hand)
        finally:
            dismiss(crew)

    def _next(self, taken: Collection[int]) -> int | None:
        """Return which document a free hand can take up."""
        for index in sorted(self._open):
            is_ready = self._made[index] is None or index < len(self._firsts)
            if is_ready and index not in taken:
                return index
        return None

    def _answer_orders(self, hand: Hand) -> None:
        """Print what is ordered; runs in another process."""
        while (index := hand.order()) is not None:

            def ask(count: int) -> int:
                hand.answer(count)
                number = hand.order()
                if number is None:
                    raise BrokenPipeError("nobody waits for these pages any more")
                return number

            hand.answer(self._impression(index, ask).to_bytes())

    def _impression(self, index: int, ask: Callable[[int], int]) -> Forme:
        printer = self._printer
        return impression(self._roots[index], printer.engine, ask, is_pdf2=printer.is_pdf2)

    def _kept(self, key: str) -> Forme | None:
        content = self._printer.shelf.find(key) if self._printer.shelf else None
        if content is not None:
            with suppress(ValueError, LookupError, TypeError, AttributeError, RecursionError):
                return read_forme(content)
        return None

    def _tell(self, index: int, count: int) -> None:
        """Take in how many pages a document has."""
        self._counts[index] = count
        self._look()

    def _take(self, index: int, forme: Forme, content: bytes) -> None:
        """Take in a printed document."""
        self._made[index] = forme
        self._open.discard(index)
        if self._printer.shelf:
            self._printer.shelf.keep(self._keys[index], content)

    def _look(self) -> None:
        """See which numbers of pages are known now, and which of the kept documents have them."""
        self._printer.weigh(sum(count for count in self._counts if count is not None))
        while len(self._firsts) < len(self._counts):
            last = self._counts[len(self._firsts) - 1]
            if last is None:
                break
            self._firsts.append(self._firsts[-1] + last)
        for index in list(self._open):
            made = self._made[index]
            is_known = made is not None and index < len(self._firsts)
            if made is not None and is_known and made.first_number == self._firsts[index]:
                self._open.discard(index)
