"""The classes that an author may give to a heading, a figure, a table, a division or a span.

In: attribute lists.  Out: classes for the tree, and an error for each that is not the author's to
give: presses and proof read the page by our own classes, and words under a false one could get
lost.  `styles/README.md` lists those that have a look.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from proofpress.compose.book import SectionKind
from proofpress.diagnostics import Diagnostic
from proofpress.model.prose import (
    Attributes,
    Block,
    Bracketed,
    Division,
    Figure,
    Heading,
    Image,
    Inline,
    Table,
    blocks_within,
    inlines_within,
    lines_of,
)
from proofpress.model.report import Report

UNNUMBERED = 'unnumbered'
"""Class by which an author keeps the number off a heading, figure or table (Pandoc's name)."""

ASIDES = frozenset({'aside', 'key-findings'})
"""Classes of a division that stands beside the argument."""

OURS = frozenset(kind.value for kind in SectionKind) | {
    'actors', 'attribution', 'chart', 'citation', 'cited', 'cross-reference', 'event',
    'event-call', 'events', 'folio', 'heading', 'locators', 'mention', 'missing', 'note',
    'note-call', 'note-number', 'notes', 'number', 'passage', 'sources', 'timeline-chart',
}  # fmt: skip
"""Classes that say something to presses and proof."""


def author_classes(attributes: Attributes) -> list[str]:
    """Return the author's classes, without those that are ours."""
    return [name for name in attributes.classes if name not in OURS]


def about_classes(report: Report) -> Iterator[Diagnostic]:
    """Name each class that the author cannot give."""
    front = report.front_matter
    yield from _about_blocks((*front.abstract, *front.key_findings))
    for chapter in report.chapters:
        yield from _about_blocks(chapter.blocks)
        for footnote in chapter.footnotes:
            yield from _about_blocks(footnote.children)


def _about_blocks(blocks: tuple[Block, ...]) -> Iterator[Diagnostic]:
    for block in blocks_within(blocks):
        if isinstance(block, Heading | Figure | Table | Division):
            yield from _about(block, block.attributes)
        for line in lines_of(block):
            yield from _about_inlines(inlines_within(line))


def _about_inlines(inlines: Iterable[Inline]) -> Iterator[Diagnostic]:
    for inline in inlines:
        if isinstance(inline, Bracketed | Image):
            yield from _about(inline, inline.attributes)


def _about(holder: Block | Inline, attributes: Attributes) -> Iterator[Diagnostic]:
    for name in attributes.classes:
        if name in OURS:
            yield Diagnostic(
                'reserved-class',
                f"the class “{name}” belongs to Proofpress, which reads its own pages by it",
                holder.span,
                "take a class that is listed in styles/README.md, or another name",
            )
