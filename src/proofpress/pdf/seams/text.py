"""Text: has WeasyPrint shape and paint lines with less work, and the same result.

In: nothing.  Out: WeasyPrint with other insides and the same pages.  It makes a context and
attributes of Pango for each piece of text, where one for each style will do; it shapes a line once
to break it and once more to paint it, where the first will do; and it asks for the glyphs of a line
one by one, where they can be had together.  Lines of an unusual kind are left to WeasyPrint.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Any

from weasyprint.css import Style
from weasyprint.draw import text as drawing
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango

from proofpress.pdf.seams.faces import FontsInUse
from proofpress.pdf.seams.mend import SeamError, put_in_place

ffi.cdef('PangoContext * pango_layout_get_context (PangoLayout *layout);')
ffi.cdef('PangoAttrList * pango_attr_list_copy (PangoAttrList *list);')
ffi.cdef('void * g_object_ref (void *object);')
_GLYPH = struct.Struct('=IiiiI')
"""A `PangoGlyphInfo`: glyph, width, horizontal and vertical offset, attributes."""
_HEX = [f'{glyph:04x}' for glyph in range(0x10000)]
_UNUSUAL = len(_HEX)
"""Glyphs from here on are none: what is not shown, and what a font lacks."""
_SIZED_SINCE = 14802
"""The version of Pango since which fonts tell their size."""
_SEPARATORS = re.compile('[\n\r\u2028\u2029]')
"""What ends a paragraph or a line; a line of text with one is painted in one paragraph."""

_Glyph = tuple[int, int, int, int, int]
_Run = tuple[Any, list[_Glyph]]


def end_in_space(box: Any) -> None:
    """Have the line of a text box painted with a space after its last letter."""
    layout = box.pango_layout
    is_right_to_left = layout.first_line_direction % 2
    has_space = layout.text == f'{box.text} '
    lacks_space = layout.text == box.text and not is_right_to_left
    layout.proofpress_gets_space = layout.proofpress_rests and lacks_space
    layout.proofpress_rests = layout.proofpress_rests and (has_space or lacks_space)
    layout.text = f'{box.text} '


def _setup(self: Any, style: Any) -> None:
    """Stand in for `Layout.setup`: what depends on the style alone is made once for it."""
    self.proofpress_rests = self.proofpress_gets_space = self.proofpress_is_first_line = False
    if not isinstance(style, Style) or style['text_decoration_line'] != 'none':
        self.proofpress_is_plain = False
        _plain_setup(self, style)
        return
    if style.proofpress_text is None:
        _plain_setup(self, style)
        style.proofpress_text = _made_for(style, self)
    context, description, self.language, attributes, self.proofpress_is_plain = (
        style.proofpress_text
    )
    self.style = style
    self.first_line_direction = 0
    self.ascent = self.underline_position = self.strikethrough_position = None
    self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(self.layout, False)
    pango.pango_layout_set_font_description(self.layout, description)
    if attributes is not None:
        pango.pango_layout_set_attributes(self.layout, attributes)


def _made_for(style: Any, layout: Any) -> tuple[Any, Any, Any, Any, bool]:
    """Return what a style's layouts share, read off one that WeasyPrint has set up.

    That is the context, the font, the language, the attributes, and whether texts need no others.
    """
    context = pango.pango_layout_get_context(layout.layout)
    gobject.g_object_ref(context)  # for `ffi.gc` to give back
    features = _features(style)
    keeps_hyphens = style['overflow_wrap'] not in ('anywhere', 'break-word')
    attributes = None
    if features is not None or not keeps_hyphens:
        # Never given back: the font's features belong to several lists.
        attributes = pango.pango_attr_list_new()
        if features is not None:
            pango.pango_attr_list_insert(attributes, features)
        if not keeps_hyphens:
            whole_text = pango.pango_attr_insert_hyphens_new(False)
            pango.pango_attr_list_change(attributes, whole_text)
    is_plain = style['letter_spacing'] in ('normal', 0) and not style['word_spacing']
    return (
        ffi.gc(context, gobject.g_object_unref),
        line_break.get_font_description(style),
        layout.language,
        attributes,
        is_plain,
    )


def _set_text(self: Any, text: str, justify: bool = False) -> None:
    """Stand in for `Layout.set_text`: a plain text needs no attributes but those of its style."""
    if not self.proofpress_is_plain or (justify and self.justification_spacing) or '\t' in text:
        self.proofpress_is_plain = False
        shared = pango.pango_layout_get_attributes(self.layout)
        if shared != ffi.NULL:
            own = ffi.gc(pango.pango_attr_list_copy(shared), pango.pango_attr_list_unref)
            pango.pango_layout_set_attributes(self.layout, own)
        _plain_set_text(self, text, justify)
        return
    end = text.find('\n')
    # WeasyPrint keeps a character more, to see that there is another line.
    self.text = text if end == -1 else text[: end + 2]
    encoded = self.text.replace('\0', '').encode()
    pango.pango_layout_set_text(self.layout, encoded, len(encoded))


def _deactivate(self: Any) -> None:
    """Stand in for `Layout.deactivate`: a line rests until it is painted, and ends with its box."""
    self.proofpress_rests = self.proofpress_is_plain and not self.justification_spacing
    if not self.proofpress_rests:
        _plain_deactivate(self)


def _reactivate(self: Any, style: Any) -> None:
    """Stand in for `Layout.reactivate`: a line that rests is not shaped again."""
    if not self.proofpress_rests or self.style is not style:
        _plain_reactivate(self, style)
    elif self.text.endswith(' ') and not self.proofpress_gets_space:
        # Where a line was broken, its last space may have no glyph: without a width, it has one.
        pango.pango_layout_set_width(self.layout, -1)


def _features(style: Any) -> Any:
    """Return the attribute with a style's font features, which `Layout.setup` has made."""
    wanted = line_break.font_features(
        style['font_kerning'],
        style['font_variant_ligatures'],
        style['font_variant_position'],
        style['font_variant_caps'],
        style['font_variant_numeric'],
        style['font_variant_alternates'],
        style['font_variant_east_asian'],
        style['font_feature_settings'],
    )
    if not wanted:
        return None
    key = ','.join(f'{name} {value}' for name, value in wanted.items()).encode()
    return style.font_config.font_features[key]


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
    found = None
    if usual and isinstance(stream._fonts, FontsInUse):
        found = _usual_runs(stream, layout, textbox.style)
    if found is None:
        if layout.proofpress_rests:
            _plain_reactivate(layout, textbox.style)
        return _plain_draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    runs, fonts = found
    stream.set_text_matrix(*matrix.values)
    shown: list[str] = []
    before: Any = None
    for (item, glyphs), (font, size) in zip(runs, fonts, strict=True):
        if item.item.analysis.font != before:
            before = item.item.analysis.font
            if shown:
                stream.show_text(''.join(shown))
                shown = []
            stream.set_font_size(font.hash, size)
        _read(item, glyphs, font, layout)
        shown.append(_shown(glyphs, font, size))
    if layout.proofpress_gets_space:
        shown.append(_with_space(shown.pop(), font.proofpress_space))
    stream.show_text(''.join(shown))
    return []


