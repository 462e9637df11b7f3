"""Characters that no typeface has: the page would show an empty box where a letter should be.

In: a report.  Out: `glyph-missing`, once for each place and its characters.  Every text that the
author wrote is looked at, wherever it stands in the report.
"""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Iterator, Mapping

from proofpress.diagnostics import Diagnostic
from proofpress.model.report import Report
from proofpress.span import Span
from proofpress.typefaces import missing_characters


def glyph_missing(report: Report) -> Iterator[Diagnostic]:
    """Name the characters of each text that none of the typefaces can show."""
    texts = list(_texts(report, report.front_matter.span))
    # What stands for a refused character was named when the text was read.
    missing = missing_characters(frozenset(''.join(text for text, _ in texts)) - {'\ufffd'})
    if not missing:
        return
    for text, span in texts:
        strange = sorted(missing.intersection(text))
        if strange:
            named = ', '.join(
                f"“{character}” (U+{ord(character):04X} {unicodedata.name(character, 'unnamed')})"
                for character in strange
            )
            yield Diagnostic(
                'glyph-missing',
                f"no typeface has a glyph for {named}; it would print as an empty box",
                span,
                "write it in another way, or leave it out",
            )


def _texts(value: object, span: Span) -> Iterator[tuple[str, Span]]:
    """Yield every text within the value, with the nearest place around it."""
    if isinstance(value, str):
        yield value, span
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one, span)
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one, span)
    elif dataclasses.is_dataclass(value) and not isinstance(value, Span):
        here = getattr(value, 'span', span)
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name), here)
