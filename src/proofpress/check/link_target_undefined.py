"""A link within the report to what it does not have.

In: a report.  Out: `link-target-undefined`.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.check.article import ids, inlines
from proofpress.check.nearest import advice
from proofpress.diagnostics import Diagnostic
from proofpress.model.prose import Link
from proofpress.model.report import Report


def link_target_undefined(report: Report) -> Iterator[Diagnostic]:
    """Name each link `(#id)` that leads nowhere."""
    targets = {id_ for id_, _ in ids(report)} | set(_made_ids(report))
    for inline in inlines(report):
        if isinstance(inline, Link) and inline.href.startswith('#'):
            id_ = inline.href[1:]
            if id_ not in targets:
                yield Diagnostic(
                    'link-target-undefined',
                    f"The link “#{id_}” leads nowhere",
                    inline.span,
                    advice(id_, targets, f"write {{#{id_}}} at the heading that is meant"),
                )


def _made_ids(report: Report) -> Iterator[str]:
    """Yield the ids of what compose adds to the article, by the tree conventions."""
    yield 'contents'
    if report.front_matter.abstract or report.front_matter.key_findings:
        yield 'summary'
    if report.timeline:
        yield 'timeline'
    if report.actors:
        yield 'glossary'
    if report.sources:
        yield 'references'
    yield from (f'actor-{actor.id}' for actor in report.actors)
    yield from (f'event-{event.id}' for event in report.timeline)
    for id_ in report.left_out:
        yield from (f'actor-{id_}', f'event-{id_}')
