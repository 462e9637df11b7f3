"""Finds the words of each box: what the layout painted, held against what was written.

In: laid-out pages and the `Structure` of the same documents.  Out: every text box and picture has
its mark (`marks`), every link its node and one `forme.Link` for each line.  Spaces that the layout
dropped at the ends of lines are put back, so that what is read from the file parts its words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from proofpress.pdf import marks, roles, seams
from proofpress.pdf.forme import Link
from proofpress.pdf.structure import Node, Structure, Words, words_of

_RIGHT_TO_LEFT = re.compile('[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]')
_POINTS = 0.75
"""In a CSS pixel."""


class WordsAstrayError(RuntimeError):
    """A box shows words that its element does not have: a fault of the press."""


class _Strand:
    """The words of one element, taken up in order by its boxes."""

    def __init__(self, words: Sequence[Words]) -> None:
        self._words = list(words)
        self._at = 0

    def take(self, shown: str, hyphen: str) -> tuple[Words, int, int, str, bool]:
        """Return the words that a text shows: which, from, to, their text, and if hyphenated.

        Raises `WordsAstrayError` when they are not what comes next.
        """
        while self._words and not self._words[0].text[self._at :].strip():
            self._words.pop(0)
            self._at = 0
        if not self._words:
            raise WordsAstrayError(f"nothing is left for {shown!r}")
        words = self._words[0]
        start = _past_unseen(words.text, self._at)
        bare = shown.strip()
        if words.text.startswith(bare, start):
            self._at = start + len(bare)
            return words, start, self._at, shown, False
        end, is_hyphenated = _match(words.text, start, bare, hyphen)
        self._at = end
        inner = ' '.join(words.text[start:end].replace('\u00ad', '').split())
        lead = ' ' * (not shown[0].strip())
        trail = ' ' * (not shown[-1].strip() and not is_hyphenated)
        return words, start, end, lead + inner + trail, is_hyphenated


def _past_unseen(text: str, at: int) -> int:
    while at < len(text) and _is_unseen(text[at]):
        at += 1
    return at


@cache
def _is_unseen(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) == 'Cf'


def _match(source: str, at: int, shown: str, hyphen: str) -> tuple[int, bool]:
    """Follow a text through its source; return where it ends there and if a hyphen was set."""
    same = shown.strip()
    if same and not _is_unseen(same[-1]):
        start = _past_unseen(source, at)
        if source.startswith(same, start):
            return start + len(same), False
    position = 0
    while position < len(shown):
        if _is_unseen(shown[position]):
            position += 1
            continue
        at = _past_unseen(source, at)
        letter = source[at : at + 1]
        for form in (letter, letter.upper(), letter.lower(), letter.title()):
            if form and shown.startswith(form, position):
                position += len(form)
                at += 1
                break
        else:
            if shown[position:] == hyphen:
                return at, True
            raise WordsAstrayError(f"{shown!r} is not what {source!r} says")
    return at, False


class _Finder:
    def __init__(self, structure: Structure) -> None:
        self._structure = structure
        self._strands = {element: _Strand(w) for element, w in structure.words.items()}
        self._heads: set[Any] = set()
        self._page_index = 0
        self._page_height = 0.0
        self.artifacts: set[Any] = set()
        self.boxes: dict[marks.Piece, Any] = {}
        self.links: list[Link] = []

    def look_through(self, page: Any, page_index: int) -> None:
        """Mark every box of a page."""
        self._page_index = page_index
        self._page_height = page.height
        self._walk(seams.page_box(page), None)
        self._take_links(page.links)
        page.links = []

    def _walk(self, box: Any, artifact: str | None) -> None:
        artifact = artifact or self._artifact(box)
        if artifact:
            self.artifacts.add(box)
        if isinstance(box, seams.TextBox):
            seams.mark(box, self._text_mark(box, artifact))
        elif isinstance(box, seams.ReplacedBox):
            seams.mark(box, self._picture_mark(box, artifact))
        else:
            for child in seams.children(box):
                self._walk(child, artifact)

    def _artifact(self, box: Any) -> str | None:
        """Return how an artifact begins that a box and all in it are, or None."""
        if isinstance(box, seams.MarginBox):
            return marks.HEADER if 'top' in box.at_keyword else marks.FOOTER
        if isinstance(box, seams.TableRowGroupBox) and (box.is_header or box.is_footer):
            if box.element in self._heads:
                return marks.PAGINATION
            self._heads.add(box.element)
        return marks.LAYOUT if box.is_leader else None

    def _text_mark(self, box: Any, artifact: str | None) -> seams.Mark:
        name = _pseudo_element(box)
        if artifact or name not in ('', 'first-letter', 'marker'):
            return marks.Artifact(artifact or marks.LAYOUT)
        if not box.text.strip():
            return marks.Blank()
        if name == 'marker' and box.element in self._structure.labels:
            words = self._structure.labels[box.element]
            piece = marks.Piece(words, self._page_index, box.text, 0, 0)
        elif name != 'marker' and box.element in self._strands:
            strand = self._strands[box.element]
            hyphen = box.style['hyphenate_character']
            words, start, end, text, is_hyphenated = strand.take(box.text, hyphen)
            piece = marks.Piece(words, self._page_index, text, start, end, is_hyphenated)
        else:
            return marks.Artifact(marks.LAYOUT)
        piece.is_right_to_left = _RIGHT_TO_LEFT.search(box.text) is not None
        words.pieces.append(piece)
        self.boxes[piece] = box
        return piece

    def _picture_mark(self, box: Any, artifact: str | None) -> seams.Mark:
        node = self._structure.figures.get(box.element)
        if artifact or _pseudo_element(box) or node is None:
            return marks.Artifact(artifact or marks.LAYOUT)
        left, top = box.content_box_x(), box.content_box_y()
        edges = (left, self._page_height - top - box.height, left + box.width)
        scaled = [round(edge * _POINTS, 3) for edge in (*edges, self._page_height - top)]
        picture = marks.Picture(
            node,
            self._page_index,
            (scaled[0], scaled[1], scaled[2], scaled[3]),
            is_inline=isinstance(box, seams.InlineReplacedBox),
        )
        node.pictures.append(picture)
        return picture

    def _take_links(self, links: Iterable[Any]) -> None:
        """Take one link for each line of it, where the layout has one for each box."""
        lines_of: dict[Node, list[Any]] = {}
        for kind, target, edges, box in links:
            node = self._structure.links.get(box.element)
            if node is None or box in self.artifacts:
                continue
            lines = lines_of.setdefault(node, [])
            edges = _clickable(edges, box)
            if lines and (box.element is not node.element or _pseudo_element(box)):
                left, top, right, bottom = lines[-1][2]
                edges = (
                    min(left, edges[0]),
                    min(top, edges[1]),
                    max(right, edges[2]),
                    max(bottom, edges[3]),
                )
                lines[-1] = (*lines[-1][:2], edges)
            else:
                lines.append((kind, target, edges))
        for node, lines in lines_of.items():
            for kind, target, edges in lines:
                node.links.append(len(self.links))
                self.links.append(self._link(node, kind, target, edges))

    def _link(self, node: Node, kind: str, target: str, edges: tuple[float, ...]) -> Link:
        assert node.element is not None
        left, top, right, bottom = (edge * _POINTS for edge in edges)
        height = self._page_height * _POINTS
        words = node.element.get('aria-label') or words_of(node.element)
        where = {'target': target} if kind == 'internal' else {'uri': target}
        return Link(self._page_index, (left, height - top, right, height - bottom), words, **where)


def _clickable(edges: tuple[float, ...], box: Any) -> tuple[float, ...]:
    """Return the edges of a link, as high as its letters where its line has no height."""
    left, top, right, bottom = edges
    lack = max(box.style['font_size'] - (bottom - top), 0) / 2
    return left, top - lack, right, bottom + lack


def _pseudo_element(box: Any) -> str:
    """Return `before` for a box of `::before`, and nothing for one of an element itself."""
    return (box.element_tag or '').partition('::')[2]


def find_pieces(pages: Iterable[Any], structure: Structure) -> list[Link]:
    """Mark the boxes of pages for the painter, and put the painted pieces into the structure.

    Returns the links; the pages have none afterwards.
    """
    finder = _Finder(structure)
    for page_index, page in enumerate(pages):
        finder.look_through(page, page_index)
    for flow in _flows(structure.root):
        for piece in _before_space(flow):
            piece.text += ' '
            if not piece.is_right_to_left:
                # A space before the end of a line shows nothing; before its start it would.
                seams.end_in_space(finder.boxes[piece])
    return finder.links


def _flows(node: Node) -> Iterator[list[Words]]:
    """Yield the words of each block in reading order, without those of blocks within it."""
    flow: list[Words] = []
    waiting = [node]
    while waiting:
        inner: list[Node] = []
        flow = list(_flow(waiting.pop(), inner))
        waiting += inner
        if flow:
            yield flow


def _flow(node: Node, inner: list[Node]) -> Iterator[Words]:
    for kid in node.kids:
        if isinstance(kid, Words):
            yield kid
        elif kid.role in roles.INLINE:
            yield from _flow(kid, inner)
        else:
            inner.append(kid)


def _before_space(flow: list[Words]) -> Iterator[marks.Piece]:
    """Yield the pieces that a space of the source follows and neither they nor the next show."""
    before: marks.Piece | None = None
    is_space = False
    for words in flow:
        at = 0
        for piece in words.pieces:
            assert isinstance(piece, marks.Piece)
            is_space = is_space or any(c.isspace() for c in words.text[at : piece.start])
            if before is not None and is_space and not before.is_hyphenated:
                shows_space = before.text[-1:].isspace() or piece.text[:1].isspace()
                if not shows_space:
                    yield before
            before, is_space, at = piece, False, piece.end
        is_space = is_space or any(c.isspace() for c in words.text[at:])
