"""The words of a composed tree, block by block, as a reader of any product must find them.

In: sections of the book.  Out: `Passage` values in reading order; notes come apart, since each
medium sets them elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from proofpress.compose.book import SVG, XHTML, Section

_BLOCK_NAMES = """
    address article aside blockquote caption dd div dl dt figcaption figure footer h1 h2 h3 h4 h5
    h6 header hr li nav ol p pre section table tbody td tfoot th thead tr ul
"""
BLOCKS = frozenset(f'{{{XHTML}}}{name}' for name in _BLOCK_NAMES.split())
_BREAK = f'{{{XHTML}}}br'
_DRAWING = f'{{{SVG}}}svg'
_PAGE_NUMBERS = frozenset({'locators', 'folio'})


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of words that stands in one block without another block in between."""

    block: str
    """Id of the nearest block that has one."""
    text: str
    is_note: bool = False


def seen(text: str) -> str:
    """Return the characters that count: a line's end may add or swallow spaces and hyphens."""
    unseen = '-\u2010\u00ad\u200b\u2060\ufeff\u25c6'
    return ''.join(one for one in text if not one.isspace() and one not in unseen)


def classes_of(element: etree._Element) -> frozenset[str]:
    """Return the class names of the element."""
    return frozenset((element.get('class') or '').split())


PageNumbers = Callable[[etree._Element], str]
"""What should be printed in an element of class `locators` or `folio`."""


def passages(section: Section, page_numbers: PageNumbers | None = None) -> Iterator[Passage]:
    """Yield what the section says, in reading order, without drawings.

    Page numbers are printed as `page_numbers` says; without it they part the words around them.
    """
    run: list[str] = []
    at: tuple[str, bool] = (section.id, False)
    for block, is_note, text in _pieces(section.tree, section.id, False, page_numbers):
        if (block, is_note) != at or text is None:
            if ''.join(run).strip():
                yield Passage(at[0], ''.join(run), at[1])
            run, at = [], (block, is_note)
        run.append(text or '')
    if ''.join(run).strip():
        yield Passage(at[0], ''.join(run), at[1])


def _pieces(
    element: etree._Element, block: str, is_note: bool, page_numbers: PageNumbers | None
) -> Iterator[tuple[str, bool, str | None]]:
    if element.tag == _DRAWING:
        return
    if classes_of(element) & _PAGE_NUMBERS:
        yield block, is_note, page_numbers(element) if page_numbers else None
        return
    if element.tag in BLOCKS:
        block = element.get('id', block)
        is_note = is_note or 'note' in classes_of(element)
    if element.tag == _BREAK:
        yield block, is_note, ' '
    if element.text:
        yield block, is_note, element.text
    for child in element:
        if isinstance(child.tag, str):
            yield from _pieces(child, block, is_note, page_numbers)
        if child.tail:
            yield block, is_note, child.tail
