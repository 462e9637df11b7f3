"""No words outside the structure: what is neither tagged nor an artifact is never read aloud."""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.proof.drawn_sheets import Sheets, quoted
from proofpress.proof.ledger import Finding


def check_text_untagged(sheets: Sheets) -> Iterator[Finding]:
    """Yield `text-untagged` for each page with words that are marked as nothing."""
    for sheet in sheets.sheets:
        loose = [
            text
            for text in sheet.page.texts
            if text.content_id < 0 and not text.is_artifact and text.has_words
        ]
        if loose:
            yield sheets.finding(
                'text-untagged',
                f"Page {sheet.page.folio} shows “{quoted(loose)}” and does not tell it to those"
                " who listen",
                sheet,
                loose,
                "this is a fault of Proofpress: report it with this page",
            )
