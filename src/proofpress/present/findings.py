"""What the presenters are handed: the diagnostics of one report, and how to name its files.

In: a folder as the user wrote it, diagnostics and the texts they speak of.  Out: `Findings`.
"""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from proofpress.diagnostics import Diagnostic, Severity, sorted_by_place
from proofpress.span import Span


@dataclass(frozen=True, slots=True)
class Findings:
    """The diagnostics of one report."""

    folder: str
    """The report's folder as the user wrote it, with slashes."""
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    """The texts of the report's files, by their path in spans; for showing the guilty line."""

    def sorted(self) -> list[Diagnostic]:
        """Return the diagnostics in reading order, without repeats."""
        return sorted_by_place(self.diagnostics)

    def path_of(self, span: Span) -> str:
        """Return the path of a file as the user would write it."""
        if span.path.endswith('.css'):
            # A report has no style sheets: it is one of ours, below `styles/`.
            return span.path
        joined = posixpath.join(self.folder, span.path)
        # Only what leads out of the folder is shortened: a folder may be named by a link.
        return posixpath.normpath(joined) if span.path.startswith('../') else joined

    def count(self, severity: Severity) -> int:
        """Return how many different diagnostics have the severity."""
        return sum(one.severity is severity for one in self.sorted())


def printable(text: str) -> str:
    """Return the text with line ends, control characters and invisible marks spelled out.

    What a hostile report says must not move the cursor, turn the line round or look like a line of
    its own.
    """
    return ''.join(
        character if character == ' ' or _is_harmless(character) else f'\\u{{{ord(character):x}}}'
        for character in text
    )


def _is_harmless(character: str) -> bool:
    # Cc control, Cf format (bidi marks), Cs surrogates, Cn unassigned, Zl and Zp line ends.
    return unicodedata.category(character) not in {'Cc', 'Cf', 'Cs', 'Cn', 'Zl', 'Zp'}
