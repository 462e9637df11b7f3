"""Rule: every word is marked with the language, and runs in the direction, that the book gives it.

A screen reader pronounces by these marks; a browser hyphenates and picks letter forms by them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from proofpress.proof.ledger import Finding
from proofpress.proof.markup import Piece
from proofpress.proof.reflowed.edition import Edition
from proofpress.proof.reflowed.rule_words import Agreement
from proofpress.proof.reflowed.told import Told
from proofpress.proof.words import quoted


def wrong_languages(told: Told, edition: Edition, agreement: Agreement) -> Iterator[Finding]:
    """Yield a finding for each block with a word in a wrong language, the first such word named."""
    origins = told.origins
    for said, found in agreement.blocks:
        if said.pieces == found.said.pieces:
            continue
        wanted, had = _spoken(said.pieces), _spoken(found.said.pieces)
        if wanted != had:
            yield edition.fault(
                'language-wrong',
                _worded(wanted, had, edition.medium),
                origins.get(said.id),
                found.address,
            )


def _spoken(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces without white space between words, joined where the language stays."""
    spoken = (piece for piece in pieces if piece.text.strip())
    return [
        Piece(' '.join(' '.join(piece.text for piece in group).split()), lang, direction)
        for (lang, direction), group in groupby(spoken, key=lambda p: (p.lang, p.direction))
    ]


def _worded(wanted: Sequence[Piece], had: Sequence[Piece], medium: str) -> str:
    index = next(
        (i for i, (one, other) in enumerate(zip(wanted, had, strict=False)) if one != other), 0
    )
    want, have = wanted[index], had[index]
    if (want.lang, want.direction) == (have.lang, have.direction):
        # The same language begins here and ends elsewhere: what follows is marked wrongly.
        shorter, longer = sorted((want, have), key=lambda piece: len(piece.text))
        rest = longer.text[len(shorter.text) :].split()
        other = (had if longer is want else wanted)[index + 1 : index + 2]
        stray = other[0] if other else have
        want, have = (want, stray) if longer is want else (stray, have)
        words = quoted(rest)
    else:
        words = quoted(min((want, have), key=lambda piece: len(piece.text)).text.split())
    if want.lang != have.lang:
        return (
            f"The {medium} marks “{words}” as “{have.lang}”, so that it is spoken so; "
            f"the report says “{want.lang}”"
        )
    return f"“{words}” runs {have.direction} in the {medium}, and {want.direction} in the report"
