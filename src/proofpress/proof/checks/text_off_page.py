"""No words beyond the page's edge, and none in its margins.

A table too wide for the paper is read whole by every reader of the text layer, and by nobody who
holds the page.  The margins are those that running heads and folios leave: text may hang out to the
sides by the width of a sign, and must not reach the running head or the folio.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.proof.drawn import DrawnText
from proofpress.proof.drawn_geometry import overhang
from proofpress.proof.drawn_sheets import Sheet, Sheets, quoted
from proofpress.proof.ledger import Box, Finding

_MILLIMETRE = 72 / 25.4
_OFF = 0.5
"""Points of ink beyond the edge that nobody misses."""
_HANGING = 8.5
"""3 mm: signs that hang out of the column, list markers among them, reach no further."""
_HELP = "give the table fewer columns or shorter words, or break the long word"


def check_text_off_page(sheets: Sheets) -> Iterator[Finding]:
    """Yield `text-off-page` for each page with words beyond its edge or in its margins."""
    for sheet in sheets.sheets:
        texts = [text for text in sheet.page.texts if not text.is_blank]
        off = [text for text in texts if overhang(text.box, sheet.page.box) > _OFF]
        if off:
            far = max(overhang(text.box, sheet.page.box) for text in off) / _MILLIMETRE
            message = (
                f"Page {sheet.page.folio} ends before its words do: “{quoted(off)}” stands"
                f" {far:.0f} mm beyond the paper’s edge"
            )
            yield sheets.finding('text-off-page', message, sheet, off, _HELP)
        lost = {text.order for text in off}
        strayed = [
            text for text in texts if text.order not in lost and _is_strayed(sheets, sheet, text)
        ]
        if strayed:
            far = max(overhang(text.box, sheet.frame) for text in strayed) / _MILLIMETRE
            message = (
                f"On page {sheet.page.folio}, “{quoted(strayed)}” stands {far:.0f} mm out in the"
                " margin"
            )
            yield sheets.finding('text-off-page', message, sheet, strayed, _HELP)


def _is_strayed(sheets: Sheets, sheet: Sheet, text: DrawnText) -> bool:
    """Tell whether words stand in the margin that should not."""
    if text.is_furniture or sheets.is_drawing(sheet, text):
        return False
    frame = sheet.frame
    wide = Box(frame.left - _HANGING, frame.bottom, frame.right + _HANGING, frame.top)
    return overhang(text.box, wide) > 0
