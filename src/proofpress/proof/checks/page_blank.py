"""No page without anything on it."""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.proof.drawn import DrawnPage
from proofpress.proof.drawn_sheets import Sheets
from proofpress.proof.ledger import Finding


def check_page_blank(sheets: Sheets) -> Iterator[Finding]:
    """Yield `page-blank` for each page that shows nothing but its own number."""
    for sheet in sheets.sheets:
        if _is_blank(sheet.page):
            yield sheets.finding(
                'page-blank',
                f"Page {sheet.page.folio} is empty",
                sheet,
                (),
                "this is a fault of the layout: report it with the pages before and after",
            )


def _is_blank(page: DrawnPage) -> bool:
    has_text = any(not text.is_artifact and not text.is_blank for text in page.texts)
    return not has_text and not any(shape.content_id >= 0 for shape in page.shapes)
