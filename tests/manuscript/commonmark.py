"""The examples of CommonMark's specification, and both readings of them as trees to compare.

In: the text of the specification (CC BY-SA 4.0, so it is fetched, not kept here).  Out: its
examples; what it says they mean, and what our reader makes of them, in one plain form: a string,
or an element with its attributes and children.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from lxml import etree, html

from proofpress.manuscript.markdown.links import AddressError, link_address, picture_path
from proofpress.model.prose import (
    Block,
    BlockQuote,
    Code,
    CodeBlock,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    List,
    ListItem,
    Paragraph,
    Strong,
    Text,
    ThematicBreak,
    plain_text,
)

PACKAGE = 'commonmark-spec@0.31.2'
_EXAMPLE = re.compile(r'^`{32} example\n(.*?)^\.\n(.*?)^`{32}$', re.MULTILINE | re.DOTALL)
_CONTAINERS = frozenset({'div', 'blockquote', 'ul', 'ol', 'li'})


@dataclass(frozen=True, slots=True)
class Example:
    """One example of the specification."""

    number: int
    """From 1, as the specification counts."""
    markdown: str
    html: str


@dataclass(frozen=True, slots=True)
class Element:
    """An element of either tree."""

    name: str
    children: tuple[Element | str, ...] = ()
    attributes: tuple[str, ...] = ()
    """Values that matter, in an order of our own."""


def examples_of(text: str) -> list[Example]:
    """Return the examples; the specification writes → for a tab."""
    found = _EXAMPLE.finditer(text.replace('→', '\t'))
    return [Example(number, one[1], one[2]) for number, one in enumerate(found, 1)]


# --- what the specification says ----------------------------------------------------------------


def meant(example: Example) -> tuple[Element | str, ...]:
    """Return what an example means, without the links and pictures whose address is refused."""
    page = html.document_fromstring(f'<html><body><div>{example.html}</div></body></html>')
    return _content(page.body[0])


def _content(node: etree._Element) -> tuple[Element | str, ...]:
    parts: list[Element | str] = [node.text or '']
    for child in node:
        if isinstance(child.tag, str):
            parts += _element(child)
        parts.append(child.tail or '')
    return _joined(parts, is_container=str(node.tag) in _CONTAINERS)


def _element(node: etree._Element) -> tuple[Element | str, ...]:
    name = str(node.tag)
    if name == 'a':
        href = _link(str(node.get('href')))
        return (Element('a', _content(node), (href,)),) if href else _content(node)
    if name == 'img':
        path, alt = _picture(str(node.get('src'))), ' '.join(str(node.get('alt')).split())
        return (Element('img', (), (path, alt)),) if path else (alt,)
    if name == 'pre':
        code = node[0]
        language = str(code.get('class', '')).removeprefix('language-')
        return (Element('pre', (str(code.text or '').removesuffix('\n'),), (language,)),)
    if name == 'code':
        return (Element('code', (str(node.text or ''),)),)
    start = (str(node.get('start', '1')),) if name == 'ol' else ()
    return (Element(name, _content(node), start),)


def _link(address: str) -> str:
    try:
        return quote(unquote(link_address(address)))
    except AddressError:
        return ''


def _picture(address: str) -> str:
    try:
        return picture_path(address, 'report.md')
    except AddressError:
        return ''


def _joined(parts: Iterable[Element | str], *, is_container: bool) -> tuple[Element | str, ...]:
    """Return the parts with neighbouring words as one, and line ends as blanks."""
    joined: list[Element | str] = []
    for part in parts:
        if isinstance(part, str):
            part = part.replace('\n', ' ')
            if joined and isinstance(joined[-1], Element) and joined[-1].name == 'br':
                part = part.lstrip(' ')
            if joined and isinstance(joined[-1], str):
                part = f'{joined.pop()}{part}'
        joined.append(part)
    if is_container:
        joined = [one.strip(' ') if isinstance(one, str) else one for one in joined]
    return tuple(one for one in joined if one != '')


# --- what our reader makes of it ----------------------------------------------------------------


def read(blocks: Iterable[Block]) -> tuple[Element | str, ...]:
    """Return what our reader made of an example."""
    return tuple(part for block in blocks for part in _block(block))


def _block(block: Block) -> Iterator[Element | str]:
    match block:
        case Heading():
            yield Element(f'h{block.level}', _line(block.children))
        case Paragraph():
            yield Element('p', _line(block.children))
        case BlockQuote():
            yield Element('blockquote', read(block.children))
        case List():
            name, start = ('ul', ()) if block.start is None else ('ol', (str(block.start),))
            yield Element(name, tuple(_item(one, block.tight) for one in block.items), start)
        case CodeBlock():
            yield Element('pre', (block.text,), (block.language,))
        case ThematicBreak():
            yield Element('hr')
        case Figure():
            yield Element('p', (Element('img', (), (block.path, block.alt)),))
        case _:
            yield Element(type(block).__name__)


def _item(item: ListItem, tight: bool) -> Element:
    parts: list[Element | str] = []
    for block in item.children:
        is_bare = tight and isinstance(block, Paragraph)
        parts += (
            _line(block.children) if isinstance(block, Paragraph) and is_bare else _block(block)
        )
    return Element('li', _joined(parts, is_container=True))


def _line(inlines: Iterable[Inline]) -> tuple[Element | str, ...]:
    return _joined([part for one in inlines for part in _inline(one)], is_container=False)


def _inline(inline: Inline) -> Iterator[Element | str]:
    match inline:
        case Text():
            yield inline.text
        case LineBreak():
            yield Element('br')
        case Emphasis():
            yield Element('em', _line(inline.children))
        case Strong():
            yield Element('strong', _line(inline.children))
        case Code():
            yield Element('code', (inline.text,))
        case Link():
            href = quote(unquote(inline.href))
            yield Element('a', _line(inline.children), (href,))
        case Image():
            yield Element('img', (), (inline.path, inline.alt))
        case _:
            yield Element(type(inline).__name__, (plain_text((inline,)),))
