"""Walks through a report to its citations, before any of them is set.

In: a report.  Out: which sources it names, in which order, and which citations run on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from proofpress.model.prose import Block, Citation, blocks_within, inlines_within, lines_of
from proofpress.model.report import Report
from proofpress.span import Span


def _citations_in(blocks: Iterable[Block]) -> Iterator[tuple[Citation, bool]]:
    """Yield the citations within blocks, and whether each ends its line."""
    for block in blocks_within(tuple(blocks)):
        for line in lines_of(block):
            for inline in inlines_within(line):
                if isinstance(inline, Citation):
                    yield inline, inline is line[-1]


def running_on(report: Report) -> Iterator[Span]:
    """Yield where citations stand within a sentence of a footnote: no full stop ends them."""
    for chapter in report.chapters:
        for note in chapter.footnotes:
            for citation, is_last in _citations_in(note.children):
                if not is_last:
                    yield citation.span


def cited_keys(report: Report) -> Iterator[str]:
    """Yield the ids of all sources that the report names, those of citations first."""
    front = report.front_matter
    blocks: list[Block] = [*front.abstract, *front.key_findings]
    for chapter in report.chapters:
        blocks.extend(chapter.blocks)
        blocks.extend(block for note in chapter.footnotes for block in note.children)
    for citation, _ in _citations_in(blocks):
        yield from (source.key for source in citation.sources)
    for event in report.timeline:
        yield from (reference.id for reference in event.sources)
    for actor in report.actors:
        yield from (reference.id for reference in actor.sources)
