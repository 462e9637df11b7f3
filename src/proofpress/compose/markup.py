"""Makes the elements of the composed trees.

In: names, words and elements.  Out: lxml elements in the XHTML namespace.  Characters that XML 1.0
cannot hold (section 2.2) become U+FFFD, so that no text can stop the press; `manuscript` refuses
them with a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from langcodes import Language
from langcodes.tag_parser import LanguageTagError
from lxml import etree

from proofpress.compose.book import XHTML

Content = str | etree._Element
"""What stands within an element: words or another element."""

BLOCK_NAMES = frozenset({
    'p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'li', 'table', 'caption', 'tr', 'figure',
    'figcaption', 'blockquote', 'dt', 'dd', 'aside', 'pre',
})  # fmt: skip
"""The blocks of the tree conventions: each carries an id."""

_DEFAULT_NAMESPACE: Any = {None: XHTML}
"""lxml's types know no default namespace."""
_NOT_XML = re.compile('[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')
_RIGHT_TO_LEFT = frozenset(['Adlm', 'Arab', 'Hebr', 'Mand', 'Nkoo', 'Rohg', 'Samr', 'Syrc', 'Thaa'])
"""Scripts (ISO 15924) of living use that run from right to left."""


def xml_text(text: str) -> str:
    """Return the text with U+FFFD for every character that XML cannot hold."""
    return _NOT_XML.sub('\ufffd', text)


def element(tag: str, *children: Content, **attributes: str | None) -> etree._Element:
    """Make an XHTML element.

    Attributes are named as Python allows: `class_` is `class`, `aria_label` is `aria-label`; those
    that are None or empty are left out, except `alt`, which says something even when empty.
    """
    made = etree.Element(f'{{{XHTML}}}{tag}', nsmap=_DEFAULT_NAMESPACE)
    for name, value in attributes.items():
        if value or (name == 'alt' and value is not None):
            made.set(name.rstrip('_').replace('_', '-'), xml_text(value))
    return extend(made, children)


def extend(parent: etree._Element, children: Iterable[Content]) -> etree._Element:
    """Put words and elements at the end of the parent; return it."""
    for child in children:
        if not isinstance(child, str):
            parent.append(child)
        elif len(parent):
            parent[-1].tail = (parent[-1].tail or '') + xml_text(child)
        else:
            parent.text = (parent.text or '') + xml_text(child)
    return parent


def prepend(parent: etree._Element, children: Iterable[Content]) -> None:
    """Put words and elements before everything that stands in the parent."""
    text, parent.text = parent.text or '', None
    former = list(parent)
    for child in former:
        parent.remove(child)
    extend(parent, children)
    extend(parent, [text])
    for child in former:
        parent.append(child)


def surround(outer: etree._Element, inner: etree._Element) -> etree._Element:
    """Move all that stands in the outer element into the inner one, and that into the outer.

    An outer element that says nothing becomes the inner one.  Returns the inner one.
    """
    if not outer.attrib:
        outer.tag = inner.tag
        outer.attrib.update(inner.attrib)
        return outer
    inner.text, outer.text = outer.text, None
    for child in list(outer):
        inner.append(child)
    outer.append(inner)
    return inner


def name_of(node: etree._Element) -> str:
    """Return the element's name without its namespace; empty for comments."""
    return etree.QName(node).localname if isinstance(node.tag, str) else ''


def classes_of(node: etree._Element) -> list[str]:
    """Return the class names of the element."""
    return (node.get('class') or '').split()


def is_right_to_left(lang: str) -> bool:
    """Tell whether the language (BCP 47) is written from right to left."""
    try:
        script = Language.get(lang).maximize().script
    except LanguageTagError:
        return False
    return script in _RIGHT_TO_LEFT


def direction_of(lang: str) -> str | None:
    """Return `rtl` for languages so written, else None: the default needs no attribute."""
    return 'rtl' if is_right_to_left(lang) else None
