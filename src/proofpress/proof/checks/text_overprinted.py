"""No words printed over other words.

Two lines in one place cannot be read, and the text layer has both as if nothing had happened.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from proofpress.diagnostics import Severity
from proofpress.proof.drawn import DrawnText, Glyph
from proofpress.proof.drawn_geometry import area, common
from proofpress.proof.drawn_sheets import Sheet, Sheets, quoted
from proofpress.proof.ledger import Finding
from proofpress.proof.scripts import runs_right_to_left

_SHARE = 0.3
"""Share of the smaller letter that another must hide."""
_NEAR = 2
"""Texts of one line are painted one after the other."""
_LEAST = 0.15
"""Of the type size: how far letters may lean into each other, each way."""


def check_text_overprinted(sheets: Sheets) -> Iterator[Finding]:
    """Yield `text-overprinted` for each page on which words stand upon words.

    Lettering of a picture is its author's to mend: a warning; the same letters twice in one place
    are a halo.
    """
    for sheet in sheets.sheets:
        both = list(_overprints(sheets, sheet))
        for severity in Severity:
            here = [
                text
                for one, other in both
                for text in (one, other)
                if _severity(sheets, sheet, one, other) is severity
            ]
            if here:
                here = list(dict.fromkeys(here))
                message = (
                    f"On page {sheet.page.folio}, words are printed over each other: "
                    f"“{quoted(here)}”"
                )
                help_ = "this is a fault of the layout or of the picture: give the words room"
                yield sheets.finding('text-overprinted', message, sheet, here, help_, severity)


def _severity(sheets: Sheets, sheet: Sheet, one: DrawnText, other: DrawnText) -> Severity:
    is_picture = sheets.is_drawing(sheet, one) and sheets.is_drawing(sheet, other)
    return Severity.WARNING if is_picture else Severity.ERROR


def _overprints(sheets: Sheets, sheet: Sheet) -> Iterator[tuple[DrawnText, DrawnText]]:
    for text in sheet.page.texts:
        if text.is_blank:
            continue
        for other in sheet.texts.meeting(text.box):
            if other.order <= text.order or _is_joined(text, other):
                continue
            if not _is_overprinted(text, other):
                continue
            is_picture = sheets.is_drawing(sheet, text) and sheets.is_drawing(sheet, other)
            if not (is_picture and text.text.strip() == other.text.strip()):
                yield text, other


def _is_joined(one: DrawnText, other: DrawnText) -> bool:
    """Tell whether texts are parts of one line in a script whose letters join."""
    return other.order - one.order <= _NEAR and runs_right_to_left(one.text + other.text)


def _is_overprinted(one: DrawnText, other: DrawnText) -> bool:
    least = _LEAST * min(one.size, other.size)
    for below in _letters(one):
        for above in _letters(other):
            shared = common(below.box, above.box)
            if (
                shared is not None
                and shared.right - shared.left > least
                and shared.top - shared.bottom > least
                and area(shared) > _SHARE * min(area(below.box), area(above.box))
            ):
                return True
    return False


def _letters(text: DrawnText) -> Sequence[Glyph]:
    """Return the letters of a text; all of it as one where pdfium left out what stands double."""
    letters = [
        glyph
        for glyph in text.glyphs
        if not glyph.text.isspace() and not unicodedata.category(glyph.text).startswith('M')
    ]
    return letters or [Glyph(text.text, text.box)]
