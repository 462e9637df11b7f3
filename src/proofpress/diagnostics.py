"""What Proofpress has to say about a report: collected values, never printed here.

In: findings of the readers, the checks, the presses and the proof.  Out: `Diagnostic` values that
`present` words for people and machines.  An id is a slug that is never renamed or reused; each has
a page in `docs/diagnostics`.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from proofpress.span import Span


class Severity(enum.Enum):
    """How much a diagnostic weighs: an error stops publication, a warning does not."""

    ERROR = 'error'
    WARNING = 'warning'


@dataclass(frozen=True, slots=True)
class Note:
    """A second place that explains a diagnostic (the first use of a duplicate id, say)."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault, in one sentence that an editor can act on."""

    id: str
    """Slug, such as `unknown-actor`."""
    message: str
    """One sentence that stands alone, without a full stop, with the words in question."""
    span: Span | None = None
    """Where the author must look; None only for faults that have no place in the source."""
    help: str | None = None
    """Something to type or to change."""
    severity: Severity = Severity.ERROR
    notes: tuple[Note, ...] = ()


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Tell whether any of the diagnostics stops publication."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


def sorted_by_place(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Put diagnostics in reading order, without repeats: by file, line, column, then id."""
    unplaced = Span('', 0, 0)
    return sorted(
        dict.fromkeys(diagnostics),
        key=lambda d: (d.span or unplaced, d.id, d.message),
    )
