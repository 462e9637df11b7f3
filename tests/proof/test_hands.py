"""Several hands prove a report as one does."""

from __future__ import annotations

from functools import cache

import pikepdf
import pytest

from proofpress.proof.ledger import Proof
from proofpress.proof.paged.verdict import PdfVerdict, prove_pdf
from proofpress.proof.read_both import worthwhile_hands
from proofpress.proof.verdict import prove
from tests.proof import reflowed_report
from tests.proof.mutations.mutate_pdf import PAGES
from tests.proof.mutations.mutate_pdf_words import MUTATIONS
from tests.proof.mutations.pdf_edits import edit
from tests.proof.river import river

COPIES = 8


@cache
def spoiled() -> bytes:
    """Return a PDF of which pages are spoiled, and that has all of them several times."""

    def repeat(pdf: pikepdf.Pdf) -> None:
        pages = list(pdf.pages)
        for _ in range(COPIES - 1):
            pdf.pages.extend(pages)

    content = river()[1]
    for mutation in (*PAGES[::3], *MUTATIONS[::9]):
        content = mutation.spoil(content)
    return edit(repeat)(content)


@cache
def proved(hands: int) -> PdfVerdict:
    return prove_pdf(river()[0], spoiled(), hands)


@cache
def all_proved(hands: int) -> Proof:
    book, products = reflowed_report.made()
    pdf = proved(1)
    files = {f'{book.slug}.epub': products['epub'].replace(b'mimetype', b'mimetipe', 1)}
    return prove(book, files, pdf, hands)


@pytest.mark.parametrize('hands', [2, 3])
def test_what_is_found_does_not_depend_on_the_number_of_hands(hands: int) -> None:
    """The same report must be refused for the same reasons on every machine."""
    assert worthwhile_hands(hands, len(proved(1).page_map.folios)) == hands
    assert len({one.diagnostic.id for one in proved(1).findings}) > 8
    assert len({place.page_index for one in proved(1).findings for place in one.places}) > 20
    assert proved(hands) == proved(1)


def test_editions_without_pages_can_be_proved_side_by_side() -> None:
    """EPUB and web page know nothing of each other."""
    assert {one.product for one in all_proved(1).findings} == {'pdf', 'epub', 'web'}
    assert all_proved(2) == all_proved(1)


def test_a_file_that_is_no_pdf_is_a_finding_for_many_hands_too() -> None:
    """A hand that stumbles must not end the build without a word."""
    book, content = river()
    assert prove_pdf(book, content[:2000], 2).findings == prove_pdf(book, content[:2000]).findings


def test_a_short_report_is_left_to_one_hand() -> None:
    """To call another takes longer than the work."""
    assert worthwhile_hands(4, 5) == 1
