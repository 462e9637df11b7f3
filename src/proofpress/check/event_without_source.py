"""An event that nothing bears out.

In: a report.  Out: `event-without-source`, a warning.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.check.article import pairs
from proofpress.diagnostics import Diagnostic, Severity
from proofpress.model.report import Report


def event_without_source(report: Report) -> Iterator[Diagnostic]:
    """Name each event with no source, no evidence and no words of the article tied to it."""
    tied = {id_ for id_, _ in pairs(report, 'event')}
    for event in report.timeline:
        if not event.sources and not event.evidence and event.id not in tied:
            yield Diagnostic(
                'event-without-source',
                f"Nothing bears out the event “{event.id}”",
                event.span,
                "name `sources`, or the words of the article that tell of it as `evidence`",
                Severity.WARNING,
            )
