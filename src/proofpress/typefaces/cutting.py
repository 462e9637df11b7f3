"""Cuts static faces from variable fonts, with HarfBuzz and fontTools.

In: a font file, the place on its axes, the characters.  Out: a TrueType file with quadratic
outlines, the same bytes each time.  Outlines of CFF2 are converted, because no PDF can embed CFF2
(ISO 32000-2, table 124) and e-readers know TrueType best.  HarfBuzz cuts a face in milliseconds;
fontTools took up to twelve seconds for each (4.68, Source Serif 4).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

import uharfbuzz
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

# Features that styles ask for, beside those that HarfBuzz keeps because scripts need them:
# capitals, figures, and position.
_FEATURES = ('c2sc', 'case', 'lnum', 'onum', 'ordn', 'pnum', 'sinf', 'smcp', 'subs', 'sups', 'tnum')
# Signatures, vertical setting, and hints for screens that no longer exist.
_UNUSED_TABLES = ('BASE', 'DSIG', 'VORG', 'gasp', 'prep', 'vhea', 'vmtx', 'STAT')
# Copyright, version and licence (OpenType 1.9, name).
_KEPT_NAMES = frozenset({0, 5, 13, 14})
# How far a converted outline may stray, in thousandths of the type size.
_MAX_ERROR = 0.5


def cut(
    content: bytes, number: int, axes: Mapping[str, float], code_points: Iterable[int]
) -> bytes:
    """Cut a font down to the code points and to one place on its axes.

    `number` is the index of the font in a collection (0 for a file of one font).
    """
    face = uharfbuzz.Face(uharfbuzz.Blob(content), number)
    plan = uharfbuzz.SubsetInput()
    plan.flags = uharfbuzz.SubsetFlags.NOTDEF_OUTLINE | uharfbuzz.SubsetFlags.NO_HINTING
    plan.sets(uharfbuzz.SubsetInputSets.UNICODE).update(sorted(code_points))
    plan.sets(uharfbuzz.SubsetInputSets.LAYOUT_FEATURE_TAG).update(map(_tag, _FEATURES))
    plan.sets(uharfbuzz.SubsetInputSets.DROP_TABLE_TAG).update(map(_tag, _UNUSED_TABLES))
    plan.sets(uharfbuzz.SubsetInputSets.NAME_ID).update(_KEPT_NAMES)
    for name, value in sorted(axes.items()):
        if not plan.pin_axis_location(face, name, value):
            raise ValueError(f"the font has no axis {name}")
    return bytes(uharfbuzz.subset(face, plan).blob.data)


def finished(content: bytes, family: str, style: str) -> bytes:
    """Give a static font quadratic outlines and a name of its own."""
    font = TTFont(io.BytesIO(content), recalcTimestamp=False)
    if 'CFF2' in font:
        _convert_to_quadratic(font)
    _rename(font, family, style)
    return _saved(font)


def code_points_of(content: bytes, number: int = 0) -> frozenset[int]:
    """Return the code points that a font has a glyph for."""
    return frozenset(uharfbuzz.Face(uharfbuzz.Blob(content), number).unicodes)


def _tag(name: str) -> int:
    return int.from_bytes(name.encode('ascii'), 'big')


def _saved(font: Any) -> bytes:
    stream = io.BytesIO()
    font.save(stream)
    return stream.getvalue()


def _rename(font: Any, family: str, style: str) -> None:
    """Give the face a name that no other face has: fontconfig takes faces of one name for one."""
    names = font['name']
    names.names = [record for record in names.names if record.nameID in _KEPT_NAMES]
    postscript = f'{family}-{style}'.replace(' ', '')
    full = f'{family} {style}'
    for number, text in ((1, family), (2, style), (3, postscript), (4, full), (6, postscript)):
        names.setName(text, number, 3, 1, 0x409)


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
    # OpenType 1.9, maxp: without instructions there is one zone and nothing to store.
    limits.maxZones = 1
    limits.maxTwilightPoints = limits.maxStorage = limits.maxStackElements = 0
    limits.maxFunctionDefs = limits.maxInstructionDefs = limits.maxSizeOfInstructions = 0
    limits.maxComponentElements = 0
    font['post'].formatType = 3.0
    font.sfntVersion = '\x00\x01\x00\x00'
