"""Every page is shown upright, and all of it always."""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.diagnostics import Diagnostic
from proofpress.proof.ledger import Finding, Place
from proofpress.proof.paged.evidence import Evidence

_HELP = "build the report anew: somebody has changed the file"


def turned_pages(evidence: Evidence) -> Iterator[Finding]:
    """Yield `page-turned` for each page that readers see lying on its side or on its head."""
    for page in evidence.reading.pages:
        if page.rotation:
            message = f"Page {page.folio} is shown turned by {page.rotation} degrees"
            diagnostic = Diagnostic('page-turned', message, None, _HELP)
            yield Finding(diagnostic, 'pdf', (Place(page.index),))


def optional_content(evidence: Evidence) -> Iterator[Finding]:
    """Yield `text-optional` when parts of the pages can be hidden (ISO 32000-1, 8.11)."""
    if evidence.reading.has_optional_content:
        message = "The PDF has layers that a reader can hide, and a report has none"
        yield Finding(Diagnostic('text-optional', message, None, _HELP), 'pdf')
