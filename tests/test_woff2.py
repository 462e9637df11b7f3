"""Fonts for the web: what fontTools would make of them, and what a browser's decoder gives back."""

from __future__ import annotations

import io
from functools import cache

import pytest
from fontTools.ttLib import TTFont
from fontTools.ttLib.woff2 import WOFF2GlyfTable
from hypothesis import given
from hypothesis import strategies as st

from proofpress.typefaces import Face, faces, woff2
from proofpress.typefaces.woff2 import _base_128, _short_255, _Streams, packed

WORDS = "Añgström’s fjörd, “Ĳ” № ½ – ﬁ Ελλάδα Россия 10⁄4 Åé 김정은 朝鲜 سلام नमस्ते"


@cache
def _faces() -> tuple[Face, ...]:
    return faces(WORDS, frozenset({'ko', 'zh', 'ar', 'hi'}))


def _by_font_tools(content: bytes) -> bytes:
    font = TTFont(io.BytesIO(content), recalcTimestamp=False)
    font.flavor = 'woff2'
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


@pytest.mark.parametrize('index', range(21))
def test_a_face_is_what_font_tools_makes_of_it(index: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of fontTools have been read by every browser for years."""
    monkeypatch.setattr(woff2, '_QUALITY', 11)
    face = _faces()[index]
    assert packed(face.content) == _by_font_tools(face.content)


def test_all_faces_are_compared() -> None:
    """A family that is added must not go unseen."""
    assert len(_faces()) == 21


POINTS = st.lists(
    st.tuples(st.integers(-16_000, 16_000), st.integers(-16_000, 16_000), st.booleans()),
    min_size=1,
    max_size=40,
)


@given(st.lists(POINTS, min_size=1, max_size=3), st.booleans(), st.binary(max_size=3))
def test_an_outline_of_any_shape_is_what_font_tools_makes_of_it(
    contours: list[list[tuple[int, int, bool]]], overlaps: bool, instructions: bytes
) -> None:
    """A point that is far off takes other bytes than its neighbours."""
    font = TTFont(io.BytesIO(_faces()[0].content), recalcBBoxes=False)
    name = font.getGlyphOrder()[3]
    table = font['glyf']
    glyph = table[name]
    glyph.expand(table)
    glyph.numberOfContours = len(contours)
    points = [point for contour in contours for point in contour]
    glyph.endPtsOfContours = [
        sum(map(len, contours[: number + 1])) - 1 for number in range(len(contours))
    ]
    glyph.coordinates = type(glyph.coordinates)([(x, y) for x, y, _ in points])
    glyph.flags = bytearray(int(on) for _, _, on in points)
    glyph.flags[0] |= 64 if overlaps else 0
    glyph.program.fromBytecode(instructions)
    data = glyph.compile(table, recalcBBoxes=False)
    ours = _Streams().written([data], 0)
    table.glyphs, table.glyphOrder = {name: type(glyph)(data)}, [name]
    theirs = WOFF2GlyfTable('glyf')
    theirs.glyphs, theirs.glyphOrder = table.glyphs, [name]
    font['head'].indexToLocFormat = 0
    assert ours == theirs.transform(font)


def test_a_browser_finds_the_font_that_was_packed() -> None:
    """The decoder that reads a face back knows nothing of what packed it."""
    content = _faces()[0].content
    there, back = TTFont(io.BytesIO(content)), TTFont(io.BytesIO(packed(content)))
    assert there.getGlyphOrder() == back.getGlyphOrder()
    for name in there.getGlyphOrder():
        assert there['glyf'][name] == back['glyf'][name]


def test_numbers_take_as_few_bytes_as_they_may() -> None:
    """A decoder refuses a number that begins with nothing (WOFF2, 4.1)."""
    assert [_base_128(number).hex() for number in (0, 127, 128, 2**32 - 1)] == [
        *('00', '7f', '8100', '8fffffff7f')
    ]
    assert [_short_255(number).hex() for number in (252, 253, 505, 506, 761, 762)] == [
        *('fc', 'ff00', 'fffc', 'fe00', 'feff', 'fd02fa')
    ]
