"""The verdict on what a PDF shows: are the words on its pages there to be seen?

In: what pdfium read, and the tags.  Out: findings, in the order of the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from proofpress.proof.checks.glyph_not_drawn import check_glyph_not_drawn
from proofpress.proof.checks.heading_stranded import check_heading_stranded
from proofpress.proof.checks.line_stranded import check_line_stranded
from proofpress.proof.checks.page_almost_empty import check_page_almost_empty
from proofpress.proof.checks.page_blank import check_page_blank
from proofpress.proof.checks.text_clipped import check_text_clipped
from proofpress.proof.checks.text_covered import check_text_covered
from proofpress.proof.checks.text_invisible import check_text_invisible
from proofpress.proof.checks.text_off_page import check_text_off_page
from proofpress.proof.checks.text_overprinted import check_text_overprinted
from proofpress.proof.checks.text_untagged import check_text_untagged
from proofpress.proof.drawn import DrawnReading
from proofpress.proof.drawn_sheets import Mark, Sheets, Source, lay_out
from proofpress.proof.ledger import Finding
from proofpress.proof.read_tags import TagReading

Rule = Callable[[Sheets], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    check_text_off_page,
    check_text_clipped,
    check_text_covered,
    check_text_overprinted,
    check_text_invisible,
    check_glyph_not_drawn,
    check_text_untagged,
    check_page_blank,
    check_page_almost_empty,
    check_heading_stranded,
    check_line_stranded,
)
_NO_SOURCES: Mapping[Mark, Source] = MappingProxyType({})


def prove_drawn(
    reading: DrawnReading,
    tags: TagReading | None,
    sources: Mapping[Mark, Source] = _NO_SOURCES,
) -> Iterator[Finding]:
    """Judge what the pages show; no finding means that all of it can be seen.

    Without tags, headings and paragraphs cannot be told apart, and all text is `text-untagged`.
    `sources` says what of the book stands under a marked content: page index and id.
    """
    sheets = lay_out(reading, tags, sources)
    for rule in RULES:
        yield from rule(sheets)
