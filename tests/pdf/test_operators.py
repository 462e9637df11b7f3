"""Fewer operators paint the very same page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

import pikepdf
from hypothesis import given
from hypothesis import strategies as st

from proofpress.pdf.operators import tidy

PLACES = st.decimals(-900, 900, places=6, allow_nan=False)
GLYPHS = st.binary(min_size=2, max_size=8).filter(lambda b: len(b) % 2 == 0)


def number(value: Decimal) -> bytes:
    return f'{value.normalize():f}'.encode()


def shown(parts: Sequence[tuple[bytes, int]]) -> bytes:
    return b'[' + b''.join(b'<%b>%d' % (glyphs.hex().encode(), k) for glyphs, k in parts) + b'] TJ'


RUNS = st.tuples(
    st.lists(st.tuples(PLACES, PLACES, st.lists(st.tuples(GLYPHS, st.integers(-99, 99)), min_size=1,
                                                max_size=3)), min_size=1, max_size=3),
    st.sampled_from([None, b'/P', b'/Artifact <</Type/Layout>> BDC']),
    st.sampled_from([None, b'0 0 10 10 re', b'q', b'/a1.0 gs']),
)  # fmt: skip


@st.composite
def pages(draw: st.DrawFn) -> list[bytes]:
    """Draw pages as the painter writes them: marks around text objects, and lines between."""
    operators: list[bytes] = []
    saved = 0
    for lines, mark, other in draw(st.lists(RUNS, max_size=8)):
        if mark is not None:
            is_content = mark == b'/P'
            operators.append(b'/P<</MCID %d>>BDC' % len(operators) if is_content else mark)
        operators.append(b'BT')
        for x, y, parts in lines:
            place = b' '.join([b'1 0 0 -1', number(x), number(y), b'Tm'])
            operators += [place, b'/F 12 Tf', shown(parts)]
        operators.append(b'ET')
        if other == b'0 0 10 10 re' and draw(st.booleans()):
            operators += [other, b'f']
        if mark is not None:
            operators.append(b'EMC')
        if other == b'q':
            operators.append(b'q')
            saved += 1
        elif saved and draw(st.booleans()):
            operators.append(b'Q')
            saved -= 1
    return [*operators, *[b'Q'] * saved]


def painted(operators: Sequence[bytes]) -> list[object]:
    """Return what a reader of the operators paints, in order, and in which marks."""
    with pikepdf.new() as pdf:
        stream = pikepdf.Stream(pdf, b'\n'.join(operators))
        return list(_painted(stream))


def _painted(stream: pikepdf.Stream) -> Sequence[object]:
    found: list[object] = []
    marks: list[str] = []
    in_text: list[bool] = []
    is_text = False
    line: tuple[Decimal, Decimal] = (Decimal(), Decimal())
    for instruction in pikepdf.parse_content_stream(stream):
        assert isinstance(instruction, pikepdf.ContentStreamInstruction)
        name, operands = str(instruction.operator), instruction.operands
        if name in ('BT', 'ET'):
            assert is_text == (name == 'ET'), "text objects do not nest"
            is_text = name == 'BT'
        elif name == 'BDC':
            marks.append(f'{operands[0]} {operands[1].get("/MCID")}')
            in_text.append(is_text)
        elif name == 'EMC':
            assert in_text.pop() == is_text, "marks and text objects cut each other"
            marks.pop()
        elif name == 'Tm':
            line = Decimal(operands[4]), Decimal(operands[5])
        elif name == 'Td':
            line = line[0] + Decimal(operands[0]), line[1] - Decimal(operands[1])
        elif name == 'TJ':
            assert is_text
            found.append((line, *_glyphs(operands[0]), tuple(marks)))
        elif name in ('re', 'f'):
            assert not is_text
            found.append((name, tuple(marks)))
    return found


def _glyphs(array: pikepdf.Object) -> tuple[bytes, tuple[tuple[int, int], ...]]:
    """Return the glyphs and the kerning at each place that is not nothing."""
    glyphs, kerning = b'', {}
    for part in list(array):
        if isinstance(part, pikepdf.String):
            glyphs += bytes(part)
        elif int(part):
            kerning[len(glyphs)] = kerning.get(len(glyphs), 0) + int(part)
    return glyphs, tuple(kerning.items())


@given(pages())
def test_the_same_is_painted_in_the_same_marks(operators: list[bytes]) -> None:
    """Whoever prints a page or hears it must not notice that its file is smaller."""
    assert painted(tidy(operators)) == painted(operators)


def test_lines_of_a_paragraph_move_by_the_way_between_them() -> None:
    """The same way from line to line packs to almost nothing."""
    line = b'1 0 0 -1 100 %b Tm'
    text = [b'BT', line % b'64', b'[<0001>] TJ', line % b'80', b'[<0002>] TJ', b'ET']
    assert tidy(text) == [
        b'BT',
        line % b'64',
        b'[(\x00\x01)]TJ',
        b'0 -16 Td',
        b'[(\x00\x02)]TJ',
        b'ET',
    ]


def test_a_place_that_single_precision_would_miss_is_told_whole() -> None:
    """A letter that falls on the other side of a pixel's edge is another picture."""
    places = [f'1 0 0 -1 {x:.6f} 20 Tm'.encode() for x in (100.000001, 300.123457, 707.654321)]
    runs = [part for place in places for part in (place, b'[<0001>] TJ')]
    kept = [one for one in tidy([b'BT', *runs, b'ET']) if re.search(rb'T[md]$', one)]
    assert kept[0] == places[0]
    assert any(one.endswith(b'Tm') for one in kept[1:])


def test_kerning_by_nothing_goes() -> None:
    """The painter writes it behind every glyph."""
    assert tidy([b'BT', b'[<0001>0<0028>9<005c>0] TJ', b'ET'])[1] == b'[(\0\x01\0\\()9(\0\\\\)]TJ'


def test_decorations_that_hold_nothing_go() -> None:
    """A box without border or ground is announced all the same."""
    layout = b'/Artifact <</Type/Layout>> BDC'
    page = [
        layout,
        b'EMC',
        layout,
        b'0 0 9 9 re',
        b'f',
        b'EMC',
        layout,
        b'0 0 1 1 re',
        b'f',
        b'EMC',
    ]
    assert tidy(page) == [layout, b'0 0 9 9 re', b'f', b'0 0 1 1 re', b'f', b'EMC']
    assert tidy([b'q', b'q', b'Q', b'Q']) == []


def test_artifacts_of_another_kind_stay_apart() -> None:
    """A running head is not decoration."""
    head, layout = b'/Artifact <</Type/Pagination>> BDC', b'/Artifact <</Type/Layout>> BDC'
    page = [head, b'f', b'EMC', layout, b'f', b'EMC']
    assert tidy(page) == page
