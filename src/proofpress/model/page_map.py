"""The page map: which words stand on which page of the finished PDF.

In: nothing (values).  Out: `PageMap`, made by `proof` from the file alone and handed as data to
the presses whose products carry the PDF's page numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a page begins in the text."""

    page_index: int
    """From 0."""
    folio: str
    """What the page is called: `iv`, `7`."""
    block: str
    """Id, in the composed tree, of the block in which the page's text begins."""
    offset: int
    """Characters of that block's text that still stand on earlier pages; white space counted."""
    words: str = ''
    """What the block says from there on, without white space, up to 60 characters or to the first
    page number in it."""


@dataclass(frozen=True, slots=True)
class PageMap:
    """The pages of one PDF, in order, and the pages on which each block stands."""

    folios: tuple[str, ...]
    """Of every page."""
    starts: tuple[PageStart, ...]
    """One for each page that carries text of the book."""
    pages_of: Mapping[str, tuple[int, ...]] = field(hash=False)
    """Page indexes (from 0) of each block, by id."""
