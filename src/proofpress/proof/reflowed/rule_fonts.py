"""Rule: the fonts that a sheet names are there, open, and hold the characters of the product.

Each font that sets Latin must hold every Latin letter and digit that is used, because nobody can
say which words a device sets in which face; every other character must be in one of the fonts.
"""

from __future__ import annotations

import io
import logging
import posixpath
import struct
import unicodedata
from collections.abc import Iterator, Mapping

import brotli  # type: ignore[import-untyped]  # fontTools reads WOFF2 with it
from fontTools.ttLib import TTFont, TTLibError

from proofpress.proof.ledger import Finding
from proofpress.proof.reflowed.edition import Edition, is_remote, place_of

_FONT_TYPES = frozenset({'font/ttf', 'font/otf', 'font/woff', 'font/woff2', 'font/sfnt',
                         'application/vnd.ms-opentype', 'application/font-sfnt', ''})  # fmt: skip
_LETTERS = frozenset(map(ord, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'))
_DIGITS = frozenset(map(ord, '0123456789'))
_MOST_NAMED = 12
# fontTools complains of spoiled tables to whoever listens, and else to standard error.
logging.getLogger('fontTools').addHandler(logging.NullHandler())


def unfit_fonts(edition: Edition) -> Iterator[Finding]:
    """Yield a finding for each font that is lost or spoiled, or lacks characters."""
    used = used_characters(edition)
    held: set[int] = set()
    named = named_fonts(edition)
    for path, family in named.items():
        content = edition.files.get(path)
        if content is None or edition.media_types.get(path) not in _FONT_TYPES:
            message = f"The {edition.medium} is to be set in “{family}”, and does not hold “{path}”"
            yield edition.fault('font-unfit', message, None, path)
            continue
        characters = _characters(content)
        if not characters:
            message = f"“{posixpath.basename(path)}” of the {edition.medium} is no font"
            yield edition.fault('font-unfit', message, None, path)
            continue
        held |= characters
        groups = (group & used for group in (_LETTERS, _DIGITS) if group & characters)
        if lacking := frozenset().union(*groups) - characters:
            yield _lacking(edition, f"“{posixpath.basename(path)}”", lacking, path)
    if named and (lacking := used - held):
        yield _lacking(edition, "No font", lacking, '')


def named_fonts(edition: Edition) -> Mapping[str, str]:
    """Return the fonts that the sheets name: family by path, remote ones left out."""
    return {
        place.path: face.family
        for sheet_path, sheet in edition.sheets.items()
        for face in sheet.faces
        for url in face.urls
        if not is_remote(url) and (place := place_of(url, sheet_path)) is not None
    }


def used_characters(edition: Edition) -> frozenset[int]:
    """Return the characters that the product shows; spaces and marks without a shape left out."""
    texts = {
        piece.text
        for document in edition.documents
        for run in document.markup.runs
        for piece in run.pieces
    }
    characters = set().union(*texts) if texts else set()
    return frozenset(
        ord(character)
        for character in characters
        if unicodedata.category(character)[0] not in 'ZC' and not _selects_form(character)
    )


def _selects_form(character: str) -> bool:
    return '\ufe00' <= character <= '\ufe0f'


def _characters(content: bytes) -> frozenset[int]:
    """Return the characters that a font holds; none when it is no font."""
    try:
        with TTFont(io.BytesIO(content), lazy=True) as font:
            # Only the characters are asked for: numbers will do for names, which cost more to find.
            font.setGlyphOrder([str(index) for index in range(font['maxp'].numGlyphs)])
            return frozenset(font.getBestCmap() or ())
    # What fontTools raises for spoiled fonts: its own error, and those of struct and of brotli.
    except (
        *(TTLibError, brotli.error, KeyError, ValueError),
        *(AssertionError, EOFError, OSError, IndexError, struct.error),
    ):
        return frozenset()


def _lacking(edition: Edition, who: str, lacking: frozenset[int], path: str) -> Finding:
    shown = ' '.join(chr(one) for one in sorted(lacking)[:_MOST_NAMED])
    holds = "holds" if not path else "does not hold"
    return edition.fault(
        'font-unfit',
        f"{who} of the {edition.medium} {holds} “{shown}”: readers see boxes or another typeface",
        None,
        path,
    )
