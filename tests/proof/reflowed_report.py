"""Finished EPUBs and web pages of sound reports, for the tests of their proof."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from proofpress.compose.book import Book
from proofpress.compose.compose import compose
from proofpress.epub import make_epub
from proofpress.manuscript import read_report
from proofpress.model.page_map import PageMap
from proofpress.proof.paged.verdict import prove_pdf
from proofpress.typefaces import faces
from proofpress.web import OWN_CHARACTERS, make_web
from tests.little_book import PNG
from tests.proof.mutations.reflowed_edits import bundle
from tests.proof.river import river

ROOT = Path(__file__).parent.parent.parent
RIVER = ROOT / 'tests' / 'good_report' / 'river'


@cache
def page_map() -> PageMap:
    """Return which words of the river report stand on which page."""
    return prove_pdf(*river()).page_map


@cache
def made(folder: Path = RIVER) -> tuple[Book, dict[str, bytes]]:
    """Return a report's book and its products: `epub`, and `web` as one bundle."""
    report = read_report(folder).report
    assert report is not None
    book, _ = compose(report)
    typefaces = faces(book.characters() | OWN_CHARACTERS, book.languages())
    pages = page_map() if folder == RIVER else None
    (epub,) = make_epub(book, PNG, typefaces, pages).files
    web = {file.path: file.content for file in make_web(book, typefaces, pages).files}
    return book, {'epub': epub.content, 'web': bundle(web)}
