"""Styles: has WeasyPrint compute a style once where many elements have the same.

In: nothing.  Out: WeasyPrint with other insides and the same pages.  It shares the style of
elements that nothing tells apart; ours all have ids, which it counts as style.  Here such elements
look each value up in a prototype: the style of the first of their kind, which no box has.  In a
report of 193 pages 12,070 styles come of 300 prototypes (docs/performance.md).
"""

from __future__ import annotations

from typing import Any

from weasyprint import CSS, html
from weasyprint.css import ComputedStyle, StyleFor
from weasyprint.css.counters import CounterStyle
from weasyprint.css.properties import Dimension
from weasyprint.layout import percent

from proofpress.pdf.seams.mend import Mend, SeamError, check_parameters

SHARE = Mend(
    StyleFor,
    '__init__',
    'computed_cache[key] = computed_styles[etree_element, None]',
    'computed_cache[key] = computed_styles[etree_element, None]; '
    'self.share(computed_styles[etree_element, None], etree_element, selectors_keys)',
)
"""Where an element has got a style of its own, because it has an id if for no other reason."""

_OWN = 'anchor'
"""What an id gives to a style."""

_EVERYWHERE = ('footnote-call', 'footnote-marker', 'note-call', 'note-marker', 'note-callback')
"""Pseudo-elements that WeasyPrint's own sheet gives to every element there is."""


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


def _share(self: Any, style: Any, element: Any, selectors: list[Any]) -> None:
    """Give a style its prototype; one is made where there is none of the kind yet."""
    parent = style.parent_style
    above = None if parent is None else parent.prototype
    if (parent is not None and above is None) or '}' in element.tag:
        return
    prototypes = self.font_config.prototypes
    key = (above, element.get('lang'), element.get('style'), tuple(selectors))
    prototype = prototypes.get(key)
    if prototype is None:
        cascaded = {name: value for name, value in style.cascaded.items() if name != _OWN}
        prototype = prototypes[key] = _Prototype(
            above,
            cascaded,
            None,
            style.root_style,
            style.base_url,
            style.font_config,
            style.initial_page_sizes,
        )
    style.prototype = prototype
    style.specified = prototype.specified


class _Prototype(ComputedStyle):  # type: ignore[misc]  # WeasyPrint has no types
    """The style of a kind of elements, told apart from others by identity."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


_compute = ComputedStyle.__missing__


def _look_up(self: Any, key: str) -> Any:
    """Stand in for `ComputedStyle.__missing__`."""
    if self.prototype is None or key == _OWN:
        return _compute(self, key)
    value = self[key] = self.prototype[key]
    return value


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


check_parameters(_compute, ['self', 'key'])
check_parameters(percent.resolve_one_percentage, ['box', 'property_name', 'refer_to'])
_PARTS = ['parent_style', 'cascaded', 'pseudo_type', 'root_style', 'base_url', 'font_config']
check_parameters(ComputedStyle.__init__, ['self', *_PARTS, 'initial_page_sizes'])
StyleFor.share = _share
ComputedStyle.prototype = None
ComputedStyle.__missing__ = _look_up
percent.resolve_one_percentage = _resolve_one_percentage
