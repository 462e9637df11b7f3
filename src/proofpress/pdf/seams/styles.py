"""Styles: has WeasyPrint compute a style once where many elements have the same.

In: nothing.  Out: WeasyPrint with other insides and the same pages.  It shares the style of
elements that nothing tells apart; ours all have ids, which it counts as style.  Here it computes
styles without seeing the ids, and is told them when it looks where each stands.  A sheet that
speaks of ids, or of what stands where, sees them (`Plainness`).  What follows from a style alone is
worked out once for each style.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from weasyprint import CSS, anchors, document, html
from weasyprint.css import ComputedStyle, Style
from weasyprint.css.counters import CounterStyle
from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure.boxes import Box, MarginBox, PageBox
from weasyprint.layout import percent
from weasyprint.text import fonts, line_break

from proofpress.pdf.seams.mend import Mend, SeamError, put_in_place

ANCHORS = Mend(
    anchors,
    'gather_anchors',
    "anchor_name = box.style['anchor']",
    "anchor_name = box.proofpress_anchor or box.style['anchor']",
)
"""Where a box is asked for the id that a link may lead to."""
_EVERYWHERE = ('footnote-call', 'footnote-marker', 'note-call', 'note-marker', 'note-callback')
"""Pseudo-elements that WeasyPrint's own sheet gives to every element there is."""
_INVOLVED = re.compile(r'target-|\battr\(id\b|\b(inline-)?(flex|grid)\b')
"""In a sheet: what looks ids up, or changes lengths of a style while it is used."""


@dataclass(frozen=True, slots=True)
class Plainness:
    """Whether a sheet leaves room for short cuts."""

    hides_ids: bool = False
    keeps_lengths: bool = False


def plainness(sheet: Any, text: str) -> Plainness:
    """Return how plain a parsed sheet with this text is."""
    is_plain = _INVOLVED.search(text) is None
    return Plainness(is_plain and not sheet.matcher.id_selectors, is_plain)


def _user_agent_sheet() -> Any:
    """Return WeasyPrint's own sheet, with pseudo-elements where our documents may have them.

    Notes are `aside`s, and what has a marker is an `li`.
    """
    text = html.UA
    for name, elements in (*((name, 'aside') for name in _EVERYWHERE), ('marker', 'li')):
        rule = f'\n::{name} {{'
        if text.count(rule) != 1:
            raise SeamError(f"WeasyPrint's own sheet has another ::{name} than we mend")
        text = text.replace(rule, f'\n{elements}::{name} {{')
    return CSS(string=text, counter_style=CounterStyle())


USER_AGENT = _user_agent_sheet()


def _all_styles(html: Any, *others: Any) -> Any:
    """Stand in for `css.get_all_computed_styles`: elements show no ids meanwhile."""
    font_config = others[2]
    known = getattr(font_config, 'plainness', Plainness())
    full = {
        element: element.attrib
        for element in (html.etree_element.iter() if known.hides_ids else ())
        if 'id' in element.attrib
    }
    for element, attributes in full.items():
        element.attrib = {name: value for name, value in attributes.items() if name != 'id'}
    try:
        return _plain_all_styles(html, *others)
    finally:
        for element, attributes in full.items():
            element.attrib = attributes


def _anchor(self: Any) -> str | None:
    """Return the id of the element whose own box this is."""
    if self.style.__class__ is not ComputedStyle or self.style.pseudo_type is not None:
        return None
    id_ = self.element.get('id') if hasattr(self.element, 'attrib') else None
    return str(id_) if id_ else None


_LENGTHS = (
    *(f'margin_{side}' for side in ('left', 'right', 'top', 'bottom')),
    *(f'padding_{side}' for side in ('left', 'right', 'top', 'bottom')),
    *('width', 'min_width', 'max_width', 'height', 'min_height', 'max_height'),
)
_WIDTHS = tuple(f'border_{side}_width' for side in ('top', 'right', 'bottom', 'left'))


