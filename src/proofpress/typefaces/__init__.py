"""The typefaces: what every press sets in, and what it has no glyph for.

In: the characters of a book.  Out: `Face` values, static fonts cut from the variable fonts of our
font packages and kept in the user's cache folder.  Nothing comes from the system's fonts.
"""

from __future__ import annotations

import io
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import cast

import fontTools

from proofpress.typefaces import cutting
from proofpress.typefaces.families import (
    ARABIC_CUTS,
    LATIN_CUTS,
    Cut,
    Source,
    cjk_cuts,
    digest,
)
from proofpress.typefaces.store import Store, folder

# Raised when cutting.py makes other fonts of the same characters.
_RECIPE = 1
# Rows of 64 code points that each Latin face holds at least, and so survive small edits.
_ROW = 64
_ALWAYS = ''.join(chr(point) for point in (*range(0x20, 0x7F), *range(0xA0, 0x100)))
# Marks that style sheets and not authors put on the page, and typographic punctuation.
_FURNITURE = '‐‑–—‘’‚“”„†‡•…‰′″‹›⁄€™→−◆◦▪\u2002\u2003\u2009\u200a\u202f'


@dataclass(frozen=True, slots=True)
class Face:
    """A static font of one family, weight and style."""

    family: str
    """As `font-family` names it: `Source Serif 4`."""
    weight: int
    """As `font-weight` names it: 400 or 600."""
    style: str
    """`normal` or `italic`."""
    content: bytes = field(repr=False)
    """The font file."""
    media_type: str = 'font/ttf'
    """`font/ttf` or `font/woff2`."""

    @property
    def name(self) -> str:
        """A file name, URL-safe and unique among the faces: `source-serif-4-400-italic.ttf`."""
        stem = f'{self.family} {self.weight} {self.style}'.lower().replace(' ', '-')
        return f'{stem}.{self.media_type.removeprefix("font/")}'


def faces(
    characters: Iterable[str], languages: frozenset[str] = frozenset(), cache_dir: str = ''
) -> tuple[Face, ...]:
    """Return the faces that show these characters, in the languages (BCP 47) that are marked.

    Latin faces come always; Arabic, Chinese, Japanese and Korean ones when a character needs them.
    `cache_dir` overrides the user's cache folder.  The order and the bytes depend on nothing else.
    """
    place = folder({'PROOFPRESS_CACHE_DIR': cache_dir} if cache_dir else os.environ)
    store = Store(place)
    wanted = frozenset(map(ord, characters))
    latin = wanted & _held(LATIN_CUTS)
    made = [_face(cut, _widened(latin) & _held((cut,)), store) for cut in LATIN_CUTS]
    for cuts in (ARABIC_CUTS, cjk_cuts(languages)):
        wanted_here = (wanted - latin) & _held(cuts)
        if wanted_here:
            made += [_face(cut, wanted_here, store) for cut in cuts]
            latin |= wanted_here
    return tuple(made)


def subset(face: Face, characters: Iterable[str], *, woff2: bool = False) -> Face | None:
    """Cut a face down to exactly these characters, for files that carry it whole.

    None when the face has none of them (but spaces).
    """
    held = cutting.characters_of(io.BytesIO(face.content))
    points = {ord(c) for c in characters} & held
    if not any(chr(point).strip() for point in points):
        return None
    content = cutting.subset(io.BytesIO(face.content), -1, points)
    if woff2:
        return replace(face, content=cutting.compressed(content), media_type='font/woff2')
    return replace(face, content=content)


def missing_characters(characters: Iterable[str]) -> frozenset[str]:
    """Return the characters that would print as empty boxes.

    Controls, formats (the soft hyphen, joiners) and line ends print nothing and are never missing.
    """
    cuts = (*LATIN_CUTS, *ARABIC_CUTS, *cjk_cuts(frozenset()))
    return frozenset(
        character
        for character in characters
        if unicodedata.category(character) not in {'Cc', 'Cf', 'Zl', 'Zp'}
        and ord(character) not in _held(cuts)
    )


def _widened(points: frozenset[int]) -> frozenset[int]:
    """Widen code points to their rows, so that one new letter does not cut every face anew."""
    rows = {point // _ROW for point in points if point >= 0x100}
    in_rows = {row * _ROW + step for row in rows for step in range(_ROW)}
    return frozenset({*map(ord, _ALWAYS + _FURNITURE), *in_rows})


def _held(cuts: tuple[Cut, ...]) -> frozenset[int]:
    """Return the code points that any of the cuts has a glyph for."""
    return frozenset().union(*(_characters_of(cut.source) for cut in cuts))


@cache
def _characters_of(source: Source) -> frozenset[int]:
    with source.file.open('rb') as stream:
        return cutting.characters_of(cast(io.BufferedIOBase, stream), source.number)


def _face(cut: Cut, points: frozenset[int], store: Store) -> Face:
    source = (digest(cut.source.package, cut.source.path), str(cut.source.number))
    subset_key = '|'.join((*source, str(_RECIPE), fontTools.version, _listed(points)))
    axes = ' '.join(f'{tag}={value:g}' for tag, value in sorted(cut.axes.items()))
    key = '|'.join((subset_key, axes, cut.family, cut.style))
    content = store.get(key)
    if content is None:
        variable = _variable(cut.source, points, subset_key, store)
        name = f'Proofpress {cut.family.removeprefix("Source ")}'
        content = cutting.instance(variable, cut.axes, name, f'{cut.weight} {cut.style}')
        store.put(key, content)
    return Face(cut.family, cut.weight, cut.style, content)


def _variable(source: Source, points: frozenset[int], key: str, store: Store) -> bytes:
    """Return the variable font cut down: the faces of one source are then cut from little."""
    content = store.get(key)
    if content is None:
        with source.file.open('rb') as stream:
            content = cutting.subset(cast(io.BufferedIOBase, stream), source.number, points)
        store.put(key, content)
    return content


def _listed(points: frozenset[int]) -> str:
    return ' '.join(f'{point:x}' for point in sorted(points))
