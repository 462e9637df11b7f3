"""Links lead to a place on a page, and can be hit."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache

import pikepdf

from proofpress.model.profile import Profile
from proofpress.pdf import make_pdf
from tests.little_book import little_book


@cache
def pdf_of(profile: Profile = Profile.ARCHIVE) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(make_pdf(little_book(), profile).files[0].content))


def links(pdf: pikepdf.Pdf) -> Iterator[tuple[pikepdf.Page, pikepdf.Object]]:
    for page in pdf.pages:
        for annotation in page.get('/Annots', []):
            if annotation.get('/Subtype') == '/Link':
                yield page, annotation


def test_a_link_can_be_hit_with_a_finger_or_a_mouse() -> None:
    """The call of a note stands in a line without height: its area had none either."""
    count = 0
    for page, link in links(pdf_of()):
        left, bottom, right, top = (float(edge) for edge in link.Rect)
        assert right - left >= 2
        assert top - bottom >= 5
        assert 0 <= left < right <= float(page.mediabox[2])
        assert 0 <= bottom < top <= float(page.mediabox[3])
        count += 1
    assert count


def test_a_place_that_one_link_needs_has_no_name() -> None:
    """Names of places that nobody looks up are a third of a file's objects."""
    pdf = pdf_of()
    names = pikepdf.NameTree(pdf.Root.Names.Dests)
    direct = [link for _, link in links(pdf) if isinstance(link.get('/Dest'), pikepdf.Array)]
    named = [
        str(link.Dest) for _, link in links(pdf) if isinstance(link.get('/Dest'), pikepdf.String)
    ]
    assert direct
    assert set(named) <= set(names)
    pages = {page.objgen for page in pdf.pages}
    assert all(link.Dest[0].objgen in pages for link in direct)


def test_headings_can_be_linked_to_from_elsewhere() -> None:
    """Others cite a chapter as `report.pdf#nameddest=chapter-…`."""
    names = set(pikepdf.NameTree(pdf_of().Root.Names.Dests))
    ids = {outline.id for outline in little_book().outlines()}
    assert ids
    assert ids <= names


def test_links_lead_to_elements_in_pdf_2() -> None:
    """ISO 14289-2, 8.8: who listens lands on the heading, not at a point of the page."""
    goals = [
        link.A for _, link in links(pdf_of(Profile.NEXT)) if link.get('/A', {}).get('/S') == '/GoTo'
    ]
    assert goals
    assert all(goal.SD[0].get('/P') is not None for goal in goals)
    assert '/Dests' not in pdf_of(Profile.NEXT).Root.get('/Names', {})
