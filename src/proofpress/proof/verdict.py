"""The verdict on the products of a report: do they say what the book says, and nothing else?

In: the book and the finished files.  Out: findings, page map, ledger, and what was counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pypdf.errors import PyPdfError

from proofpress.compose.book import Book
from proofpress.diagnostics import Diagnostic
from proofpress.model.page_map import PageMap
from proofpress.proof.checks.page_furniture import check_page_furniture
from proofpress.proof.checks.page_numbers import check_page_numbers
from proofpress.proof.checks.pdf_figures import check_pdf_figures, check_pdf_tables
from proofpress.proof.checks.pdf_languages import check_pdf_languages
from proofpress.proof.checks.pdf_links import check_pdf_links
from proofpress.proof.checks.pdf_metadata import (
    check_bookmarks,
    check_fonts,
    check_pdf_metadata,
)
from proofpress.proof.checks.pdf_notes import check_pdf_notes
from proofpress.proof.checks.pdf_words import check_pdf_words
from proofpress.proof.checks.readers_agree import check_readers_agree
from proofpress.proof.evidence import Evidence, gather_evidence
from proofpress.proof.ledger import Entry, Finding

PDF_CHECKS: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (
    check_pdf_words,
    check_readers_agree,
    check_page_numbers,
    check_pdf_notes,
    check_pdf_links,
    check_pdf_languages,
    check_pdf_figures,
    check_pdf_tables,
    check_page_furniture,
    check_bookmarks,
    check_pdf_metadata,
    check_fonts,
)
"""In the order in which their findings are told."""


@dataclass(frozen=True, slots=True)
class PdfVerdict:
    """What was found out about a PDF."""

    findings: tuple[Finding, ...]
    page_map: PageMap
    entries: tuple[Entry, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)


def prove_pdf(book: Book, content: bytes) -> PdfVerdict:
    """Read the PDF back and hold it to the book; no findings mean that it holds."""
    try:
        evidence = gather_evidence(book, content)
    except PyPdfError as error:
        unreadable = Diagnostic(
            'product-unreadable',
            f"The PDF cannot be read back: {error}",
            None,
            "build the report anew",
        )
        return PdfVerdict((Finding(unreadable, 'pdf'),), PageMap((), (), {}))
    findings = tuple(finding for check in PDF_CHECKS for finding in check(evidence))
    return PdfVerdict(findings, evidence.page_map(), tuple(_entries(evidence)), _counts(evidence))


def _entries(evidence: Evidence) -> Iterator[Entry]:
    """Yield what stands where in the PDF."""
    for one in evidence.pairing.pairs:
        block = one.expected
        yield Entry(
            block.id,
            block.kind,
            block.section,
            ' '.join(block.text.split()),
            block.origin,
            evidence.places(one.found),
        )
    for block in evidence.pairing.lone_expected:
        text = ' '.join(block.text.split())
        yield Entry(block.id, block.kind, block.section, text, block.origin)


def _counts(evidence: Evidence) -> dict[str, int]:
    blocks = evidence.expectation.blocks
    return {
        'pages': len(evidence.reading.pages),
        'words': sum(len(block.text.split()) for block in blocks),
        'notes': sum(block.kind == 'note-number' for block in blocks),
        'page-numbers': sum(len(block.numbers) for block in blocks),
        'links': sum(len(block.links) for block in blocks),
        'glyphs': sum(page.content.glyph_count for page in evidence.reading.pages),
        'figures': len(evidence.expectation.figures),
        'tables': len(evidence.expectation.table_rows),
    }
