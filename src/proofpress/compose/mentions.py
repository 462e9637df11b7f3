"""Finds the actors in the text and leads the first mention in each section to the glossary.

In: the actors and the composed sections.  Out: the same trees with mentions marked, and which
mentions each actor has.

A name counts as a whole word, longest name first, in the exact letters of `actors.yaml`; any white
space stands for a space, and either apostrophe for the other.  Nothing is found in a heading, a
link, code, a citation, a quotation's source line, or words that the author tied to an actor, or to
none, by hand.  Notes count; since they stand last, only a mention without any in the text above is
led to the glossary from a note.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from proofpress.compose.ids import Ids, anchor
from proofpress.compose.markup import classes_of, element, name_of, surround
from proofpress.compose.strands import Strand, runs, text_of, wrap
from proofpress.memo import RoundMemo
from proofpress.model.actors import Actor
from proofpress.model.names import Names

NONE = 'none'
"""What an author writes for an actor to say that a name is not one."""

_CLOSED_ELEMENTS = frozenset(['a', 'code', 'pre', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'])
_CLOSED_CLASSES = frozenset({'attribution', 'heading'})


@dataclass(frozen=True, slots=True)
class _Found:
    """A mention before it is marked: words of a strand, or an element marked by hand."""

    actor_id: str
    strand: Strand
    start: int
    end: int
    by_hand: etree._Element | None = None


class Mentions:
    """The mentions of actors in one book."""

    def __init__(self, actors: Sequence[Actor], ids: Ids, memo: RoundMemo) -> None:
        called = tuple((actor.id, actor.names) for actor in actors)
        self._names = memo.of(('names', called), lambda: Names(actors))
        self._known = frozenset(actor.id for actor in actors)
        self._ids = ids
        self.by_actor: dict[str, list[str]] = {}
        """The ids of the mentions by the id of their actor."""

    def mark(self, tree: etree._Element) -> None:
        """Mark the mentions in a section; sections come in reading order."""
        linked: set[str] = set()
        marks: list[_Mark] = []
        for found in _found_in(tree, self._names, self._known):
            id_ = self._ids.number('mention')
            self.by_actor.setdefault(found.actor_id, []).append(id_)
            is_first = found.actor_id not in linked and _may_link(found)
            if is_first:
                linked.add(found.actor_id)
            marks.append(_Mark(found, id_, is_first))
        for mark in reversed(marks):
            mark.apply()
        for node in tree.iter():
            if node.get('data-actor') is not None:
                del node.attrib['data-actor']


@dataclass(frozen=True, slots=True)
class _Mark:
    """What a mention becomes."""

    found: _Found
    id: str
    is_link: bool

    def apply(self) -> None:
        """Change the tree."""
        found = self.found
        if found.by_hand is None:
            wrap(found.strand, found.start, found.end, self._element)
            return
        del found.by_hand.attrib['data-actor']
        surround(found.by_hand, self._element())

    def _element(self) -> etree._Element:
        href = f'#{anchor("actor", self.found.actor_id)}' if self.is_link else None
        return element('a' if self.is_link else 'span', class_='mention', id=self.id, href=href)


def _found_in(tree: etree._Element, names: Names, known: frozenset[str]) -> Iterator[_Found]:
    for run in runs(tree):
        first = run[0].start
        found = list(_by_hand(run, known))
        for match, actor_id in names.find(text_of(run)):
            start, end = match.start() + first, match.end() + first
            for strand in run:
                if strand.start <= start and end <= strand.end and not _is_closed(strand):
                    found.append(_Found(actor_id, strand, start, end))
        yield from sorted(found, key=lambda one: one.start)


def _by_hand(run: list[Strand], known: frozenset[str]) -> Iterator[_Found]:
    last: etree._Element | None = None
    for strand in run:
        for above in _ancestors(strand):
            actor_id = above.get('data-actor')
            if actor_id is not None:
                if above is not last and actor_id in known:
                    yield _Found(actor_id, strand, strand.start, strand.end, above)
                last = above
                break


def _is_closed(strand: Strand) -> bool:
    return any(
        name_of(above) in _CLOSED_ELEMENTS
        or above.get('data-actor') is not None
        or not _CLOSED_CLASSES.isdisjoint(classes_of(above))
        for above in _ancestors(strand)
    )


def _may_link(found: _Found) -> bool:
    if found.by_hand is None:
        return True
    around = {name_of(above) for above in found.by_hand.iterancestors()}
    within = {name_of(below) for below in found.by_hand.iterdescendants()}
    return around.isdisjoint(_CLOSED_ELEMENTS) and 'a' not in within


def _ancestors(strand: Strand) -> Iterator[etree._Element]:
    yield strand.parent
    yield from strand.parent.iterancestors()
