"""A name under which two actors go.

In: a report.  Out: `alias-shared`: no reader, and no glossary, could tell whom the article means.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.diagnostics import Diagnostic, Note
from proofpress.model.actors import Actor
from proofpress.model.names import standard_name
from proofpress.model.report import Report
from proofpress.span import Span


def alias_shared(report: Report) -> Iterator[Diagnostic]:
    """Name each name or alias that another actor has already."""
    first: dict[str, tuple[Actor, Span]] = {}
    for actor in report.actors:
        for name, span in _names(actor):
            owner, place = first.setdefault(standard_name(name), (actor, span))
            if owner.id != actor.id:
                yield Diagnostic(
                    'alias-shared',
                    f"The actors “{owner.id}” and “{actor.id}” both go by “{name}”",
                    span,
                    "leave the name to one of them and mark the other by hand, "
                    f"[{name}]{{actor={actor.id}}}",
                    notes=(Note(f"“{owner.id}” has the name here", place),),
                )


def _names(actor: Actor) -> Iterator[tuple[str, Span]]:
    yield actor.name, actor.span
    for alias in actor.aliases:
        yield alias.name, alias.span
