"""Each character has its own glyph: no empty boxes, no gaps, no letter in place of another."""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.proof.drawn import GlyphFault, GlyphFaultKind
from proofpress.proof.drawn_sheets import Sheets, quoted
from proofpress.proof.ledger import Finding

_HELP = "choose another character, or a typeface that has it"


def check_glyph_not_drawn(sheets: Sheets) -> Iterator[Finding]:
    """Yield `glyph-not-drawn` for each page and kind of glyph that does not show its character."""
    faults: dict[tuple[int, GlyphFaultKind], list[GlyphFault]] = {}
    for fault in sheets.reading.glyph_faults:
        if fault.kind is not GlyphFaultKind.LOST_FONT or fault.says.strip():
            faults.setdefault((fault.page_index, fault.kind), []).append(fault)
    for (page_index, kind), here in sorted(faults.items(), key=lambda one: one[0][0]):
        sheet = sheets.sheets[page_index]
        orders = {fault.text_order for fault in here}
        texts = [text for text in sheet.page.texts if text.order in orders]
        says = ''.join(dict.fromkeys(''.join(fault.says for fault in here)))
        shows = ''.join(dict.fromkeys(''.join(fault.shows for fault in here)))
        found = f" in “{quoted(texts)}”" if texts else ""
        message = f"Page {sheet.page.folio} {_what(kind, says, shows)}{found}"
        yield sheets.finding('glyph-not-drawn', message, sheet, texts, _HELP)


def _what(kind: GlyphFaultKind, says: str, shows: str) -> str:
    if kind is GlyphFaultKind.NOTDEF:
        return f"shows empty boxes for “{says}”" if says else "shows empty boxes"
    if kind is GlyphFaultKind.EMPTY:
        return f"leaves gaps where “{says}” should stand"
    if kind is GlyphFaultKind.OTHER:
        return f"shows “{shows}” where its text says “{says}”"
    return f"has no typeface to draw “{says[:40]}” from"
