"""Hands the report's sources to citeproc-py in the form in which it sets them without fault.

In: `Source` values.  Out: `References`.  citeproc-py asks for variables now with hyphens, now with
underscores, takes lists of names for text where it does not know the role, and stops at dates that
are not numbers: so each value is read here as its variable asks, and stands under both names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from proofpress.compose import citeproc_marks as marks
from proofpress.model.sources import CslValue, Source

_TITLES = frozenset(
    {
        'collection-title',
        'container-title',
        'container-title-short',
        'event',
        'event-title',
        'part-title',
        'reviewed-title',
        'title',
        'title-short',
        'volume-title',
    }
)
"""Variables in the source's language, not the report's."""
_NAMES = frozenset(
    {
        'author',
        'chair',
        'collection-editor',
        'compiler',
        'composer',
        'container-author',
        'contributor',
        'curator',
        'director',
        'editor',
        'editor-translator',
        'editorial-director',
        'executive-producer',
        'guest',
        'host',
        'illustrator',
        'interviewer',
        'narrator',
        'organizer',
        'original-author',
        'performer',
        'producer',
        'recipient',
        'reviewed-author',
        'script-writer',
        'series-creator',
        'translator',
    }
)
_DATES = frozenset(
    {
        'accessed',
        'available-date',
        'container',
        'event-date',
        'issued',
        'original-date',
        'submitted',
    }
)
"""Variables that hold names and dates (CSL 1.0.2, appendix IV)."""
_ADDRESSES = frozenset({'URL', 'DOI'})
_NAME_PARTS = ('family', 'given', 'dropping-particle', 'non-dropping-particle', 'suffix')
_FAMILY_FIRST = re.compile(r'[\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af ]+')
"""Hangul, kana and Han: names run family first, without a comma."""


@dataclass(slots=True)
class References:
    """The sources as citeproc-py knows them, by their place in the report's list."""

    by_key: dict[str, Any] = field(default_factory=dict)
    languages: list[str] = field(default_factory=list)
    """What the numbers of marked words in other languages stand for."""
    looks: dict[str, str] = field(default_factory=dict)
    """All that decides how a source is set, by its key: two that agree in it are set alike."""


def references_of(sources: tuple[Source, ...], lang: str) -> References:
    """Return the sources; `lang` is the report's language (BCP 47)."""
    from citeproc.source import Reference

    references = References()
    for index, source in enumerate(sources):
        reference = Reference(str(index), source.type)
        for variable, value in _variables(source, lang, references.languages).items():
            reference[variable] = reference[variable.replace('-', '_')] = value
        references.by_key[str(index)] = reference
        references.looks[str(index)] = _look(source, references.languages)
    return references


def _look(source: Source, languages: list[str]) -> str:
    own_lang = _text(source.csl.get('language', ''))
    number = languages.index(own_lang) if own_lang in languages else None
    return repr((source.type, source.title, dict(source.csl), number))


def base(lang: str) -> str:
    """Return the language without script and region."""
    return re.split('[-_]', lang)[0].lower()


def _variables(source: Source, lang: str, languages: list[str]) -> dict[str, Any]:
    variables: dict[str, Any] = {}
    own_lang = _text(source.csl.get('language', '')) or lang
    is_foreign = base(own_lang) != base(lang)
    if is_foreign and own_lang not in languages:
        languages.append(own_lang)
    items = {'title': source.title, **source.csl, 'language': own_lang}
    for name, value in items.items():
        name = {'shortTitle': 'title-short', 'journalAbbreviation': 'container-title-short'}.get(
            name, name
        )
        made = None if name in ('id', 'type') else _variable(name, value)
        if made is not None and is_foreign and name in _TITLES:
            made = _words(marks.foreign(languages.index(own_lang), made))
        if made is not None:
            variables[name] = made
    if 'event-title' in variables:
        variables.setdefault('event', variables['event-title'])
    return variables


def _variable(name: str, value: CslValue) -> Any:
    """Return a date, names or words, as the variable asks for; None when it is empty."""
    if name in _DATES:
        return _date(value if isinstance(value, Mapping) else {'literal': _text(value)})
    if name in _NAMES:
        parts = value if isinstance(value, tuple) else (value,)
        named = (part if isinstance(part, Mapping) else {'literal': _text(part)} for part in parts)
        return [made for part in named for made in _name(part)] or None
    text = '; '.join(filter(None, map(_text, value if isinstance(value, tuple) else (value,))))
    if not text:
        return None
    if name == 'DOI':
        text = re.sub(r'^(https?://(dx\.)?doi\.org/|doi:\s*)', '', text, flags=re.I)
    if name in _ADDRESSES:
        text = f'{marks.ADDRESS}{text}{marks.END}'
    return _words(text)


def _words(text: str) -> Any:
    from proofpress.compose.citeproc_account import Words

    return Words(text)


def _text(value: CslValue) -> str:
    return marks.clean(str(value)) if isinstance(value, str | int) else ''


def _name(parts: Mapping[str, CslValue]) -> list[Any]:
    """Return the name, or nothing when it is empty."""
    from citeproc.source import Name

    words = {part: text for part in _NAME_PARTS if (text := _text(parts.get(part, '')))}
    literal = _text(parts.get('literal', ''))
    whole = words.get('family', '') + words.get('given', '')
    if not literal and _FAMILY_FIRST.fullmatch(whole):
        literal = whole
    if literal:
        return [Name(literal=literal)]
    return [Name(**words)] if words else []


def _date(value: Mapping[str, CslValue]) -> Any:
    """Return a date, a range, or a date in words; None when nothing is said."""
    from citeproc.source import Date, DateRange, LiteralDate

    is_circa = str(value.get('circa', '')).lower() not in ('', '0', 'false')
    listed = value.get('date-parts', ())
    days = [_numbers(part) for part in listed] if isinstance(listed, tuple) else []
    season = _text(value.get('season', ''))
    if not days or not all(days) or (season and season not in ('1', '2', '3', '4')):
        words = _text(value.get('literal', '')) or _text(value.get('raw', '')) or season
        year = str(days[0][0]) if days and days[0] else ''
        words = words if year in words else f'{words} {year}'
        return LiteralDate(words.strip(), circa=is_circa) if words.strip() else None
    depth = min(map(len, days))
    names = ('year', 'month', 'day')
    dates = [Date(**dict(zip(names, day[:depth], strict=False))) for day in days[:2]]
    if season and depth == 1:
        dates = [Date(year=days[0][0], season=int(season))]
    if len(dates) == 2 and days[0][:depth] != days[1][:depth]:
        return DateRange(begin=dates[0], end=dates[1], circa=is_circa)
    dates[0]['circa'] = is_circa
    return dates[0]


def _numbers(parts: CslValue) -> list[int]:
    """Return year, month and day as far as they are numbers and a month is one."""
    numbers: list[int] = []
    for part, most in zip(parts if isinstance(parts, tuple) else (), (9999, 12, 31), strict=False):
        text = str(part).strip()
        if not re.fullmatch(r'-?\d{1,4}', text) or not -9999 <= int(text) <= most:
            break
        if numbers and int(text) < 1:
            break
        numbers.append(int(text))
    return numbers
