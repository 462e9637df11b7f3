"""The verdict on a report's products: do they say what the book says, and nothing else?

In: the book and the finished files.  Out: `Proof`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from proofpress.compose.book import Book
from proofpress.diagnostics import Diagnostic
from proofpress.proof.ledger import Entry, Finding, Proof
from proofpress.proof.paged.verdict import PdfVerdict, prove_pdf
from proofpress.proof.reflowed.verdict import prove_epub, prove_kepub, prove_web

_WEB_PAGE = 'index.html'
_ASSETS = 'assets/'


def prove(book: Book, files: Mapping[str, bytes], pdf: PdfVerdict | None = None) -> Proof:
    """Read every product of a book back; `files` are theirs by path below the report's folder.

    `pdf` is the verdict on the PDF among them, where it has been read already.
    """
    findings: list[Finding] = []
    for path, product in _wanted(book).items():
        if path not in files:
            message = f"The product {path} is not there"
            help_ = "build the report anew"
            findings.append(
                Finding(Diagnostic('product-unreadable', message, None, help_), product)
            )
    pdf = pdf or prove_pdf(book, files.get(f'{book.slug}.pdf', b''))
    page_map = pdf.page_map if pdf.page_map.folios else None
    epub = prove_epub(book, files.get(f'{book.slug}.epub', b''), page_map)
    page = {
        path: content
        for path, content in files.items()
        if path == _WEB_PAGE or path.startswith(_ASSETS)
    }
    web = prove_web(book, page, page_map)
    said = {
        'pdf': (pdf.findings, pdf.counts),
        'epub': (epub.findings, epub.counts),
        'web': (web.findings, web.counts),
    }
    if (kepub := files.get(f'{book.slug}.kepub.epub')) is not None:
        variant = prove_kepub(book, kepub, page_map)
        said['kepub'] = (variant.findings, variant.counts)
    missing = {finding.product for finding in findings}
    for product, (faults, _) in said.items():
        if product not in missing:
            findings += faults
    ledger = tuple(_addressed(entry, epub.addresses, web.addresses) for entry in pdf.entries)
    counts = {
        f'{product}-{name}': count
        for product, (_, counted) in said.items()
        for name, count in counted.items()
    }
    return Proof(tuple(findings), pdf.page_map, ledger, counts)


def _wanted(book: Book) -> dict[str, str]:
    return {f'{book.slug}.pdf': 'pdf', f'{book.slug}.epub': 'epub', _WEB_PAGE: 'web'}


def _addressed(entry: Entry, epub: Mapping[str, str], web: Mapping[str, str]) -> Entry:
    """Return the entry with its places in the editions without pages."""
    id_ = web.get(entry.id, '').partition('#')[2]
    return replace(entry, epub=epub.get(entry.id, ''), web=id_)
