"""Sheets: the document that WeasyPrint lays out for one gathering.

In: a gathering, the folios known so far, and the remedies.  Out: an ElementTree in plain HTML
(WeasyPrint knows no XHTML namespace), with all ids and links of the composed trees.  The body of
each note stands right after its call, from where the style sheet floats it to the foot of the page.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Set
from xml.etree import ElementTree

from lxml import etree

from proofpress.compose.book import XHTML, Book, Section
from proofpress.model.remedy import NO_REMEDIES, Remedies, Remedy
from proofpress.pdf.folios import Folio, page_ranges
from proofpress.pdf.gatherings import Gathering

Numbers = Mapping[str, Folio]
"""The folio of the page where each id stands."""

_HTML = f'{{{XHTML}}}'
_ONLY_WORDS = frozenset(_HTML + name for name in ('p', 'pre', *(f'h{n}' for n in range(1, 7))))
"""Blocks that hold no block."""
_BLOCKS = _ONLY_WORDS | {
    _HTML + name
    for name in [
        *['address', 'aside', 'blockquote', 'caption', 'dd', 'div', 'dl', 'dt', 'figcaption'],
        *['figure', 'hr', 'li', 'ol', 'section', 'table', 'td', 'th', 'ul'],
    ]
}
_LANG = '{http://www.w3.org/XML/1998/namespace}lang'


def sheet(
    gathering: Gathering, book: Book, numbers: Numbers, remedies: Remedies = NO_REMEDIES
) -> ElementTree.Element:
    """Return the document of a gathering, with the numbers that are known printed in it."""
    metadata = book.metadata
    root = ElementTree.Element('html', {'lang': metadata.lang, 'dir': metadata.direction})
    head = ElementTree.SubElement(root, 'head')
    ElementTree.SubElement(head, 'title').text = metadata.title
    furniture = {'data-title': metadata.short_title, 'data-draft': book.draft_mark}
    body = ElementTree.SubElement(root, 'body', {'class': gathering.matter.value, **furniture})
    for section in gathering.sections:
        body.append(_section(section, numbers, remedies))
    return root


def _section(section: Section, numbers: Numbers, remedies: Remedies) -> ElementTree.Element:
    tree = copy.deepcopy(section.tree)
    _print_numbers(tree, numbers)
    _move_notes(tree, {id_ for id_, remedy in remedies.items() if remedy is Remedy.IN_TEXT})
    _apply(tree, remedies)
    _start_lists(tree)
    plain = _plain(tree)
    plain.set('data-running-head', section.running_head)
    return plain


def _print_numbers(tree: etree._Element, numbers: Numbers) -> None:
    """Print the folios of the targets that stand somewhere; others keep what compose wrote."""
    for span in list(tree.iter(f'{_HTML}span')):
        target = span.get('data-target') or ''
        if target in numbers:
            span.text = str(numbers[target])
        targets = (span.get('data-targets') or '').split()
        places = [(numbers[target], target) for target in targets if target in numbers]
        if places:
            for child in list(span):
                span.remove(child)
            span.text = None
            for page_range in page_ranges(places):
                if len(span):
                    span[-1].tail = ', '
                link = etree.SubElement(span, f'{_HTML}a', href=f'#{page_range.target}')
                link.text = str(page_range)


def _apply(tree: etree._Element, remedies: Remedies) -> None:
    """Give the blocks that need one the classes of their remedy."""
    for element in tree.iter(f'{_HTML}*') if remedies else ():
        remedy = remedies.get(element.get('id') or '')
        if remedy is not None:
            element.set('class', f'{element.get("class") or ""} {remedy.value}'.strip())


def _move_notes(tree: etree._Element, in_text: Set[str]) -> None:
    """Put each note after its first call, and drop the section that held the notes.

    Those whose id is in `in_text` come after the block that calls them.
    """
    waiting = {
        note.get('id') or '': note for note in tree.iter(f'{_HTML}aside') if _has(note, 'note')
    }
    holders = [part for part in tree.iter(f'{_HTML}section') if _has(part, 'notes')]
    for note in waiting.values():
        _detach(note)
    for holder in holders:
        _detach(holder)
    # A note that another note calls comes after that one: calls are looked for until none is new.
    places = list(_calls(tree))
    while places:
        call = places.pop(0)
        target = (call.get('href') or '')[1:]
        if target in waiting:
            note = waiting.pop(target)
            outer = next((a for a in call.iterancestors(f'{_HTML}aside') if _has(a, 'note')), call)
            if target in in_text:
                _add_after_words(outer, note)
            else:
                outer.addnext(note)
                note.tail, outer.tail = outer.tail, None
            places += _calls(note)
    if waiting:
        raise ValueError(f"nothing calls the notes {sorted(waiting)}")


def _add_after_words(call: etree._Element, note: etree._Element) -> None:
    """Put a note, and any before it there, after the words of the block that holds its call."""
    inner = call
    block = next(outer for outer in call.iterancestors() if outer.tag in _BLOCKS)
    while (outer := inner.getparent()) is not block and outer is not None:
        inner = outer
    is_full = block.tag in _ONLY_WORDS
    before = block if is_full else inner
    while (following := before.getnext()) is not None and (
        _has(following, 'note') or not (is_full or following.tag in _BLOCKS)
    ):
        before = following
    before.addnext(note)


def _start_lists(tree: etree._Element) -> None:
    """Say in the style with which number a list starts: the layout engine reads no `start`."""
    for numbered in tree.iter(f'{_HTML}ol'):
        start = numbered.get('start')
        if start is not None:
            numbered.set('style', f'counter-reset: list-item {int(start) - 1}')


def _calls(tree: etree._Element) -> Iterator[etree._Element]:
    return (link for link in tree.iter(f'{_HTML}a') if _has(link, 'note-call'))


def _has(element: etree._Element, name: str) -> bool:
    return name in (element.get('class') or '').split()


def _detach(element: etree._Element) -> None:
    """Take an element out of its tree and leave the text after it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        raise ValueError("a section cannot be a note")
    if before is not None:
        before.tail = (before.tail or '') + (element.tail or '') or None
    else:
        parent.text = (parent.text or '') + (element.tail or '') or None
    element.tail = None
    parent.remove(element)


def _plain(element: etree._Element) -> ElementTree.Element:
    """Copy a tree into the standard library's, XHTML names without their namespace."""
    attributes = {
        'lang' if name == _LANG else str(name): str(value) for name, value in element.attrib.items()
    }
    plain = ElementTree.Element(str(element.tag).removeprefix(_HTML), attributes)
    plain.text = element.text
    for child in element:
        if isinstance(child.tag, str):
            plain.append(_plain(child))
        elif len(plain):  # a comment: only the text after it counts
            plain[-1].tail = (plain[-1].tail or '') + (child.tail or '')
        else:
            plain.text = (plain.text or '') + (child.tail or '')
    plain.tail = element.tail
    return plain
