"""Characters that no typeface has: the page would show an empty box where a letter should be.

In: a report.  Out: `glyph-missing`, once for each place and its characters.  Every text that the
author wrote is looked at, wherever it stands in the report.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from proofpress.check.article import texts
from proofpress.diagnostics import Diagnostic
from proofpress.model.report import Report
from proofpress.typefaces import missing_characters

MOST_NAMED = 5
"""Characters named in one message."""


def glyph_missing(report: Report) -> Iterator[Diagnostic]:
    """Name the characters of each text that none of the typefaces can show."""
    written = list(texts(report))
    # What stands for a refused character was named when the text was read.
    missing = missing_characters(frozenset(''.join(text for text, _ in written)) - {'\ufffd'})
    if not missing:
        return
    for text, span in written:
        strange = sorted(missing.intersection(text))
        if strange:
            named = ', '.join(
                f"“{character}” (U+{ord(character):04X} {unicodedata.name(character, 'unnamed')})"
                for character in strange[:MOST_NAMED]
            )
            if len(strange) > MOST_NAMED:
                named += f" and {len(strange) - MOST_NAMED} more"
            yield Diagnostic(
                'glyph-missing',
                f"no typeface has a glyph for {named}; it would print as an empty box",
                span,
                "write it in another way, or leave it out",
            )
