"""Tells programs what was found, as JSON Lines: one object for each diagnostic.

In: `Findings`.  Out: lines on the stream.  The keys are `report`, `path`, `line`, `column`,
`severity`, `id`, `message`, `help` and `notes`; places and help may be null.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TextIO

from proofpress.diagnostics import Diagnostic
from proofpress.present.findings import Findings
from proofpress.span import Span


@dataclass(slots=True)
class JsonLines:
    """Writes to a stream."""

    stream: TextIO

    def show(self, findings: Findings) -> None:
        """Write the diagnostics of a report."""
        for diagnostic in findings.sorted():
            # ASCII only: no terminal, no locale can spoil it.
            print(json.dumps(_object(diagnostic, findings)), file=self.stream)

    def finish(self) -> None:
        """Write nothing more: each line stands alone."""


def _object(diagnostic: Diagnostic, findings: Findings) -> dict[str, object]:
    return {
        'report': findings.folder,
        **_place(diagnostic.span, findings),
        'severity': diagnostic.severity.value,
        'id': diagnostic.id,
        'message': diagnostic.message,
        'help': diagnostic.help,
        'notes': [
            {**_place(note.span, findings), 'message': note.message} for note in diagnostic.notes
        ],
    }


def _place(span: Span | None, findings: Findings) -> dict[str, object]:
    if span is None:
        return {'path': None, 'line': None, 'column': None}
    return {'path': findings.path_of(span), 'line': span.line, 'column': span.column}
