"""HTML text from XHTML trees, in the syntax that every browser reads from disk.

In: lxml elements in the XHTML and SVG namespaces.  Out: HTML (WHATWG HTML, section 13.3): void
elements without end tags, no namespace prefixes, attributes always quoted.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from proofpress.compose.book import XHTML

_NAMESPACES: dict[str, str] = {None: XHTML}  # type: ignore[dict-item]  # unknown to the stubs
_VOID = frozenset({'br', 'col', 'hr', 'img', 'link', 'meta', 'wbr'})
_RAW = frozenset({'script', 'style'})
_XML_LANG = '{http://www.w3.org/XML/1998/namespace}lang'


def html(root: etree._Element) -> str:
    """Return the element as HTML text.

    Raises `ValueError` when raw text would end its own element (`</script>` within a script).
    """
    return ''.join(_pieces(root))


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


def _pieces(node: etree._Element) -> Iterator[str]:
    if not isinstance(node.tag, str):
        return  # a comment or a processing instruction says nothing to a reader
    name = etree.QName(node).localname
    yield f'<{name}{_attributes(node)}>'
    if name in _VOID:
        return
    if name in _RAW:
        yield _raw(node.text or '', name)
    else:
        yield _escaped(node.text or '')
        for child in node:
            yield from _pieces(child)
            yield _escaped(child.tail or '')
    yield f'</{name}>'


def _raw(text: str, name: str) -> str:
    if f'</{name}' in text.lower():
        raise ValueError(f"text of <{name}> would end it")
    return text


def _attributes(node: etree._Element) -> str:
    parts: list[str] = []
    for key, value in node.attrib.items():
        qualified = etree.QName(str(key))
        if qualified.namespace is None:
            parts.append(f' {qualified.localname}="{_quoted(str(value))}"')
        elif key == _XML_LANG and 'lang' not in node.attrib:
            parts.append(f' lang="{_quoted(str(value))}"')
    return ''.join(parts)


def _escaped(text: str) -> str:
    return text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')


def _quoted(text: str) -> str:
    return text.replace('&', '&amp;').replace('"', '&quot;').replace('<', '&lt;')
