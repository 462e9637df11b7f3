"""Tells code-scanning services what was found, as a SARIF 2.1.0 log.

In: the `Findings` of all reports.  Out: the log as bytes; `publish` writes it.  Properties follow
the OASIS standard (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), sections named below.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from proofpress import __version__
from proofpress.assets import diagnostic_page
from proofpress.diagnostics import Diagnostic
from proofpress.present.findings import Findings
from proofpress.span import Span

SCHEMA = (
    'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'
)


def sarif(reports: Sequence[Findings]) -> bytes:
    """Return the log of one run over the reports."""
    found = [(diagnostic, one) for one in reports for diagnostic in one.sorted()]
    ids = sorted({diagnostic.id for diagnostic, _ in found})
    log = {
        '$schema': SCHEMA,
        'version': '2.1.0',
        'runs': [
            {
                'tool': {
                    'driver': {
                        'name': 'Proofpress',
                        'version': __version__,
                        'rules': [_rule(id_) for id_ in ids],
                    }
                },
                # Section 3.14.17: our columns count code points, not UTF-16 units.
                'columnKind': 'unicodeCodePoints',
                'results': [_result(diagnostic, one, ids) for diagnostic, one in found],
            }
        ],
    }
    return (json.dumps(log, ensure_ascii=False, indent=1) + '\n').encode('utf-8', 'replace')


def _rule(id_: str) -> dict[str, Any]:
    """Section 3.49: what the rule is, with its page of the manual as help."""
    page = diagnostic_page(id_)
    return {'id': id_} if page is None else {'id': id_, 'help': {'text': page, 'markdown': page}}


def _result(diagnostic: Diagnostic, findings: Findings, ids: list[str]) -> dict[str, Any]:
    """Section 3.27."""
    advice = f" ({diagnostic.help})" if diagnostic.help else ""
    # A result without a place is laid at the door of the report itself.
    span = diagnostic.span or Span('report.md')
    result: dict[str, Any] = {
        'ruleId': diagnostic.id,
        'ruleIndex': ids.index(diagnostic.id),
        'level': diagnostic.severity.value,
        'message': {'text': f"{diagnostic.message}{advice}"},
        'locations': [_location(span, findings)],
    }
    if diagnostic.notes:
        result['relatedLocations'] = [
            {**_location(note.span, findings), 'message': {'text': note.message}}
            for note in diagnostic.notes
        ]
    return result


def _location(span: Span, findings: Findings) -> dict[str, Any]:
    """Section 3.28: a file by a relative URI, and a place in it."""
    return {
        'physicalLocation': {
            'artifactLocation': {'uri': quote(findings.path_of(span))},
            'region': {'startLine': max(span.line, 1), 'startColumn': max(span.column, 1)},
        }
    }
