"""No paragraph of which one line alone stands on a page: neither its first nor its last."""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.diagnostics import Severity
from proofpress.proof.drawn import DrawnText
from proofpress.proof.drawn_sheets import Sheets, lines, quoted
from proofpress.proof.ledger import Finding
from proofpress.proof.read_tags import TaggedBlock

_RUNNING = frozenset(['P', 'LBody', 'BlockQuote'])


def check_line_stranded(sheets: Sheets) -> Iterator[Finding]:
    """Yield the warning `line-stranded` for each such line; notes go on as they must."""
    for block in sheets.blocks:
        if block.role not in _RUNNING or block.in_note:
            continue
        pages = _lines_by_page(sheets, block)
        if len(pages) < 2:
            continue
        first, last = min(pages), max(pages)
        for page_index, which, where in ((first, "first", "foot"), (last, "last", "top")):
            if len(pages[page_index]) == 1:
                sheet = sheets.sheets[page_index]
                (line,) = pages[page_index]
                message = (
                    f"The {which} line of a paragraph, “{quoted(line)}”, stands alone at the"
                    f" {where} of page {sheet.page.folio}"
                )
                help_ = "shorten or lengthen the paragraph by a few words"
                yield sheets.finding('line-stranded', message, sheet, line, help_, Severity.WARNING)


def _lines_by_page(sheets: Sheets, block: TaggedBlock) -> dict[int, list[list[DrawnText]]]:
    texts: dict[int, dict[int, DrawnText]] = {}
    for piece in block.pieces:
        for text in sheets.reading.texts_of(piece.page_index, piece.content_id):
            if not text.is_blank:
                texts.setdefault(piece.page_index, {})[text.order] = text
    return {page_index: list(lines(here.values())) for page_index, here in texts.items()}
