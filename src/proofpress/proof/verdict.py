"""The verdict on a report's products: do they say what the book says, and nothing else?

In: the book and the finished files.  Out: `Proof`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from proofpress.compose.book import Book
from proofpress.crew import side_by_side
from proofpress.diagnostics import Diagnostic
from proofpress.proof.ledger import Entry, Finding, Proof
from proofpress.proof.paged.verdict import PdfVerdict, prove_pdf
from proofpress.proof.read_both import worthwhile_hands
from proofpress.proof.reflowed.told import read_book
from proofpress.proof.reflowed.verdict import prove_epub, prove_kepub, prove_web

_WEB_PAGE = 'index.html'
_ASSETS = 'assets/'


def prove(
    book: Book, files: Mapping[str, bytes], pdf: PdfVerdict | None = None, hands: int = 1
) -> Proof:
    """Read every product of a book back, with so many hands.

    `files` are the products by path below the report's folder; `pdf` is the verdict on the PDF
    among them, where it has been read already.
    """
    findings: list[Finding] = []
    for path, product in _wanted(book).items():
        if path not in files:
            message = f"The product {path} is not there"
            help_ = "build the report anew"
            findings.append(
                Finding(Diagnostic('product-unreadable', message, None, help_), product)
            )
    pdf = pdf or prove_pdf(book, files.get(f'{book.slug}.pdf', b''), hands)
    page_map = pdf.page_map if pdf.page_map.folios else None
    book_says = read_book(book)
    epub_file = files.get(f'{book.slug}.epub', b'')
    page = {
        path: content
        for path, content in files.items()
        if path == _WEB_PAGE or path.startswith(_ASSETS)
    }
    tasks = {
        'epub': lambda: prove_epub(book, epub_file, page_map, book_says),
        'web': lambda: prove_web(book, page, page_map, book_says),
    }
    if (kepub := files.get(f'{book.slug}.kepub.epub')) is not None:
        tasks['kepub'] = lambda: prove_kepub(book, kepub, page_map, book_says)
    hands = worthwhile_hands(hands, len(pdf.page_map.folios))
    reflowed = dict(zip(tasks, side_by_side(list(tasks.values()), hands), strict=True))
    said: dict[str, tuple[tuple[Finding, ...], Mapping[str, int]]] = {
        'pdf': (pdf.findings, pdf.counts)
    }
    said |= {product: (one.findings, one.counts) for product, one in reflowed.items()}
    missing = {finding.product for finding in findings}
    for product, (faults, _) in said.items():
        if product not in missing:
            findings += faults
    epub, web = reflowed['epub'].addresses, reflowed['web'].addresses
    ledger = tuple(_addressed(entry, epub, web) for entry in pdf.entries)
    counts = {
        f'{product}-{name}': count
        for product, (_, counted) in said.items()
        for name, count in counted.items()
    }
    return Proof(tuple(findings), pdf.page_map, ledger, counts, pdf.word_counts)


def _wanted(book: Book) -> dict[str, str]:
    return {f'{book.slug}.pdf': 'pdf', f'{book.slug}.epub': 'epub', _WEB_PAGE: 'web'}


def _addressed(entry: Entry, epub: Mapping[str, str], web: Mapping[str, str]) -> Entry:
    """Return the entry with its places in the editions without pages."""
    id_ = web.get(entry.id, '').partition('#')[2]
    return replace(entry, epub=epub.get(entry.id, ''), web=id_)
