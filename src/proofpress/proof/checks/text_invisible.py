"""No words that nobody can see: in the colour of their ground, without size, or not painted at all.

Such words are in the text layer, in a search, in what is read aloud; the page does not have them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from proofpress.diagnostics import Severity
from proofpress.proof.drawn import WHITE, Colour, DrawnText
from proofpress.proof.drawn_geometry import blended, contrast, ground, is_under, probes
from proofpress.proof.drawn_sheets import Sheet, Sheets, quoted
from proofpress.proof.ledger import Finding

_FAINT = 1.25
"""Contrast ratio below which letters are taken for paper; WCAG 2.1 asks for 4.5."""
_SMALLEST = 1.0
"""Points; the smallest type that printers promise to print is 4 points."""
_FILLED = frozenset([0, 2, 4, 6])
_STROKED = frozenset([1, 2, 5, 6])
"""Render modes (ISO 32000-1, table 106)."""


def check_text_invisible(sheets: Sheets) -> Iterator[Finding]:
    """Yield `text-invisible` for each page with words that cannot be seen.

    Lettering of a picture is its author's to mend: a warning.
    """
    for sheet in sheets.sheets:
        unseen = [text for text in sheet.page.texts if _is_unseen(sheet, text)]
        for severity in Severity:
            here = [
                text
                for text in unseen
                if sheets.is_drawing(sheet, text) is (severity is Severity.WARNING)
            ]
            if here:
                message = f"On page {sheet.page.folio}, “{quoted(here)}” cannot be seen"
                help_ = "give the words a size, and a colour that their ground does not have"
                yield sheets.finding('text-invisible', message, sheet, here, help_, severity)


def _is_unseen(sheet: Sheet, text: DrawnText) -> bool:
    # pdfium leaves letters without size out of its text.
    if text.size < _SMALLEST and (text.has_words or not text.text):
        return True
    if not text.has_words:
        return False
    if text.is_blank:
        return True
    if text.render_mode not in _FILLED | _STROKED:
        return True
    return text.render_mode not in _STROKED and _is_faint(sheet, text)


def _is_faint(sheet: Sheet, text: DrawnText) -> bool:
    """Tell whether some of the words have no contrast with what they stand on."""
    below = [shape for shape in sheet.shapes.meeting(text.box) if shape.order < text.order]
    if not below:
        return _melts(text.colour, WHITE)
    # Where nothing ends within the words, all of them stand on the same colour.
    is_even = all(is_under(shape, text.box) for shape in below)
    return any(
        _melts(text.colour, ground(below, low)) and _melts(text.colour, ground(below, high))
        for low, high in islice(probes(text), 1 if is_even else None)
    )


@lru_cache(4096)
def _melts(colour: Colour, paper: Colour | None) -> bool:
    return paper is not None and contrast(blended(colour, paper), paper) < _FAINT
