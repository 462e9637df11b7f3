"""Single defects of what a finished PDF says: the proof finds each one, and names its page."""

from __future__ import annotations

import pytest

from proofpress.proof.paged.verdict import prove_pdf
from tests.proof.mutations import mutate_pdf, mutate_pdf_words
from tests.proof.mutations.mutation import Mutation
from tests.proof.river import river


@pytest.mark.parametrize('mutation', mutate_pdf_words.MUTATIONS, ids=lambda one: one.name)
def test_a_defect_is_found_in_its_place(mutation: Mutation) -> None:
    """What the proof lets through, somebody will quote."""
    book, content = river()
    findings = prove_pdf(book, mutation.spoil(content)).findings
    assert any(map(mutation.is_named_by, findings)), [
        (one.diagnostic.id, one.places, one.diagnostic.message) for one in findings
    ]


def test_a_sound_report_has_no_finding() -> None:
    """An editor who is warned for nothing stops reading."""
    book, content = river()
    assert prove_pdf(book, content).findings == ()


def test_every_kind_of_finding_has_its_mutation() -> None:
    """A finding that no defect brings about may never come."""
    assert {one.id for one in (*mutate_pdf.MUTATIONS, *mutate_pdf_words.MUTATIONS)} >= {
        'words-lost', 'words-doubled', 'words-changed', 'words-out-of-order', 'page-number-wrong',
        'folio-wrong', 'link-astray', 'note-astray', 'bookmark-wrong', 'font-not-embedded',
        'metadata-wrong', 'language-wrong', 'picture-lost', 'text-off-page', 'text-clipped',
        'text-covered', 'text-overprinted', 'text-invisible', 'text-untagged', 'glyph-not-drawn',
        'page-blank', 'table-cut', 'page-turned', 'text-optional', 'running-head-wrong',
        'readers-disagree',
    }  # fmt: skip


def test_each_mutation_has_its_name() -> None:
    """A figure of defects found counts each defect once."""
    names = [one.name for one in (*mutate_pdf.MUTATIONS, *mutate_pdf_words.MUTATIONS)]
    assert len(set(names)) == len(names)
