"""What programs read of the findings."""

from __future__ import annotations

import io
import json
from typing import Any

from proofpress.diagnostics import Diagnostic, Note, Severity
from proofpress.present import Findings, JsonLines, sarif
from proofpress.span import Span

FINDINGS = Findings(
    'seeds/x y',
    (
        Diagnostic(
            'duplicate-id',
            "Two parts have the id “김”",
            Span('report.md', 3, 5),
            "give it its own",
            notes=(Note("the first", Span('report.md', 1, 2)),),
        ),
        Diagnostic('source-uncited', "Spare", Span('../s.yaml', 2), severity=Severity.WARNING),
        Diagnostic('out-unwritable', "Full"),
    ),
)


def log() -> Any:
    return json.loads(sarif([FINDINGS, Findings('z', ())]))


def test_json_lines_are_one_ascii_object_each() -> None:
    """`jq` and a C locale must read them."""
    stream = io.StringIO()
    JsonLines(stream).show(FINDINGS)
    unplaced, warning, error = stream.getvalue().splitlines()
    assert stream.getvalue().isascii()
    assert json.loads(error) == {
        'report': 'seeds/x y',
        'path': 'seeds/x y/report.md',
        'line': 3,
        'column': 5,
        'severity': 'error',
        'id': 'duplicate-id',
        'message': "Two parts have the id “김”",
        'help': "give it its own",
        'notes': [{'path': 'seeds/x y/report.md', 'line': 1, 'column': 2, 'message': "the first"}],
    }
    assert json.loads(warning)['path'] == 'seeds/s.yaml'
    assert json.loads(unplaced)['line'] is None


def test_sarif_has_what_the_standard_requires() -> None:
    """A code-scanning service refuses a log that lacks a required property (SARIF 2.1.0)."""
    assert log()['version'] == '2.1.0'  # section 3.13.2
    [run] = log()['runs']  # 3.13.4
    driver = run['tool']['driver']  # 3.14.6, 3.18.2
    assert driver['name']  # 3.19.8
    assert run['columnKind'] == 'unicodeCodePoints'  # 3.14.17: or utf16CodeUnits
    for rule in driver['rules']:  # 3.49.3
        assert rule['id']
    for result in run['results']:
        assert result['message']['text']  # 3.27.11, 3.11.8
        assert result['level'] in {'none', 'note', 'warning', 'error'}  # 3.27.10
        assert driver['rules'][result['ruleIndex']]['id'] == result['ruleId']  # 3.27.6
        for place in (*result['locations'], *result.get('relatedLocations', ())):
            physical = place['physicalLocation']
            assert ' ' not in physical['artifactLocation']['uri']  # 3.10.1: an RFC 3986 URI
            assert physical['region']['startLine'] >= 1  # 3.30.5
            assert physical['region']['startColumn'] >= 1  # 3.30.6


def test_sarif_says_what_the_terminal_says() -> None:
    """The reviewer of a change sees the same sentence as its author."""
    [run] = log()['runs']
    found = run['results'][2]
    assert found['message']['text'] == "Two parts have the id “김” (give it its own)"
    assert found['locations'][0]['physicalLocation'] == {
        'artifactLocation': {'uri': 'seeds/x%20y/report.md'},
        'region': {'startLine': 3, 'startColumn': 5},
    }
    assert found['relatedLocations'][0]['message']['text'] == "the first"


def test_sarif_carries_the_page_of_the_manual() -> None:
    """The explanation stands beside the finding, where no terminal is at hand."""
    rules = {rule['id']: rule for rule in log()['runs'][0]['tool']['driver']['rules']}
    assert rules['source-uncited']['help']['markdown'].startswith('# source-uncited')


def test_sarif_of_nothing_is_a_log_without_results() -> None:
    """A sound report clears what an earlier run found."""
    assert json.loads(sarif([]))['runs'][0]['results'] == []
