"""Reads the head of `report.md`: what the title page, the imprint and the metadata say.

In: the head's keys and values, and the publisher.  Out: a `FrontMatter` in which every default has
been filled in, the files that `chapters:` names, and diagnostics.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from proofpress.assets import house_styles
from proofpress.manuscript.citation_styles import DEFAULT_STYLE, is_style, similar_styles
from proofpress.manuscript.faults import Faults, shown, suggestion
from proofpress.manuscript.fields import Fields, one_line
from proofpress.manuscript.nodes import Listing, Record, Scalar
from proofpress.manuscript.values import (
    read_doi,
    read_email,
    read_id,
    read_isbn,
    read_language,
    read_orcid,
)
from proofpress.manuscript.vocabularies import vocabularies
from proofpress.model.report import (
    Author,
    Change,
    FrontMatter,
    Imprint,
    Isbn,
    Numbering,
    Paper,
    Status,
)
from proofpress.span import Span

NAMESPACE = uuid.UUID('bd5d4923-c053-4cfd-99dc-dcb84f7cdd52')
"""Of the identifiers that Proofpress makes (RFC 9562, UUID 5); never changed, as they would."""
KEYS = (
    'title', 'subtitle', 'short_title', 'author', 'date', 'date-modified', 'lang', 'abstract',
    'keywords', 'license', 'copyright', 'publisher', 'series', 'number', 'version', 'identifier',
    'doi', 'isbn', 'chapters', 'toc-depth', 'csl', 'report',
)  # fmt: skip
REPORT_KEYS = (
    'key_findings', 'status', 'marking', 'embargo', 'numbering', 'changes', 'house', 'paper',
)  # fmt: skip
AUTHOR_KEYS = ('name', 'affiliation', 'orcid', 'email', 'role')
CHANGE_KEYS = ('date', 'type', 'note')
ISBN_KEYS = ('pdf', 'epub')
_NOT_YET = {'marking': "handling markings", 'embargo': "embargoes"}
_DEEPEST_CONTENTS = 6


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of `report.md` says."""

    front_matter: FrontMatter
    chapters: tuple[Scalar, ...]
    """Names of the files that make up the article."""


def read_head(record: Record, imprint: Imprint, slug: str, faults: Faults) -> Head:
    """Return the front matter; its title is empty, with a diagnostic, when there is none."""
    fields = Fields(record, faults, KEYS, "the front matter")
    own = _own_fields(fields, faults)
    title = fields.required('title')
    publisher = fields.text('publisher', imprint.name)
    doi = fields.value('doi', read_doi)
    front_matter = FrontMatter(
        span=fields.key_span('title'),
        title=title,
        subtitle=fields.text('subtitle'),
        short_title=fields.text('short_title', title),
        authors=tuple(_authors(fields, faults)),
        date=fields.date('date'),
        date_modified=fields.date('date-modified'),
        lang=fields.value('lang', read_language) or 'en',
        abstract=fields.paragraphs('abstract'),
        keywords=_keywords(fields),
        license=fields.text('license', imprint.licence),
        copyright=fields.text('copyright'),
        publisher=publisher,
        series=fields.text('series'),
        number=fields.text('number'),
        version=fields.text('version'),
        identifier=fields.text('identifier') or _identifier(doi, publisher, slug),
        doi=doi,
        isbn=_isbn(fields, faults),
        toc_depth=_contents_depth(fields),
        csl=_style(fields, faults),
        key_findings=own.paragraphs('key_findings'),
        status=own.choice('status', Status, Status.FINAL),
        numbering=_numbering(own, faults),
        changes=tuple(_changes(own, faults)),
        house=_house(own, faults),
        paper=own.choice('paper', Paper, imprint.paper),
    )
    return Head(front_matter, fields.scalars('chapters'))


def _own_fields(fields: Fields, faults: Faults) -> Fields:
    """Return what stands under `report:`; say what is known but not made yet."""
    node = fields.node('report')
    if node is not None and not isinstance(node, Record):
        fields.wrong_type('report', node, "{status: draft}")
        node = None
    own = Fields(node or Record(fields.span, ()), faults, REPORT_KEYS, "“report:”")
    for key, what in _NOT_YET.items():
        if own.node(key) is not None:
            _not_yet(what, own.key_span(key), faults)
    return own


