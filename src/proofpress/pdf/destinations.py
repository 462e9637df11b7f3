"""Destinations: where the links and bookmarks of a PDF lead (ISO 32000-1, 12.3.2).

In: a painted PDF, its structure and, for PDF/UA-2, the elements that were written for it.  Out: the
same PDF.  The painter gives a name to the place of every id; only places that several links share,
or that others may want to link to from elsewhere, keep theirs.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pydyf

from proofpress.pdf.pieces import LinkArea
from proofpress.pdf.structure import Node, Structure, words_of

_HEADINGS = frozenset(['Title', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6'])
_LANDMARKS = _HEADINGS | {'Part', 'Sect', 'Figure', 'Table'}
"""What keeps its name for links from other documents."""


def settle_destinations(
    pdf: Any, structure: Structure, elements: Mapping[Node, Any] | None = None
) -> None:
    """Write where links lead; with `elements`, to these, as ISO 14289-2, 8.8 wants."""
    places = _taken_places(pdf)
    links = [item for item in pdf.objects if isinstance(item, dict) and 'Rect' in item]
    for link in links:
        link['Rect'] = _rectangle(link['Rect'])
    if elements is None:
        _name_places(pdf, structure, links, places)
    else:
        _lead_to_elements(pdf, structure, elements, places)


def _taken_places(pdf: Any) -> dict[str, pydyf.Array]:
    """Return the places by name, in whole points up and to the left, and take out their tree."""
    tree = pdf.catalog['Names'].pop('Dests', {}).get('Names', [])
    if not pdf.catalog['Names']:
        del pdf.catalog['Names']
    return {
        name.string: pydyf.Array([page, kind, math.floor(left), math.ceil(top), zoom])
        for name, (page, kind, left, top, zoom) in zip(tree[::2], tree[1::2], strict=True)
    }


def _rectangle(edges: list[float]) -> pydyf.Array:
    """Return the lower left and the upper right corner, to a point."""
    (left, right), (bottom, top) = sorted(edges[::2]), sorted(edges[1::2])
    return pydyf.Array([round(edge) for edge in (left, bottom, right, top)])


def _name_places(
    pdf: Any, structure: Structure, links: list[Any], places: Mapping[str, pydyf.Array]
) -> None:
    uses = Counter(link['Dest'].string for link in links if 'Dest' in link)
    named = {name for name, count in uses.items() if count > 1}
    named |= {id_ for id_, node in structure.ids.items() if node.role in _LANDMARKS}
    for link in links:
        if 'Dest' in link and link['Dest'].string not in named:
            link['Dest'] = places[link['Dest'].string]
    tree = pydyf.Array()
    for name in sorted(named & places.keys(), key=str.encode):
        tree += [pydyf.String(name), places[name]]
    if tree:
        names = pdf.catalog.setdefault('Names', pydyf.Dictionary())
        names['Dests'] = pydyf.Dictionary({'Names': tree})


def _lead_to_elements(
    pdf: Any,
    structure: Structure,
    elements: Mapping[Node, Any],
    places: Mapping[str, pydyf.Array],
) -> None:
    for area in _areas(structure):
        annotation = area.box.link_annotation
        name = annotation.pop('Dest', None) if annotation is not None else None
        if name is not None:
            target = elements[structure.ids[name.string]]
            annotation['A'] = _go_to(places[name.string], target)
    headings = [(node, element) for node, element in elements.items() if node.role in _HEADINGS]
    for bookmark in pdf.objects:
        if isinstance(bookmark, dict) and 'Title' in bookmark and 'Dest' in bookmark:
            title = bookmark['Title'].string
            element = next(
                (e for node, e in headings if node.element is not None and _says(node, title)),
                elements[structure.root],
            )
            bookmark['A'] = _go_to(bookmark.pop('Dest'), element)


def _areas(structure: Structure) -> Iterator[LinkArea]:
    for node in structure.links.values():
        for area in node.annotations:
            assert isinstance(area, LinkArea)
            yield area


def _says(node: Node, title: str) -> bool:
    return node.element is not None and words_of(node.element) == title


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
