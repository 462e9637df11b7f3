"""The record of a proof for machines: `proof.json`, as `proof.schema.json` describes it.

In: the `Facts`.  Out: JSON (RFC 8259) in UTF-8.  An entry, a finding or a page takes one line, so
that two records can be compared line by line; lengths are points, rounded to hundredths.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from proofpress.assets import package_text
from proofpress.diagnostics import Severity
from proofpress.proof.ledger import Box, Entry, Place
from proofpress.proof.report.facts import Facts, NumberedFinding, PageFacts
from proofpress.span import Span

VERSION = 1
"""Of the schema: grows when a reader of the former one could be misled."""

_Json = Mapping[str, object]
# One for all lines: `json.dumps` makes one for each.
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False)


def schema_text() -> str:
    """Return the JSON Schema (2020-12) of the record."""
    return package_text('proof/report/proof.schema.json')


def report_record(facts: Facts) -> bytes:
    """Return the record; the same bytes for the same facts."""
    metadata, page_map = facts.book.metadata, facts.proof.page_map
    head: _Json = {
        'schema_version': VERSION,
        'slug': facts.book.slug,
        'title': metadata.title,
        'language': metadata.lang,
        'verdict': facts.standing.value,
        'errors': facts.count_of(Severity.ERROR),
        'warnings': facts.count_of(Severity.WARNING),
        'counts': dict(sorted(facts.proof.counts.items())),
    }
    lists = {
        'findings': [_finding(facts, one) for one in facts.findings],
        'pages': [_page(one) for one in facts.pages],
        'ledger': [_entry(facts, entry) for entry in facts.proof.ledger],
    }
    starts: list[_Json] = [
        {
            'page_index': start.page_index,
            'folio': start.folio,
            'block': start.block,
            'offset': start.offset,
        }
        for start in page_map.starts
    ]
    pages_of = {id_: list(indexes) for id_, indexes in sorted(page_map.pages_of.items())}
    lines = [f' {_json(name)}: {_json(value)}' for name, value in head.items()]
    lines += [f' {_json(name)}: {_lines(items)}' for name, items in lists.items()]
    lines.append(f' "page_map": {{"starts": {_lines(starts)}, "pages_of": {_json(pages_of)}}}')
    return ('{\n' + ',\n'.join(lines) + '\n}\n').encode('utf-8')


def _finding(facts: Facts, one: NumberedFinding) -> _Json:
    finding, diagnostic = one.finding, one.finding.diagnostic
    return {
        'number': one.number,
        'id': diagnostic.id,
        'severity': diagnostic.severity.value,
        'message': diagnostic.message,
        'help': diagnostic.help,
        'product': finding.product,
        'source': _source(diagnostic.span),
        'places': list(_places(facts, finding.places)),
        'address': finding.address or None,
        'notes': [
            {'message': note.message, 'source': _source(note.span)} for note in diagnostic.notes
        ],
    }


def _page(page: PageFacts) -> _Json:
    return {
        'index': page.index,
        'folio': page.folio,
        'words': page.word_count,
        'begins': [{'id': entry.id, 'text': entry.text} for entry in page.begins],
        'findings': [one.number for one in page.findings],
    }


def _entry(facts: Facts, entry: Entry) -> _Json:
    return {
        'id': entry.id,
        'kind': entry.kind,
        'section': entry.section or None,
        'text': entry.text,
        'source': _source(entry.origin),
        'pdf': list(_places(facts, entry.pdf)),
        'epub': entry.epub or None,
        'web': entry.web or None,
    }


def _places(facts: Facts, places: Sequence[Place]) -> Iterator[_Json]:
    for place in places:
        yield {
            'page_index': place.page_index,
            'folio': facts.folio(place.page_index),
            'box': _box(place.box),
        }


def _box(box: Box | None) -> _Json | None:
    if box is None:
        return None
    sides = {'left': box.left, 'bottom': box.bottom, 'right': box.right, 'top': box.top}
    # Adding nothing makes zero of minus zero.
    return {name: round(value, 2) + 0.0 for name, value in sides.items()}


def _source(span: Span | None) -> _Json | None:
    if span is None:
        return None
    return {'path': span.path, 'line': span.line, 'column': span.column}


def _lines(items: Sequence[_Json]) -> str:
    if not items:
        return '[]'
    return '[\n' + ',\n'.join(f'  {_json(item)}' for item in items) + '\n ]'


def _json(value: object) -> str:
    return _ENCODER.encode(value)
