"""Where every character of a Markdown text stands in the author's file.

In: the text of a chapter or of a YAML value, with the place of its first character.  Out:
`Source`, which turns an offset into a `Span`, and `Placing`, which does the same for a run of
inline Markdown that was cut from the text line by line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from proofpress.span import Span

_LINE_END = re.compile(r'\r\n?|\n')
NOT_XML = re.compile('[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]')
"""Characters that XML 1.0 (section 2.2) cannot hold, so that no EPUB can."""
REPLACEMENT = '\ufffd'


@dataclass(frozen=True, slots=True)
class Source:
    """A text with LF line ends and without characters that XML cannot hold."""

    path: str
    text: str
    starts: tuple[int, ...]
    """Offset of each line's first character."""
    first_line: int
    """Line of the file on which the text begins, from 1."""
    first_column: int
    """Column at which each line of the text begins, from 1."""
    later_column: int | None = None
    """Column at which the lines after the first begin, when it is another one."""

    def span(self, offset: int) -> Span:
        """Return the place of the character at the offset."""
        line = bisect_right(self.starts, max(offset, 0)) - 1
        column = offset - self.starts[line]
        begins = self.later_column if line and self.later_column else self.first_column
        return Span(self.path, self.first_line + line, begins + column)

    def line(self, index: int) -> str:
        """Return a line, counted from 0, without its end."""
        after = self.starts[index + 1] - 1 if index + 1 < len(self.starts) else len(self.text)
        return self.text[self.starts[index] : after]

    def paragraph(self, content: str, line_index: int) -> Placing:
        """Place inline content whose lines run from the given line to the ends of their lines.

        Whatever stands before them (quote marks, list marks, indentation) was cut off by the
        block parser; so each line is found by its end.
        """
        pieces: list[tuple[int, int]] = []
        at = 0
        for index, line in enumerate(content.split('\n'), line_index):
            bare = line.lstrip(' \t')
            column = max(self.line(index).rfind(bare), 0)
            pieces.append((at + len(line) - len(bare), self.starts[index] + column))
            at += len(line) + 1
        return Placing(self, tuple(pieces))

    def place(self, offset: int) -> Placing:
        """Place a run that stands in the text as it is, from the offset on."""
        return Placing(self, ((0, offset),))


@dataclass(frozen=True, slots=True)
class Placing:
    """Says where each character of a run of inline Markdown stands."""

    source: Source
    pieces: tuple[tuple[int, int], ...]
    """Index in the run and offset in the source of the first character of each piece."""

    def offset(self, index: int) -> int:
        """Return the offset in the source of the run's character at the index."""
        piece = bisect_right(self.pieces, (index, len(self.source.text))) - 1
        start, offset = self.pieces[max(piece, 0)]
        return offset + max(index - start, 0)

    def span(self, index: int) -> Span:
        """Return the place of the run's character at the index."""
        return self.source.span(self.offset(index))

    def after(self, index: int) -> Placing:
        """Place the rest of the run, from the index on."""
        rest = tuple((start - index, offset) for start, offset in self.pieces if start > index)
        return Placing(self.source, ((0, self.offset(index)), *rest))


def source_of(
    path: str, text: str, first_line: int, first_column: int = 1, later_column: int | None = None
) -> Source:
    """Return the text with its places; illegal characters become U+FFFD at the same place."""
    text = NOT_XML.sub(REPLACEMENT, _LINE_END.sub('\n', text))
    starts = (0, *(match.end() for match in re.finditer('\n', text)))
    return Source(path, text, starts, first_line, first_column, later_column)
