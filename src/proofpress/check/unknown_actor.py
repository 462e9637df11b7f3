"""An actor that `actors.yaml` does not have.

In: a report.  Out: `unknown-actor`, where an event, a tie between actors or the article names one.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.check.article import pairs
from proofpress.check.nearest import advice
from proofpress.diagnostics import Diagnostic
from proofpress.model.report import Report
from proofpress.span import Span

NONE = 'none'
"""What the article says of words that name no actor."""


def unknown_actor(report: Report) -> Iterator[Diagnostic]:
    """Name each reference to an actor that leads to none."""
    known = {actor.id for actor in report.actors}
    for id_, span, owner in _references(report):
        if id_ not in known | report.left_out:
            yield Diagnostic(
                'unknown-actor',
                f"{owner} names the actor “{id_}”, whom actors.yaml does not have",
                span,
                advice(id_, known, f"add an actor with `id: {id_}` to actors.yaml"),
            )


def _references(report: Report) -> Iterator[tuple[str, Span, str]]:
    for event in report.timeline:
        for reference in event.actors:
            yield reference.id, reference.span, f"The event “{event.id}”"
    for actor in report.actors:
        if actor.part_of is not None:
            yield actor.part_of.id, actor.part_of.span, f"The actor “{actor.id}”"
        for relation in actor.relations:
            yield relation.to.id, relation.to.span, f"The actor “{actor.id}”"
    for id_, span in pairs(report, 'actor'):
        if id_ != NONE:
            yield id_, span, "The article"
