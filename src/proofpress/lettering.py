"""Lettering: what faces were cut for, as values that travel.

In: nothing (values).  Out: `Order`, enough to have the same faces cut again somewhere else.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """Faces of a book, or one of them that was cut down further."""

    characters: str
    """That the faces of the book show, each once, in order."""
    languages: tuple[str, ...] = ()
    """That are marked in the book (BCP 47), in order."""
    face: str = ''
    """File name of the one that was cut down; empty for all faces, as they are."""
    kept: str = ''
    """The characters that it was cut down to, each once, in order."""
    woff2: bool = False
