"""The proof's report: `proof.json` for machines and `proof.html` for the managing editor.

In: the `Proof`, the book and the bytes of the PDF.  Out: a `Product` of two files, the same bytes
for the same facts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from proofpress.compose.book import Book
from proofpress.product import Product, ProductFile
from proofpress.proof.ledger import Proof
from proofpress.proof.pictures import Pages, Picture
from proofpress.proof.report.facts import gather_facts, thumbnails
from proofpress.proof.report.page import report_page
from proofpress.proof.report.record import report_record


def pages_in_small(pdf: bytes) -> tuple[Picture | None, ...]:
    """Draw the pages as the report shows them, as many as it shows."""
    with Pages(pdf) as pages:
        return thumbnails(pages)


def report_product(
    proof: Proof,
    book: Book,
    pdf: bytes,
    texts: Mapping[str, str] | None = None,
    small: Sequence[Picture | None] | None = None,
) -> Product:
    """Report what was found out about the products of a book.

    `texts` are the sources by the paths that spans name; findings then show the author's line.
    `small` is what `pages_in_small` gives for the PDF, where that has been drawn already.
    Bytes that are no PDF give a report without pictures.
    """
    with Pages(pdf) as pages:
        facts = gather_facts(proof, book, thumbnails(pages) if small is None else small)
        files = (
            ProductFile('proof.json', report_record(facts)),
            ProductFile('proof.html', report_page(facts, pages, texts or {})),
        )
    return Product(files)
