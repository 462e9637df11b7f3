"""Standing type: faces that were cut are kept for the next report that needs the very same.

In: orders, and who cuts.  Out: faces.  Printers keep type standing that will be printed from again.
Cutting the faces of a short report, and packing them for the web, takes almost as long as laying
out its pages, and reports in one language mostly need the same characters.  What is kept depends on
nothing but its order, so it is the same whoever cut it, and when.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from proofpress.lettering import Order

MOST_CHARACTERS = 1000
"""Of an order that is worth cutting beforehand.  Latin, Greek and Cyrillic texts have some hundred;
a face of many thousand Han characters takes long to cut, and no other report needs just these."""
_MOST_BYTES = 32 * 2**20
_MOST_BOOKS = 8
"""With other characters each; what a process prepares for more of them serves too few."""


class Cut(Protocol):
    """What is kept; `typefaces.Face` is one."""

    @property
    def content(self) -> bytes:
        """The font file."""


Made = TypeVar('Made', bound='tuple[Cut, ...]')


class Standing:
    """What was cut, by its order; when it gets too much, all of it is given up."""

    def __init__(self) -> None:
        self._kept: dict[Order, tuple[Cut, ...]] = {}
        self._bytes = 0

    def found(self, order: Order, make: Callable[[], Made]) -> Made:
        """Return what was cut for an order; it is made if it was not yet."""
        made = self._kept.get(order)
        if made is None:
            made = make()
            self._bytes += sum(len(one.content) for one in made)
            if self._bytes > _MOST_BYTES:
                self._kept.clear()
                self._bytes = sum(len(one.content) for one in made)
            self._kept[order] = made
        return made  # type: ignore[return-value]  # what is kept is what that order made

    def orders(self) -> Iterator[Order]:
        """Yield the orders whose cuts are kept and worth that, in the order in which they came."""
        for order in self._kept:
            if len(order.characters) <= MOST_CHARACTERS:
                yield order


class Foresight:
    """Has prepared what two reports needed: then a third will.

    For the process of which workers are forks; they begin with what stands there.
    """

    def __init__(self, prepare: Callable[[Order], object]) -> None:
        self._prepare = prepare
        self._seen: set[Order] = set()
        self._books: set[str] = set()

    def hear(self, orders: Iterable[Order]) -> None:
        """Take in what a report needed that did not stand yet."""
        for order in orders:
            if order in self._seen and len(self._books | {order.characters}) <= _MOST_BOOKS:
                self._books.add(order.characters)
                self._prepare(order)
            self._seen.add(order)