def _not_yet(what: str, span: Span, faults: Faults) -> None:
    message = f"Proofpress does not make {what} yet"
    faults.fault('not-yet', message, span, "take the key away until a version that does")


def _authors(fields: Fields, faults: Faults) -> Iterator[Author]:
    """Yield the authors: a name, a mapping, or a list of both."""
    node = fields.node('author')
    for item in node.items if isinstance(node, Listing) else [node]:
        match item:
            case Scalar():
                if not item.is_null and item.text.strip():
                    yield Author(one_line(item.text), item.span)
            case Record():
                author = Fields(item, faults, AUTHOR_KEYS, "an author")
                name = author.required('name')
                if name:
                    yield Author(
                        name=name,
                        span=item.span,
                        affiliation=author.text('affiliation'),
                        orcid=author.value('orcid', read_orcid),
                        email=author.value('email', read_email),
                        role=author.text('role'),
                    )
            case Listing():
                fields.wrong_type('author', item, "a name or {name: …}")


def _keywords(fields: Fields) -> tuple[str, ...]:
    """Return the keywords of a list, or of a text with commas."""
    if isinstance(fields.node('keywords'), Scalar):
        words = fields.text('keywords').split(',')
        return tuple(filter(None, (word.strip() for word in words)))
    return fields.texts('keywords')


def _identifier(doi: str, publisher: str, slug: str) -> str:
    """Return the DOI as an address, or an identifier that stays the same from build to build."""
    if doi:
        return f'https://doi.org/{doi}'
    return uuid.uuid5(NAMESPACE, f'{publisher}\n{slug}').urn


def _isbn(fields: Fields, faults: Faults) -> Isbn:
    node = fields.node('isbn')
    if node is None:
        return Isbn()
    if not isinstance(node, Record):
        fields.wrong_type('isbn', node, "{pdf: …, epub: …}")
        return Isbn()
    isbn = Fields(node, faults, ISBN_KEYS, "“isbn:”")
    return Isbn(isbn.value('pdf', read_isbn), isbn.value('epub', read_isbn))


def _contents_depth(fields: Fields) -> int:
    scalar = fields.scalar('toc-depth')
    if scalar is None:
        return 2
    depths = [str(depth) for depth in range(1, _DEEPEST_CONTENTS + 1)]
    if scalar.text.strip() not in depths:
        fields.unknown_value('toc-depth', scalar, depths)
        return 2
    return int(scalar.text)


def _style(fields: Fields, faults: Faults) -> str:
    """Return the citation style; the default, with a diagnostic, when none has that name."""
    scalar = fields.scalar('csl')
    if scalar is None:
        return DEFAULT_STYLE
    name = one_line(scalar.text).removesuffix('.csl')
    if is_style(name):
        return name
    similar = similar_styles(name)
    advice = f"did you mean {' or '.join(similar)}?" if similar else f"try {DEFAULT_STYLE}"
    message = f"There is no citation style “{shown(name)}”"
    faults.fault('unknown-citation-style', message, scalar.span, advice)
    return DEFAULT_STYLE


def _house(own: Fields, faults: Faults) -> str:
    """Return the name of the house style; none, with a diagnostic, when there is no such sheet."""
    name = own.value('house', read_id)
    known = house_styles()
    scalar = own.scalar('house')
    if not name or scalar is None or name in known:
        return name
    otherwise = f"put it into styles/houses/{name}.css, or take the key away"
    message = f"There is no house style “{shown(name)}”"
    faults.fault('unknown-house', message, scalar.span, suggestion(name, known, otherwise))
    return ''


def _numbering(own: Fields, faults: Faults) -> Numbering:
    numbering = own.choice('numbering', Numbering, Numbering.SECTIONS)
    if numbering is Numbering.PARAGRAPHS:
        _not_yet("numbered paragraphs", own.key_span('numbering'), faults)
        return Numbering.SECTIONS
    return numbering


def _changes(own: Fields, faults: Faults) -> Iterator[Change]:
    known = vocabularies().changes
    for record in own.records('changes', "a change, {date: …, type: …, note: …}"):
        fields = Fields(record, faults, CHANGE_KEYS, "a change")
        fields.required('date')
        kind = fields.required('type')
        scalar = fields.scalar('type')
        if scalar is not None and kind not in known:
            fields.unknown_value('type', scalar, known)
        date = fields.date('date')
        if date is not None:
            yield Change(record.span, date, kind, fields.text('note'))
