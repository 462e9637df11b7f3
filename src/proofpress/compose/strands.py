"""The author's words in a composed tree, and how to put an element around some of them.

In: elements of the tree.  Out: `Strand` values, the pieces into which markup cuts the text.  What
compose adds (numbers, calls of notes, citations, cross-references) is not the author's words and is
passed over, so that offsets are those of `prose.plain_text`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from proofpress.compose.markup import BLOCK_NAMES, classes_of, name_of

_ADDED = frozenset(
    ['citation', 'cross-reference', 'event-call', 'missing', 'note-call', 'note-number', 'number']
)
_NUMBERS = frozenset({'number', 'note-number'})
_BOXES = BLOCK_NAMES | {'section', 'div', 'dl', 'ul', 'ol', 'thead', 'tbody', 'td', 'th', 'hr'}


@dataclass(frozen=True, slots=True)
class Strand:
    """Words that no markup cuts."""

    node: etree._Element
    """The element whose text or tail it is."""
    is_tail: bool
    text: str
    start: int
    """Offset of its first character in the run; the space behind a number does not count."""

    @property
    def parent(self) -> etree._Element:
        """The element in which the words stand."""
        above = self.node.getparent() if self.is_tail else self.node
        assert above is not None
        return above

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.start + len(self.text)


def line_strands(box: etree._Element) -> list[Strand]:
    """Return the strands of the first run of text in the box: up to a block within it."""
    return next(runs(box), [])


def text_of(run: list[Strand]) -> str:
    """Return the words of the run; a hard line break is a space."""
    text = ''
    for strand in run:
        text = text.ljust(strand.start - run[0].start) + strand.text
    return text


def runs(box: etree._Element) -> Iterator[list[Strand]]:
    """Yield the runs of text in reading order; a block begins and ends one."""
    run: list[Strand] = []
    offset = 0
    for node, is_tail, text in _pieces(box):
        if text is None:
            if run:
                yield run
            run, offset = [], 0
            continue
        if is_tail and _NUMBERS.intersection(classes_of(node)):
            offset -= 1
        elif not is_tail and name_of(node) == 'br':
            offset += 1
        if text:
            run.append(Strand(node, is_tail, text, offset))
            offset += len(text)
    if run:
        yield run


def _pieces(box: etree._Element) -> Iterator[tuple[etree._Element, bool, str | None]]:
    """Yield every text with its place; None is the edge of a block."""
    yield box, False, box.text or ''
    for child in box:
        if not _ADDED.intersection(classes_of(child)):
            is_box = name_of(child) in _BOXES
            if is_box:
                yield child, False, None
            yield from _pieces(child)
            if is_box:
                yield child, False, None
        yield child, True, child.tail or ''


def wrap(
    strand: Strand, start: int, end: int, make: Callable[[], etree._Element]
) -> etree._Element:
    """Put a new element around the words from start to end, offsets in the run.

    Wrap from the last words to the first: the strand holds for what stands before the new element.
    """
    begin, finish = start - strand.start, end - strand.start
    made = make()
    made.text = strand.text[begin:finish]
    standing = strand.node.tail if strand.is_tail else strand.node.text
    made.tail = (standing or '')[finish:]
    if strand.is_tail:
        above = strand.parent
        above.insert(above.index(strand.node) + 1, made)
        strand.node.tail = strand.text[:begin]
    else:
        strand.node.insert(0, made)
        strand.node.text = strand.text[:begin]
    return made
