"""Guesses what the author meant by a name that is not known.

In: the name and the known ones.  Out: advice that ends a diagnostic.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most like this one; None when none is much like it."""
    return next(iter(get_close_matches(name, sorted(set(known)), n=1, cutoff=0.6)), None)


def advice(name: str, known: Iterable[str], otherwise: str) -> str:
    """Return “did you mean x?”, or else the other advice."""
    meant = nearest(name, known)
    return otherwise if meant is None else f"did you mean “{meant}”?"
