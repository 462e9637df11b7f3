"""Finds passages of the article, word for word: the one place that says when words are the same.

In: the chapters of a report and the words of an evidence.  Out: `Passage` values, in reading order,
which `check` counts and `compose` marks.  White space of any kind and length counts as one space;
everything else must agree, and a passage begins and ends with whole words, so that "12 soldiers"
is not found in "112 soldiers".  Footnotes are not searched.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from proofpress.model.names import is_written_together
from proofpress.model.prose import Block, Chapter, Inline, blocks_within, lines_of, plain_text
from proofpress.span import Span


@dataclass(frozen=True, slots=True)
class Line:
    """A run of words of the article: a paragraph, a heading, a cell, a caption, a term."""

    chapter_index: int
    """From 0, in `Report.chapters`."""
    block: Block
    """The block in which the words stand, the very object of the model."""
    index: int
    """Which of the block's lines (`prose.lines_of`) it is, from 0."""
    span: Span
    """Where its first words stand in the source."""
    text: str
    """Its words, as `prose.plain_text` reads them."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of one line."""

    line: Line
    start: int
    """Offset of the first character in `Line.text`."""
    end: int
    """Offset behind the last character."""


def lines_in(chapters: Iterable[Chapter]) -> Iterator[Line]:
    """Yield every line of the article that has words, in reading order; no footnotes."""
    for chapter_index, chapter in enumerate(chapters):
        for block in blocks_within(chapter.blocks):
            for index, inlines in enumerate(lines_of(block)):
                text = plain_text(inlines)
                if text.strip():
                    yield Line(chapter_index, block, index, _first_span(inlines, block), text)


class Passages:
    """The words of an article, laid out once for many searches."""

    def __init__(self, chapters: Iterable[Chapter]) -> None:
        self.lines = tuple(lines_in(chapters))
        """Every line that has words, in reading order."""
        self._starts: list[int] = []
        texts: list[str] = []
        length = 0
        for line in self.lines:
            self._starts.append(length)
            texts.append(' '.join(line.text.split()))
            length += len(texts[-1]) + 1
        self._text = '\n'.join(texts)

    def find(self, words: str) -> tuple[Passage, ...]:
        """Return every passage with these words; passages never overlap."""
        wanted = ' '.join(words.split())
        found: list[Passage] = []
        at = self._text.find(wanted) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            if _parts_words(self._text, at) and _parts_words(self._text, end):
                found.append(self._passage(at, end))
                at = self._text.find(wanted, end)
            else:
                at = self._text.find(wanted, at + 1)
        return tuple(found)

    def _passage(self, start: int, end: int) -> Passage:
        """Return the passage between two offsets of the joined text."""
        index = bisect_right(self._starts, start) - 1
        line, offset = self.lines[index], self._starts[index]
        places = _places(line.text)
        return Passage(line, places[start - offset], places[end - offset - 1] + 1)


def _places(text: str) -> list[int]:
    """Return where each character of the text with single spaces stands in the text itself."""
    places: list[int] = []
    in_space = True
    for place, character in enumerate(text):
        is_space = character.isspace()
        if not (is_space and in_space):
            places.append(place)
        in_space = is_space
    return places


def _parts_words(text: str, at: int) -> bool:
    """Tell whether no word runs on over the offset."""
    if at in (0, len(text)):
        return True
    before, after = text[at - 1], text[at]
    if not (_is_of_word(before) and _is_of_word(after)):
        return True
    return is_written_together(before) or is_written_together(after)


def _is_of_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == 'M'


def _first_span(inlines: tuple[Inline, ...], block: Block) -> Span:
    return inlines[0].span if inlines else block.span
