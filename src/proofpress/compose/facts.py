"""A label and what stands beside it, on the imprint page, in the timeline and in the glossary.

In: words and content.  Out: `Fact` values for the templates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from proofpress.compose.markup import Content


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what stands beside it."""

    label: str
    content: list[Content]


def told(label: str, content: Iterable[Content]) -> Iterator[Fact]:
    """Yield the fact if there is anything to tell."""
    content = [piece for piece in content if not isinstance(piece, str) or piece]
    if content:
        yield Fact(label, content)


def listed(pieces: Iterable[Content | None], between: str = ', ') -> list[Content]:
    """Put the pieces in a row, without those that are lacking."""
    row: list[Content] = []
    for piece in pieces:
        if piece is not None and not (isinstance(piece, str) and not piece):
            row += [between, piece] if row else [piece]
    return row
