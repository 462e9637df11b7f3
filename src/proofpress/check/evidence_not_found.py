"""Evidence of an event that the article does not contain.

In: a report.  Out: `evidence-not-found`, with the most similar words of the article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from proofpress.diagnostics import Diagnostic, Note
from proofpress.model.passages import Line, Passages
from proofpress.model.report import Report

_LEAST_LIKENESS = 0.4
"""Share of the evidence's words that a passage must have to be called the nearest."""


def evidence_not_found(report: Report) -> Iterator[Diagnostic]:
    """Name each evidence whose words do not stand in the article."""
    passages = Passages(report.chapters)
    for event in report.timeline:
        for evidence in event.evidence:
            if not passages.find(evidence.text):
                yield Diagnostic(
                    'evidence-not-found',
                    f"The article does not say “{_shortened(evidence.text)}”, "
                    f"the evidence of the event “{event.id}”",
                    evidence.span,
                    "copy the words from the article as they stand there, without markup",
                    notes=tuple(_nearest(evidence.text, passages)),
                )


def _nearest(words: str, passages: Passages) -> Iterator[Note]:
    """Yield the passage that shares most words with the evidence, if any shares enough."""
    wanted = words.split()
    likeness, line = max(
        ((_likeness(wanted, line), line) for line in passages.lines),
        key=lambda pair: pair[0],
        default=(0.0, None),
    )
    if line is not None and likeness >= _LEAST_LIKENESS:
        yield Note(f"the nearest words are “{_like(wanted, line)}”", line.span)


def _likeness(wanted: list[str], line: Line) -> float:
    shared = Counter(wanted) & Counter(line.text.split())
    return shared.total() / len(wanted) if wanted else 0.0


def _like(wanted: list[str], line: Line) -> str:
    """Return the stretch of the line from its first word in common to its last."""
    written = line.text.split()
    blocks = SequenceMatcher(None, wanted, written, autojunk=False).get_matching_blocks()
    common = [block for block in blocks if block.size]
    start = max(common[0].b - common[0].a, 0)
    last = common[-1]
    end = last.b + last.size + (len(wanted) - last.a - last.size)
    return _shortened(' '.join(written[start:end]).rstrip('.,;:'))


def _shortened(words: str, most: int = 120) -> str:
    text = ' '.join(words.split())
    return text if len(text) <= most else f'{text[:most].rpartition(" ")[0] or text[:most]} …'
