"""Pairs what must be there with what is: each expected block with the one of the PDF that says it.

In: expected blocks and the blocks that the tags tell, both in reading order.  Out: `Pair`s, which
know on which page each word of the book stands, and the blocks of either side that have no partner
because words are missing, changed, or elsewhere.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from proofpress.proof.paged.expected import ExpectedBlock, seen
from proofpress.proof.read_tags import Piece, TaggedBlock

_FARTHEST = 400
"""Blocks that are looked through on either side for the next pair."""


@dataclass(slots=True)
class Pair:
    """A block and its place in the PDF."""

    expected: ExpectedBlock
    found: TaggedBlock
    numbers: tuple[str, ...]
    """The page numbers as they are printed, without white space."""
    _starts: list[int] = field(default_factory=list)
    """Where, in seen characters of the found block, each piece begins."""

    def __post_init__(self) -> None:
        start = 0
        for piece in self.found.pieces:
            self._starts.append(start)
            start += len(seen(piece.text))

    def found_at(self, at: int) -> int:
        """Return the place in the found block of a place in the expected one (seen characters)."""
        for number, text in zip(self.expected.numbers, self.numbers, strict=True):
            if number.at < at:
                at += len(text)
        return at

    def piece_at(self, at: int) -> Piece | None:
        """Return the piece in which the seen character `at` of the block stands."""
        if not self._starts:
            return None
        index = bisect.bisect_right(self._starts, self.found_at(at)) - 1
        return self.found.pieces[max(index, 0)]

    def page_of(self, at: int) -> int | None:
        """Return the index of the page on which the seen character `at` of the block stands."""
        piece = self.piece_at(at)
        return None if piece is None else piece.page_index

    def pages(self) -> Iterator[tuple[int, int]]:
        """Yield each page of the block with the seen characters of it that stand before."""
        last = -1
        for start, piece in zip(self._starts, self.found.pieces, strict=True):
            if piece.page_index != last and seen(piece.text):
                last = piece.page_index
                yield last, self._expected_at(start)

    def _expected_at(self, at: int) -> int:
        """Return the place in the expected block of a place in the found one."""
        for number, text in zip(self.expected.numbers, self.numbers, strict=True):
            if at > number.at:
                at = max(number.at, at - len(text))
        return at


@dataclass(frozen=True, slots=True)
class Pairing:
    """What was paired, and what was not."""

    pairs: tuple[Pair, ...]
    lone_expected: tuple[ExpectedBlock, ...]
    lone_found: tuple[TaggedBlock, ...]


def pair(expected: Sequence[ExpectedBlock], found: Sequence[TaggedBlock]) -> Pairing:
    """Pair blocks in order; whichever have no partner are returned apart."""
    walk = _Walk(expected, [block for block in found if seen(block.text)])
    walk.go()
    return Pairing(tuple(walk.pairs), tuple(walk.lone_expected), tuple(walk.lone_found))


class _Walk:
    def __init__(self, expected: Sequence[ExpectedBlock], found: Sequence[TaggedBlock]) -> None:
        self._expected = expected
        self._found = found
        self._said = [seen(block.text) for block in found]
        self._wanted = [seen(block.text) for block in expected]
        self.pairs: list[Pair] = []
        self.lone_expected: list[ExpectedBlock] = []
        self.lone_found: list[TaggedBlock] = []

    def go(self) -> None:
        """Walk through both sides together."""
        at, other = 0, 0
        while at < len(self._expected) and other < len(self._found):
            if self._is_marker(at, other):
                other += 1
                continue
            numbers = self._fit(at, other)
            if numbers is None:
                at, other = self._catch_up(at, other)
                continue
            self.pairs.append(Pair(self._expected[at], self._found[other], numbers))
            at += 1
            other += 1
        self.lone_expected += self._expected[at:]
        self.lone_found += self._found[other:]

    def _is_marker(self, at: int, other: int) -> bool:
        """Tell whether a found block is the mark or number before the expected item of a list."""
        if self._found[other].role != 'Lbl':
            return False
        said = self._said[other]
        if not any(character.isalnum() for character in said):
            return True
        return said.rstrip('.)') in self._expected[at].markers and said != self._wanted[at]

    def _fit(self, at: int, other: int) -> tuple[str, ...] | None:
        """Return the page numbers that the found block prints, if it says what is expected."""
        wanted, said = self._wanted[at], self._said[other]
        numbers = self._expected[at].numbers
        if not numbers:
            return () if wanted == said else None
        pattern, last = '', 0
        for number in numbers:
            pattern += re.escape(wanted[last : number.at]) + r'([\divxlcdm,–-]*)'
            last = number.at
        match = re.fullmatch(pattern + re.escape(wanted[last:]), said)
        return match.groups() if match else None

    def _catch_up(self, at: int, other: int) -> tuple[int, int]:
        """Return the nearest places from where the two sides agree again."""
        most = len(self._expected) - at + len(self._found) - other
        for distance in range(1, min(_FARTHEST, most) + 1):
            for step in range(distance + 1):
                nears = (at + step, other + distance - step)
                if nears[0] >= len(self._expected) or nears[1] >= len(self._found):
                    continue
                if len(self._wanted[nears[0]]) > 1 and self._fit(*nears) is not None:
                    self._skip(at, other, nears)
                    return nears
        ends = (len(self._expected), len(self._found))
        self._skip(at, other, ends)
        return ends

    def _skip(self, at: int, other: int, nears: tuple[int, int]) -> None:
        self.lone_expected += self._expected[at : nears[0]]
        self.lone_found += self._found[other : nears[1]]
