"""Folios: the page numbers that readers see, and how lists of them are printed.

In: where targets stand.  Out: `Folio` values, and ranges such as "2, 4–6".  Front matter counts
apart, in roman numerals.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_NUMERALS = (
    (1000, 'm'),
    (900, 'cm'),
    (500, 'd'),
    (400, 'cd'),
    (100, 'c'),
    (90, 'xc'),
    (50, 'l'),
    (40, 'xl'),
    (10, 'x'),
    (9, 'ix'),
    (5, 'v'),
    (4, 'iv'),
    (1, 'i'),
)
# Two pages in a row are named one by one: "4, 5"; three or more are a range: "4–6".
_LEAST_RANGE = 3


@dataclass(frozen=True, slots=True, order=True)
class Folio:
    """The number of a page, ordered as the pages are."""

    after_front: bool
    """False in the front matter."""
    number: int
    """From 1 in each of the two."""

    def __str__(self) -> str:
        return str(self.number) if self.after_front else roman(self.number)

    def follows(self, other: Folio) -> bool:
        """Tell whether this is the page right after the other, in the same count."""
        return self.after_front == other.after_front and self.number == other.number + 1


@dataclass(frozen=True, slots=True)
class PageRange:
    """Pages in a row that hold targets."""

    first: Folio
    last: Folio
    target: str
    """The first target on the first page: where a link leads."""

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f'{self.first}–{self.last}'


def roman(number: int) -> str:
    """Return the number, from 1, in small roman numerals."""
    if number < 1:
        raise ValueError(f"{number} has no roman numeral")
    letters = ''
    for value, numeral in _NUMERALS:
        count, number = divmod(number, value)
        letters += numeral * count
    return letters


def page_ranges(places: Iterable[tuple[Folio, str]]) -> tuple[PageRange, ...]:
    """Return the ranges of the pages that hold the targets, each page once, in order."""
    first_target: dict[Folio, str] = {}
    for folio, target in places:
        first_target.setdefault(folio, target)
    rows: list[list[Folio]] = []
    for folio in sorted(first_target):
        if not rows or not folio.follows(rows[-1][-1]):
            rows.append([])
        rows[-1].append(folio)
    parts = (
        part for row in rows for part in ([row] if len(row) >= _LEAST_RANGE else [[f] for f in row])
    )
    return tuple(PageRange(part[0], part[-1], first_target[part[0]]) for part in parts)
