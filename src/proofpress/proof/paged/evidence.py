"""The evidence against a PDF: what the book says beside what the file says, paired.

In: the book and the bytes of the PDF.  Out: `Evidence`, from which the checks draw their findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from proofpress.compose.book import Book
from proofpress.diagnostics import Diagnostic, Severity
from proofpress.model.page_map import PageMap, PageStart
from proofpress.proof.drawn import DrawnReading
from proofpress.proof.drawn_sheets import Source
from proofpress.proof.ledger import Box, Finding, Place
from proofpress.proof.paged.expected import Expectation, ExpectedBlock, expect, seen
from proofpress.proof.paged.pairs import Pair, Pairing, pair
from proofpress.proof.read_both import read_both
from proofpress.proof.read_markup import MARKED
from proofpress.proof.read_pdf import PdfReading
from proofpress.proof.read_tags import TaggedBlock, TagReading

_NOTE = re.compile(r'note-\d+|call-\d+(-\d+)?')
"""As `compose/book.py` names them."""


@dataclass
class Evidence:
    """All that is known about one PDF."""

    book: Book
    reading: PdfReading
    tags: TagReading
    """Empty when the PDF has none."""
    drawn: DrawnReading
    expectation: Expectation
    pairing: Pairing
    _places: dict[str, tuple[Pair, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in self.pairing.pairs:
            self._places.setdefault(one.expected.id, (one, 0))
            for id_, at in one.expected.places.items():
                self._places[id_] = (one, at)

    @cached_property
    def note_boxes(self) -> Mapping[tuple[str, int], Mapping[str, Box]]:
        """Where notes (`note`) and calls (`call`) begin: by kind and page index, then by id."""
        boxes: dict[tuple[str, int], dict[str, Box]] = {}
        for id_ in filter(_NOTE.fullmatch, self._places):
            place = self.place_of(id_)
            if place is not None and place.box is not None:
                boxes.setdefault((id_[:4], place.page_index), {})[id_] = place.box
        return boxes

    def page_of(self, id_: str) -> int | None:
        """Return the index of the page on which the words of an element begin; None if nowhere."""
        place = self._places.get(id_)
        return None if place is None else place[0].page_of(place[1])

    def folio(self, page_index: int) -> str:
        """Return what a page is called."""
        return self.reading.pages[page_index].folio

    def places(self, block: TaggedBlock) -> tuple[Place, ...]:
        """Return where the words of a block are drawn, page by page."""
        contents: dict[int, list[int]] = {}
        for piece in block.pieces:
            contents.setdefault(piece.page_index, []).append(piece.content_id)
        return tuple(
            Place(page_index, self.box(page_index, ids)) for page_index, ids in contents.items()
        )

    def box(self, page_index: int, content_ids: Iterable[int]) -> Box | None:
        """Return the rectangle around marked content as it is drawn."""
        words = self.drawn.drawn_words(page_index, content_ids)
        return None if words is None else words.box

    def block_of(self, id_: str) -> ExpectedBlock | None:
        """Return the block in which an element begins, if the PDF has it."""
        place = self._places.get(id_)
        return None if place is None else place[0].expected

    def place_of(self, id_: str) -> Place | None:
        """Return where the words of an element begin."""
        place = self._places.get(id_)
        piece = None if place is None else place[0].piece_at(place[1])
        if piece is None:
            return None
        return Place(piece.page_index, self.box(piece.page_index, [piece.content_id]))

    def sources(self) -> dict[tuple[int, int], Source]:
        """Return the source of what stands under each page index and content id."""
        return {
            (piece.page_index, piece.content_id): Source(one.expected.id, one.expected.origin)
            for one in self.pairing.pairs
            for piece in one.found.pieces
        }

    def finding(
        self,
        id_: str,
        message: str,
        block: ExpectedBlock | None,
        places: tuple[Place, ...],
        help_: str,
        severity: Severity = Severity.ERROR,
    ) -> Finding:
        """Return a finding about a block of the book."""
        origin = block.origin if block is not None else None
        blocks = (block.id,) if block is not None else ()
        diagnostic = Diagnostic(id_, message, origin, help_, severity)
        return Finding(diagnostic, 'pdf', places, blocks=blocks)

    def page_map(self) -> PageMap:
        """Return which words stand on which page."""
        pages_of: dict[str, tuple[int, ...]] = {}
        begun: dict[int, list[tuple[int, int]]] = {}
        for order, one in enumerate(self.pairing.pairs):
            block = one.expected
            for page_index, at in one.pages():
                known = pages_of.get(block.id, ())
                if page_index not in known:
                    pages_of[block.id] = (*known, page_index)
                if not block.in_note:
                    begun.setdefault(page_index, []).append((order, at))
        folios = tuple(page.folio for page in self.reading.pages)
        return PageMap(folios, tuple(self._starts(begun)), pages_of)

    def _starts(self, begun: Mapping[int, list[tuple[int, int]]]) -> Iterator[PageStart]:
        """Yield where each page begins, for those who read on: never before the page before it.

        `begun` holds the pairs that have words on a page, and from which seen character on.
        """
        last = (-1, 0)
        for page_index in sorted(begun):
            place = min((one for one in begun[page_index] if one > last), default=None)
            if place is None:
                continue
            last = place
            order, at = place
            block = self.pairing.pairs[order].expected
            offset = block.offset + characters_before(block.text, at)
            yield PageStart(page_index, self.folio(page_index), block.id, offset, _words(block, at))


def gather_evidence(book: Book, content: bytes, hands: int = 1) -> Evidence:
    """Read a PDF with so many hands and pair it with the book.

    Raises `pypdf.errors.PyPdfError` when the bytes are no PDF.
    """
    reading, drawn = read_both(content, hands)
    tags = reading.tags or TagReading()
    expectation = expect(book.sections, book.metadata.lang)
    pairing = pair(expectation.blocks, tags.blocks)
    return Evidence(book, reading, tags, drawn, expectation, pairing)


def _words(block: ExpectedBlock, at: int) -> str:
    """Return what a block says from a seen character on, up to a page number."""
    end = min((number.at for number in block.numbers if number.at >= at), default=at + MARKED)
    return seen(block.text)[at : min(end, at + MARKED)]


def characters_before(text: str, at: int) -> int:
    """Return how many characters of a text stand before its seen character `at`."""
    if at <= 0:
        return 0
    passed = 0
    for index, character in enumerate(text):
        if passed == at and not character.isspace():
            return index
        passed += len(seen(character))
    return len(text)


def pieces_of_link(block: TaggedBlock, link: int) -> Iterator[tuple[int, int]]:
    """Yield page index and content id of the words of a link."""
    for piece in block.pieces:
        if piece.link == link:
            yield piece.page_index, piece.content_id
