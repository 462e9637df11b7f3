"""The verdict on the PDF: does a reader of it get what the book says?

In: the book and the finished file.  Out: `PdfVerdict`.  The rules stand here in the order in which
their findings are told; the file is read once by each of two readers.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pypdf.errors import PyPdfError
from pypdfium2 import PdfiumError

from proofpress.compose.book import Book
from proofpress.crew import side_by_side
from proofpress.diagnostics import Diagnostic
from proofpress.model.page_map import PageMap
from proofpress.proof.drawn_verdict import prove_drawn
from proofpress.proof.ledger import Entry, Finding, Place
from proofpress.proof.paged.evidence import Evidence, gather_evidence
from proofpress.proof.paged.rule_figures import cut_tables, late_heads, lost_figures
from proofpress.proof.paged.rule_furniture import wrong_furniture
from proofpress.proof.paged.rule_languages import wrong_languages
from proofpress.proof.paged.rule_links import astray_links
from proofpress.proof.paged.rule_metadata import loose_fonts, wrong_bookmarks, wrong_metadata
from proofpress.proof.paged.rule_notes import astray_notes
from proofpress.proof.paged.rule_page_numbers import page_numbers, wrong_page_numbers
from proofpress.proof.paged.rule_pages import optional_content, turned_pages
from proofpress.proof.paged.rule_readers import torn_readings
from proofpress.proof.paged.rule_words import wrong_words
from proofpress.proof.read_both import worthwhile_hands

RULES: tuple[Callable[[Evidence], Iterator[Finding]], ...] = (
    wrong_words,
    torn_readings,
    wrong_page_numbers,
    astray_notes,
    astray_links,
    wrong_languages,
    lost_figures,
    cut_tables,
    late_heads,
    wrong_furniture,
    turned_pages,
    optional_content,
    wrong_bookmarks,
    wrong_metadata,
    loose_fonts,
)


# A broken file breaks its readers in many ways; pypdf names only some of them.
_BROKEN = (
    *(PyPdfError, PdfiumError, zlib.error, ArithmeticError, AssertionError, AttributeError),
    *(LookupError, RecursionError, TypeError, ValueError),
)
_FURNITURE = {'Header': 'running-head', 'Footer': 'folio'}


@dataclass(frozen=True, slots=True)
class PdfVerdict:
    """What was found out about a PDF."""

    findings: tuple[Finding, ...]
    page_map: PageMap
    entries: tuple[Entry, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    """How many of each were checked: `pages`, `words`, `notes`, `page-numbers`, ..."""
    word_counts: tuple[int, ...] = ()
    """Words on each page, as white space parts them; running head and folio too."""


def prove_pdf(book: Book, content: bytes, hands: int = 1) -> PdfVerdict:
    """Read the PDF back, with so many hands, and hold it to the book.

    No findings mean that it holds.  Any bytes may come in: what cannot be read is a finding.
    """
    try:
        evidence = gather_evidence(book, content, hands)
    except _BROKEN as error:
        unreadable = Diagnostic(
            'product-unreadable',
            f"The PDF cannot be read back: {error}",
            None,
            "build the report anew",
        )
        return PdfVerdict((Finding(unreadable, 'pdf'),), PageMap((), (), {}))
    judged = side_by_side(
        [
            lambda: [finding for rule in RULES for finding in rule(evidence)],
            lambda: list(prove_drawn(evidence.drawn, evidence.reading.tags, evidence.sources())),
        ],
        worthwhile_hands(hands, len(evidence.reading.pages)),
    )
    return PdfVerdict(
        tuple(dict.fromkeys(finding for findings in judged for finding in findings)),
        evidence.page_map(),
        tuple(_entries(evidence)),
        _counts(evidence),
        tuple(page.word_count for page in evidence.drawn.pages),
    )


def _entries(evidence: Evidence) -> Iterator[Entry]:
    """Yield what stands where in the PDF: blocks, page numbers, folios and running heads."""
    for one in evidence.pairing.pairs:
        block = one.expected
        text = ' '.join(block.text.split())
        places = evidence.places(one.found)
        yield Entry(block.id, block.kind, block.section, text, block.origin, places)
        for number in block.numbers:
            printed = page_numbers(evidence, number)
            id_ = f'page-number-{block.id}'
            yield Entry(id_, 'page-number', block.section, printed, None, places)
    for block in evidence.pairing.lone_expected:
        text = ' '.join(block.text.split())
        yield Entry(block.id, block.kind, block.section, text, block.origin)
    for page in evidence.reading.pages:
        for artifact in page.content.artifacts:
            if artifact.kind in _FURNITURE and artifact.text.strip():
                kind = _FURNITURE[artifact.kind]
                text = ' '.join(artifact.text.split())
                yield Entry(f'{kind}-{page.folio}', kind, '', text, None, (Place(page.index),))


def _counts(evidence: Evidence) -> dict[str, int]:
    blocks = evidence.expectation.blocks
    return {
        'pages': len(evidence.reading.pages),
        'blocks': len(blocks),
        'words': sum(len(block.text.split()) for block in blocks),
        'notes': sum(block.kind == 'note-number' for block in blocks),
        'page-numbers': sum(len(block.numbers) for block in blocks),
        'links': sum(len(block.links) for block in blocks),
        'glyphs': sum(page.content.glyph_count for page in evidence.reading.pages),
        'figures': len(evidence.expectation.figures),
        'tables': len(evidence.expectation.table_rows),
        'headings': len(evidence.reading.bookmarks),
        'fonts': len(evidence.reading.fonts),
    }
