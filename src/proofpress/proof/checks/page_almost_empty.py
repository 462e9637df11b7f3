"""No page that is broken off while its section goes on.

What comes next did not fit whole, and was put off: a large figure, a table row, a tall note.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.diagnostics import Severity
from proofpress.proof.drawn_sheets import Sheet, Sheets
from proofpress.proof.ledger import Finding

_LEAST_SHARE = 1 / 6
_STRIP = 12.0
"""Points; a line of text and its leading fill one."""


def check_page_almost_empty(sheets: Sheets) -> Iterator[Finding]:
    """Yield the warning `page-almost-empty` for each such page that no section ends on."""
    starts = _first_roles(sheets)
    for sheet, following in zip(sheets.sheets, sheets.sheets[1:], strict=False):
        goes_on = starts.get(following.page.index, 'H1') not in ('H1', 'Title')
        if goes_on and sheet.has_furniture and 0 < _filled(sheet) < _LEAST_SHARE:
            yield sheets.finding(
                'page-almost-empty',
                f"Page {sheet.page.folio} is almost empty, and what follows it belongs to it",
                sheet,
                (),
                "move the figure or table that did not fit, or shorten the text before it",
                Severity.WARNING,
            )


def _first_roles(sheets: Sheets) -> dict[int, str]:
    """Return the role of the first block of each page in reading order, notes apart."""
    roles: dict[int, str] = {}
    for block in sheets.blocks:
        for piece in block.pieces:
            if not block.in_note:
                roles.setdefault(piece.page_index, block.role)
    return roles


def _filled(sheet: Sheet) -> float:
    """Return which share of the height of its type area a page uses."""
    boxes = [text.box for text in sheet.page.texts if not text.is_artifact and not text.is_blank]
    boxes += [shape.box for shape in sheet.page.shapes if shape.content_id >= 0]
    strips: set[int] = set()
    for box in boxes:
        bottom, top = max(box.bottom, sheet.frame.bottom), min(box.top, sheet.frame.top)
        strips.update(range(int(bottom // _STRIP), int(top // _STRIP) + 1))
    return len(strips) * _STRIP / (sheet.frame.top - sheet.frame.bottom)
