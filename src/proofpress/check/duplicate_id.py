"""An id that two things have.

In: a report.  Out: `duplicate-id`.  Parts of the article, actors, events and sources have ids of
their own: an actor and a heading may be called alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from proofpress.check.article import ids
from proofpress.diagnostics import Diagnostic, Note
from proofpress.model.report import Report
from proofpress.span import Span


def duplicate_id(report: Report) -> Iterator[Diagnostic]:
    """Name each id that was taken before, with the place where it was."""
    yield from _repeats("Two parts of the article", ids(report))
    yield from _repeats("Two actors", ((one.id, one.span) for one in report.actors))
    yield from _repeats("Two events", ((one.id, one.span) for one in report.timeline))
    yield from _repeats("Two sources", ((one.id, one.span) for one in report.sources))


def _repeats(what: str, places: Iterable[tuple[str, Span]]) -> Iterator[Diagnostic]:
    first: dict[str, Span] = {}
    for id_, span in places:
        if id_ in first:
            yield Diagnostic(
                'duplicate-id',
                f"{what} have the id “{id_}”",
                span,
                "give it an id of its own",
                notes=(Note("the first stands here", first[id_]),),
            )
        first.setdefault(id_, span)
