"""Finds every block of the book on the pages of the finished PDF.

In: the sections and what `read_pdf` read.  Out: the `PageMap` and a finding for each block whose
words are not on the pages, in order.  Text and notes are followed apart: on each page the text is
painted first, then its notes, then running head and folio.

White space and hyphens are left out of the comparison: a line's end may add or swallow either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from proofpress.compose.book import Section
from proofpress.diagnostics import Diagnostic
from proofpress.model.page_map import PageMap, PageStart
from proofpress.proof.read_pdf import PdfReading
from proofpress.proof.tree_text import Passage, passages

# Hyphens and joiners, and the mark that the style sheets set before the call of an event.
_UNSEEN = frozenset('-\u2010\u00ad\u200b\u2060\ufeff\u25c6')
_ANCHOR = 24
"""Characters that must agree before a place counts as found."""


@dataclass(frozen=True, slots=True)
class _Stream:
    """The seen characters of a text, each with where it stood."""

    characters: str
    offsets: tuple[int, ...]


def _seen(text: str) -> _Stream:
    offsets = tuple(
        index
        for index, character in enumerate(text)
        if not character.isspace() and character not in _UNSEEN
    )
    return _Stream(''.join(text[index] for index in offsets), offsets)


def seen(text: str) -> str:
    """Return the characters that count when words are compared."""
    return _seen(text).characters


@dataclass(frozen=True, slots=True)
class _Find:
    """A piece of a passage on one page."""

    passage: Passage
    page_index: int
    offset: int


def map_pages(
    sections: Sequence[Section], reading: PdfReading
) -> tuple[PageMap, tuple[Diagnostic, ...]]:
    """Find the blocks of the sections on the pages.

    Returns the page map and an error `words-lost` for each block that is not wholly there.
    """
    pages = [seen(page.text) for page in reading.pages]
    origins = {id_: span for section in sections for id_, span in section.origins.items()}
    every = [passage for section in sections for passage in passages(section)]
    finds: list[_Find] = []
    lost: list[Diagnostic] = []
    for is_note in (False, True):
        cursor = _Cursor(pages)
        for passage in every:
            if passage.is_note is is_note:
                found = tuple(cursor.follow(passage))
                finds.extend(found)
                if not cursor.is_whole:
                    lost.append(
                        Diagnostic(
                            'words-lost',
                            f"The PDF does not hold, in order, “{passage.text.strip()}”",
                            origins.get(passage.block),
                            "this is a fault of the layout: report it with this passage",
                        )
                    )
    return _page_map(finds, reading), tuple(lost)


class _Cursor:
    """Follows one stream of passages through the pages."""

    def __init__(self, pages: Sequence[str]) -> None:
        self._pages = pages
        self._page = 0
        self._position = 0
        self.is_whole = True
        """Whether the last passage was found to its last character."""

    def follow(self, passage: Passage) -> Iterator[_Find]:
        """Yield the pieces of the passage, one for each page on which it stands."""
        stream = _seen(passage.text)
        done = 0
        self.is_whole = True
        while done < len(stream.characters):
            rest = stream.characters[done:]
            place = self._next(rest, is_begun=done > 0)
            if place is None:
                self.is_whole = False
                return
            self._page, start = place
            length = _agreement(self._pages[self._page], start, rest)
            yield _Find(passage, self._page, stream.offsets[done])
            self._position = start + length
            done += length

    def _next(self, rest: str, is_begun: bool) -> tuple[int, int] | None:
        """Find the page and position where the rest begins, from the cursor on."""
        anchor = rest[:_ANCHOR]
        first = self._page + 1 if is_begun else self._page
        for page_index in range(first, len(self._pages)):
            position = self._position if page_index == self._page else 0
            start = _best(self._pages[page_index], rest, anchor, position)
            if start < 0 and not is_begun:
                start = self._at_foot(rest, page_index, position)
            if start >= 0:
                return page_index, start
            if is_begun:
                break
        return None

    def _at_foot(self, rest: str, page_index: int, position: int) -> int:
        """Find a beginning shorter than the anchor that the next page goes on from."""
        if page_index + 1 >= len(self._pages) or rest[:_ANCHOR] in self._pages[page_index + 1]:
            return -1
        for length in range(min(_ANCHOR, len(rest)) - 1, 2, -1):
            start = self._pages[page_index].find(rest[:length], position)
            if start >= 0 and rest[length : length + _ANCHOR] in self._pages[page_index + 1]:
                return start
        return -1


def _best(page: str, rest: str, anchor: str, position: int) -> int:
    """Return where the anchor stands with most of the rest behind it; -1 when it does not."""
    starts: list[int] = []
    while (found := page.find(anchor, starts[-1] + 1 if starts else position)) >= 0:
        starts.append(found)
    return max(starts, key=lambda start: _agreement(page, start, rest), default=-1)


def _agreement(page: str, start: int, rest: str) -> int:
    length = 0
    for have, want in zip(page[start : start + len(rest)], rest, strict=False):
        if have != want:
            break
        length += 1
    return length


def _page_map(finds: Iterable[_Find], reading: PdfReading) -> PageMap:
    pages_of: dict[str, tuple[int, ...]] = {}
    starts: dict[int, PageStart] = {}
    for find in finds:
        block = find.passage.block
        pages = pages_of.get(block, ())
        if find.page_index not in pages:
            pages_of[block] = (*pages, find.page_index)
        if find.page_index not in starts and not find.passage.is_note:
            folio = reading.pages[find.page_index].folio
            starts[find.page_index] = PageStart(find.page_index, folio, block, find.offset)
    folios = tuple(page.folio for page in reading.pages)
    return PageMap(folios, tuple(starts[index] for index in sorted(starts)), pages_of)
