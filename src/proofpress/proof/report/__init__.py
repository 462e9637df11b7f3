"""The proof's report: `proof.json` for machines and `proof.html` for the managing editor.

In: the `Proof`, the book and the bytes of the PDF.  Out: a `Product` of two files, the same bytes
for the same facts.
"""

from __future__ import annotations

from collections.abc import Mapping

from proofpress.compose.book import Book
from proofpress.product import Product, ProductFile
from proofpress.proof.ledger import Proof
from proofpress.proof.pictures import Pages
from proofpress.proof.report.facts import gather_facts
from proofpress.proof.report.page import report_page
from proofpress.proof.report.record import report_record


def report_product(
    proof: Proof, book: Book, pdf: bytes, texts: Mapping[str, str] | None = None
) -> Product:
    """Report what was found out about the products of a book.

    `texts` are the sources by the paths that spans name; findings then show the author's line.
    Bytes that are no PDF give a report without pictures.
    """
    with Pages(pdf) as pages:
        facts = gather_facts(proof, book, pages)
        files = (
            ProductFile('proof.json', report_record(facts)),
            ProductFile('proof.html', report_page(facts, pages, texts or {})),
        )
    return Product(files)
