"""Evidence of an event that stands in the article more than once.

In: a report.  Out: `evidence-ambiguous`, a warning: the event is tied to the first passage.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.diagnostics import Diagnostic, Note, Severity
from proofpress.model.passages import Passages
from proofpress.model.report import Report


def evidence_ambiguous(report: Report) -> Iterator[Diagnostic]:
    """Name each evidence that the article says more than once."""
    passages = Passages(report.chapters)
    for event in report.timeline:
        for evidence in event.evidence:
            found = passages.find(evidence.text)
            if len(found) > 1:
                yield Diagnostic(
                    'evidence-ambiguous',
                    f"The article says the evidence of the event “{event.id}” {len(found)} times",
                    evidence.span,
                    "quote more words, so that one passage fits",
                    Severity.WARNING,
                    tuple(Note("it stands here", passage.line.span) for passage in found),
                )
