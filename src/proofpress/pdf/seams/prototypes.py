"""Prototypes: has WeasyPrint compute the values of a style once for all documents of a book.

In: nothing.  Out: WeasyPrint with other insides and the same pages.  Each gathering is a document
of its own, and each page has styles for itself and its seventeen margin boxes and note areas; most
of these styles are alike.  A style that is like one before it, in this document or in another,
looks its values up in a prototype.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from weasyprint.css import ComputedStyle, StyleFor, declaration_precedence
from weasyprint.layout import page
from weasyprint.layout.page import PageType

from proofpress.pdf.seams.mend import Mend, apply, check_parameters, put_in_place

_SHARED = (
    # Where a rule matches an element.
    Mend(
        StyleFor,
        '__init__',
        'style = cascaded_styles.setdefault((etree_element, pseudo_type), {})\n',
        'rule = origin, layer_order, specificity, declarations; '
        'style, declarations = self.take_up(etree_element, pseudo_type, rule, matched)\n',
    ),
    Mend(StyleFor, '__init__', 'selectors_keys = []\n', 'selectors_keys, matched = [], []\n'),
    # Where an element gets a style of its own, and where it has got it.
    Mend(
        StyleFor,
        '__init__',
        '# No equivalent computed style found, create it.\n',
        'self.cascade(etree_element, matched)\n',
    ),
    Mend(
        StyleFor,
        '__init__',
        'computed_cache[key] = computed_styles[etree_element, None]\n',
        'computed_cache[key] = computed_styles[etree_element, None]; '
        'self.share(computed_cache[key], etree_element, selectors_keys)\n',
    ),
)
"""WeasyPrint merges the declarations of every element, also where it shares a style then."""


_Rule = tuple[str, float, Any, Any]
"""Origin, order of its layer, specificity, declarations."""


class _Prototype(ComputedStyle):  # type: ignore[misc]  # WeasyPrint has no types
    """A style that no box has, told apart from others by identity."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other


@dataclass(frozen=True, slots=True)
class _PageKind:
    """What tells pages apart where no rule counts them."""

    side: str
    is_blank: bool
    name: str
    is_first: bool


def _share(self: Any, style: Any, element: Any, selectors: list[Any]) -> None:
    """Give the style of an element its prototype."""
    parent = style.parent_style
    above = None if parent is None else parent.prototype
    if (parent is not None and above is None) or '}' in element.tag or element.get('id'):
        return
    _give_prototype(self, style, (element.get('lang'), element.get('style'), tuple(selectors)))


def _take_up(
    self: Any, element: Any, pseudo_type: str | None, rule: _Rule, matched: list[_Rule]
) -> tuple[Any, Any]:
    """Put a rule for an element by; return the style of a pseudo-element and what goes into it."""
    if pseudo_type is None:
        matched.append(rule)
        return None, ()
    return self._cascaded_styles.setdefault((element, pseudo_type), {}), rule[3]


def _cascade(self: Any, element: Any, matched: list[_Rule]) -> None:
    """Merge the declarations that match an element; what weighs more, or comes later, wins.

    CSS Cascading and Inheritance 5, section 6.
    """
    style = self._cascaded_styles.setdefault((element, None), {})
    for origin, layer_order, specificity, declarations in matched:
        for name, values, is_important in declarations:
            precedence = declaration_precedence(origin, is_important)
            weight = (precedence, layer_order, specificity)
            if name not in style or style[name][1] <= weight:
                style[name] = values, weight


def _give_prototype(style_for: Any, style: Any, kind: Hashable) -> None:
    """Give a style its prototype, told by that of its parent and what else it depends on."""
    parent = style.parent_style
    above = None if parent is None else parent.prototype
    if parent is not None and above is None:
        return
    prototypes = getattr(style_for.font_config, 'prototypes', {})
    prototype = prototypes.get((above, kind))
    if prototype is None:
        prototype = prototypes[above, kind] = _Prototype(
            above,
            style.cascaded,
            style.pseudo_type,
            style.root_style,
            style.base_url,
            style.font_config,
            style.initial_page_sizes,
        )
    style.prototype = prototype
    style.specified = prototype.specified


def _look_up(self: Any, key: str) -> Any:
    """Stand in for `ComputedStyle.__missing__`."""
    if self.prototype is None:
        return _compute(self, key)
    value = self[key] = self.prototype[key]
    return value


def _set_computed_styles(
    self: Any,
    element: Any,
    parent: Any,
    root: Any = None,
    pseudo_type: str | None = None,
    base_url: str | None = None,
    target_collector: Any = None,
) -> None:
    """Stand in for `StyleFor.set_computed_styles`: pseudo-elements get prototypes as well.

    What matches them is told by the prototype of their element, which has all its rules.
    """
    _plain_set_computed_styles(self, element, parent, root, pseudo_type, base_url, target_collector)
    if pseudo_type is not None and not isinstance(element, PageType):
        _give_prototype(self, self.get_computed_styles()[element, pseudo_type], pseudo_type)


def _set_page_styles(page_type: Any, html: Any, style_for: Any) -> None:
    """Stand in for `set_page_type_computed_styles`: once for all pages that no rule tells apart."""
    if style_for.proofpress_pages is None:
        style_for.proofpress_pages = {}
        style_for.proofpress_counts_pages = _counts_pages(style_for._sheets)
    if style_for.proofpress_counts_pages:
        _plain_set_page_styles(page_type, html, style_for)
        return
    computed = style_for.get_computed_styles()
    kind = _PageKind(page_type.side, page_type.blank, page_type.name, page_type.index == 0)
    alike = style_for.proofpress_pages.get(kind)
    if alike is not None:
        computed.update({(page_type, pseudo_type): style for pseudo_type, style in alike.items()})
        return
    _plain_set_page_styles(page_type, html, style_for)
    alike = style_for.proofpress_pages[kind] = {
        pseudo_type: style
        for (element, pseudo_type), style in computed.items()
        if element is page_type
    }
    # The page itself stands first: the others inherit from it.
    for pseudo_type, style in alike.items():
        _give_prototype(style_for, style, pseudo_type or kind)


def _counts_pages(sheets: Any) -> bool:
    """Tell whether a rule for pages speaks of their numbers."""
    return any(
        selector.index is not None
        for sheet, *_ in sheets
        for _, selectors, _ in sheet.page_rules
        for *_, selector in selectors
    )


_PARTS = ['parent_style', 'cascaded', 'pseudo_type', 'root_style', 'base_url', 'font_config']
check_parameters(ComputedStyle.__init__, ['self', *_PARTS, 'initial_page_sizes'])
ComputedStyle.prototype = None
StyleFor.share, StyleFor.take_up, StyleFor.cascade = _share, _take_up, _cascade
apply(*_SHARED)
StyleFor.proofpress_pages = None
_compute = put_in_place(ComputedStyle, '__missing__', _look_up, ['self', 'key'])
_STYLED = ['element', 'parent', 'root', 'pseudo_type', 'base_url', 'target_collector']
_plain_set_computed_styles = put_in_place(
    StyleFor, 'set_computed_styles', _set_computed_styles, ['self', *_STYLED]
)
_plain_set_page_styles = put_in_place(
    page, 'set_page_type_computed_styles', _set_page_styles, ['page_type', 'html', 'style_for']
)