def _used_lengths(style: Any) -> Mapping[str, Any]:
    """Return the lengths that a style's boxes have in whatever block; none when that matters."""
    if style['border_collapse'] == 'collapse' or style['box_sizing'] != 'content-box':
        return {}
    used: dict[str, Any] = {}
    for name in _LENGTHS:
        value = style[name]
        if value.__class__ is Dimension and value.unit == 'px':
            used[name] = value.value
        elif value == 'auto':
            used[name] = 0 if name in ('min_width', 'min_height') else 'auto'
        else:
            return {}
    return used | {name: style[name] for name in _WIDTHS}


def _resolve_percentages(box: Any, containing_block: Any) -> None:
    """Stand in for `percent.resolve_percentages`, quick where there is no percentage."""
    style = box.style
    used = style.proofpress_lengths
    if used is None:
        is_plain = getattr(style.font_config, 'plainness', Plainness()).keeps_lengths
        is_plain = is_plain and not isinstance(box, PageBox | MarginBox)
        used = style.proofpress_lengths = _used_lengths(style) if is_plain else {}
    if used and not isinstance(box, PageBox | MarginBox):
        box.__dict__.update(used)
    else:
        _plain_resolve_percentages(box, containing_block)


def _resolve_one_percentage(box: Any, property_name: str, refer_to: Any) -> None:
    """Stand in for `percent.resolve_one_percentage`, quick where there is no percentage."""
    value = box.style[property_name]
    if value.__class__ is Dimension and value.unit == 'px':
        setattr(box, property_name, value.value)
        return
    used = percent.percentage(value, box.style, refer_to)
    if used == 'auto' and property_name in ('min_width', 'min_height'):
        used = 0
    setattr(box, property_name, used)


def _font_description(style: Any) -> Any:
    """Stand in for `fonts.get_font_description`: one for each style."""
    if not isinstance(style, Style):  # of a drawing's words
        return _plain_font_description(style)
    if style.proofpress_font is None:
        style.proofpress_font = _plain_font_description(style)
    return style.proofpress_font


def _strut(style: Any) -> tuple[float, float]:
    """Stand in for `line_break.strut`: one for each style."""
    if not isinstance(style, Style):
        drawn: tuple[float, float] = _plain_strut(style)
        return drawn
    if style.proofpress_strut is None:
        style.proofpress_strut = _plain_strut(style)
    known: tuple[float, float] = style.proofpress_strut
    return known


def _is_in_normal_flow(self: Any) -> bool:
    """Stand in for `Box.is_in_normal_flow`, which asks five times."""
    position = self.style['position']
    return (
        self.style['float'] not in _OUT_OF_FLOW
        and position not in ('absolute', 'fixed')
        and position[0] not in ('running()', 'note()')
    )


_OUT_OF_FLOW = ('left', 'right', 'inline-start', 'inline-end', 'footnote')

Style.proofpress_lengths = Style.proofpress_font = Style.proofpress_strut = None
Box.proofpress_anchor = property(_anchor)
_STYLING = ['user_stylesheets', 'presentational_hints', 'font_config', 'counter_style']
_plain_all_styles = put_in_place(
    document,
    'get_all_computed_styles',
    _all_styles,
    ['html', *_STYLING, 'color_profiles', 'page_rules', 'layers', 'target_collector', 'forms'],
)
_plain_resolve_percentages = put_in_place(
    percent, 'resolve_percentages', _resolve_percentages, ['box', 'containing_block']
)
put_in_place(
    percent,
    'resolve_one_percentage',
    _resolve_one_percentage,
    ['box', 'property_name', 'refer_to'],
)
_plain_font_description = put_in_place(fonts, 'get_font_description', _font_description, ['style'])
_plain_strut = put_in_place(line_break, 'strut', _strut, ['style'])
put_in_place(Box, 'is_in_normal_flow', _is_in_normal_flow, ['self'])