def _usual_runs(
    stream: Any, layout: Any, style: Any
) -> tuple[list[_Run], list[tuple[Any, float]]] | None:
    """Return the runs of a line and the font of each with its size; None for an unusual line."""
    if _SEPARATORS.search(layout.text):
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    runs = list(_runs(layout.get_first_line()[0]))
    if layout.proofpress_is_first_line and runs[-1][1][-1][0] == pango.PANGO_GLYPH_EMPTY:
        # The space at which the line was broken.
        runs[-1][1].pop()
    fonts = [stream.add_font(item.item.analysis.font) for item, _ in runs]
    if not all(map(_is_usual, runs, fonts)):
        return None
    if layout.proofpress_gets_space and fonts[-1][0].proofpress_space is None:
        _plain_reactivate(layout, style)
        return _usual_runs(stream, layout, style)
    return runs, fonts


def _runs(line: Any) -> Iterator[_Run]:
    """Yield the runs of a line, each with its glyphs."""
    run = line.runs[0]
    while run != ffi.NULL:
        item = run.data
        string = item.glyphs
        memory = ffi.buffer(string.glyphs, string.num_glyphs * _GLYPH.size)
        yield item, list(_GLYPH.iter_unpack(memory))
        run = run.next


def _is_usual(run: _Run, font: tuple[Any, float]) -> bool:
    """Tell whether a run has glyphs of outlines only, all of them there and on the line."""
    known = font[0]
    if known.bitmap or known.svg or known.png or known.colr:
        return False
    return all(glyph < _UNUSUAL and not rise for glyph, _, _, rise, _ in run[1])


