"""Cuts static faces from variable fonts, with fontTools.

In: a font file, the place on its axes, the characters.  Out: a TrueType file with quadratic
outlines, the same bytes each time.  Outlines of CFF2 are converted, because no PDF can embed CFF2
(ISO 32000-2, table 124) and e-readers know TrueType best.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.varLib import instancer

# What the styles ask for, and what each script needs to be set rightly at all.
_FEATURES = (
    'abvm blwm calt case ccmp clig curs dnom fina frac init isol kern liga lnum locl mark medi '
    'mkmk mset numr onum ordn pnum rclt rlig smcp subs sups tnum ljmo vjmo tjmo'
).split()
_UNUSED_TABLES = ['DSIG', 'BASE', 'VORG', 'vhea', 'vmtx', 'VVAR', 'STAT', 'MVAR', 'prep', 'gasp']
# How far a converted outline may stray, in thousandths of the type size.
_MAX_ERROR = 0.5


def subset(content: io.BufferedIOBase, number: int, code_points: Iterable[int]) -> bytes:
    """Cut a font down to the code points, with the glyphs that its features make of them.

    `number` is the index of the font in a collection, or -1.
    """
    font = TTFont(content, fontNumber=number, lazy=True, recalcTimestamp=False)
    options = Options()
    options.layout_features = _FEATURES
    options.notdef_outline = True
    options.glyph_names = False
    options.name_IDs = ['*']
    options.drop_tables = [*options.drop_tables, *_UNUSED_TABLES]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=sorted(code_points))
    subsetter.subset(font)
    return _saved(font)


def instance(content: bytes, axes: Mapping[str, float], family: str, style: str) -> bytes:
    """Fix a variable font at a place on its axes, as a font with a name of its own."""
    font = TTFont(io.BytesIO(content), recalcTimestamp=False)
    font = instancer.instantiateVariableFont(font, dict(axes), inplace=True)
    if 'CFF2' in font:
        _convert_to_quadratic(font)
    _rename(font, family, style)
    return _saved(font)


def compressed(content: bytes) -> bytes:
    """Return the font as WOFF2, for the web."""
    font = TTFont(io.BytesIO(content), recalcTimestamp=False)
    font.flavor = 'woff2'
    return _saved(font)


def characters_of(content: io.BufferedIOBase, number: int = -1) -> frozenset[int]:
    """Return the code points that a font has a glyph for."""
    font = TTFont(content, fontNumber=number, lazy=True)
    return frozenset(font.getBestCmap())


def _saved(font: Any) -> bytes:
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()


def _rename(font: Any, family: str, style: str) -> None:
    """Give the face a name that no other face has: fontconfig takes faces of one name for one.

    Copyright, version and licence (name ids 0, 5, 13, 14 of OpenType) stay.
    """
    names = font['name']
    names.names = [record for record in names.names if record.nameID in {0, 5, 13, 14}]
    postscript = f'{family}-{style}'.replace(' ', '')
    for number, text in ((1, family), (2, style), (3, postscript), (4, f'{family} {style}')):
        names.setName(text, number, 3, 1, 0x409)
    names.setName(postscript, 6, 3, 1, 0x409)


def _convert_to_quadratic(font: Any) -> None:
    """Replace the cubic outlines of CFF2 with quadratic ones."""
    order = font.getGlyphOrder()
    outlines = font.getGlyphSet()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(outlines)
        outlines[name].draw(Cu2QuPen(pen, _MAX_ERROR, reverse_direction=True))
        glyphs[name] = pen.glyph()
    del font['CFF2']
    font['loca'] = newTable('loca')
    font['glyf'] = glyf = newTable('glyf')
    glyf.glyphOrder, glyf.glyphs = order, glyphs
    limits = font['maxp']
    limits.tableVersion = 0x00010000
    limits.numGlyphs = len(order)
    # OpenType 1.9, maxp: no instructions, so one zone and nothing to store.
    limits.maxZones = 1
    for field in (
        'maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements '
        'maxSizeOfInstructions maxComponentElements'
    ).split():
        setattr(limits, field, 0)
    font.sfntVersion = '\x00\x01\x00\x00'
    font['post'].formatType = 3.0
