"""An event that `timeline.yaml` does not have.

In: a report.  Out: `unknown-event`, where the article ties words to one.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.check.article import pairs
from proofpress.check.nearest import advice
from proofpress.diagnostics import Diagnostic
from proofpress.model.report import Report


def unknown_event(report: Report) -> Iterator[Diagnostic]:
    """Name each `{event=…}` that leads to no event."""
    known = {event.id for event in report.timeline}
    for id_, span in pairs(report, 'event'):
        if id_ not in known | report.left_out:
            yield Diagnostic(
                'unknown-event',
                f"The article names the event “{id_}”, which timeline.yaml does not have",
                span,
                advice(id_, known, f"add an event with `id: {id_}` to timeline.yaml"),
            )
