"""A heading that leaves out a level.

In: a report.  Out: `heading-skip`.  Who listens to a page finds the way by its levels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from proofpress.diagnostics import Diagnostic
from proofpress.model.prose import Block, Division, Heading, plain_text
from proofpress.model.report import Report


def heading_skip(report: Report) -> Iterator[Diagnostic]:
    """Name each heading more than one level below the one before; the first must be level 1."""
    above = 0
    for chapter in report.chapters:
        for heading in _dividing(chapter.blocks):
            if heading.level > above + 1:
                before = f"follows one of level {above}" if above else "is the first"
                yield Diagnostic(
                    'heading-skip',
                    f"The heading “{plain_text(heading.children).strip()}” of level "
                    f"{heading.level} {before}",
                    heading.span,
                    f"begin it with {'#' * (above + 1)}",
                )
            above = heading.level


def _dividing(blocks: Iterable[Block]) -> Iterator[Heading]:
    """Yield the headings that divide the article, not those in quotations and lists."""
    for block in blocks:
        if isinstance(block, Heading):
            yield block
        elif isinstance(block, Division):
            yield from _dividing(block.children)
