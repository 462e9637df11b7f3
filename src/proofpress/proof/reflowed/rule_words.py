"""Rule: the edition says the words of the book, all of them, once, in order, and no others.

In: what is told and the edition.  Out: findings, and `Found`: where each block stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from proofpress.proof.ledger import Finding
from proofpress.proof.reflowed.edition import Edition
from proofpress.proof.reflowed.told import Said, Told, said_of
from proofpress.proof.words import Block, FoundBlock, compare


@dataclass(frozen=True, slots=True)
class Found:
    """One block of the edition."""

    path: str
    said: Said

    @property
    def address(self) -> str:
        """File and id, as findings name it."""
        return f'{self.path}#{self.said.id}' if self.said.id else self.path


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the comparison of the words came to."""

    findings: tuple[Finding, ...]
    blocks: tuple[tuple[Said, Found], ...]
    """Blocks that say the same, under the same id, in both."""
    astray: frozenset[str]
    """Ids of the blocks with findings."""
    words: int


def compare_words(told: Told, edition: Edition) -> Agreement:
    """Compare the words block by block."""
    found = [
        Found(document.path, said)
        for document in edition.documents
        for said in said_of(document.markup.runs)
    ]
    said, origins = told.said, told.origins
    differences = compare(
        [Block(one.id, one.text, origins.get(one.id)) for one in said],
        [FoundBlock(one.said.text, one.said.id) for one in found],
        edition.medium,
    )
    findings = tuple(
        Finding(
            difference.diagnostic,
            edition.product,
            address='' if difference.at is None else found[difference.at].address,
        )
        for difference in differences
    )
    return Agreement(
        findings,
        tuple(_agreeing(said, found)),
        frozenset(one.block.id for one in differences if one.block is not None),
        sum(len(one.text.split()) for one in said),
    )


def _agreeing(said: tuple[Said, ...], found: list[Found]) -> list[tuple[Said, Found]]:
    places: dict[tuple[str, str], list[Found]] = {}
    for one in reversed(found):
        places.setdefault((one.said.id, one.said.text), []).append(one)
    pairs: list[tuple[Said, Found]] = []
    for block in said:
        if same := places.get((block.id, block.text)):
            pairs.append((block, same.pop()))
    return pairs


def addresses(told: Told, edition: Edition) -> Mapping[str, str]:
    """Return file and id of everything with an id that the edition tells, by its id."""
    known = {anchor.id for markup in told.markups for anchor in markup.anchors}
    return {
        anchor.id: f'{document.path}#{anchor.id}'
        for document in edition.documents
        for anchor in document.markup.anchors
        if anchor.id in known
    }
