"""Accents heaped on one letter, as texts carry them that shall break a page.

In: a report.  Out: `marks-heaped`, once for each text.  The heap would grow over the lines above
and below, and a line of it takes the layout minutes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from proofpress.check.article import texts
from proofpress.diagnostics import Diagnostic
from proofpress.model.report import Report

MOST_MARKS = 10
"""On one letter.  Unicode Standard Annex 15 (section 13, Stream-Safe Text) allows 30; no script
that our typefaces can print needs five."""
_STRANGE = re.compile(
    # All but scripts without marks of their own: Latin, Greek, Cyrillic, signs, Han, Hangul.
    '[^\x00-\u02ff\u0370-\u0482\u048a-\u0590\u2000-\u20cf\u2100-\u2fff\u3031-\ua66e\uac00-\ud7ff]'
    f'{{{MOST_MARKS + 1},}}'
)


def marks_heaped(report: Report) -> Iterator[Diagnostic]:
    """Name each text with more marks on one letter than a page can bear."""
    for text, span in texts(report):
        most = max((_longest(match[0]) for match in _STRANGE.finditer(text)), default=0)
        if most > MOST_MARKS:
            yield Diagnostic(
                'marks-heaped',
                f"{most} accents stand on one letter, more than {MOST_MARKS}",
                span,
                "take them away",
            )


def _longest(words: str) -> int:
    """Return the length of the longest row of combining marks (categories Mn and Me)."""
    longest = row = 0
    for character in words:
        row = row + 1 if unicodedata.category(character) in {'Mn', 'Me'} else 0
        longest = max(longest, row)
    return longest
