"""Folios and ranges, as an index prints them."""

from __future__ import annotations

import pytest

from proofpress.pdf.folios import Folio, page_ranges, roman


def printed(*places: tuple[Folio, str]) -> list[tuple[str, str]]:
    """Return each range as printed, with its target."""
    return [(str(part), part.target) for part in page_ranges(places)]


def body(number: int) -> Folio:
    return Folio(True, number)


@pytest.mark.parametrize(
    ('number', 'numeral'), [(1, 'i'), (4, 'iv'), (9, 'ix'), (14, 'xiv'), (49, 'xlix'), (90, 'xc')]
)
def test_front_matter_counts_in_roman(number: int, numeral: str) -> None:
    """So that page 1 is the first page of the text."""
    assert str(Folio(False, number)) == numeral == roman(number)


def test_there_is_no_page_nought() -> None:
    """The Romans had none either."""
    with pytest.raises(ValueError, match='no roman numeral'):
        roman(0)


def test_three_pages_in_a_row_are_a_range_and_two_are_not() -> None:
    """An index reads "2, 4–6, 8, 9"."""
    places = [(body(n), f'm{n}') for n in (2, 4, 5, 6, 8, 9)]
    assert printed(*places) == [('2', 'm2'), ('4–6', 'm4'), ('8', 'm8'), ('9', 'm9')]


def test_a_page_is_named_once_and_leads_to_its_first_target() -> None:
    """Five mentions on page 3 are one 3."""
    assert printed((body(3), 'a'), (body(3), 'b'), (body(1), 'c')) == [('1', 'c'), ('3', 'a')]


def test_roman_pages_come_first_and_join_no_arabic_ones() -> None:
    """Page iii is not the neighbour of page 4."""
    places = [(body(1), 'c'), (Folio(False, 2), 'a'), (Folio(False, 3), 'b'), (body(2), 'd')]
    assert [words for words, _ in printed(*places)] == ['ii', 'iii', '1', '2']
