"""Readings: what a glyph says, the same in the whole document.

In: formes that were printed apart.  Out: formes in which each glyph of a font says one thing.  A
glyph may stand for several characters; whatever says another thing than where it was used first is
printed again, knowing that, and has its words written beside the glyph.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from proofpress.pdf.forme import FontUse, Forme, Readings


def settled(formes: Sequence[Forme], print_anew: Callable[[int, Readings], Forme]) -> list[Forme]:
    """Return the formes; those whose glyphs say other things than before are printed anew.

    `print_anew` is told the index of a forme and what its glyphs have to say.
    """
    known: dict[str, dict[int, str]] = {}
    made: list[Forme] = []
    for index, forme in enumerate(formes):
        astray = {
            name: differing
            for name, use in forme.fonts.items()
            if (differing := _differing(use, known.get(name, {})))
        }
        if astray:
            forme = print_anew(index, astray)
        made.append(forme)
        for name, use in forme.fonts.items():
            said = known.setdefault(name, {})
            for glyph, text in use.readings.items():
                said.setdefault(glyph, text)
    return made


def uses_of(formes: Sequence[Forme]) -> dict[str, FontUse]:
    """Return the use of each font in all formes together, by name; settled formes agree."""
    uses: dict[str, FontUse] = {}
    for forme in formes:
        for name, use in forme.fonts.items():
            known = uses.get(name)
            uses[name] = use if known is None else _joined(known, use)
    return {name: uses[name] for name in sorted(uses)}


def _joined(first: FontUse, second: FontUse) -> FontUse:
    return FontUse(
        first.description,
        {**second.widths, **first.widths},
        {**second.readings, **first.readings},
        {**second.missing, **first.missing},
    )


def _differing(use: FontUse, known: dict[int, str]) -> dict[int, str]:
    return {
        glyph: known[glyph]
        for glyph, text in use.readings.items()
        if known.get(glyph, text) != text
    }
