"""The sheets under the lens: drawn pages with what the tags say of the things on them.

In: `DrawnReading` and the blocks of the tags.  Out: `Sheets`, from which the rules on drawn pages
draw their findings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from proofpress.diagnostics import Diagnostic, Severity
from proofpress.proof.drawn import DrawnPage, DrawnReading, DrawnShape, DrawnText, union
from proofpress.proof.drawn_geometry import Bands
from proofpress.proof.ledger import Box, Finding, Place
from proofpress.proof.read_tags import TaggedBlock, TagReading
from proofpress.span import Span

Mark = tuple[int, int]
"""Page index and marked content id."""


class Source(NamedTuple):
    """What of the book is drawn somewhere."""

    block: str
    """Its id."""
    origin: Span | None
    """Where the author wrote it."""


_INSET = 14.2
"""5 mm in points: no printer prints closer to the edge, and no type area reaches there."""
_EDGE_SHARE = 0.15
"""Running heads and folios stand in this share of the page's height, above and below."""
_SAME = 4.0
"""Points between places that are one to the eye."""
_QUOTED = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page with an index of what is where on it."""

    page: DrawnPage
    texts: Bands[DrawnText]
    """Those that leave ink."""
    shapes: Bands[DrawnShape]
    frame: Box
    """Where the text of the page may stand."""

    @property
    def has_furniture(self) -> bool:
        """Whether it has a running head or a folio; covers have none."""
        return any(text.is_furniture for text in self.page.texts)


@dataclass(frozen=True, slots=True)
class Sheets:
    """All pages of one PDF, ready to be judged."""

    sheets: tuple[Sheet, ...]
    is_tagged: bool
    reading: DrawnReading
    blocks: Sequence[TaggedBlock]
    """In reading order; empty for a PDF without tags."""
    _block_of: Mapping[Mark, TaggedBlock] = field(repr=False)
    _figures: frozenset[Mark] = field(repr=False)
    _sources: Mapping[Mark, Source] = field(repr=False)

    def block_of(self, page_index: int, content_id: int) -> TaggedBlock | None:
        """Return the block that a marked content is part of, or None."""
        return self._block_of.get((page_index, content_id))

    def is_drawing(self, sheet: Sheet, text: DrawnText) -> bool:
        """Tell whether a text is lettering of a picture, which its author placed."""
        return (sheet.page.index, text.content_id) in self._figures

    def finding(
        self,
        id_: str,
        message: str,
        sheet: Sheet,
        texts: Sequence[DrawnText],
        help_: str,
        severity: Severity = Severity.ERROR,
    ) -> Finding:
        """Return a finding about texts of one page, with a place for each."""
        index = sheet.page.index
        marks = dict.fromkeys((index, text.content_id) for text in texts)
        sources = [self._sources[mark] for mark in marks if mark in self._sources]
        span = next((source.origin for source in sources if source.origin), None)
        places = tuple(Place(index, text.box) for text in texts) or (Place(index),)
        diagnostic = Diagnostic(id_, message, span, help_, severity)
        blocks = tuple(dict.fromkeys(source.block for source in sources))
        return Finding(diagnostic, 'pdf', places, blocks=blocks)


def lay_out(
    reading: DrawnReading, tags: TagReading | None, sources: Mapping[Mark, Source]
) -> Sheets:
    """Put pages and tags together.

    `sources` says what of the book stands under a marked content.
    """
    tags = tags or TagReading()
    block_of: dict[Mark, TaggedBlock] = {}
    for block in tags.blocks:
        for piece in block.pieces:
            block_of[piece.page_index, piece.content_id] = block
    columns = {
        size: _column([page for page in reading.pages if _size(page) == size])
        for size in set(map(_size, reading.pages))
    }
    sheets = tuple(
        Sheet(
            page,
            Bands(text for text in page.texts if not text.is_blank),
            Bands(page.shapes),
            _frame(page, columns[_size(page)]),
        )
        for page in reading.pages
    )
    figures = frozenset((one.page_index, one.content_id) for one in tags.figures)
    return Sheets(sheets, reading.is_tagged, reading, tags.blocks, block_of, figures, sources)


def _size(page: DrawnPage) -> tuple[float, float]:
    return page.box.right - page.box.left, page.box.top - page.box.bottom


def _column(pages: Sequence[DrawnPage]) -> Box | None:
    """Return the sides of the type area: from the left edge of the running heads to the right one.

    Where running heads do not reach across half a page, folios in the middle of it tell where the
    column has its middle, and the edge at which most texts begin is its left one.  None where
    neither speaks.
    """
    boxes: list[Box] = []
    width = 0.0
    for page in pages:
        boxes += [text.box for text in page.texts if text.is_furniture and not text.is_blank]
        width = max(width, page.box.right - page.box.left)
    if not boxes:
        return None
    furniture = union(boxes)
    if furniture.right - furniture.left > width / 2:
        return furniture
    begins = Counter(
        round(text.box.left)
        for page in pages
        for text in page.texts
        if not text.is_artifact and not text.is_blank
    )
    middles = [(box.left + box.right) / 2 for box in boxes]
    if not begins or max(middles) - min(middles) > _SAME or max(middles) > 0.6 * width:
        return None
    left = begins.most_common(1)[0][0]
    right = 2 * middles[0] - left
    return Box(left, furniture.bottom, right, furniture.top) if right - left > width / 2 else None


def _frame(page: DrawnPage, column: Box | None) -> Box:
    """Return where the text of a page may stand.

    Below its running head, above its folio, and as wide as running heads are; where there are none,
    as far from the edges as printers need.
    """
    furniture = [text.box for text in page.texts if text.is_furniture and not text.is_blank]
    height = page.box.top - page.box.bottom
    low, high = page.box.bottom + _EDGE_SHARE * height, page.box.top - _EDGE_SHARE * height
    left, right = page.box.left + _INSET, page.box.right - _INSET
    if furniture and column is not None:
        left, right = max(left, column.left), min(right, column.right)
    return Box(
        left,
        max([page.box.bottom + _INSET, *(box.top for box in furniture if box.top < low)]),
        right,
        min([page.box.top - _INSET, *(box.bottom for box in furniture if box.bottom > high)]),
    )


def quoted(texts: Iterable[DrawnText]) -> str:
    """Return the words of texts as a message quotes them."""
    words = ' '.join(' '.join(text.text.replace('\u00ad', '-') for text in texts).split())
    return words if len(words) <= _QUOTED else f'{words[:_QUOTED].rstrip()}…'


def lines(texts: Iterable[DrawnText]) -> Iterator[list[DrawnText]]:
    """Yield the lines that texts of one page make up, from the top, each from the left."""
    line: list[DrawnText] = []
    for text in sorted(
        (one for one in texts if not one.is_blank),
        key=lambda one: (-(one.box.bottom + one.box.top), one.box.left),
    ):
        if line and _middle(line[0]) - _middle(text) > 0.6 * max(line[0].size, text.size):
            yield sorted(line, key=lambda one: one.box.left)
            line = []
        line.append(text)
    if line:
        yield sorted(line, key=lambda one: one.box.left)


def _middle(text: DrawnText) -> float:
    return (text.box.bottom + text.box.top) / 2
