"""No heading alone at the foot of a page, its text overleaf."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from proofpress.diagnostics import Severity
from proofpress.proof.drawn_sheets import Sheets, quoted
from proofpress.proof.ledger import Finding
from proofpress.proof.read_tags import TaggedBlock

_HEADINGS = frozenset(['H1', 'H2', 'H3', 'H4', 'H5', 'H6', 'H'])


def check_heading_stranded(sheets: Sheets) -> Iterator[Finding]:
    """Yield the warning `heading-stranded` for each heading that what it heads has left."""
    blocks = [block for block in sheets.blocks if block.pieces and not block.in_note]
    for heading, following in pairwise(blocks):
        if heading.role in _HEADINGS and following.role not in _HEADINGS:
            yield from _stranded(sheets, heading, following)


def _stranded(sheets: Sheets, heading: TaggedBlock, following: TaggedBlock) -> Iterator[Finding]:
    page_index = heading.pieces[-1].page_index
    if following.pieces[0].page_index <= page_index:
        return
    sheet = sheets.sheets[page_index]
    texts = [
        text
        for piece in heading.pieces
        for text in sheets.reading.texts_of(page_index, piece.content_id)
        if piece.page_index == page_index and not text.is_blank
    ]
    if not texts:
        return
    foot = min(text.box.bottom for text in texts)
    is_last = not any(shape.content_id >= 0 and shape.box.top < foot for shape in sheet.page.shapes)
    if is_last and foot < (sheet.frame.bottom + sheet.frame.top) / 2:
        yield sheets.finding(
            'heading-stranded',
            f"The heading “{quoted(texts)}” stands alone at the foot of page {sheet.page.folio}",
            sheet,
            texts,
            "shorten or lengthen the text before it by a line or two",
            Severity.WARNING,
        )
