"""Text: has WeasyPrint shape text with less work, and the same result.

In: nothing.  Out: WeasyPrint with other insides and the same pages.  It makes a context and
attributes of Pango for each piece of text, where one for each style will do; and it shapes a line
once to break it and once more to paint it, where the first will do.
"""

from __future__ import annotations

from typing import Any

from weasyprint.css import Style
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, gobject, pango

from proofpress.pdf.seams.mend import put_in_place

ffi.cdef('PangoContext * pango_layout_get_context (PangoLayout *layout);')
ffi.cdef('PangoAttrList * pango_attr_list_copy (PangoAttrList *list);')

_SIZED_SINCE = 14802
"""The version of Pango since which fonts tell their size."""
QUICK_TEXT = pango.pango_version() >= _SIZED_SINCE
"""Whether this Pango's lines are painted in the quick way, and so may rest until then."""


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
    may_rest = QUICK_TEXT and self.proofpress_is_plain
    self.proofpress_rests = may_rest and not self.justification_spacing
    if not self.proofpress_rests:
        _plain_deactivate(self)


def _reactivate(self: Any, style: Any) -> None:
    """Stand in for `Layout.reactivate`: a line that rests is not shaped again."""
    if not self.proofpress_rests or self.style is not style:
        reactivate(self, style)
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


Style.proofpress_text = None
line_break.Layout.proofpress_rests = line_break.Layout.proofpress_is_plain = False
line_break.Layout.proofpress_gets_space = line_break.Layout.proofpress_is_first_line = False
_plain_setup = put_in_place(line_break.Layout, 'setup', _setup, ['self', 'style'])
_plain_set_text = put_in_place(
    line_break.Layout, 'set_text', _set_text, ['self', 'text', 'justify']
)
_plain_deactivate = put_in_place(line_break.Layout, 'deactivate', _deactivate, ['self'])
reactivate = put_in_place(line_break.Layout, 'reactivate', _reactivate, ['self', 'style'])
"""WeasyPrint's own way to shape a line again before it is painted."""
