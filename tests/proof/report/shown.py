"""A proof of the little book to be reported: what the verdict says, and findings made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from proofpress.compose.book import Book
from proofpress.diagnostics import Diagnostic, Note, Severity
from proofpress.pdf import make_pdf
from proofpress.product import Product
from proofpress.proof.ledger import Box, Entry, Finding, Place, Proof
from proofpress.proof.report import report_product
from proofpress.proof.verdict import prove_pdf
from proofpress.span import Span
from tests.little_book import little_book

SOURCE = 'First line.\nTwelve thousand soldiers left by sea.\n'
HOSTILE = '</script><script>alert(1)</script><img src=x onerror="alert(2)"> & \' " {{ 7 * 7 }}'


@cache
def printed() -> tuple[Book, bytes]:
    """Return the little book and its PDF."""
    book = little_book()
    return book, make_pdf(book).files[0].content


@cache
def sound_proof() -> Proof:
    """Return a proof with nothing found, whose entries stand in every product."""
    book, pdf = printed()
    verdict = prove_pdf(book, pdf)
    entries = [
        replace(one, epub=f'EPUB/text/{one.section}.xhtml#{one.id}', web=one.id)
        for one in verdict.entries
    ]
    head = Entry('head-3', 'running-head', '', 'Troops', None, (Place(3),))
    counts = {**verdict.counts, 'epub-words': 310, 'web-words': 310}
    return Proof((), verdict.page_map, (*entries, head), counts, verdict.word_counts)


def entry(id_: str) -> Entry:
    """Return the first entry of the sound proof with an id."""
    return next(one for one in sound_proof().ledger if one.id == id_)


def findings() -> tuple[Finding, ...]:
    """Return one finding of each shape, a warning first."""
    paragraph = entry('background-p2')
    return (
        Finding(
            Diagnostic('page-empty', "Page iv is almost empty", None, None, Severity.WARNING),
            'pdf',
            (Place(3),),
        ),
        Finding(
            Diagnostic(
                'words-lost',
                "The PDF lacks the words “left by sea”",
                Span('report.md', 2, 26),
                "build the report anew",
                notes=(Note("The words stand here", Span('report.md', 2, 1)),),
            ),
            'pdf',
            paragraph.pdf,
        ),
        Finding(
            Diagnostic('text-outside', "The text runs over the edge", None, "make it narrower"),
            'pdf',
            (Place(paragraph.pdf[0].page_index, Box(400.0, 500.0, 9000.004, 520.126)),),
        ),
        Finding(
            Diagnostic('words-changed', "The EPUB says “by air”"),
            'epub',
            address=entry('background-p1').epub,
        ),
    )


def unsound_proof(found: Sequence[Finding] | None = None) -> Proof:
    """Return the proof with findings."""
    return replace(sound_proof(), findings=tuple(findings() if found is None else found))


def reported(proof: Proof, book: Book | None = None, pdf: bytes | None = None) -> Product:
    """Return the report of a proof of the little book."""
    own_book, own_pdf = printed()
    content = own_pdf if pdf is None else pdf
    return report_product(proof, book or own_book, content, {'report.md': SOURCE})


def file_of(product: Product, path: str) -> str:
    """Return the text of one of the report's files."""
    return next(file.content.decode() for file in product.files if file.path == path)
