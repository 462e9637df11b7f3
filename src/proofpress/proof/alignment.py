"""Finds which block of a product is which block of the book.

In: two sequences of blocks, each an id (or none) and its words.  Out: `Aligned`: which blocks
agree is not said, only what does not: blocks with other words, blocks elsewhere, and the gaps in
which blocks of either side stand alone.  Blocks that agree on both sides lead (first by id and
words, then by words that stand once); the longest chain of them in order is what holds.
"""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Worded = tuple[str, tuple[str, ...]]
"""Id and words of a block."""

_MOST_COMPARED = 250_000
"""Pairs of blocks in a gap; a larger one holds nothing that is worth a search."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Blocks that follow each other on both sides, but elsewhere."""

    expected: tuple[int, ...]
    found: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Blocks that stand on one side only, between two that stand on both."""

    expected: tuple[int, ...]
    found: tuple[int, ...]
    behind: int | None
    """The expected block before the gap."""
    follows: int | None
    """The found block before the gap."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """What does not agree."""

    changed: tuple[tuple[int, int], ...]
    """Blocks, expected and found, of the same id and with other words."""
    moved: tuple[Moved, ...]
    gaps: tuple[Gap, ...]


def align(expected: Sequence[Worded], found: Sequence[Worded]) -> Aligned:
    """Align the found blocks with the expected ones."""
    pairs = _agreeing(expected, found)
    chain = _longest_in_order(pairs)
    for here, there in tuple(_gaps(chain, len(expected), len(found), pairs)):
        pairs |= _agreeing_in_order(expected, found, here, there)
    # What was found out of the chain must not be counted twice.
    _pair_rest(pairs, [w for _, w in expected], [w for _, w in found])
    changed = _pair_rest(pairs, [i for i, _ in expected], [i for i, _ in found])
    chain = _longest_in_order(pairs)
    moved = sorted((here, there) for here, there in pairs.items() if chain.get(here) != there)
    return Aligned(
        tuple(sorted(changed.items())),
        tuple(_runs(moved)),
        tuple(_described_gaps(chain, len(expected), len(found), pairs)),
    )


def _agreeing(expected: Sequence[Worded], found: Sequence[Worded]) -> dict[int, int]:
    """Pair blocks of the same id and words, then those whose words stand once on either side."""
    pairs: dict[int, int] = {}
    places: dict[Worded, deque[int]] = defaultdict(deque)
    for index, block in enumerate(found):
        if block[0]:
            places[block].append(index)
    for index, block in enumerate(expected):
        if places.get(block):
            pairs[index] = places[block].popleft()
    taken = set(pairs.values())
    here = _once((i, b[1]) for i, b in enumerate(expected) if i not in pairs)
    there = _once((i, b[1]) for i, b in enumerate(found) if i not in taken)
    pairs |= {index: there[words] for words, index in here.items() if words in there}
    return pairs


def _once(blocks: Iterable[tuple[int, tuple[str, ...]]]) -> dict[tuple[str, ...], int]:
    every = list(blocks)
    counts = Counter(words for _, words in every)
    return {words: index for index, words in every if counts[words] == 1}


def _agreeing_in_order(
    expected: Sequence[Worded], found: Sequence[Worded], here: Sequence[int], there: Sequence[int]
) -> dict[int, int]:
    """Pair the blocks of a gap that have the same words, in order."""
    if not here or not there or len(here) * len(there) > _MOST_COMPARED:
        return {}
    matcher = difflib.SequenceMatcher(
        None, [expected[i][1] for i in here], [found[i][1] for i in there], autojunk=False
    )
    return {
        here[block.a + step]: there[block.b + step]
        for block in matcher.get_matching_blocks()
        for step in range(block.size)
    }


def _pair_rest(
    pairs: dict[int, int],
    expected: Sequence[str] | Sequence[tuple[str, ...]],
    found: Sequence[str] | Sequence[tuple[str, ...]],
) -> Mapping[int, int]:
    """Pair, in order, what is left over and has the same key; return the new pairs."""
    taken = set(pairs.values())
    places: dict[object, deque[int]] = defaultdict(deque)
    for index, key in enumerate(found):
        if key and index not in taken:
            places[key].append(index)
    new = {
        index: places[key].popleft()
        for index, key in enumerate(expected)
        if index not in pairs and places.get(key)
    }
    pairs |= new
    return new


def _longest_in_order(pairs: Mapping[int, int]) -> dict[int, int]:
    """Return the longest part of the pairs whose found blocks rise with the expected ones."""
    tops: list[int] = []
    last: list[int] = []
    before: dict[int, int | None] = {}
    for here in sorted(pairs):
        place = bisect_left(tops, pairs[here])
        before[here] = last[place - 1] if place else None
        tops[place : place + 1] = [pairs[here]]
        last[place : place + 1] = [here]
    chain: dict[int, int] = {}
    at = last[-1] if last else None
    while at is not None:
        chain[at] = pairs[at]
        at = before[at]
    return chain


def _gaps(
    chain: Mapping[int, int], here_end: int, there_end: int, pairs: Mapping[int, int]
) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yield the unpaired blocks between the links of the chain, expected and found."""
    taken = set(pairs.values())
    here, there = 0, 0
    for stop, found_stop in [*sorted(chain.items()), (here_end, there_end)]:
        yield (
            tuple(index for index in range(here, stop) if index not in pairs),
            tuple(index for index in range(there, found_stop) if index not in taken),
        )
        here, there = stop + 1, found_stop + 1


def _described_gaps(
    chain: Mapping[int, int], here_end: int, there_end: int, pairs: Mapping[int, int]
) -> Iterator[Gap]:
    links = [(None, None), *sorted(chain.items())]
    for (behind, follows), (here, there) in zip(
        links, _gaps(chain, here_end, there_end, pairs), strict=True
    ):
        if here or there:
            yield Gap(here, there, behind, follows)


def _runs(moved: Sequence[tuple[int, int]]) -> Iterator[Moved]:
    """Join pairs that follow each other on both sides."""
    run: list[tuple[int, int]] = []
    for pair in moved:
        if run and pair != (run[-1][0] + 1, run[-1][1] + 1):
            yield Moved(tuple(here for here, _ in run), tuple(there for _, there in run))
            run = []
        run.append(pair)
    if run:
        yield Moved(tuple(here for here, _ in run), tuple(there for _, there in run))
