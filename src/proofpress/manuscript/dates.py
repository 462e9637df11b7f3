"""Reads dates: EDTF level 1 as far as a report needs it (https://www.loc.gov/standards/datetime/).

In: the author's words.  Out: a `Date` or an `Interval`, or `DateError`.  The `edtf` package is not
used: version 5.0.2 raises `TypeError` on intervals open at the start, prints to standard output on
`2024-1X`, and reads seasons and years of five digits that no timeline here can place.
"""

from __future__ import annotations

import calendar
import re

from proofpress.model.timeline import Date, Interval

_DATE = re.compile(r'([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)')
_LOOSE = re.compile(r'([0-9]{4})[-/. ]([0-9]{1,2})(?:[-/. ]([0-9]{1,2}))?')
"""Dates in the right order whose digits or hyphens are not."""
_FORMS = "write 2024-10-23, 2024-10 or 2024, with ~ behind it for about and ? for uncertain"
_OPEN = '..'


class DateError(Exception):
    """Words that are no date; says which diagnostic, why and what to do."""

    def __init__(self, id_: str, message: str, advice: str) -> None:
        super().__init__(message)
        self.id = id_
        self.message = message
        self.advice = advice


def read_date(words: str) -> Date:
    """Return a single date; raise `DateError` for anything else."""
    if '/' in words and _LOOSE.fullmatch(words) is None:
        message = f"“{words[:60]}” is a span of time where one date is needed"
        raise DateError('bad-date', message, _FORMS)
    return _date(words)


def read_date_or_interval(words: str) -> Date | Interval:
    """Return a date or a span of time; raise `DateError` for anything else."""
    first, slash, last = words.partition('/')
    if not slash or _LOOSE.fullmatch(words):
        return _date(words)
    if first in ('', _OPEN):
        message = f"“{words[:60]}” has no beginning, so no timeline can place it"
        raise DateError('bad-date', message, "write when it began, if need be with ~ for about")
    if last == '':
        message = f"“{words[:60]}” has no end"
        raise DateError('bad-date', message, f"write {first[:12]}/.. if it goes on")
    start = _date(first)
    if last == _OPEN:
        return Interval(start, None)
    end = _date(last)
    if _days(end)[1] < _days(start)[0]:
        message = f"“{words[:60]}” ends before it begins"
        raise DateError('date-backwards', message, f"write {last}/{first} or mend a date")
    return Interval(start, end)


def _date(words: str) -> Date:
    match = _DATE.fullmatch(words)
    if match is None:
        raise DateError('bad-date', f"“{words[:60]}” is not a date", _advice(words))
    year, month, day = (int(part) if part else None for part in match.groups()[:3])
    if year is None or not _is_in_calendar(year, month, day):
        message = f"“{words}” is a day that no calendar has"
        raise DateError('impossible-date', message, "look the date up")
    return Date(
        year, month, day, uncertain=match[4] in ('?', '%'), approximate=match[4] in ('~', '%')
    )


def _is_in_calendar(year: int, month: int | None, day: int | None) -> bool:
    if year < 1 or (month is not None and not 1 <= month <= 12):
        return False
    return day is None or (month is not None and 1 <= day <= calendar.monthrange(year, month)[1])


def _days(date: Date) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Return the first and the last day that a date may mean."""
    first = (date.year, date.month or 1, date.day or 1)
    month = date.month or 12
    last = (date.year, month, date.day or calendar.monthrange(date.year, month)[1])
    return first, last


def _advice(words: str) -> str:
    """Return the same date as it should be written, or the forms that a date can have."""
    loose = _LOOSE.fullmatch(words.strip())
    if loose is None:
        return _FORMS
    written = '-'.join([loose[1], *(f'{int(part):02}' for part in loose.groups()[1:] if part)])
    return f"write {written}"
