"""A place in the author's files: every value that an author wrote keeps one for life.

In: positions from the readers of YAML and Markdown.  Out: `Span`, the only way to name a place.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a source file, as an editor's status bar shows it."""

    path: str
    """POSIX path relative to the report's folder (`report.md`, `../imprint.yaml`)."""
    line: int = 1
    """Line, from 1."""
    column: int = 1
    """Column in characters (Unicode code points), from 1."""

    def __str__(self) -> str:
        return f'{self.path}:{self.line}:{self.column}'
