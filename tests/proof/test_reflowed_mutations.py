"""Single defects in finished EPUBs and web pages: the proof finds each one, and names its place."""

from __future__ import annotations

import pytest

from proofpress.compose.book import Book
from proofpress.proof.ledger import Finding
from proofpress.proof.reflowed.verdict import prove_epub, prove_web
from tests.proof.mutations import mutate_epub, mutate_web
from tests.proof.mutations.mutation import Mutation
from tests.proof.mutations.reflowed_edits import unbundle
from tests.proof.reflowed_report import made, page_map

MUTATIONS = (*mutate_epub.MUTATIONS, *mutate_web.MUTATIONS)


def findings(book: Book, product: str, content: bytes) -> tuple[Finding, ...]:
    if product == 'epub':
        return prove_epub(book, content, page_map()).findings
    return prove_web(book, unbundle(content), page_map()).findings


@pytest.mark.parametrize('mutation', MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_defect_is_found_in_its_place(mutation: Mutation) -> None:
    """What the proof lets through, somebody will quote."""
    book, products = made()
    spoiled = mutation.spoil(products[mutation.product])
    assert spoiled != products[mutation.product]
    said = findings(book, mutation.product, spoiled)
    assert any(mutation.is_named_by(finding) for finding in said), [
        (finding.diagnostic.id, finding.address, finding.diagnostic.message) for finding in said
    ]


def test_each_mutation_has_its_name() -> None:
    """A figure of defects found counts each defect once."""
    names = [mutation.name for mutation in MUTATIONS]
    assert len(set(names)) == len(names)


def test_every_kind_of_finding_has_its_mutation() -> None:
    """A finding that no defect brings about may never come."""
    assert {mutation.id for mutation in MUTATIONS} >= {
        'page-mark-astray', 'page-list-wrong', 'words-lost', 'words-doubled', 'words-changed',
        'words-added', 'words-out-of-order',
        'navigation-wrong', 'note-astray', 'link-astray', 'anchor-wrong', 'language-wrong',
        'table-wrong', 'picture-lost', 'picture-unreadable', 'font-unfit', 'remote-resource',
        'metadata-wrong', 'product-unreadable',
    }  # fmt: skip
