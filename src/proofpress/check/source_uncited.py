"""A source that nothing in the report names.

In: a report.  Out: `source-uncited`, a warning: it would stand in no list of references.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.check.unknown_source import references
from proofpress.diagnostics import Diagnostic, Severity
from proofpress.model.report import Report


def source_uncited(report: Report) -> Iterator[Diagnostic]:
    """Name each source that neither the article nor an event nor an actor uses."""
    used = {id_ for id_, _, _ in references(report)}
    for source in report.sources:
        if source.id not in used:
            yield Diagnostic(
                'source-uncited',
                f"The source “{source.id}” is never cited",
                source.span,
                f"cite it with [@{source.id}] where the report relies on it, or take it away",
                Severity.WARNING,
            )
