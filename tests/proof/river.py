"""The good report, printed: what the tests of the proof spoil."""

from __future__ import annotations

from functools import cache

from proofpress.compose.book import Book
from proofpress.compose.compose import compose
from proofpress.manuscript import read_report
from proofpress.pdf import make_pdf
from tests.laid_over import GOOD, REPORT


@cache
def river() -> tuple[Book, bytes]:
    """Return the good report and its PDF, both made once."""
    report = read_report(GOOD / REPORT).report
    assert report is not None
    book = compose(report)[0]
    return book, make_pdf(book).files[0].content
