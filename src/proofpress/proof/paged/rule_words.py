"""The PDF says all that the book says, nothing else, and in its order."""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.proof.ledger import Finding
from proofpress.proof.paged.evidence import Evidence
from proofpress.proof.paged.expected import ExpectedBlock
from proofpress.proof.paged.rule_page_numbers import page_numbers
from proofpress.proof.words import Block, FoundBlock, compare

_UNSEEN = dict.fromkeys(map(ord, '\u00ad\u200b\u200c\u200d\u2060\ufeff'))


def wrong_words(evidence: Evidence) -> Iterator[Finding]:
    """Yield a finding for each passage that was lost, doubled, changed, added or moved."""
    if not evidence.pairing.lone_expected and not evidence.pairing.lone_found:
        return
    partners = {id(one.found): one.expected for one in evidence.pairing.pairs}
    expected = [_wanted(evidence, block) for block in evidence.expectation.blocks]
    texts = {
        id(b): wanted.text for b, wanted in zip(evidence.expectation.blocks, expected, strict=True)
    }
    lone = {id(block) for block in evidence.pairing.lone_found}
    blocks = [block for block in evidence.tags.blocks if id(block) in partners or id(block) in lone]
    found = [
        FoundBlock(
            texts[id(partners[id(block)])]
            if id(block) in partners
            else block.text.translate(_UNSEEN)
        )
        for block in blocks
    ]
    for difference in compare(expected, found, 'PDF'):
        places = evidence.places(blocks[difference.at]) if difference.at is not None else ()
        about = (difference.block.id,) if difference.block else ()
        yield Finding(difference.diagnostic, 'pdf', places, blocks=about)


def _wanted(evidence: Evidence, block: ExpectedBlock) -> Block:
    numbers = ''.join(f' {page_numbers(evidence, number)}' for number in block.numbers)
    return Block(block.id, block.text.translate(_UNSEEN) + numbers, block.origin)
