"""Hyphens: the patterns by which words are divided, read before they are needed.

In: languages.  Out: nothing; the dictionary stays in memory, where the layout engine finds it.
"""

from __future__ import annotations

import pyphen


def read_patterns(language: str) -> None:
    """Read the patterns of a language (BCP 47), if there are any."""
    name = pyphen.language_fallback(language)
    if name is not None:
        pyphen.Pyphen(lang=name)
