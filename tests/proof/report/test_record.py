"""The record for machines keeps its schema and says what the proof says."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from proofpress.proof.ledger import Box, Finding, Place, Proof
from proofpress.proof.report.record import schema_text
from tests.proof.report.shown import file_of as text_of
from tests.proof.report.shown import (
    findings,
    printed,
    reported,
    sound_proof,
    unsound_proof,
)


def record(proof: Proof, **changes: Any) -> dict[str, Any]:
    """Return the record of a proof, read and held to its schema."""
    found: dict[str, Any] = json.loads(text_of(reported(proof, **changes), 'proof.json'))
    Draft202012Validator(json.loads(schema_text())).validate(found)
    return found


def test_the_schema_is_a_schema() -> None:
    """A faulty schema lets everything through."""
    Draft202012Validator.check_schema(json.loads(schema_text()))


def test_a_sound_report_says_so() -> None:
    """The one word that a script looks for."""
    found = record(sound_proof())
    assert (found['verdict'], found['errors'], found['warnings']) == ('sound', 0, 0)


def test_errors_and_warnings_are_counted_and_errors_come_first() -> None:
    """What forbids publication is read before what may be looked at."""
    found = record(unsound_proof())
    assert (found['verdict'], found['errors'], found['warnings']) == ('unsound', 3, 1)
    assert [one['severity'] for one in found['findings']] == ['error'] * 3 + ['warning']
    assert [one['number'] for one in found['findings']] == [1, 2, 3, 4]


def test_warnings_alone_forbid_nothing() -> None:
    """A warning asks for a look, not for a halt."""
    assert record(unsound_proof(findings()[:1]))['verdict'] == 'sound'


def test_a_draft_is_called_a_draft_whatever_was_found() -> None:
    """Nobody takes a draft for the report."""
    draft = replace(printed()[0], draft_mark='DRAFT')
    assert record(sound_proof(), book=draft)['verdict'] == 'draft'
    found = record(unsound_proof(), book=draft)
    assert (found['verdict'], found['errors']) == ('draft', 3)


def test_a_finding_tells_all_that_is_known_of_it() -> None:
    """A tool can lead its user to the source and to the page."""
    found = next(one for one in record(unsound_proof())['findings'] if one['id'] == 'words-lost')
    place = findings()[1].places[0]
    assert place.box is not None
    assert found['source'] == {'path': 'report.md', 'line': 2, 'column': 26}
    assert found['help'] == "build the report anew"
    assert found['notes'][0]['source'] == {'path': 'report.md', 'line': 2, 'column': 1}
    assert found['places'][0]['page_index'] == place.page_index
    assert found['places'][0]['folio'] == sound_proof().page_map.folios[place.page_index]
    assert found['places'][0]['box']['left'] == round(place.box.left, 2)


def test_lengths_are_rounded_to_hundredths_of_a_point() -> None:
    """The last digits of a float differ between machines; a hundredth of a point is no place."""
    box = Box(-0.001, 1.005, 2.3456789, 7)
    finding = Finding(findings()[1].diagnostic, 'pdf', (Place(0, box),))
    product = reported(unsound_proof([finding]))
    said = '"box": {"left": 0.0, "bottom": 1.0, "right": 2.35, "top": 7.0}'
    assert said in text_of(product, 'proof.json')


def test_every_page_tells_what_begins_on_it() -> None:
    """The record is a map of the PDF for who has only the record."""
    found = record(unsound_proof())
    assert [page['index'] for page in found['pages']] == list(range(len(found['pages'])))
    assert [page['folio'] for page in found['pages']] == list(sound_proof().page_map.folios)
    begun = [one['id'] for page in found['pages'] for one in page['begins']]
    assert {'background-title', 'the-port', 'fig-port-caption'} <= set(begun)
    assert len(begun) == len(set(begun))
    assert all(page['words'] > 0 for page in found['pages'])
    assert 4 in found['pages'][3]['findings']


def test_the_ledger_names_each_text_in_every_product() -> None:
    """Where a sentence stands can be looked up without opening a product."""
    found = {one['id']: one for one in record(sound_proof())['ledger']}
    assert found['background-p2']['text'].startswith('A long paragraph follows')
    assert found['background-p2']['epub'] == 'EPUB/text/background.xhtml#background-p2'
    assert found['background-p2']['web'] == 'background-p2'
    assert found['background-p2']['pdf'][0]['box']['left'] > 0
    assert found['head-3']['section'] is None
    assert found['head-3']['pdf'][0]['box'] is None


def test_the_page_map_is_handed_on() -> None:
    """Whoever makes another edition takes the page numbers from here."""
    found = record(sound_proof())['page_map']
    page_map = sound_proof().page_map
    assert {id_: tuple(pages) for id_, pages in found['pages_of'].items()} == page_map.pages_of
    assert [start['block'] for start in found['starts']] == [
        start.block for start in page_map.starts
    ]


def test_a_file_that_is_no_pdf_is_still_reported() -> None:
    """The worse the product, the more its report is needed."""
    nothing = Proof(findings()[3:], replace(sound_proof().page_map, folios=(), starts=()), ())
    found = record(nothing, pdf=b'not a PDF')
    assert (found['verdict'], found['pages'], found['ledger']) == ('unsound', [], [])


@pytest.mark.parametrize('proof', [sound_proof, unsound_proof])
def test_the_same_proof_gives_the_same_bytes(proof: Any) -> None:
    """A report that changes by itself cannot be compared with the former one."""
    one, other = reported(proof()), reported(proof())
    assert [file.content for file in one.files] == [file.content for file in other.files]


def test_the_order_in_which_findings_are_told_changes_nothing() -> None:
    """Checks may run in any order."""
    one = reported(unsound_proof(findings()))
    other = reported(unsound_proof(findings()[::-1]))
    assert [file.content for file in one.files] == [file.content for file in other.files]
