"""Writes dates as readers of the report's language expect them.

In: dates of which the day or month may be unknown.  Out: words ("about June 2024",
"24 February 2022 – ongoing") and `<time>` elements.
"""

from __future__ import annotations

import datetime
from functools import cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton
from lxml import etree

from proofpress.compose.markup import Content, element
from proofpress.compose.words import Words
from proofpress.model.timeline import Date, Interval

_LAST_YEAR = 9999


def date_text(date: Date | Interval, words: Words) -> str:
    """Return the date in words."""
    if isinstance(date, Interval):
        end = date_text(date.end, words) if date.end else words['ongoing']
        return f'{date_text(date.start, words)} – {end}'
    text = _plain(date, _locale(words.date_lang))
    if date.approximate:
        text = words.filled('approximate', date=text)
    if date.uncertain:
        text = words.filled('uncertain', date=text)
    return text


def date_content(date: Date | Interval, words: Words) -> list[Content]:
    """Return the date in words, each date of it in a `<time>`."""
    if isinstance(date, Interval):
        end = _time(date.end, words) if date.end else words['ongoing']
        return [_time(date.start, words), ' – ', end]
    return [_time(date, words)]


def _time(date: Date, words: Words) -> etree._Element:
    # HTML's datetime knows years of four digits only (HTML, 2.3.5).
    machine = date.iso if 1 <= date.year <= _LAST_YEAR else None
    return element('time' if machine else 'span', date_text(date, words), datetime=machine)


def _plain(date: Date, locale: Locale) -> str:
    if not 1 <= date.year <= _LAST_YEAR:
        return str(date.year)
    day = datetime.date(date.year, date.month or 1, (date.month and date.day) or 1)
    if not date.month:
        return format_skeleton('y', day, locale=locale)
    if not date.day:
        return format_skeleton('yMMMM', day, locale=locale)
    return format_date(day, 'long', locale=locale)


@cache
def _locale(lang: str) -> Locale:
    # English without a country is written as the most of the world does: 23 October 2024.
    tag = 'en-001' if lang == 'en' else lang
    for attempt in (tag, tag.split('-')[0]):
        try:
            return Locale.parse(attempt, sep='-')
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse('en-001', sep='-')
