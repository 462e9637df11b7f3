"""A picture without words for those who cannot see it.

In: a report.  Out: `alt-missing`.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.check.article import blocks, inlines
from proofpress.diagnostics import Diagnostic
from proofpress.model.prose import Figure, Image
from proofpress.model.report import Report

DECORATIVE = 'decorative'
"""The class of a picture that says nothing."""


def alt_missing(report: Report) -> Iterator[Diagnostic]:
    """Name each picture that neither has alternative text nor is said to be decoration."""
    for part in (*blocks(report), *inlines(report)):
        if isinstance(part, Figure | Image) and not part.alt.strip() and not _is_decoration(part):
            yield Diagnostic(
                'alt-missing',
                f"The picture “{part.path}” has no alternative text",
                part.span,
                "say between the brackets what it shows, "
                'or write {alt=""} behind it when it is decoration',
            )


def _is_decoration(picture: Figure | Image) -> bool:
    attributes = picture.attributes
    return attributes.get('alt') is not None or DECORATIVE in attributes.classes
