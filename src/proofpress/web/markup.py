"""HTML text from XHTML trees, in the syntax that every browser reads from disk.

In: lxml elements in the XHTML and SVG namespaces.  Out: HTML (WHATWG HTML, section 13.3): void
elements without end tags, no namespace prefixes, attributes always quoted.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from proofpress.compose.book import XHTML

_NAMESPACES: dict[str, str] = {None: XHTML}  # type: ignore[dict-item]  # unknown to the stubs
_VOID = frozenset({'br', 'col', 'hr', 'img', 'link', 'meta', 'wbr'})
_RAW = frozenset({'script', 'style'})
_NOTHING: Mapping[etree._Element, str] = {}
_XML_LANG = '{http://www.w3.org/XML/1998/namespace}lang'


def html(root: etree._Element, ready: Mapping[etree._Element, str] = _NOTHING) -> str:
    """Return the element as HTML text; elements in it that are `ready` stand for that text.

    Raises `ValueError` when raw text would end its own element (`</script>` within a script).
    """
    pieces: list[str] = []
    _write(root, pieces, ready)
    return ''.join(pieces)


def element(tag: str, /, *children: etree._Element | str, **attributes: str) -> etree._Element:
    """Make an XHTML element; an underscore in an attribute's name stands for a hyphen.

    A trailing underscore keeps clear of Python's own words (`class_`, `for_`).
    """
    node = etree.Element(f'{{{XHTML}}}{tag}', nsmap=_NAMESPACES)
    for key, value in attributes.items():
        node.set(key.rstrip('_').replace('_', '-'), value)
    for child in children:
        if isinstance(child, str):
            _append_text(node, child)
        else:
            node.append(child)
    return node


def _append_text(node: etree._Element, text: str) -> None:
    if len(node):
        node[-1].tail = (node[-1].tail or '') + text
    else:
        node.text = (node.text or '') + text


def _write(node: etree._Element, pieces: list[str], ready: Mapping[etree._Element, str]) -> None:
    if node in ready:
        pieces.append(ready[node])
        return
    if not isinstance(node.tag, str):
        return  # a comment or a processing instruction says nothing to a reader
    name = node.tag.rpartition('}')[2]
    pieces.append(f'<{name}{_attributes(node)}>')
    if name in _VOID:
        return
    text = node.text
    if name in _RAW:
        pieces.append(_raw(text or '', name))
    else:
        if text:
            pieces.append(_escaped(text))
        for child in node:
            _write(child, pieces, ready)
            if child.tail:
                pieces.append(_escaped(child.tail))
    pieces.append(f'</{name}>')


def _raw(text: str, name: str) -> str:
    if f'</{name}' in text.lower():
        raise ValueError(f"text of <{name}> would end it")
    return text


def _attributes(node: etree._Element) -> str:
    parts: list[str] = []
    for name, value in node.items():
        key, words = str(name), str(value)
        if key == _XML_LANG and 'lang' not in node.attrib:
            parts.append(f' lang="{_quoted(words)}"')
        elif not key.startswith('{'):
            parts.append(f' {key}="{_quoted(words)}"')
    return ''.join(parts)


def _escaped(text: str) -> str:
    return text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')


def _quoted(text: str) -> str:
    return text.replace('&', '&amp;').replace('"', '&quot;').replace('<', '&lt;')
