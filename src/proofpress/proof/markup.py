"""What a tree of XHTML or HTML says to its readers: plain values, in document order.

In: nothing (values).  Out: `Markup`, made by `read_markup` of composed sections and of finished
documents alike, so that the one can be held to the other.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Piece(NamedTuple):
    """Words in one language."""

    text: str
    lang: str
    """BCP 47; `ko, ru` where `lang` and `xml:lang` contradict each other."""
    direction: str
    """`ltr` or `rtl`."""


class Run(NamedTuple):
    """Words that stand in one block, without another block in between."""

    block: str
    """Id of the nearest block that has one."""
    pieces: tuple[Piece, ...]


class Anchor(NamedTuple):
    """An element with an id."""

    id: str
    block: str
    offset: int
    """How many seen characters of the block stand before it."""
    name: str
    """Of the element, in lower case."""
    within: str
    """Id of the nearest block around it that has one."""


class Link(NamedTuple):
    """A link."""

    href: str
    words: str
    """White space collapsed."""
    label: str
    """What a screen reader says instead of the words: `aria-label`."""
    role: str
    block: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a file of its own."""

    src: str
    alt: str | None
    block: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing in the text."""

    block: str
    shapes: tuple[str, ...]
    """Its elements with their attributes, names in lower case."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table."""

    block: str
    cells: tuple[str, ...]
    """Kind of each cell, its spans and its words."""


@dataclass(frozen=True, slots=True)
class NavEntry:
    """An entry of a navigation."""

    href: str
    words: str
    type: str
    """`epub:type`: `bodymatter`."""
    children: tuple[NavEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Nav:
    """A navigation."""

    type: str
    """`epub:type`: `toc`; else its class."""
    title: str
    """Its words outside of all entries."""
    entries: tuple[NavEntry, ...]


@dataclass(frozen=True, slots=True)
class PageMark:
    """Where a page of the PDF begins."""

    id: str
    label: str
    words: str
    """What it shows, if it shows anything."""
    block: str = ''
    """Id of the block in which it stands."""
    after: str = ''
    """The words that follow it in the document, without white space: as many as tell the place."""
    in_nav: bool = False
    """It stands in a navigation, whose words are not the text's."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Something that the document would load."""

    element: str
    url: str


@dataclass(slots=True)
class Markup:
    """What a tree says."""

    lang: str = ''
    title: str = ''
    runs: list[Run] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    navs: list[Nav] = field(default_factory=list)
    page_marks: list[PageMark] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    """CSS in the document itself."""
    scripts: list[str] = field(default_factory=list)
    """What scripts say that a browser would run."""
