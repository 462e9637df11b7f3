"""Each defect of a page that the eye would see is seen by the proof, and nothing else is."""

from __future__ import annotations

from functools import cache

import pytest

from proofpress.diagnostics import Severity
from proofpress.proof.drawn_verdict import prove_drawn
from proofpress.proof.ledger import Finding
from proofpress.proof.read_both import read_both
from tests.proof.mutations.mutate_pdf import MUTATIONS, PAGES
from tests.proof.mutations.mutation import Mutation
from tests.proof.river import river


def found(content: bytes) -> tuple[Finding, ...]:
    reading, drawn = read_both(content)
    return tuple(prove_drawn(drawn, reading.tags))


@cache
def spoiled(mutation: Mutation) -> tuple[Finding, ...]:
    return found(mutation.spoil(river()[1]))


@pytest.mark.parametrize('mutation', MUTATIONS, ids=lambda one: one.name)
def test_a_defect_is_found_on_its_page(mutation: Mutation) -> None:
    """Whoever mends it must be led to the place."""
    assert any(map(mutation.is_named_by, spoiled(mutation)))


@pytest.mark.parametrize('mutation', PAGES, ids=lambda one: one.name)
def test_a_defect_is_found_nowhere_else(mutation: Mutation) -> None:
    """A finding on a sound page sends an editor looking for what is not there."""
    pages = {place.page_index for finding in spoiled(mutation) for place in finding.places}
    assert pages == {int(mutation.place)}


def test_a_sound_page_has_no_finding() -> None:
    """Whoever is warned for nothing stops reading."""
    assert found(river()[1]) == ()


def test_the_table_has_each_defect_once() -> None:
    """Two of one name are one in the report of the bench."""
    names = [mutation.name for mutation in MUTATIONS]
    assert len(set(names)) == len(names)


def test_what_cannot_be_seen_stops_publication() -> None:
    """A warning would let the page go out."""
    findings = [one for mutation in PAGES for one in spoiled(mutation)]
    assert {one.diagnostic.severity for one in findings} == {Severity.ERROR}


def test_a_finding_quotes_the_words_and_the_folio() -> None:
    """An editor searches for words and turns to a folio; page indexes are for machines."""
    (finding,) = spoiled(PAGES[0])
    assert finding.diagnostic.message.startswith('On page 2, “For ten years the ferry quay')
    box = finding.places[0].box
    assert box is not None
    assert [round(edge) for edge in (box.left, box.bottom, box.right, box.top)] == [
        102,
        714,
        394,
        724,
    ]
