"""Every run of words in the PDF is in the language that the book says."""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.proof.ledger import Finding
from proofpress.proof.paged.evidence import Evidence
from proofpress.proof.paged.expected import seen
from proofpress.proof.paged.pairs import Pair


def wrong_languages(evidence: Evidence) -> Iterator[Finding]:
    """Yield `language-wrong` for each block with words that would be read in another language."""
    for one in evidence.pairing.pairs:
        for at, lang in one.expected.langs:
            piece = one.piece_at(at)
            if piece is None or piece.lang.lower() == lang.lower() or not seen(piece.text):
                continue
            yield evidence.finding(
                'language-wrong',
                f"The PDF takes “{_words(one, at)}” for {piece.lang or 'no language'}, and it is "
                f"{lang}",
                one.expected,
                evidence.places(one.found),
                "this is a fault of Proofpress: report it with these words",
            )
            break


def _words(one: Pair, at: int) -> str:
    """Return the first words from a place on."""
    text = one.expected.text
    passed = 0
    for index, character in enumerate(text):
        if passed >= at:
            return ' '.join(text[index:].split()[:8])
        passed += len(seen(character))
    return ''
