"""Marks: what the painter writes around each piece of text or picture in a page's content.

In: pieces of `Words`, with what their letters must read as.  Out: marked content (ISO 32000-1,
14.6): a content id for what belongs to the structure, an artifact of the right type for the rest.
Where the glyphs of a piece do not read as its words, the words are written beside them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pydyf

from proofpress.pdf import seams
from proofpress.pdf.structure import Node, Words

HEADER = '/Artifact <</Type/Pagination/Subtype/Header>> BDC'
FOOTER = '/Artifact <</Type/Pagination/Subtype/Footer>> BDC'
PAGINATION = '/Artifact <</Type/Pagination>> BDC'
LAYOUT = seams.LAYOUT_ARTIFACT

_FONT = re.compile(rb'/(\S+) \S+ Tf')
_GLYPHS = re.compile(r'<([0-9a-f]*)>')
_TWO, _FOUR = re.compile('..'), re.compile('....')
_LAST_GLYPH = re.compile(r'^(.*?)<?([0-9a-f]{4})>(-?[0-9.]*)$', re.DOTALL)
_SOFT_HYPHEN = '\u00ad'


class _OneSpace(dict[int, str]):
    """For `str.translate`: every space (Unicode category Zs) becomes the one of ASCII."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = ' ' if unicodedata.category(character) == 'Zs' else character
        return self[code]


_SPACES = _OneSpace()


class _End(bytes):
    """The operator that ends marked content, with the piece that it ends."""

    piece: Piece


@dataclass(slots=True, eq=False)
class Piece:
    """The words that one text box shows."""

    words: Words
    page_index: int
    text: str
    """What it must read as."""
    start: int
    """Where it begins in the words."""
    end: int
    is_hyphenated: bool = False
    """True when the layout broke a word here and set a hyphen."""
    is_right_to_left: bool = False
    """True when any of it runs from right to left: glyphs then stand in the order of painting."""
    content_id: int | None = None
    """Number of the marked content on its page; None while it is not painted."""
    _first: int = 0
    _font: str = ''

    def open(self, stream: Any) -> None:
        """Begin its marked content, or go on with that of the piece before."""
        last = stream.stream[-1] if stream.stream else None
        if isinstance(last, _End) and self._continues(last.piece):
            stream.stream.pop()
            self.content_id = last.piece.content_id
        else:
            self.content_id = seams.next_content_id(stream)
            properties = pydyf.Dictionary({'MCID': self.content_id})
            stream.begin_marked_content(self.words.node.role, properties)
        # The painter takes back the end of a text object that it goes on with.
        self._first = len(stream.stream) - 1
        self._font = seams.font_in_use(stream)

    def close(self, stream: Any) -> None:
        """End its marked content, with the words beside where glyphs do not tell them."""
        if not self.is_right_to_left:
            self._tell(stream)
        end = _End(b'EMC')
        end.piece = self
        stream.stream.append(end)

    def _continues(self, before: Piece) -> bool:
        return (
            before.words.run == self.words.run
            and not before.is_right_to_left
            and not self.is_right_to_left
            and (before.words.ordinal, before.end) <= (self.words.ordinal, self.start)
        )

    def _tell(self, stream: Any) -> None:
        shows = list(_shown(stream, self._first, self._font))
        if not shows:
            return
        painted = ''.join(text for _, text in shows)
        if self.is_hyphenated:
            last = shows[-1][0]
            split = _LAST_GLYPH.match(stream.stream[last][1:-4].decode())
            if split and _same(painted[:-1], self.text):
                before, glyph, kerning = split.groups()
                is_open = before.count('<') > before.count('>')
                before = f'{before}>' if is_open else before
                stream.stream[last : last + 1] = [
                    *([f'[{before}] TJ'.encode()] if before else []),
                    *_actual_text(_SOFT_HYPHEN, [f'[<{glyph}>{kerning}] TJ'.encode()]),
                ]
                return
        told = self.text + _SOFT_HYPHEN * self.is_hyphenated
        if not _same(painted, told):
            first, last = shows[0][0], shows[-1][0] + 1
            stream.stream[first:last] = _actual_text(told, stream.stream[first:last])


