"""Dates in words."""

from __future__ import annotations

import pytest

from proofpress.compose.dates import date_content, date_text
from proofpress.compose.words import words_for
from proofpress.model.timeline import Date, Interval


@pytest.mark.parametrize(
    ('date', 'text'),
    [
        (Date(2024, 10, 23), "23 October 2024"),
        (Date(2024, 10), "October 2024"),
        (Date(2024), "2024"),
        (Date(2024, 6, approximate=True), "about June 2024"),
        (Date(2024, uncertain=True), "possibly 2024"),
        (Date(-44), "-44"),
        (Interval(Date(2022, 2, 24), None), "24 February 2022 – ongoing"),
        (Interval(Date(2024, 10), Date(2025)), "October 2024 – 2025"),
    ],
)
def test_a_date_says_no_more_than_is_known(date: Date | Interval, text: str) -> None:
    """“1 October” printed for “some day in October” is a false statement."""
    assert date_text(date, words_for('en')) == text


def test_americans_read_the_month_first() -> None:
    """The report's language decides, not the machine's."""
    assert date_text(Date(2024, 10, 23), words_for('en-US')) == "October 23, 2024"


def test_a_machine_can_read_each_date() -> None:
    """Browsers and search engines take dates from `<time>`."""
    start, dash, end = date_content(Interval(Date(2022, 2), Date(2022, 3, 1)), words_for('en'))
    assert dash == ' – '
    assert not isinstance(start, str)
    assert not isinstance(end, str)
    assert [start.get('datetime'), end.get('datetime')] == ['2022-02', '2022-03-01']


def test_a_year_that_html_cannot_write_is_plain_words() -> None:
    """An invalid `datetime` is an error in the EPUB."""
    (date,) = date_content(Date(-44), words_for('en'))
    assert not isinstance(date, str)
    assert date.get('datetime') is None
