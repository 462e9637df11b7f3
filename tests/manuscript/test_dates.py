"""A date is what a calendar has, known as far as the author knows it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.manuscript.dates import DateError, read_date, read_date_or_interval
from proofpress.model.timeline import Date, Interval


@pytest.mark.parametrize(
    ('words', 'date'),
    [
        ('2024-10-23', Date(2024, 10, 23)),
        ('2024-10', Date(2024, 10)),
        ('2024', Date(2024)),
        ('2024-06~', Date(2024, 6, approximate=True)),
        ('2024?', Date(2024, uncertain=True)),
        ('2024-02-29%', Date(2024, 2, 29, uncertain=True, approximate=True)),
        ('2024-10-08/2024-10-13', Interval(Date(2024, 10, 8), Date(2024, 10, 13))),
        ('2022-02-24/..', Interval(Date(2022, 2, 24), None)),
        ('2024-10/2024-10-05', Interval(Date(2024, 10), Date(2024, 10, 5))),
        ('2024~/2025-01?', Interval(Date(2024, approximate=True), Date(2025, 1, uncertain=True))),
    ],
)
def test_dates_are_known_as_far_as_they_are_written(words: str, date: Date | Interval) -> None:
    """A month without a day must not become its first day in print."""
    assert read_date_or_interval(words) == date


@pytest.mark.parametrize(
    ('words', 'id_', 'help_'),
    [
        ('2023-02-29', 'impossible-date', 'look'),
        ('2024-13', 'impossible-date', 'look'),
        ('2024-00-10', 'impossible-date', 'look'),
        ('0000', 'impossible-date', 'look'),
        ('2024-10-23/2024-10-22', 'date-backwards', '2024-10-22/2024-10-23'),
        ('2024-10/2024-09-30', 'date-backwards', 'mend'),
        ('../2024', 'bad-date', 'began'),
        ('/2024', 'bad-date', 'began'),
        ('2024/', 'bad-date', '2024/..'),
        ('2024-1-5', 'bad-date', 'write 2024-01-05'),
        ('2024/10/23', 'bad-date', 'write 2024-10-23'),
        ('2024.10', 'bad-date', 'write 2024-10'),
        ('23 October 2024', 'bad-date', '2024-10-23'),
        ('10/23/2024', 'bad-date', '2024-10-23'),
        ('2024-10-23T10:00', 'bad-date', '2024-10-23'),
        ('2024-21', 'impossible-date', 'look'),
        ('２０２４', 'bad-date', '2024'),
        ('2024-1X', 'bad-date', '2024'),
        ('2024/2025/2026', 'bad-date', '2024'),
        ('', 'bad-date', '2024'),
    ],
)
def test_what_is_no_date_is_refused_with_a_way_to_write_it(
    words: str, id_: str, help_: str
) -> None:
    """A reader who quotes a wrong day is let down, whoever made the slip."""
    with pytest.raises(DateError) as refused:
        read_date_or_interval(words)
    assert refused.value.id == id_
    assert help_ in refused.value.advice


def test_a_day_of_publication_is_no_span() -> None:
    """Metadata of every product have room for one date."""
    with pytest.raises(DateError):
        read_date('2024-10-23/2024-10-24')


@given(st.dates(), st.dates())
def test_every_day_of_the_calendar_is_read_back(first: object, second: object) -> None:
    """No day is lost, and the order of two is told right."""
    start, end = sorted(map(str, (first, second)))
    read = read_date_or_interval(f'{start}/{end}')
    assert isinstance(read, Interval)
    assert read.end is not None
    assert (read.start.iso, read.end.iso) == (start, end)


@given(st.text(alphabet='0123456789-/.~?% X', max_size=25))
def test_any_words_are_a_date_or_refused(words: str) -> None:
    """A slip of the pen ends in a message, not in a traceback."""
    try:
        date = read_date_or_interval(words)
    except DateError as refused:
        read = refused.advice
    else:
        read = date.start.iso if isinstance(date, Interval) else date.iso
    assert read
