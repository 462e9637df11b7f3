"""Glyphs: has WeasyPrint paint lines of text with less work, and the same result.

In: nothing.  Out: WeasyPrint with other insides and the same pages; painted text that knows what it
reads as (`ShownText`).  It asks for the glyphs of a line one by one and works out for each what is
written for it, where they can be had together and most have been there before.  Lines of an unusual
kind are left to WeasyPrint.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from proofpress.pdf.seams.faces import FontsInUse
from proofpress.pdf.seams.mend import SeamError, put_in_place
from proofpress.pdf.seams.text import QUICK_TEXT, reactivate

_GLYPH = struct.Struct('=Iiii4x')
"""A `PangoGlyphInfo`: glyph, width, horizontal and vertical offset, and attributes."""
_HEX = [f'{glyph:04x}' for glyph in range(0x10000)]
_UNUSUAL = len(_HEX)
"""Glyphs from here on are none: what is not shown, and what a font lacks."""
_SEPARATORS = re.compile('[\n\r\u2028\u2029]')
"""What ends a paragraph or a line; a line of text with one is painted in one paragraph."""
# One glyph may stand for several characters; the plainest is what it says where nothing else does.
_PLAIN = {'\u2010': '-', '\u2011': '-', '\u00ad': '-', '\u00a0': ' '}

_Glyph = tuple[int, int, int, int]


class ShownText(bytes):
    """An operator that shows glyphs (ISO 32000-1, 9.4.3), with what they read as."""

    reading: str


def plain_reading(text: str) -> str:
    """Return what a glyph of this text says where nothing else is said beside it."""
    return _PLAIN.get(text, text)


class _UnusualGlyphError(LookupError):
    """A glyph that is not there, or not on the line."""


class _Shapes(dict[_Glyph, str]):
    """What is written for each glyph of a font in one size: itself, and how far others are moved.

    That is a piece of a string of hexadecimal digits, which may end and begin anew in it.
    """

    def __init__(self, font: Any, size: float) -> None:
        super().__init__()
        self._font = font
        self._size = size

    def __missing__(self, key: _Glyph) -> str:
        glyph, width, shift, rise = key
        if glyph >= _UNUSUAL or rise:
            raise _UnusualGlyphError
        offset = shift / self._size
        assert glyph in self._font.widths, "a font measures what it is asked for"
        logical = self._font.widths[glyph]
        kerning = logical + offset - width * 1000 * FROM_UNITS / self._size
        before = f'>{-offset}<' if offset else ''
        after = f'>{int(kerning)}<' if kerning else ''
        shape = self[key] = f'{before}{_HEX[glyph]}{after}'
        return shape


@dataclass(slots=True)
class _Run:
    """A run of glyphs of one font."""

    item: Any
    """`PangoGlyphItem`."""
    glyphs: list[_Glyph]
    font: Any
    size: float
    shapes: list[str]


def _draw_text(
    stream: Any, textbox: Any, offset_x: float, text_overflow: str, block_ellipsis: Any
) -> None:
    """Stand in for `draw_text`: of a space there is nothing to paint but a line under it."""
    if textbox.text.strip() or textbox.style['text_decoration_line'] != 'none':
        _plain_draw_text(stream, textbox, offset_x, text_overflow, block_ellipsis)


def _draw_first_line(
    stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any
) -> Any:
    """Stand in for `draw_first_line`: takes the glyphs of a run together."""
    if not textbox.text.strip() or textbox.style['font_size'] < 1e-6:
        return []
    usual = text_overflow != 'ellipsis' and block_ellipsis == 'none'
    layout = textbox.pango_layout
    runs = None
    if usual and isinstance(stream._fonts, FontsInUse):
        runs = _usual_runs(stream, layout, textbox.style)
    if runs is None:
        if layout.proofpress_rests:
            reactivate(layout, textbox.style)
        return _plain_draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    shapes: list[str] = []
    words: list[str] = []
    font: Any = None
    for run in runs:
        if font is not None and run.item.item.analysis.font != font:
            _show(stream, shapes, words)
            shapes, words = [], []
        font = run.item.item.analysis.font
        stream.set_font_size(run.font.hash, run.size)
        _read(run, layout)
        readings = run.font.to_unicode
        words += [readings[glyph[0]] for glyph in run.glyphs]
        shapes += run.shapes
    if layout.proofpress_gets_space:
        shapes.append(_HEX[runs[-1].font.proofpress_space])
        words.append(' ')
    _show(stream, shapes, words)
    return []


def _show(stream: Any, shapes: list[str], words: list[str]) -> None:
    written = f'<{"".join(shapes)}>'.removesuffix('<>')
    shown = ShownText(f'[{written}] TJ'.encode())
    shown.reading = ''.join(words)
    stream.stream.append(shown)


def _usual_runs(stream: Any, layout: Any, style: Any) -> list[_Run] | None:
    """Return the runs of a line; None for an unusual line."""
    if _SEPARATORS.search(layout.text):
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    runs: list[_Run] = []
    link = layout.get_first_line()[0].runs[0]
    while link != ffi.NULL:
        item, link = link.data, link.next
        font, size = stream.add_font(item.item.analysis.font)
        if not font.proofpress_has_outlines:
            return None
        memory = ffi.buffer(item.glyphs.glyphs, item.glyphs.num_glyphs * _GLYPH.size)
        glyphs: list[_Glyph] = list(_GLYPH.iter_unpack(memory))
        is_end = link == ffi.NULL and layout.proofpress_is_first_line
        if is_end and glyphs[-1][0] == pango.PANGO_GLYPH_EMPTY:
            # The space at which the line was broken.
            glyphs.pop()
        known = font.proofpress_shapes.get(size)
        if known is None:
            known = font.proofpress_shapes[size] = _Shapes(font, size)
        try:
            shapes = [known[glyph] for glyph in glyphs]
        except _UnusualGlyphError:
            return None
        runs.append(_Run(item, glyphs, font, size, shapes))
    if layout.proofpress_gets_space and runs[-1].font.proofpress_space is None:
        reactivate(layout, style)
        return _usual_runs(stream, layout, style)
    return runs


def _read(run: _Run, layout: Any) -> None:
    """Note what each glyph says that has said nothing yet."""
    readings = run.font.to_unicode
    if readings.keys() >= {glyph[0] for glyph in run.glyphs}:
        return
    item, glyph_string = run.item.item, run.item.glyphs
    clusters = glyph_string.log_clusters
    is_right_to_left = item.analysis.level % 2
    text = layout.text.encode()
    last = glyph_string.num_glyphs - 1
    for index, (glyph, *_) in enumerate(run.glyphs):
        if glyph not in readings:
            start = clusters[index]
            if is_right_to_left:
                end = item.length if index == 0 else clusters[index - 1]
            else:
                end = item.length if index == last else clusters[index + 1]
            said = text[item.offset + start : item.offset + end].decode()
            readings[glyph] = plain_reading(said)
            if said == ' ':
                run.font.proofpress_space = glyph


if ffi.sizeof('PangoGlyphInfo') != _GLYPH.size:
    raise SeamError("Pango has other glyphs than we read")
_plain_draw_first_line = drawing.draw_first_line
_PAINTED = ['stream', 'textbox', 'offset_x', 'text_overflow', 'block_ellipsis']
_plain_draw_text = put_in_place(drawing, 'draw_text', _draw_text, _PAINTED)
if QUICK_TEXT:
    put_in_place(
        drawing,
        'draw_first_line',
        _draw_first_line,
        ['stream', 'textbox', 'text_overflow', 'block_ellipsis', 'matrix'],
    )
