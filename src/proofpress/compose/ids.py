"""Gives every element of the book an id that is unique, and the same tomorrow.

In: what authors and headings call themselves.  Out: ids, each handed out once.  Two ids that differ
only by case count as the same, because a section's id is also a file name.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import islice

FIXED = ('cover', 'imprint', 'contents', 'summary', 'timeline', 'glossary', 'references')
"""Ids of the sections that Proofpress makes itself."""

_OURS = re.compile(
    r'(?:actor|call|cite|event|event-call|mention|note|passage|source|timeline-chart)-', re.I
)
"""How the ids of the tree conventions begin: no author's id may."""

_LONGEST_SLUG = 60


@dataclass(frozen=True, slots=True)
class IdsMark:
    """How far the ids of a book had come at a moment."""

    taken: int
    """How many were taken."""
    anchors: int
    kept: int
    """How many promises were kept."""
    cites: int
    """How many citations were numbered."""


class Ids:
    """The ids of one book."""

    def __init__(self) -> None:
        self._taken: dict[str, None] = {}
        """In the order in which they were taken."""
        self._counts: Counter[str] = Counter()
        self.anchors: dict[str, str] = {}
        """Where a link to an id that the author wrote must lead."""
        self._promised: dict[str, str] = {}
        self._kept: list[str] = []
        """What authors call the elements whose promises were kept, in order."""
        for name in FIXED:
            self.reserve(name)

    def reserve(self, id_: str) -> str:
        """Take exactly this id, which is ours."""
        self._taken[id_.casefold()] = None
        return id_

    def claim(self, wanted: str) -> str:
        """Take this id for what the author named, or the nearest one that is free."""
        free = f'section-{wanted}' if _OURS.match(wanted) else wanted
        stem, count = free, 1
        while free.casefold() in self._taken:
            count += 1
            free = f'{stem}-{count}'
        self._taken[free.casefold()] = None
        self.anchors.setdefault(wanted, free)
        return free

    def promise(self, author_id: str) -> None:
        """Keep the id for the first element that the author so named."""
        if author_id not in self._promised:
            self._promised[author_id] = self.claim(author_id)

    def named(self, author_id: str) -> str:
        """Return the id for an element that the author named; a repeat gets another."""
        promised = self._promised.pop(author_id, None)
        if promised is None:
            return self.claim(author_id)
        self._kept.append(author_id)
        return promised

    def number(self, kind: str) -> str:
        """Return the next id of a numbered kind of ours: `mention-1`, `mention-2`."""
        self._counts[kind] += 1
        return self.reserve(f'{kind}-{self._counts[kind]}')

    def count(self, kind: str) -> int:
        """Return how many ids of a numbered kind there are."""
        return self._counts[kind]

    def mark(self) -> IdsMark:
        """Return how far the ids have come."""
        return IdsMark(len(self._taken), len(self.anchors), len(self._kept), self.count('cite'))

    def between(self, start: IdsMark, end: IdsMark) -> tuple[frozenset[str], dict[str, str]]:
        """Return the ids that were taken between two marks, and the anchors."""
        anchors = dict(islice(self.anchors.items(), start.anchors, end.anchors))
        return frozenset(islice(self._taken, start.taken, end.taken)), anchors

    def kept_between(self, start: IdsMark, end: IdsMark) -> frozenset[str]:
        """Return what authors call the elements whose promises were kept between two marks."""
        return frozenset(self._kept[start.kept : end.kept])

    def promises(self) -> dict[str, str]:
        """Return the promises that wait to be kept."""
        return dict(self._promised)

    def go_on(self, former: Ids, mark: IdsMark, mentions: int) -> None:
        """Go on where another book's ids were at a mark, with so many mentions numbered.

        Both must have promised the same ids.
        """
        self._taken = dict.fromkeys(islice(former._taken, mark.taken))
        self.anchors = dict(islice(former.anchors.items(), mark.anchors))
        for author_id in former._kept[len(self._kept) : mark.kept]:
            self._promised.pop(author_id, None)
        self._kept = former._kept[: mark.kept]
        self._counts.update({'cite': mark.cites, 'mention': mentions})

    def further(self, stem: str) -> str:
        """Return the next free of `stem-2`, `stem-3`."""
        count = 2
        while f'{stem}-{count}'.casefold() in self._taken:
            count += 1
        return self.reserve(f'{stem}-{count}')

    def block(self, prefix: str, name: str) -> str:
        """Return the next id for a block of that name within a section or note."""
        while True:
            self._counts[f'{prefix} {name}'] += 1
            id_ = f'{prefix}-{name}{self._counts[f"{prefix} {name}"]}'
            if id_.casefold() not in self._taken:
                return self.reserve(id_)


def slug(text: str) -> str:
    """Return the words in lower case, joined by hyphens: `Aid, 2024` is `aid-2024`.

    Letters of every script stay, with their marks.  A slug begins with a letter; without any words
    it is `section`.
    """
    kept = ''.join(
        character if character.isalnum() or unicodedata.category(character)[0] == 'M' else ' '
        for character in unicodedata.normalize('NFC', text).lower()
    )
    joined = '-'.join(kept.split())
    if len(joined) > _LONGEST_SLUG:
        joined = joined[: _LONGEST_SLUG + 1].rpartition('-')[0] or joined[:_LONGEST_SLUG]
    if not joined:
        return 'section'
    return joined if joined[0].isalpha() else f'section-{joined}'


def anchor(kind: str, key: str) -> str:
    """Return the id of an actor, event or source: `actor-kim-jong-un`.

    Characters that no id should hold become their code point, so that two keys stay two ids.
    """
    return f'{kind}-' + ''.join(
        character if character.isalnum() or character in '-_.' else f'_{ord(character):x}_'
        for character in key
    )
