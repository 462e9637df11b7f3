"""Reads the sources: CSL items in `sources.yaml` or `sources.json`.

In: what a file says, as a node.  Out: `Source` values in the file's order, and diagnostics.  Dates
may be plain ISO dates and names plain words; both become what CSL-JSON has for them.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.manuscript.dates import DateError, read_date_or_interval
from proofpress.manuscript.faults import Faults, shown
from proofpress.manuscript.fields import Fields, one_line, records_of
from proofpress.manuscript.nodes import Entry, Listing, Node, Record, Scalar
from proofpress.manuscript.values import read_doi, read_language, read_web_address
from proofpress.manuscript.vocabularies import vocabularies
from proofpress.model.sources import CslValue, Source
from proofpress.model.timeline import Date, Interval

YAML_PATH = 'sources.yaml'
JSON_PATH = 'sources.json'
_SKIPPED = frozenset({'custom', 'categories'})
"""Keys of CSL-JSON that no style prints."""
_READERS = {'URL': read_web_address, 'DOI': read_doi, 'language': read_language}
"""Variables that have a grammar of their own."""
_YEAR_PARTS = ('year', 'month', 'day')
"""Keys of a date as Pandoc writes it."""


def read_sources(node: Node | None, faults: Faults) -> tuple[Source, ...]:
    """Return the sources; one without an id or a title is left out, with a diagnostic."""
    records = records_of(node, faults, "a source", wrapper='references')
    sources = [_source(record, faults) for record in records]
    faults.left_out.update(source.id for source in sources if not source.title)
    return tuple(source for source in sources if source.id and source.title)


def _source(record: Record, faults: Faults) -> Source:
    known = (*vocabularies().csl_variables, *sorted(_SKIPPED))
    fields = Fields(record, faults, known, "a source")
    title = fields.required('title')
    id_ = fields.own_id(title)
    csl: dict[str, CslValue] = {}
    for entry in record.entries:
        if entry.key.text in known and fields.node(entry.key.text) is not None:
            value = _value(entry, fields, faults)
            if value is not None:
                csl[entry.key.text] = value
    type_ = _type(fields)
    csl |= {'id': id_, 'title': title, 'type': type_}
    return Source(record.span, id_, title, type_, csl)


def _type(fields: Fields) -> str:
    scalar = fields.scalar('type')
    if scalar is None:
        return 'document'
    type_ = one_line(scalar.text)
    if type_ not in vocabularies().csl_types:
        fields.unknown_value('type', scalar, vocabularies().csl_types)
        return 'document'
    return type_


def _value(entry: Entry, fields: Fields, faults: Faults) -> CslValue | None:
    """Return a variable's value in CSL-JSON form; None when it cannot be one."""
    key, value = entry.key.text, entry.value
    if key in _SKIPPED:
        return None
    if key in vocabularies().csl_names:
        return tuple(_names(key, value, fields, faults)) or None
    if key in vocabularies().csl_dates:
        return _date(key, value, fields, faults)
    if key == 'keyword' and isinstance(value, Listing):
        return ', '.join(fields.texts(key))
    scalar = fields.scalar(key)
    if scalar is None:
        return None
    reader = _READERS.get(key)
    if reader is None:
        return one_line(scalar.text)
    return fields.judged(scalar, reader) or None


def _names(key: str, value: Node, fields: Fields, faults: Faults) -> Iterator[CslValue]:
    """Yield names; a plain word is the name of an institution, or one not parted."""
    for item in value.items if isinstance(value, Listing) else (value,):
        match item:
            case Scalar():
                if not item.is_null and item.text.strip():
                    yield {'literal': one_line(item.text)}
            case Record():
                parts = Fields(item, faults, vocabularies().csl_name_parts, "a name")
                name = {
                    entry.key.text: text
                    for entry in item.entries
                    if (text := parts.text(entry.key.text))
                }
                if name:
                    yield name
            case Listing():
                fields.wrong_type(key, item, "a name, {family: …, given: …}")


def _date(key: str, value: Node, fields: Fields, faults: Faults) -> CslValue | None:
    if isinstance(value, Scalar):
        return _written_date(value, faults)
    if isinstance(value, Listing) or (isinstance(value, Record) and value.get('year')):
        return _pandoc_date(key, value, fields, faults)
    parts = Fields(value, faults, vocabularies().csl_date_parts, "a date")
    if (scalar := parts.scalar('edtf')) is not None:
        return _written_date(scalar, faults)
    date: dict[str, CslValue] = {
        part: text for part in ('season', 'circa', 'literal', 'raw') if (text := parts.text(part))
    }
    listed = value.get('date-parts')
    if listed is not None:
        days = _date_parts(listed, fields, faults)
        if days:
            date['date-parts'] = days
    return date or None


def _written_date(scalar: Scalar, faults: Faults) -> CslValue | None:
    """Return a plain date as CSL-JSON has it."""
    try:
        return csl_date(read_date_or_interval(one_line(scalar.text)))
    except DateError as refused:
        faults.fault(refused.id, refused.message, scalar.span, refused.advice)
        return None


def csl_date(date: Date | Interval) -> CslValue:
    """Return a date as CSL-JSON has it; one that goes on is words, as CSL has no sign for it."""
    if isinstance(date, Interval) and date.end is None:
        return {'literal': f'{date.start.iso}–'}
    ends = [date] if isinstance(date, Date) else [date.start, date.end or date.start]
    csl: dict[str, CslValue] = {'date-parts': tuple(_numbers(end) for end in ends)}
    if any(end.approximate or end.uncertain for end in ends):
        csl['circa'] = 'true'
    return csl


def _numbers(date: Date) -> tuple[CslValue, ...]:
    return tuple(part for part in (date.year, date.month, date.day) if part is not None)


def _pandoc_date(key: str, value: Node, fields: Fields, faults: Faults) -> CslValue | None:
    """Return a date written as `[{year: 2024, month: 10}]`, as Pandoc and older exports do."""
    days: list[CslValue] = []
    for item in value.items if isinstance(value, Listing) else (value,):
        if not isinstance(item, Record):
            fields.wrong_type(key, item, "a date such as 2024-10-23")
            continue
        parts = Fields(item, faults, _YEAR_PARTS, "a date")
        scalars = [scalar for part in _YEAR_PARTS if (scalar := parts.scalar(part))]
        if (day := _day(scalars, faults)) is not None:
            days.append(day)
    return {'date-parts': tuple(days)} if days else None


def _date_parts(listed: Node, fields: Fields, faults: Faults) -> tuple[CslValue, ...]:
    """Return `[[2024, 10, 23]]` as numbers."""
    days: list[CslValue] = []
    for item in listed.items if isinstance(listed, Listing) else (listed,):
        scalars = (
            [part for part in item.items if isinstance(part, Scalar)]
            if isinstance(item, Listing)
            else []
        )
        if not scalars:
            fields.wrong_type('date-parts', item, "a list such as [[2024, 10, 23]]")
        elif (day := _day(scalars, faults)) is not None:
            days.append(day)
    return tuple(days)


def _day(scalars: list[Scalar], faults: Faults) -> CslValue | None:
    """Return year, month and day as numbers."""
    words = [one_line(scalar.text) for scalar in scalars]
    padded = '-'.join(word.zfill(2 if index else 4) for index, word in enumerate(words))
    try:
        date = read_date_or_interval(padded)
    except DateError as refused:
        message = f"“{shown(' '.join(words))}” is not year, month and day"
        faults.fault(refused.id, message, scalars[0].span, "write [[2024, 10, 23]] or 2024-10-23")
        return None
    return _numbers(date) if isinstance(date, Date) else None
