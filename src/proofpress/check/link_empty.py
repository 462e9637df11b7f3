"""A link that no reader can see or hear.

In: a report.  Out: `link-empty`.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.check.article import inlines
from proofpress.diagnostics import Diagnostic
from proofpress.model.prose import Image, Link, inlines_within, plain_text
from proofpress.model.report import Report


def link_empty(report: Report) -> Iterator[Diagnostic]:
    """Name each link without words and without a picture that has some."""
    for inline in inlines(report):
        if isinstance(inline, Link) and not _says_something(inline):
            yield Diagnostic(
                'link-empty',
                f"The link to “{inline.href}” has no words",
                inline.span,
                "write between the brackets what stands behind the link",
            )


def _says_something(link: Link) -> bool:
    pictures = (one for one in inlines_within(link.children) if isinstance(one, Image))
    return bool(plain_text(link.children).strip()) or any(one.alt.strip() for one in pictures)
