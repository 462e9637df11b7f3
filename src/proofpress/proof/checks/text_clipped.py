"""No words cut by the edge of what they stand in.

A box that hides its overflow leaves half a line, and the text layer has all of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.diagnostics import Severity
from proofpress.proof.drawn import DrawnText
from proofpress.proof.drawn_geometry import overhang
from proofpress.proof.drawn_sheets import Sheets, quoted
from proofpress.proof.ledger import Finding

_LEAST = 0.75
"""Points that may be cut off: less is not seen."""
_SHARE = 0.1
"""Share of the type size that may be cut off."""


def check_text_clipped(sheets: Sheets) -> Iterator[Finding]:
    """Yield `text-clipped` for each page with words that are cut off.

    Lettering of a picture is its author's to mend: a warning.
    """
    for sheet in sheets.sheets:
        cut = [text for text in sheet.page.texts if _is_cut(text)]
        for severity in Severity:
            here = [
                text
                for text in cut
                if sheets.is_drawing(sheet, text) is (severity is Severity.WARNING)
            ]
            if here:
                message = f"On page {sheet.page.folio}, “{quoted(here)}” is cut off"
                help_ = "make the box or the picture larger, or its words fewer"
                yield sheets.finding('text-clipped', message, sheet, here, help_, severity)


def _is_cut(text: DrawnText) -> bool:
    if text.clip is None or text.is_blank:
        return False
    return overhang(text.box, text.clip) > max(_LEAST, _SHARE * text.size)
