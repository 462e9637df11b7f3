"""Reads `sources.bib`: BibTeX and biblatex entries as CSL items.

In: the text of the file.  Out: `Source` values in the file's order, and diagnostics.  The place of
an entry is the line on which it begins, that of a field the line of the field.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from proofpress.manuscript.dates import DateError, read_date_or_interval
from proofpress.manuscript.faults import Faults, shown
from proofpress.manuscript.fields import one_line
from proofpress.manuscript.sources import csl_date
from proofpress.manuscript.values import (
    ValueFault,
    language_named,
    read_doi,
    read_id,
    read_language,
    read_web_address,
)
from proofpress.manuscript.vocabularies import vocabularies
from proofpress.model.sources import CslValue, Source
from proofpress.span import Span

PATH = 'sources.bib'
_ADDRESSES = {'url': read_web_address, 'doi': read_doi}
_LANGUAGES = frozenset({'langid', 'language'})
_LATEX_LANGUAGES = {
    'american': 'en-US', 'australian': 'en-AU', 'brazilian': 'pt-BR', 'british': 'en-GB',
    'canadian': 'en-CA', 'francais': 'fr', 'naustrian': 'de-AT', 'ngerman': 'de',
    'nswissgerman': 'de-CH', 'ukenglish': 'en-GB', 'usenglish': 'en-US',
}  # fmt: skip
"""What LaTeX calls languages (babel 24, https://ctan.org/pkg/babel), beyond their English names."""
_NAMES = frozenset({'author', 'editor', 'translator'})
_ESCAPED = re.compile(r'\\([%&#_~{}])')
"""What LaTeX needs a backslash for, also in an address."""

_JOINED = re.compile(r'["}]\s*#|#\s*["{]')


def read_bib(text: str, faults: Faults) -> tuple[Source, ...]:
    """Return the sources; an entry that cannot be read is left out, with a diagnostic."""
    from bibtexparser import middlewares
    from bibtexparser.entrypoint import parse_string

    # It tells its log of broken blocks; we name them ourselves, at their place.
    for library in ('bibtexparser', 'pylatexenc'):
        logging.getLogger(library).addHandler(logging.NullHandler())
    written = parse_string(text)
    decoded = parse_string(
        text,
        append_middleware=[
            middlewares.MonthIntMiddleware(),
            # Braces keep the names of institutions whole, so they are taken away last.
            middlewares.LatexDecodingMiddleware(keep_braced_groups=True),
            middlewares.SeparateCoAuthors(),
            middlewares.SplitNameParts(),
        ],
    )
    sources = []
    for block, as_written in zip(decoded.blocks, written.blocks, strict=True):
        entry = _entry(block, faults)
        if entry is not None:
            _judge_joined(as_written, faults)
            source = _Entry(entry, _addresses(as_written), faults).source()
            sources += [source] if source else []
    return tuple(sources)


def _entry(block: Any, faults: Faults) -> Any:
    """Return the block's entry; None when it holds none."""
    from bibtexparser import model

    span = Span(PATH, block.start_line + 1)
    if isinstance(block, model.DuplicateFieldKeyBlock):
        keys = ', '.join(sorted(map(str, block.duplicate_keys)))
        message = f"The entry has the field {shown(keys)} twice"
        faults.fault('duplicate-key', message, span, "take one of them away")
        return None
    if isinstance(block, model.DuplicateBlockKeyBlock):
        message = f"The source {shown(str(block.key))} stands twice in the file"
        faults.fault('duplicate-id', message, span, "give one of them another id")
        return None
    if isinstance(block, model.ParsingFailedBlock):
        reason = f": {shown(str(block.error))}" if str(block.error) else ""
        message = f"The entry that begins here cannot be read{reason}"
        faults.fault('bibtex-syntax', message, span, "look for a brace or a comma that lacks")
        return None
    return block if isinstance(block, model.Entry) else None


def _judge_joined(entry: Any, faults: Faults) -> None:
    """Name values joined by `#`, which the library leaves as they are written."""
    for field in entry.fields:
        if isinstance(field.value, str) and _JOINED.search(field.value):
            message = f"The value of {shown(field.key)} is joined by #, which is not read"
            span = Span(PATH, field.start_line + 1)
            faults.fault('bibtex-syntax', message, span, "write it out in braces")


def _addresses(block: Any) -> Mapping[str, str]:
    """Return the addresses of an entry, which are no LaTeX: `%` begins no comment there."""
    fields = getattr(getattr(block, 'ignore_error_block', None) or block, 'fields', ())
    return {
        field.key.lower(): _ESCAPED.sub(r'\1', field.value)
        for field in fields
        if field.key.lower() in _ADDRESSES
    }


class _Entry:
    """An entry on its way to CSL."""

    def __init__(self, entry: Any, addresses: Mapping[str, str], faults: Faults) -> None:
        self._faults = faults
        self._kind = entry.entry_type.lower()
        self._id = entry.key
        self._span = Span(PATH, entry.start_line + 1)
        self._values = {field.key.lower(): field.value for field in entry.fields} | dict(addresses)
        self._spans = {
            field.key.lower(): Span(PATH, field.start_line + 1) for field in entry.fields
        }

    def source(self) -> Source | None:
        """Return the source; None, with a diagnostic, without a title."""
        try:
            read_id(self._id)
        except ValueFault as refused:
            self._faults.fault(refused.id, refused.message, self._span, refused.advice)
        title = ': '.join(filter(None, (self._text('title'), self._text('subtitle'))))
        if not title:
            message = f"The source {shown(self._id)} has no title"
            self._faults.fault('missing-key', message, self._span, "write title = {…}")
            self._faults.left_out.add(self._id)
            return None
        kind = vocabularies().bibtex_types.get(self._kind, 'document')
        csl = {
            name: value
            for key in self._values
            if (name := self._variable(key, kind))
            if (value := self._value(key))
        }
        csl |= {'id': self._id, 'title': title, 'type': kind}
        for name, written in (('issued', self._issued()), ('accessed', self._text('urldate'))):
            if written and (date := self._date(written)) is not None:
                csl[name] = date
        return Source(self._span, self._id, title, kind, csl)

    def _text(self, key: str) -> str:
        value = self._values.get(key, '')
        return '' if isinstance(value, list) else _plain(str(value))

    def _variable(self, key: str, kind: str) -> str | None:
        """Return the CSL variable of a field; None for what no list of sources prints."""
        if key in vocabularies().bibtex_unprinted:
            return None
        if key == 'number' and kind.startswith('article'):
            return 'issue'
        variable = vocabularies().bibtex_fields.get(key)
        if variable is None:
            message = f"The field {shown(key)} is not read, so the list of sources lacks it"
            advice = "take it away, or write the source in sources.yaml"
            self._faults.warn('unknown-key', message, self._spans[key], advice)
        return variable

    def _value(self, key: str) -> CslValue:
        if key in _NAMES and isinstance(self._values[key], list):
            return tuple(_name(name) for name in self._values[key])
        text = self._text(key)
        read = _language if key in _LANGUAGES else _ADDRESSES.get(key)
        if read is None or not text:
            return text
        try:
            return read(text)
        except ValueFault as refused:
            self._faults.fault(refused.id, refused.message, self._spans[key], refused.advice)
            return ''

    def _issued(self) -> str:
        """Return the date as biblatex writes it, put together where BibTeX parts it."""
        parts = [self._text(key) for key in ('year', 'month', 'day')]
        known = [part.zfill(2) for part in parts if part]
        is_parted = parts[0].isdigit() and all(part.isdigit() for part in known)
        return self._text('date') or ('-'.join(known) if is_parted else parts[0])

    def _date(self, words: str) -> CslValue | None:
        try:
            return csl_date(read_date_or_interval(words))
        except DateError as refused:
            spans = (self._spans[key] for key in ('date', 'year') if key in self._spans)
            span = next(spans, self._span)
            self._faults.fault(refused.id, refused.message, span, refused.advice)
            return None


def _language(words: str) -> str:
    """Return a language's tag, also of the name that LaTeX has for it."""
    named = _LATEX_LANGUAGES.get(words.lower()) or language_named(words)
    return named or read_language(words)


def _plain(words: str) -> str:
    """Return the words without the braces that keep them together."""
    return one_line(re.sub('[{}]', '', words))


def _name(name: Any) -> CslValue:
    """Return a person's name in parts; a name of one part in braces is an institution's."""
    first, von, last, jr = (
        _plain(' '.join(part)) for part in (name.first, name.von, name.last, name.jr)
    )
    if not (first or von or jr):
        return {'literal': last}
    parts = {'family': last, 'given': first, 'non-dropping-particle': von, 'suffix': jr}
    return {part: words for part, words in parts.items() if words}
