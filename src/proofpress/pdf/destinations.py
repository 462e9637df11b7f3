"""Destinations: where the links and bookmarks of a PDF lead (ISO 32000-1, 12.3.2).

In: the places of all ids, the links of the formes, and the elements that were written.  Out: link
annotations, bookmarks and the tree of names.  Only places that several links share, or that others
may want to link to from elsewhere, have names.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pydyf

from proofpress.pdf.forme import Link
from proofpress.pdf.tags import Elements

_LANDMARKS = frozenset(
    [*('Title', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6'), *('Part', 'Sect', 'Figure', 'Table')]
)
"""What keeps its name for links from other documents."""
_PRINTED = 4
"""The flag of annotations that are printed (ISO 32000-1, table 165)."""


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the document outline."""

    title: str
    level: int
    """From 1."""
    target: str
    """Id that it leads to."""


@dataclass(slots=True)
class Destinations:
    """The places of a PDF, and what leads there.

    A link to what the PDF does not hold leads nowhere; the proof says so.
    """

    pdf: Any
    places: dict[str, pydyf.Array] = field(default_factory=dict)
    """By id: in whole points up and to the left."""
    _links: list[tuple[Any, str]] = field(default_factory=list)
    """Annotations that lead to an id."""

    def place(self, id_: str, page: bytes, left: float, top: float) -> None:
        """Say where an id stands; the first place counts."""
        if id_ not in self.places:
            self.places[id_] = pydyf.Array([page, '/XYZ', math.floor(left), math.ceil(top), 0])

    def annotation(self, link: Link) -> Any:
        """Return the annotation of a link, added to the PDF (12.5.6.5)."""
        annotation = pydyf.Dictionary(
            {
                'Type': '/Annot',
                'Subtype': '/Link',
                'Rect': _rectangle(link.edges),
                'BS': pydyf.Dictionary({'W': 0}),
                'Contents': pydyf.String(link.words),
                'F': _PRINTED,
            }
        )
        if link.uri:
            annotation['A'] = pydyf.Dictionary(
                {'Type': '/Action', 'S': '/URI', 'URI': pydyf.String(link.uri)}
            )
        else:
            self._links.append((annotation, link.target))
        self.pdf.add_object(annotation)
        return annotation

    def lead_to_places(self, elements: Elements) -> None:
        """Lead every link to its place, by name where the place has one."""
        uses = Counter(target for _, target in self._links)
        named = {name for name, count in uses.items() if count > 1}
        named |= {id_ for id_, role in elements.roles.items() if role in _LANDMARKS}
        for annotation, target in self._links:
            if target in self.places:
                is_named = target in named
                annotation['Dest'] = pydyf.String(target) if is_named else self.places[target]
        tree = pydyf.Array()
        for name in sorted(named & self.places.keys(), key=str.encode):
            tree += [pydyf.String(name), self.places[name]]
        if tree:
            names = self.pdf.catalog.setdefault('Names', pydyf.Dictionary())
            names['Dests'] = pydyf.Dictionary({'Names': tree})

    def lead_to_elements(self, elements: Elements) -> None:
        """Lead every link to an element, as ISO 14289-2, 8.8 wants."""
        for annotation, target in self._links:
            if target in self.places and target in elements.by_id:
                annotation['A'] = _go_to(self.places[target], elements.by_id[target])

    def write_bookmarks(self, bookmarks: Sequence[Bookmark], elements: Elements | None) -> None:
        """Write the outline (12.3.3); with `elements`, its lines lead to these."""
        lines = list(self._lines(bookmarks, elements))
        if lines:
            root = pydyf.Dictionary({'Type': '/Outlines'})
            self.pdf.add_object(root)
            self._join(root, lines)
            self.pdf.catalog['Outlines'] = root.reference

    def _lines(
        self, bookmarks: Iterable[Bookmark], elements: Elements | None
    ) -> Iterator[tuple[int, Any]]:
        """Yield the level and the entry of each bookmark that leads somewhere."""
        by_title: dict[str, Any] = {}
        for title, element in elements.headings if elements else ():
            by_title.setdefault(title, element)
        for bookmark in bookmarks:
            place = self.places.get(bookmark.target)
            if place is None:
                continue
            line = pydyf.Dictionary({'Title': pydyf.String(bookmark.title)})
            if elements is None:
                line['Dest'] = place
            else:
                line['A'] = _go_to(place, by_title.get(bookmark.title, elements.root))
            self.pdf.add_object(line)
            yield bookmark.level, line

    def _join(self, parent: Any, lines: list[tuple[int, Any]]) -> int:
        """Tie the lines below a parent to each other, all open; return how many there are."""
        previous: Any = None
        total = 0
        while lines:
            level, line = lines.pop(0)
            below: list[tuple[int, Any]] = []
            while lines and lines[0][0] > level:
                below.append(lines.pop(0))
            line['Parent'] = parent.reference
            total += 1 + self._join(line, below)
            if previous is None:
                parent['First'] = line.reference
            else:
                line['Prev'] = previous.reference
                previous['Next'] = line.reference
            parent['Last'] = line.reference
            previous = line
        if total:
            parent['Count'] = total
        return total


def _rectangle(edges: Sequence[float]) -> pydyf.Array:
    """Return the lower left and the upper right corner, to a point."""
    (left, right), (bottom, top) = sorted(edges[::2]), sorted(edges[1::2])
    return pydyf.Array([round(edge) for edge in (left, bottom, right, top)])


def _go_to(place: Any, element: Any) -> pydyf.Dictionary:
    """Return an action that leads to a place, and to the element that stands there."""
    return pydyf.Dictionary(
        {
            'Type': '/Action',
            'S': '/GoTo',
            'D': place,
            'SD': pydyf.Array([element.reference, *place[1:]]),
        }
    )
