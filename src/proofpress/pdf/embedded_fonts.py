"""Embedded fonts: takes out of them what no reader of a PDF looks at.

In: a painted PDF.  Out: the same, its TrueType fonts with the tables that ISO 32000-1, 9.9, table
126 names, and their map of characters.
"""

from __future__ import annotations

import io
from typing import Any

from fontTools.ttLib import TTFont

_KEPT = frozenset(
    ['cmap', 'cvt ', 'fpgm', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'post', 'prep']
)


def slim_fonts(pdf: Any) -> None:
    """Leave out names, metrics of other systems, and rules of layout that has been done."""
    for descriptor in pdf.objects:
        if isinstance(descriptor, dict) and 'FontFile2' in descriptor:
            number = int(descriptor['FontFile2'].split()[0])
            file = pdf.objects[number]
            slim = _slim(b''.join(file.stream))
            file.stream = [slim]
            file.extra['Length1'] = len(slim)


def _slim(content: bytes) -> bytes:
    font = TTFont(io.BytesIO(content), lazy=True, recalcBBoxes=False, recalcTimestamp=False)
    for tag in font.reader.keys() - _KEPT:
        del font[tag]
    written = io.BytesIO()
    font.save(written, reorderTables=None)
    return written.getvalue()
