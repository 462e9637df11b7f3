"""Counts days and divides them: what a chart of dates is drawn to.

In: dates of any year and of any exactness.  Out: `Extent` (when an event was), `Scale` (days to
user units), `Tick` values, and the dense stretch of a timeline that deserves a scale of its own.
Days are counted from 1 March of year 0 of the proleptic Gregorian calendar (ISO 8601).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from babel.dates import format_interval, format_skeleton

from proofpress.model.timeline import Date, Event, Interval

_DAYS = ('day', 1), ('day', 2), ('day', 5), ('day', 10)
_MONTHS = ('month', 1), ('month', 3), ('month', 6)
_YEARS = tuple(('year', step * 10**power) for power in range(5) for step in (1, 2, 5))
_MOST_TICKS = 9
_LONG = 730
"""Days from which on a stretch is counted in years."""
_FEWEST_DENSE = 4
_DENSE_SHARE = 0.3
"""Of the events, that a dense stretch must hold."""
_WIDEST_DENSE = 0.2
"""Of the whole, that a dense stretch may take."""


@dataclass(frozen=True, slots=True)
class Extent:
    """When an event was, in days."""

    first: float
    last: float
    """Where it ends; for an open interval where it begins."""
    anchor: float
    """Where its label belongs."""
    is_point: bool
    is_open: bool
    is_hedged: bool
    """True for uncertain and approximate dates."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line of days."""

    first: float
    last: float
    left: float
    """User units at which `first` stands."""
    right: float

    def at(self, day: float) -> float:
        """Return where the day stands, in user units."""
        share = (day - self.first) / (self.last - self.first)
        return self.left + share * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place on the axis."""

    day: float
    """The middle of a day that is named, else the first moment of a month or year."""
    label: str


def day_number(year: int, month: int = 1, day: int = 1) -> int:
    """Return the number of the day (H. Hinnant, days_from_civil, 2013)."""
    year, month = (year - 1, month + 9) if month <= 2 else (year, month - 3)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * month + 2) // 5 + day - 1


def civil_of(number: int) -> tuple[int, int]:
    """Return year and month of the day of this number."""
    year = number * 400 // 146097 + 1
    while day_number(year) > number:
        year -= 1
    month = next(m for m in range(12, 0, -1) if day_number(year, m) <= number)
    return year, month


def extent_of(event: Event) -> Extent:
    """Return when the event was."""
    date = event.date
    if isinstance(date, Interval):
        first = _start(date.start)
        last = first if date.end is None else max(_end(date.end), first + 1)
        hedged = _is_hedged(date.start) or (date.end is not None and _is_hedged(date.end))
        return Extent(first, last, first, False, date.end is None, hedged)
    first, last = _start(date), _end(date)
    middle = (first + last) / 2
    if date.day is not None and date.month is not None:
        return Extent(middle, middle, middle, True, False, _is_hedged(date))
    return Extent(first, last, middle, False, False, _is_hedged(date))


def _is_hedged(date: Date) -> bool:
    return date.uncertain or date.approximate


def _start(date: Date) -> int:
    return day_number(date.year, date.month or 1, (date.month and date.day) or 1)


def _end(date: Date) -> int:
    """Return the day after the date's last."""
    if date.month is None:
        return day_number(date.year + 1)
    if date.day is None:
        return _next_month(date.year, date.month)
    return _start(date) + 1


