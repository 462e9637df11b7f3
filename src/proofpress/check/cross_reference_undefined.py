"""A numbered reference to what the article does not have.

In: a report.  Out: `cross-reference-undefined`.  Headings, figures and tables can be referred to.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.check.article import blocks, inlines
from proofpress.check.nearest import advice
from proofpress.diagnostics import Diagnostic
from proofpress.model.prose import CrossReference, Figure, Heading, Table
from proofpress.model.report import Report


def cross_reference_undefined(report: Report) -> Iterator[Diagnostic]:
    """Name each cross-reference whose target is absent."""
    targets = {
        block.attributes.id
        for block in blocks(report)
        if isinstance(block, Heading | Figure | Table) and block.attributes.id is not None
    }
    for inline in inlines(report):
        if isinstance(inline, CrossReference) and inline.target not in targets:
            otherwise = f"write {{#{inline.target}}} at the heading, figure or table that is meant"
            yield Diagnostic(
                'cross-reference-undefined',
                f"“@{inline.target}” refers to nothing in the article",
                inline.span,
                advice(inline.target, targets, otherwise),
            )
