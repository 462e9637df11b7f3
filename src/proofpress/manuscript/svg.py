"""Judges an SVG before anything draws it: a picture, not a program and not a door.

In: the bytes of a file.  Out: its size, or `PictureFault`.  It may hold no document type, no
processing instruction, no script, no animation, no foreign markup and nothing from outside itself;
and it may not unfold to more than a page can bear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from lxml import etree

MOST_ELEMENTS = 20_000
"""Elements, each counted as often as `use` draws it.  Measured: 10,000 take 3.5 s to lay out."""
MOST_DEPTH = 40
_SVG = '{http://www.w3.org/2000/svg}'
_HREFS = ('href', '{http://www.w3.org/1999/xlink}href')
_REFUSED = frozenset(
    (
        'script', 'foreignObject', 'iframe', 'embed', 'object', 'audio', 'video', 'canvas',
        'handler', 'listener', 'set', 'animate', 'animateColor', 'animateMotion',
        'animateTransform', 'discard', 'mpath',
    )
)  # fmt: skip
_ADDRESS = re.compile(r'url\(([^)]*)', re.IGNORECASE)
_LENGTH = re.compile(r'\s*([0-9]{0,9}\.?[0-9]{1,9})\s*(px|pt|pc|mm|cm|in)?\s*')
_NUMBER = re.compile('-?[0-9]{0,9}[.]?[0-9]{1,9}([eE][+-]?[0-9]{1,3})?')
_MOST_UNITS = 1_000_000
_PIXELS = {
    None: 1.0,
    'px': 1.0,
    'pt': 4 / 3,
    'pc': 16.0,
    'mm': 96 / 25.4,
    'cm': 96 / 2.54,
    'in': 96,
}


class PictureFault(Exception):  # noqa: N818 - a fault of the author's, not of ours
    """A picture that may not be shown; says which diagnostic, why and what to do."""

    def __init__(self, id_: str, message: str, advice: str) -> None:
        super().__init__(message)
        self.id = id_
        self.message = message
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Size:
    """How large a picture is, in its own units."""

    width: int
    height: int


def svg_size(content: bytes) -> Size:
    """Return the picture's size in user units; raise `PictureFault` if it may not be shown."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        message = f"is not well-formed XML: {error.msg}"
        raise PictureFault('picture-unreadable', message, "export it again") from None
    if root.tag != f'{_SVG}svg':
        advice = "export it as SVG with its namespace, http://www.w3.org/2000/svg"
        raise PictureFault('picture-unreadable', "is XML, but not an SVG picture", advice)
    for reason in _dangers(root):
        raise PictureFault('svg-unsafe', reason, "export it as plain SVG, or as PNG")
    _judge_unfolding(root)
    return _size(root)


def _dangers(root: etree._Element) -> Iterator[str]:
    """Yield what a picture may not hold."""
    document = root.getroottree()
    if document.docinfo.internalDTD is not None:
        yield "has a document type, which can hide entities"
    siblings = [*root.itersiblings(preceding=True), *root.itersiblings()]
    for node in [*root.iter(), *siblings]:
        if isinstance(node, etree._ProcessingInstruction):
            yield f"has a processing instruction, {str(node.target)[:40]}"
        elif isinstance(node, etree._Entity):
            yield "has an entity"
        elif not isinstance(node, etree._Comment):
            yield from _dangers_of(node)


def _dangers_of(node: etree._Element) -> Iterator[str]:
    name = etree.QName(node).localname
    if name in _REFUSED:
        yield f"holds <{name}>, which runs or embeds something"
    if name == 'style' and _leads_out(''.join(map(str, node.itertext()))):
        yield "has a style that leads out of the picture"
    for key, value in node.attrib.items():
        attribute = etree.QName(key).localname
        if attribute.lower().startswith('on'):
            yield f"has a script in {attribute[:40]}"
        elif key in _HREFS and not str(value).strip().startswith('#'):
            yield f"leads out of itself, to {str(value).strip()[:40]}"
        elif attribute == 'base' or _leads_out(str(value)):
            yield f"leads out of itself in {attribute[:40]}"


def _leads_out(css: str) -> bool:
    """Tell whether CSS refers to anything but an id; a backslash could hide that it does."""
    addresses = (match[1].strip(' \t\n"\'') for match in _ADDRESS.finditer(css))
    return (
        '\\' in css
        or '@import' in css.lower()
        or not all(address.startswith('#') for address in addresses)
    )


def _judge_unfolding(root: etree._Element) -> None:
    """Count the elements as they are drawn, those that `use` repeats as often as it does."""
    by_id = {str(node.get('id')): node for node in root.iter(etree.Element) if node.get('id')}
    costs: dict[etree._Element, int | None] = {}
    stack = [(root, 0)]
    while stack:
        node, depth = stack[-1]
        parts = _drawn(node, by_id)
        if node not in costs:
            if depth > MOST_DEPTH:
                _refuse_as_complex(f"has elements more than {MOST_DEPTH} deep")
            costs[node] = None
            stack += [(part, depth + 1) for part in parts if part not in costs]
            continue
        stack.pop()
        if costs[node] is None:
            cost = 1 + sum(costs.get(part) or 0 for part in parts)
            costs[node] = cost
            if cost > MOST_ELEMENTS:
                _refuse_as_complex(f"draws more than {MOST_ELEMENTS} elements")


def _drawn(node: etree._Element, by_id: Mapping[str, etree._Element]) -> list[etree._Element]:
    """Return what is drawn with the element: its children, and what it uses."""
    parts = list(node.iterchildren(etree.Element))
    if node.tag == f'{_SVG}use':
        target = next((str(node.get(key)) for key in _HREFS if node.get(key)), '')
        used = by_id.get(target.strip().removeprefix('#'))
        parts += [] if used is None else [used]
    return parts


def _refuse_as_complex(reason: str) -> NoReturn:
    raise PictureFault('svg-too-complex', reason, "simplify it, or export it as PNG")


def _size(root: etree._Element) -> Size:
    box = re.split(r'[\s,]+', str(root.get('viewBox', '')).strip())
    if len(box) == 4 and all(_NUMBER.fullmatch(part) for part in box):
        width, height = float(box[2]), float(box[3])
    else:
        width, height = _pixels(root.get('width')), _pixels(root.get('height'))
    if not (0 < width <= _MOST_UNITS and 0 < height <= _MOST_UNITS):
        message = "says in no viewBox how large it is"
        raise PictureFault('svg-unsized', message, 'give its <svg> a viewBox="0 0 width height"')
    return Size(max(1, round(width)), max(1, round(height)))


def _pixels(length: str | None) -> float:
    """Return a length in CSS pixels; 0 when it is none."""
    match = _LENGTH.fullmatch(str(length or ''))
    return float(match[1]) * _PIXELS[match[2]] if match else 0.0
