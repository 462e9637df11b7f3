"""Sets the pages that are not the author's running text: templates filled with values.

In: a template's name and values.  Out: an element tree.  Every word is escaped; a value that is
lacking is a fault of ours and raises.  Elements among the values stand in the page as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree
from markupsafe import Markup

from proofpress.compose.book import XHTML
from proofpress.compose.ids import Ids
from proofpress.compose.markup import BLOCK_NAMES, direction_of, name_of, xml_text
from proofpress.compose.words import Words
from proofpress.span import Span
from proofpress.templates import templates_in


def furnish(template: str, ids: Ids, words: Words, **values: object) -> etree._Element:
    """Return the tree that the template makes of the values.

    Every block that has no id gets one, and the section is labelled by its `<h1>`.
    """
    page = (
        templates_in('compose/templates', _shown)
        .get_template(f'{template}.xhtml')
        .render(words=words, **values)
    )
    # No entity, no network: the page is ours, its words are not.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    tree = etree.fromstring(page.encode(), parser)
    tree.set('lang', words.lang)
    direction = direction_of(words.lang)
    if direction:
        tree.set('dir', direction)
    for node in tree.iter():
        name = name_of(node)
        if name in BLOCK_NAMES and node.get('id') is None:
            is_title = name == 'h1'
            id_ = ids.claim(f'{template}-title') if is_title else ids.block(template, name)
            node.set('id', id_)
        if name == 'h1' and tree.get('role') is not None:
            tree.set('aria-labelledby', node.get('id', ''))
    return tree


def origins_within(
    tree: etree._Element, starts: Mapping[str, Span], otherwise: Span | None = None
) -> Mapping[str, Span]:
    """Return where each element of the page was written: from the id at which an entry starts.

    What stands before the first entry, and headings between entries, come from `otherwise`.
    """
    origins: dict[str, Span] = {}
    span = otherwise
    for node in tree.iter():
        id_ = node.get('id', '')
        if name_of(node) in {'h1', 'h2'}:
            span = otherwise
        span = starts.get(id_, span)
        if id_ and span is not None:
            origins[id_] = span
    return origins


def _shown(value: object) -> Any:
    """Put elements and lists of content into the page; keep out what XML cannot hold."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        return xml_text(value)
    if isinstance(value, etree._Element):
        page = etree.tostring(value, encoding='unicode', with_tail=False)
        # The page declares the namespace already; the first to name it is the element itself.
        is_xhtml = etree.QName(value).namespace == XHTML
        return Markup(page.replace(f' xmlns="{XHTML}"', '', 1) if is_xhtml else page)
    if isinstance(value, Iterable):
        return Markup('').join(_shown(part) for part in value)
    return value
