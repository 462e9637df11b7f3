"""Formes: the printed pages of one gathering, as data that can be kept, sent and joined.

In: what was painted.  Out: `Forme` values, and the same as bytes: a line of JSON, then the streams
one after the other.  A forme knows nothing of the rest of the book: links name what they lead to,
fonts are told by their description, and what is numbered is counted from its own first page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

Plain = Any
"""What JSON has: texts, numbers, lists, and objects with texts for keys."""


@dataclass(frozen=True, slots=True)
class FormePage:
    """One page."""

    width: float
    """Points."""
    height: float
    anchors: Mapping[str, tuple[float, float]]
    """Where each id stands: points from the left edge and from the lower one."""
    content: bytes = field(repr=False)
    """Its operators (ISO 32000-1, 7.8.2), packed."""


@dataclass(frozen=True, slots=True)
class Link:
    """Where a reader can click: one line of a link."""

    page_index: int
    """From the forme's first page."""
    edges: tuple[float, float, float, float]
    """Left, upper, right and lower edge in points, from the page's lower left corner."""
    words: str
    """What it says."""
    target: str = ''
    """Id that it leads to."""
    uri: str = ''
    """Address that it leads to, when it leaves the document."""


@dataclass(frozen=True, slots=True)
class FontUse:
    """What pages show of a font."""

    description: str
    """Pango's."""
    widths: Mapping[int, int]
    """Thousandths of the font's size, by glyph."""
    readings: Mapping[int, str]
    """What each glyph says, where nothing else is said beside it."""
    missing: Mapping[int, int]
    """Numbers given to characters that the font lacks."""


Readings = Mapping[str, Mapping[int, str]]
"""By the name of the font, what a glyph says in other formes of the same book."""


@dataclass(frozen=True, slots=True)
class Forme:
    """A gathering on its pages."""

    pages: tuple[FormePage, ...]
    first_number: int
    """Printed on its first page."""
    fonts: Mapping[str, FontUse]
    """By the name that they have in the content of pages."""
    links: tuple[Link, ...]
    tags: Plain
    """The structure, as `spoken` writes it."""
    resources: Plain
    """What the content of pages refers to besides fonts, as `plates` writes it."""
    streams: tuple[bytes, ...] = field(default=(), repr=False)
    """Of the resources, packed."""
    overfull: tuple[str, ...] = ()
    """Ids of notes that leave their page no room for text."""
    complaints: tuple[str, ...] = ()
    """What the layout engine said."""

    def to_bytes(self) -> bytes:
        """Return it as bytes; equal formes give equal bytes."""
        blobs = [*(page.content for page in self.pages), *self.streams]
        said = {
            'pages': [[page.width, page.height, dict(page.anchors)] for page in self.pages],
            'first': self.first_number,
            'fonts': {name: asdict(use) for name, use in self.fonts.items()},
            'links': [asdict(link) for link in self.links],
            'tags': self.tags,
            'resources': self.resources,
            'overfull': self.overfull,
            'complaints': self.complaints,
            'sizes': [len(blob) for blob in blobs],
        }
        head = json.dumps(said, ensure_ascii=False, separators=(',', ':')).encode()
        return b''.join([head, b'\n', *blobs])


def read_forme(content: bytes) -> Forme:
    """Return the forme that the bytes hold.

    Raises `ValueError`, `KeyError` or `TypeError` for bytes that hold none.
    """
    head, _, rest = content.partition(b'\n')
    said = json.loads(head)
    blobs: list[bytes] = []
    at = 0
    for size in said['sizes']:
        blobs.append(rest[at : at + size])
        at += size
    if at != len(rest):
        raise ValueError("streams are cut off")
    count = len(said['pages'])
    return Forme(
        tuple(
            FormePage(width, height, {id_: (x, y) for id_, (x, y) in anchors.items()}, blob)
            for (width, height, anchors), blob in zip(said['pages'], blobs[:count], strict=True)
        ),
        said['first'],
        {name: _font_use(use) for name, use in said['fonts'].items()},
        tuple(Link(**{**link, 'edges': tuple(link['edges'])}) for link in said['links']),
        said['tags'],
        said['resources'],
        tuple(blobs[count:]),
        tuple(said['overfull']),
        tuple(said['complaints']),
    )


def _font_use(said: Mapping[str, Any]) -> FontUse:
    return FontUse(
        said['description'],
        {int(glyph): width for glyph, width in said['widths'].items()},
        {int(glyph): text for glyph, text in said['readings'].items()},
        {int(character): glyph for character, glyph in said['missing'].items()},
    )
