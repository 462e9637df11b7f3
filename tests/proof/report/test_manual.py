"""The manual of the proof names what the proof finds and what its record holds."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from proofpress.assets import diagnostic_ids
from proofpress.proof.report.record import schema_text

ROOT = Path(__file__).parents[3]
MANUAL = (ROOT / 'docs' / 'proof.md').read_text('utf-8')


def test_every_finding_of_the_proof_is_in_the_manual() -> None:
    """An editor reads there what the press looks for, and can trust what is not said."""
    source = ''.join(
        path.read_text('utf-8') for path in (ROOT / 'src/proofpress/proof').rglob('*.py')
    )
    said = {id_ for id_ in diagnostic_ids() if f"'{id_}'" in source}
    assert sorted(said) == sorted(re.findall(r'\(diagnostics/([a-z-]+)\.md\)', MANUAL))


@pytest.mark.parametrize('key', json.loads(schema_text())['properties'])
def test_every_key_of_the_record_is_in_the_manual(key: str) -> None:
    """A program is written from the manual."""
    table = MANUAL.partition('| Key |')[2]
    assert f'`{key}`' in table


def test_the_example_of_a_finding_keeps_the_schema() -> None:
    """Examples are copied."""
    schema = json.loads(schema_text())
    example = re.search(r'```json\n(.*?)```', MANUAL, re.DOTALL)
    assert example is not None
    one = {'$ref': '#/$defs/finding', '$defs': schema['$defs']}
    Draft202012Validator(one).validate(json.loads(example[1]))
