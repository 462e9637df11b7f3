"""No words behind a picture or a field of colour.

What is painted later hides what was painted before; only the text layer still has it.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.diagnostics import Severity
from proofpress.proof.drawn import DrawnText
from proofpress.proof.drawn_geometry import holds, probes
from proofpress.proof.drawn_sheets import Sheet, Sheets, quoted
from proofpress.proof.ledger import Finding


def check_text_covered(sheets: Sheets) -> Iterator[Finding]:
    """Yield `text-covered` for each page with words that something hides.

    Lettering of a picture is its author's to mend: a warning.
    """
    for sheet in sheets.sheets:
        covered = [text for text in sheet.page.texts if _is_covered(sheet, text)]
        for severity in Severity:
            here = [
                text
                for text in covered
                if sheets.is_drawing(sheet, text) is (severity is Severity.WARNING)
            ]
            if here:
                message = f"On page {sheet.page.folio}, something hides “{quoted(here)}”"
                help_ = "move what is painted over the words, or take it away"
                yield sheets.finding('text-covered', message, sheet, here, help_, severity)


def _is_covered(sheet: Sheet, text: DrawnText) -> bool:
    if text.is_blank:
        return False
    later = [
        shape
        for shape in sheet.shapes.meeting(text.box)
        if shape.order > text.order and not shape.is_see_through
    ]
    return any(
        holds(shape, low) and holds(shape, high) for shape in later for low, high in probes(text)
    )