@dataclass(slots=True, eq=False)
class Picture:
    """A picture of the structure, painted once."""

    node: Node
    page_index: int
    box: tuple[float, float, float, float]
    """Left, bottom, right and top edge in points, from the page's lower left corner."""
    is_inline: bool = False
    """True when it stands in a line of text (ISO 32000-1, 14.8.5.4.2)."""
    content_id: int | None = None

    def open(self, stream: Any) -> None:
        """Begin its marked content."""
        self.content_id = seams.next_content_id(stream)
        properties = pydyf.Dictionary({'MCID': self.content_id})
        stream.begin_marked_content('Figure', properties)

    def close(self, stream: Any) -> None:
        """End its marked content."""
        stream.end_marked_content()


@dataclass(frozen=True, slots=True)
class Artifact:
    """What is no part of the structure."""

    operators: str
    """That begin it, as `HEADER`."""

    def open(self, stream: Any) -> None:
        """Begin the artifact."""
        stream.stream.append(self.operators)

    def close(self, stream: Any) -> None:
        """End the artifact."""
        stream.end_marked_content()


@dataclass(slots=True, eq=False)
class Blank:
    """White space: part of the piece before it where there is one, else an artifact."""

    _end: _End | None = field(default=None, init=False)

    def open(self, stream: Any) -> None:
        """Go on with the piece before, or begin an artifact."""
        last = stream.stream[-1] if stream.stream else None
        self._end = last if isinstance(last, _End) else None
        if self._end is None:
            stream.stream.append(LAYOUT)
        else:
            stream.stream.pop()

    def close(self, stream: Any) -> None:
        """End what was begun."""
        stream.stream.append(self._end or b'EMC')


def _actual_text(text: str, operators: list[bytes]) -> list[Any]:
    """Wrap operators so that they read as the text (ISO 32000-1, 14.9.4)."""
    properties = pydyf.Dictionary({'ActualText': pydyf.String(text)})
    return [b'/Span', properties, b'BDC', *operators, b'EMC']


def _shown(stream: Any, first: int, font_name: str) -> Iterator[tuple[int, str]]:
    """Yield the places where text was shown since, and what its glyphs read as."""
    fonts = seams.fonts_of(stream)
    for index in range(first, len(stream.stream)):
        operator = stream.stream[index]
        if isinstance(operator, seams.ShownText):
            yield index, operator.reading
            continue
        if not isinstance(operator, bytes):
            continue
        if operator.endswith(b' Tf') and (found := _FONT.fullmatch(operator)):
            font_name = found[1].decode()
        elif operator.endswith(b'] TJ'):
            font = fonts[font_name]
            digits = _TWO if font.bitmap else _FOUR
            glyphs = ''.join(_GLYPHS.findall(operator[1:-4].decode()))
            read = _readings(font)
            yield index, ''.join([read[glyph] for glyph in digits.findall(glyphs)])


def _readings(font: Any) -> _Readings:
    """Return what the glyphs of a font read as."""
    if not hasattr(font, 'proofpress_readings'):
        font.proofpress_readings = _Readings(font)
    readings: _Readings = font.proofpress_readings
    return readings


class _Readings(dict[str, str]):
    """What each glyph reads as, by the digits that show it."""

    def __init__(self, font: Any) -> None:
        super().__init__()
        self._said = font.to_unicode

    def __missing__(self, digits: str) -> str:
        glyph = int(digits, 16)
        text = self[digits] = self._said[glyph] = seams.plain_reading(self._said[glyph])
        return text


def _same(painted: str, told: str) -> bool:
    return painted == told or painted.translate(_SPACES) == told.translate(_SPACES)
