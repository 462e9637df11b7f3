"""Ties events to the words that carry them: a passage of the article, and a call behind it.

In: the events, in order, and the lines of the composed article.  Out: the same trees with passages
marked, and which passages each event has.

A passage that begins or ends within markup is marked in pieces.  The call stands behind the
passage and the closing marks that follow it, and never within a link.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from lxml import etree

from proofpress.compose.blocks import Line
from proofpress.compose.book import Section
from proofpress.compose.dates import date_text
from proofpress.compose.ids import Ids, anchor
from proofpress.compose.markup import element, name_of, surround
from proofpress.compose.strands import wrap_range
from proofpress.compose.words import Words
from proofpress.model.passages import Passage
from proofpress.model.timeline import Event

_CLOSING_MARKS = re.compile(r'[.,;:!?…’”»"\')\]]+')
_INLINE_NAMES = frozenset({'em', 'strong', 'span'})


Find = Callable[[str], Passage | None]
"""Finds the passage of an evidence; None where there is none, or none that is composed."""


def mark_passages(
    events: Sequence[Event],
    find: Find,
    lines: Iterable[Line],
    trees: Iterable[etree._Element],
    ids: Ids,
    words: Words,
) -> Mapping[str, Sequence[str]]:
    """Mark the passages of the events, which are numbered from 1 in their order.

    Each evidence is marked where `find` finds it.  Returns the ids of where the passages of each
    event begin, by the id of the event.
    """
    for event in events:
        ids.reserve(anchor('passage', event.id))
        ids.reserve(anchor('event-call', event.id))
    elements = {(id(line.block), line.index): line.element for line in lines}
    by_hand = _by_hand(trees)
    targets: dict[str, Sequence[str]] = {}
    # From the last event to the first: of two passages that end together, the one marked later
    # is the outer one, and its call comes first.
    for number, event in reversed(list(enumerate(events, start=1))):
        marking = _Marking(event, number, ids, words)
        for evidence in event.evidence:
            passage = find(evidence.text)
            if passage is not None:
                line = passage.line
                box = elements.get((id(line.block), line.index))
                if box is not None:
                    marking.mark_range(box, passage.start, passage.end)
        for node in by_hand.get(event.id, ()):
            marking.mark_element(node)
        targets[event.id] = marking.targets
    return targets


def tied_by_hand(sections: Iterable[Section]) -> Mapping[str, frozenset[str]]:
    """Return, for each event that the author tied to words, the ids of the sections with them."""
    tied: dict[str, set[str]] = {}
    for section in sections:
        for node in section.tree.iter():
            event_id = node.get('data-event')
            if event_id is not None:
                tied.setdefault(event_id, set()).add(section.id)
    return {event_id: frozenset(ids) for event_id, ids in tied.items()}


def _by_hand(trees: Iterable[etree._Element]) -> Mapping[str, list[etree._Element]]:
    """Take the events that the author tied to words from the trees."""
    found: dict[str, list[etree._Element]] = {}
    for tree in trees:
        for node in tree.iter():
            event_id = node.get('data-event')
            if event_id is not None:
                found.setdefault(event_id, []).append(node)
                del node.attrib['data-event']
    return found


class _Marking:
    """Marks the passages of one event."""

    def __init__(self, event: Event, number: int, ids: Ids, words: Words) -> None:
        self._event = event
        self._number = number
        self._ids = ids
        self._words = words
        self._counts: Counter[str] = Counter()
        self.targets: list[str] = []

    def mark_range(self, box: etree._Element, start: int, end: int) -> None:
        """Mark the words of a line, and call the event behind them."""
        pieces: list[etree._Element] = []

        def piece() -> etree._Element:
            pieces.append(element('span', class_='passage', id=self._next_id('passage')))
            return pieces[-1]

        wrap_range(box, start, end, piece)
        if pieces:
            self.targets.append(pieces[0].get('id', ''))
            self._call_behind(pieces[-1])

    def mark_element(self, node: etree._Element) -> None:
        """Mark what the author marked by hand, and call the event behind it."""
        piece = surround(node, element('span', class_='passage', id=self._next_id('passage')))
        self.targets.append(piece.get('id', ''))
        self._call_behind(piece)

    def _call_behind(self, piece: etree._Element) -> None:
        date = date_text(self._event.date, self._words)
        call = element(
            'a',
            str(self._number),
            class_='event-call',
            id=self._next_id('event-call'),
            href=f'#{anchor("event", self._event.id)}',
            aria_label=self._words.filled('event_call', date=date),
        )
        place = _outermost(piece)
        marks = _CLOSING_MARKS.match(place.tail or '')
        closing = marks[0] if marks else ''
        rest = (place.tail or '')[len(closing) :]
        above = place.getparent()
        assert above is not None
        above.insert(above.index(place) + 1, call)
        place.tail, call.tail = closing, rest

    def _next_id(self, kind: str) -> str:
        """Return `passage-kursk`, then `passage-kursk-2`."""
        self._counts[kind] += 1
        stem = anchor(kind, self._event.id)
        return stem if self._counts[kind] == 1 else self._ids.further(stem)


def _outermost(piece: etree._Element) -> etree._Element:
    """Return the element behind which a call may stand: out of links, and of markup that ends."""
    links = [above for above in piece.iterancestors() if name_of(above) == 'a']
    place = links[-1] if links else piece
    above = place.getparent()
    while above is not None and not place.tail and name_of(above) in _INLINE_NAMES:
        if above[-1] is not place:
            break
        place, above = above, above.getparent()
    return place
