"""Bare boxes: has WeasyPrint pass over backgrounds, borders and outlines where there are none.

In: nothing.  Out: WeasyPrint with other insides and the same pages.  It looks at every box for what
may be painted behind and around it; most have nothing, and their style tells so once for all.
"""

from __future__ import annotations

from typing import Any

from weasyprint.css import Style
from weasyprint.draw import border
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background

from proofpress.pdf.seams.mend import put_in_place

_CORNERS = ('top_left', 'top_right', 'bottom_right', 'bottom_left')
_NO_BACKGROUND = {
    'background': None,
    **{f'border_{corner}_radius': (0, 0) for corner in _CORNERS},
}


def _has_background(style: Any) -> bool:
    """Tell whether anything may be painted behind boxes of a style, or their corners be round."""
    return (
        any((0, 'px') not in style[f'border_{corner}_radius'] for corner in _CORNERS)
        or style['border_image_source'][0] != 'none'
        or style['mask_border_source'][0] != 'none'
        or any(kind != 'none' for kind, _ in style['background_image'])
        or bool(style['box_shadow'])
        or get_color(style, 'background_color').alpha != 0
    )


def _lay_out_backgrounds(
    page: Any, box: Any, get_image_from_uri: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Stand in for `layout_box_backgrounds`."""
    own = box.style
    if own.proofpress_has_background is None:
        own.proofpress_has_background = _has_background(own)
    is_special = style is not None or box is page or not isinstance(box, boxes.Box)
    if own.proofpress_has_background or is_special:
        _plain_backgrounds(page, box, get_image_from_uri, layout_children, style)
        return
    box.__dict__.update(_NO_BACKGROUND)
    if layout_children and not isinstance(box, boxes.TextBox):
        for child in box.all_children():
            _lay_out_backgrounds(page, child, get_image_from_uri)


def _draw_border(stream: Any, box: Any) -> None:
    """Stand in for `draw_border`."""
    if not isinstance(box, boxes.BlockContainerBox):
        has_border = (
            box.border_top_width
            or box.border_right_width
            or box.border_bottom_width
            or box.border_left_width
        )
        if not has_border and box.style['border_image_source'][0] == 'none':
            return
    _plain_draw_border(stream, box)


def _draw_outline(stream: Any, box: Any) -> None:
    """Stand in for `draw_outline`."""
    if box.style['outline_width']:
        _plain_draw_outline(stream, box)
        return
    for child in box.children:
        if isinstance(child, boxes.Box):
            _draw_outline(stream, child)


Style.proofpress_has_background = None
_PAINTED = ['page', 'box', 'get_image_from_uri', 'layout_children', 'style']
_plain_backgrounds = put_in_place(
    background, 'layout_box_backgrounds', _lay_out_backgrounds, _PAINTED
)
_plain_draw_border = put_in_place(border, 'draw_border', _draw_border, ['stream', 'box'])
_plain_draw_outline = put_in_place(border, 'draw_outline', _draw_outline, ['stream', 'box'])
