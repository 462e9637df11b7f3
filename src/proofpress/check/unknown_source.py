"""A source that the bibliography does not have.

In: a report.  Out: `unknown-source`, where an event, an actor or a citation names one.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.check.article import inlines
from proofpress.check.nearest import advice
from proofpress.diagnostics import Diagnostic
from proofpress.model.prose import Citation
from proofpress.model.report import Report
from proofpress.span import Span


def unknown_source(report: Report) -> Iterator[Diagnostic]:
    """Name each reference to a source that leads to none."""
    known = {source.id for source in report.sources}
    for id_, span, owner in references(report):
        if id_ not in known | report.left_out:
            yield Diagnostic(
                'unknown-source',
                f"{owner} the source “{id_}”, which the bibliography does not have",
                span,
                advice(id_, known, f"add a source with `id: {id_}` to sources.yaml"),
            )


def references(report: Report) -> Iterator[tuple[str, Span, str]]:
    """Yield each id of a source that the author wrote, with its place and who names it."""
    for event in report.timeline:
        for source in event.sources:
            yield source.id, source.span, f"The event “{event.id}” names"
    for actor in report.actors:
        for source in actor.sources:
            yield source.id, source.span, f"The actor “{actor.id}” names"
    for inline in inlines(report):
        if isinstance(inline, Citation):
            for cited in inline.sources:
                yield cited.key, cited.span, "The article cites"
