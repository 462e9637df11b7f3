"""The author's words in a composed tree, and how to put an element around some of them.

In: elements of the tree.  Out: `Strand` values, the pieces into which markup cuts the text.  What
compose adds (numbers, calls of notes, citations, cross-references) is not the author's words and is
passed over, so that offsets are those of `prose.plain_text`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from proofpress.compose.markup import BLOCK_NAMES, Content, classes_of, extend, name_of

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


def length_of(node: etree._Element) -> int:
    """Return how many of the author's characters stand in the element, a line break as one."""
    if not _ADDED.isdisjoint(classes_of(node)):
        return 0
    if name_of(node) == 'br':
        return 1
    own = len(node.text or '')
    return own + sum(length_of(child) + _tail_length(child) for child in node)


def _tail_length(node: etree._Element) -> int:
    """Return the length of the tail; the space behind a number is not the author's."""
    is_number = not _NUMBERS.isdisjoint(classes_of(node))
    return len(node.tail or '') - (1 if is_number else 0)


def wrap_range(
    box: etree._Element, start: int, end: int, make: Callable[[], etree._Element], offset: int = 0
) -> None:
    """Put new elements around the words of the box's first run from start to end.

    One element where it can be, more where markup begins or ends within the range.  `offset` is
    that of the box's first character.
    """
    wrapping = _Wrapping(start, end, make)
    children = list(box)
    wrapping.words(box.text or '', offset)
    offset += len(box.text or '')
    box.text = None
    for index, child in enumerate(children):
        tail, child_tail_length = child.tail or '', _tail_length(child)
        if name_of(child) in _BOXES:
            wrapping.close()
            wrapping.content += [
                piece for rest in children[index:] for piece in (rest, _taken_tail(rest))
            ]
            break
        child.tail = None
        length = length_of(child)
        wrapping.element(child, offset, length)
        offset += length
        added = len(tail) - child_tail_length
        wrapping.added(tail[:added])
        wrapping.words(tail[added:], offset)
        offset += child_tail_length
    wrapping.close()
    for child in list(box):
        box.remove(child)
    extend(box, wrapping.content)


def _taken_tail(node: etree._Element) -> str:
    tail, node.tail = node.tail or '', None
    return tail


class _Wrapping:
    """The new content of a box, while it grows."""

    def __init__(self, start: int, end: int, make: Callable[[], etree._Element]) -> None:
        self._start = start
        self._end = end
        self._make = make
        self._run: list[Content] = []
        self.content: list[Content] = []

    def words(self, text: str, offset: int) -> None:
        """Take words on, of which the first has the offset."""
        begin = min(max(self._start - offset, 0), len(text))
        finish = max(min(self._end - offset, len(text)), begin)
        if begin:
            self.close()
            self.content.append(text[:begin])
        if finish > begin:
            self._run.append(text[begin:finish])
        if finish < len(text):
            self.close()
            self.content.append(text[finish:])

    def added(self, text: str) -> None:
        """Take words on that are not the author's: they follow what stands before them."""
        if text:
            (self._run or self.content).append(text)

    def element(self, node: etree._Element, offset: int, length: int) -> None:
        """Take an element on, with so many characters."""
        finish = offset + length
        if length == 0:
            (self._run or self.content).append(node)
        elif self._start <= offset and finish <= self._end:
            self._run.append(node)
        else:
            self.close()
            if offset < self._end and self._start < finish:
                wrap_range(node, self._start, self._end, self._make, offset)
            self.content.append(node)

    def close(self) -> None:
        """End the piece, before what was added behind its last word."""
        behind: list[Content] = []
        while self._run and not isinstance(self._run[-1], str) and not length_of(self._run[-1]):
            behind.insert(0, self._run.pop())
        if self._run:
            self.content.append(extend(self._make(), self._run))
        self.content += behind
        self._run = []