def _next_month(year: int, month: int) -> int:
    return day_number(year + month // 12, month % 12 + 1)


# --- stretches ---------------------------------------------------------------------------------


def rounded(first: float, last: float) -> tuple[int, int]:
    """Return the stretch widened to whole years, months or days, by its length."""
    start, end = int(first // 1), int(-(-last // 1))
    (year, month), (end_year, end_month) = civil_of(start), civil_of(max(end - 1, start))
    length = end - start
    if length > _LONG:
        step = 1
        while step * 12 < length / 365:
            step *= 10
        return day_number(year // step * step), day_number((end_year // step + 1) * step)
    if length >= 15:
        return day_number(year, month), _next_month(end_year, end_month)
    return start - 1, max(end, start + 2) + 1


def dense_stretch(extents: Sequence[Extent], whole: tuple[int, int]) -> tuple[int, int] | None:
    """Return the stretch in which so many events stand that it needs a scale of its own."""
    anchors = sorted(extent.anchor for extent in extents)
    total = whole[1] - whole[0]
    fewest = max(_FEWEST_DENSE, int(len(anchors) * _DENSE_SHARE))
    best: tuple[float, tuple[int, int]] | None = None
    for count in range(len(anchors), fewest - 1, -1):
        starts = range(len(anchors) - count + 1)
        start = min(starts, key=lambda i: anchors[i + count - 1] - anchors[i])
        stretch = rounded(anchors[start], anchors[start + count - 1])
        share = (stretch[1] - stretch[0]) / total
        score = count / len(anchors) - 3 * share
        if share <= _WIDEST_DENSE and (best is None or score > best[0]):
            best = (score, stretch)
    return None if best is None else best[1]


# --- ticks -------------------------------------------------------------------------------------


def ticks(scale: Scale, lang: str, width: Callable[[str], float], gap: float) -> list[Tick]:
    """Return the finest ticks whose labels stand apart by the gap (user units)."""
    for unit, step in (*_DAYS, *_MONTHS, *_YEARS):
        days = _days(scale, unit, step)
        if days is None:
            continue
        shift = 0.5 if unit == 'day' else 0.0
        found = [Tick(day + shift, _label(day, unit, i == 0, lang)) for i, day in enumerate(days)]
        right = float('-inf')
        for tick in found:
            half = width(tick.label) / 2
            if scale.at(tick.day) - half < right + gap:
                break
            right = scale.at(tick.day) + half
        else:
            return found
    return []


def _days(scale: Scale, unit: str, step: int) -> list[int] | None:
    """Return the days of the ticks; None when there are too few or too many."""
    length = {'day': 1, 'month': 28, 'year': 365}[unit] * step
    if (scale.last - scale.first) / length > 2 * _MOST_TICKS:
        return None
    found = [
        day
        for day in _candidates(scale, unit, step)
        if scale.first <= day <= scale.last - (unit == 'day')
    ]
    return found if 2 <= len(found) <= _MOST_TICKS else None


def _candidates(scale: Scale, unit: str, step: int) -> Iterator[int]:
    year, month = civil_of(int(scale.first))
    last_year, _ = civil_of(int(scale.last))
    if unit == 'year':
        for tick_year in range(year // step * step, last_year + step + 1, step):
            yield day_number(tick_year)
        return
    while day_number(year, month) <= scale.last:
        if unit == 'month' and (month - 1) % step == 0:
            yield day_number(year, month)
        if unit == 'day':
            in_month = _next_month(year, month) - day_number(year, month)
            for day in range(1, in_month + 1):
                # 1, 5, 10 ... but no mark crowds the next month's first.
                is_mark = day == 1 or (day % step == (1 if step == 2 else 0))
                if is_mark and in_month - day + 1 >= step:
                    yield day_number(year, month, day)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _label(number: int, unit: str, is_first: bool, lang: str) -> str:
    year, month = civil_of(number)
    day = number - day_number(year, month) + 1
    if unit == 'year' or not 1 <= year <= datetime.MAXYEAR:
        return str(year).replace('-', '−')
    date = datetime.date(year, month, day)
    if unit == 'month':
        skeleton = 'yMMM' if is_first else 'y' if month == 1 else 'MMM'
    else:
        skeleton = 'yMMMd' if is_first else 'MMMd' if day == 1 else 'd'
    return str(format_skeleton(skeleton, date, locale=_locale(lang)))


def stretch_name(first: int, last: int, lang: str) -> str:
    """Return what the stretch is called: October 2024, or the months in which it starts and ends.

    `last` is the day after it.
    """
    (year, month), (end_year, end_month) = civil_of(first), civil_of(last - 1)
    if last - first > _LONG or not 1 <= year <= end_year <= datetime.MAXYEAR:
        names = dict.fromkeys(str(year).replace('-', '−') for year in (year, end_year))
        return '–'.join(names)
    start, end = datetime.date(year, month, 1), datetime.date(end_year, end_month, 1)
    if start == end:
        return str(format_skeleton('yMMMM', start, locale=_locale(lang)))
    return str(format_interval(start, end, 'yMMMM', locale=_locale(lang)))


def _locale(lang: str) -> Locale:
    # English without a country is written as most of the world does: 23 October.
    tag = 'en-001' if lang == 'en' else lang.replace('_', '-')
    for attempt in (tag, tag.split('-')[0]):
        try:
            return Locale.parse(attempt, sep='-')
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse('en-001', sep='-')
