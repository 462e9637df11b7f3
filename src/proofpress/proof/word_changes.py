"""Says how one run of words became another: which were lost, doubled, changed, added or swapped.

In: the words expected and found.  Out: `WordFault` values in the order of the expected words.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MOST_COMPARED = 4_000_000
"""Pairs of words; passages so long and so different are two passages."""


@dataclass(frozen=True, slots=True)
class WordFault:
    """One thing that the words say otherwise."""

    id: str
    """Id of the finding: `words-lost`, `words-doubled`, `words-changed`, ..."""
    expected: tuple[str, ...]
    found: tuple[str, ...]
    start: int
    """Index of the first expected word in question, or of the one before which words came in."""
    found_start: int
    """The same among the found words."""


def changes(expected: Sequence[str], found: Sequence[str]) -> Iterator[WordFault]:
    """Yield what turned the expected words into the found ones; nothing when they are equal."""
    first, last = _differing(expected, found)
    wanted, had = expected[first : len(expected) - last], found[first : len(found) - last]
    if wanted and Counter(wanted) == Counter(had):
        if list(wanted) != list(had):
            yield WordFault('words-out-of-order', tuple(wanted), tuple(had), first, first)
        return
    if len(wanted) * len(had) > _MOST_COMPARED:
        yield WordFault('words-changed', tuple(wanted), tuple(had), first, first)
        return
    matcher = difflib.SequenceMatcher(None, list(wanted), list(had), autojunk=False)
    for kind, start, end, found_start, found_end in matcher.get_opcodes():
        if kind != 'equal':
            yield _change(
                expected,
                found,
                slice(first + start, first + end),
                slice(first + found_start, first + found_end),
            )


def _differing(expected: Sequence[str], found: Sequence[str]) -> tuple[int, int]:
    """Count the words that agree at the beginning and, of the rest, at the end."""
    most = min(len(expected), len(found))
    first = 0
    while first < most and expected[first] == found[first]:
        first += 1
    last = 0
    while last < most - first and expected[-1 - last] == found[-1 - last]:
        last += 1
    return first, last


def _change(expected: Sequence[str], found: Sequence[str], here: slice, there: slice) -> WordFault:
    wanted, had = tuple(expected[here]), tuple(found[there])
    id_ = 'words-changed'
    if not had:
        id_ = 'words-lost'
    elif not wanted:
        before = tuple(found[max(0, there.start - len(had)) : there.start])
        after = tuple(found[there.stop : there.stop + len(had)])
        id_ = 'words-doubled' if had in (before, after) else 'words-added'
    return WordFault(id_, wanted, had, here.start, there.start)