def _read(item: Any, glyphs: list[_Glyph], font: Any, layout: Any) -> None:
    """Note what each glyph says that has said nothing yet."""
    readings = font.to_unicode
    if all(glyph[0] in readings for glyph in glyphs):
        return
    clusters = item.glyphs.log_clusters
    offset, length = item.item.offset, item.item.length
    is_right_to_left = item.item.analysis.level % 2
    text = layout.text.encode()
    last = item.glyphs.num_glyphs - 1
    for index, (glyph, *_) in enumerate(glyphs):
        if glyph not in readings:
            start = clusters[index]
            if is_right_to_left:
                end = length if index == 0 else clusters[index - 1]
            else:
                end = length if index == last else clusters[index + 1]
            readings[glyph] = text[offset + start : offset + end].decode()
            if readings[glyph] == ' ':
                font.proofpress_space = glyph


def _shown(glyphs: list[_Glyph], font: Any, size: float) -> str:
    """Return the glyphs of a run as `TJ` shows them, with what their places differ by."""
    widths = font.widths
    scale = 1000 * FROM_UNITS
    parts = ['<']
    for glyph, width, shift, _, _ in glyphs:
        offset = shift / size
        if offset:
            parts.append(f'>{-offset}<')
        parts.append(_HEX[glyph])
        assert glyph in widths, "a font measures what it is asked for"
        kerning = widths[glyph] + offset - width * scale / size
        if kerning:
            parts.append(f'>{int(kerning)}<')
    if parts[-1].endswith('<'):
        parts[-1] = parts[-1][:-1]
    else:
        parts.append('>')
    return ''.join(parts)


def _with_space(shown: str, space: int) -> str:
    """Return what is shown, and the glyph of a space after it."""
    return f'{shown[:-1]}{_HEX[space]}>' if shown.endswith('>') else f'{shown}<{_HEX[space]}>'


if ffi.sizeof('PangoGlyphInfo') != _GLYPH.size:
    raise SeamError("Pango has other glyphs than we read")
Style.proofpress_text = None
line_break.Layout.proofpress_rests = line_break.Layout.proofpress_is_plain = False
line_break.Layout.proofpress_gets_space = line_break.Layout.proofpress_is_first_line = False
_plain_setup = put_in_place(line_break.Layout, 'setup', _setup, ['self', 'style'])
_plain_set_text = put_in_place(
    line_break.Layout, 'set_text', _set_text, ['self', 'text', 'justify']
)
_plain_deactivate = put_in_place(line_break.Layout, 'deactivate', _deactivate, ['self'])
_plain_reactivate = put_in_place(line_break.Layout, 'reactivate', _reactivate, ['self', 'style'])
_plain_draw_first_line = drawing.draw_first_line
_PAINTED = ['stream', 'textbox', 'offset_x', 'text_overflow', 'block_ellipsis']
_plain_draw_text = put_in_place(drawing, 'draw_text', _draw_text, _PAINTED)
QUICK_TEXT = pango.pango_version() >= _SIZED_SINCE
"""Whether this Pango's lines are painted in the quick way."""
if QUICK_TEXT:
    put_in_place(
        drawing,
        'draw_first_line',
        _draw_first_line,
        ['stream', 'textbox', 'text_overflow', 'block_ellipsis', 'matrix'],
    )
