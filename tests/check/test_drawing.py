"""Words of drawings can be seen; of what is not certain, nothing is said."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from proofpress.check.drawing import MOST_STEPS, drawing
from proofpress.diagnostics import Diagnostic
from proofpress.manuscript.svg import svg_size
from proofpress.model.report import Picture
from tests.check.reports import report

OPENING = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
OPENING += 'viewBox="0 0 400 200">\n'
ROOT = Path(__file__).parent.parent.parent
DRAWINGS = sorted([*ROOT.glob('seeds/**/*.svg'), *ROOT.glob('tests/samples/**/*.svg')])


def judged(content: bytes, width: int = 400, height: int = 200) -> list[Diagnostic]:
    picture = Picture('a.svg', 'image/svg+xml', content, width, height)
    return list(drawing(dataclasses.replace(report(), pictures={'a.svg': picture})))


def found(body: str) -> list[str]:
    """Return what is found in a drawing; its body begins on line 2."""
    content = f'{OPENING}{body}</svg>'.encode()
    svg_size(content)
    return [f'{one.id} {one.span}' for one in judged(content)]


@pytest.mark.parametrize('path', DRAWINGS, ids=lambda path: path.stem)
def test_our_own_drawings_can_be_read(path: Path) -> None:
    """They are the pattern that authors copy."""
    content = path.read_bytes()
    size = svg_size(content)
    assert judged(content, size.width, size.height) == []


@pytest.mark.parametrize(
    'text',
    [
        '<text y="9" opacity="0.5">Kursk</text>',
        '<text y="9" opacity="50%">Kursk</text>',
        '<text y="9" fill-opacity=".9">Kursk</text>',
        '<text y="9" fill="#00000080">Kursk</text>',
        '<text y="9" style="opacity: 0.5">Kursk</text>',
        '<text y="9" style="fill: rgb(0 0 0 / 50%)">Kursk</text>',
        '<g opacity="0.5"><g><text y="9">Kursk</text></g><text y="30">Sumy</text></g>',
        '<g fill="rgba(0, 0, 0, 0.5)"><text y="9">Kursk <tspan>Sumy</tspan></text></g>',
        '<text y="9" class="a">Kursk</text><style>.a { opacity: 0.5 }</style>',
        '<g class="a"><text y="9">K</text></g><style>g.a text, .b { fill: #0008 }</style>',
    ],
)
def test_translucent_words_are_named_where_they_become_so(text: str) -> None:
    """Whoever mends the group mends all words in it, so the group is said, once."""
    is_by_rule = 'g.a text' in text
    assert found(text) == [
        f'text-translucent a.svg:2:{text.index("<text") + 1 if is_by_rule else 1}'
    ]


def test_a_place_is_counted_in_characters() -> None:
    """An editor's status bar shows no bytes."""
    assert found('<desc>Курск</desc><text opacity="0.5" y="9">a</text>') == [
        'text-translucent a.svg:2:19'
    ]


@pytest.mark.parametrize(
    'body',
    [
        '<rect width="9" height="9" opacity="0.5"/><text x="99" y="99">Kursk</text>',
        '<g opacity="1"><text y="9">Kursk</text></g>',
        '<g opacity="0.5"><circle r="4"/></g>',
        '<text y="9" opacity="0.5" display="none">Kursk</text>',
        '<text y="9" opacity="0.5" visibility="hidden">Kursk</text>',
        '<defs><text id="a" y="9" opacity="0.5">Kursk</text></defs>',
        '<text y="9" opacity="0.5" style="opacity: 1">Kursk</text>',
        '<text y="9" style="opacity: 0.5" class="a">K</text>'
        '<style>.a { opacity: 1 !important }</style>',
        '<text y="9" opacity="0.5"> </text>',
    ],
)
def test_what_is_no_translucent_word_is_left_alone(body: str) -> None:
    """A paler bar in a chart is a matter of taste."""
    assert found(body) == []


def test_words_that_a_use_draws_are_seen() -> None:
    """A label drawn twenty times is written once."""
    label = '<defs><text id="a" y="9">Kursk</text></defs>'
    assert found(f'{label}<use href="#a" opacity="0.5"/>') == ['text-translucent a.svg:2:45']


PALE = '<text x="20" y="40" font-size="12" fill="#999">Kursk</text>'


@pytest.mark.parametrize(
    ('body', 'column'),
    [
        (PALE, 1),
        ('<g fill="#999"><text x="20" y="40">Kursk</text></g>', 16),
        (f'<rect width="400" height="200" fill="#eee"/>{PALE}', 45),
        (f'<rect width="100%" height="100%" fill="#eee"/>{PALE}', 47),
        ('<rect width="100" height="60" fill="#333"/><rect width="90" height="60"/>'
         '<text x="9" y="40" fill="#444">Kursk</text>', 74),
        (f'<rect x="200" width="99" height="99"/>{PALE}', 39),
        (f'<path d="M200 99 l40 0 0 40 z"/>{PALE}', 33),
        (f'<path d="M0 40 H400" stroke="#ccc" fill="none"/>{PALE}', 49),
        ('<g transform="translate(100 100)"><rect width="90" height="30"/>'
         '<text x="5" y="20" fill="#333">Kursk</text></g>', 65),
        ('<rect width="400" height="200"/><text x="9" y="9" dy="9" fill="#333">Kursk</text>', 33),
        ('<rect width="400" height="200"/><text fill="#fff" x="9" y="9">a'
         '<tspan x="9" y="30" fill="#444">b</tspan></text>', 64),
        ('<style>.a { fill: #999 }</style><text y="9" class="a">Kursk</text>', 33),
    ],
)  # fmt: skip
def test_pale_words_are_named_at_the_words(body: str, column: int) -> None:
    """A label that nobody can read is worse than none: it hides that something is said."""
    assert found(body) == [f'contrast-low a.svg:2:{column}']


def test_the_ground_is_named_too() -> None:
    """One of the two must change."""
    body = '<rect width="400" height="200" fill="#666"/><text x="9" y="40">Kursk</text>'
    [one] = judged(f'{OPENING}{body}</svg>'.encode())
    assert one.message == (
        "The words “Kursk” of a drawing, in #000000 on #666666, have a contrast of 3.6:1; "
        "4.5:1 is the least that can be read"
    )
    assert [str(note.span) for note in one.notes] == ['a.svg:2:1']


@pytest.mark.parametrize(
    'body',
    [
        # Dark on light, light on dark, and large words in grey.
        '<text x="9" y="20">Kursk</text>',
        '<rect width="90" height="60"/><text x="9" y="40" fill="#fff">Kursk</text>',
        '<text x="9" y="60" font-size="30" fill="#888">Kursk</text>',
        '<text x="9" y="60" font-size="20" font-weight="bold" fill="#888">Kursk</text>',
        # Grounds that are not certain.
        '<circle cx="30" cy="30" r="30"/><text x="9" y="40" fill="#fff">Kursk</text>',
        '<path d="M0 0 C0 90 90 90 90 0"/><text x="9" y="40" fill="#fff">Kursk</text>',
        '<path d="m0 99a9 9 0 0120 0"/><text x="9" y="40" fill="#fff">Kursk</text>',
        '<path d="M0 40 H400" stroke-width="40"/><text x="9" y="40" fill="#fff">Kursk</text>',
        '<path d="M0 40 H400" stroke-width="40" stroke="#000"/><text y="40" fill="#fff">K</text>',
        '<image width="90" height="60" href="#a"/><text x="9" y="40" fill="#fff">Kursk</text>',
        '<rect width="90" height="60" fill="url(#a)"/><text x="9" y="40" fill="#fff">K</text>',
        '<rect width="90" height="60" opacity=".8"/><text x="9" y="40" fill="#fff">K</text>',
        '<rect width="10em" height="9em"/><text x="9" y="40" fill="#fff">Kursk</text>',
        '<g transform="rotate(45)"><rect width="90" height="60"/></g>'
        '<text x="9" y="40" fill="#fff">Kursk</text>',
        '<rect width="90" height="60"/><text x="60" y="40" fill="#fff">Kursk and Sumy</text>',
        '<rect width="90" height="60"/><text x="9" y="40" dy="5" fill="#fff">Kursk</text>',
        '<rect width="90" height="60"/>'
        '<text transform="rotate(9)" x="9" y="40" fill="#fff">Kursk</text>',
        '<g filter="url(#a)"><text x="9" y="40" fill="#fff">Kursk</text></g>',
        '<symbol id="s" viewBox="0 0 9 9"><rect width="9" height="9"/></symbol>'
        '<use href="#s" width="90" height="90"/><text x="9" y="40" fill="#fff">Kursk</text>',
        # Inks that are no plain colours.
        '<text x="9" y="40" fill="url(#a)">Kursk</text>',
        '<text x="9" y="40" fill="none" stroke="#000">Kursk</text>',
        '<text x="9" y="40" fill="#fff" stroke="#000" stroke-width="3">Kursk</text>',
        # Rules that go beyond plain ones.
        f'<style>@media print {{ text {{ fill: #000 !important }} }}</style>{PALE}',
        f'<style>text:not(.a) {{ fill: #000 }}</style>{PALE}',
    ],
)
def test_what_is_good_or_not_certain_is_not_blamed(body: str) -> None:
    """A false alarm teaches an author to overlook the next one."""
    assert found(body) == []


def test_one_cause_is_named_once() -> None:
    """A chart with forty pale labels has one fault."""
    labels = ''.join(f'<text x="{x}" y="20" fill="#999">a</text>' for x in range(0, 400, 10))
    assert found(labels) == ['contrast-low a.svg:2:1']


def test_a_drawing_that_uses_itself_comes_to_an_end() -> None:
    """A hostile figure must not hold up the press."""
    uses = ''.join(f'<use href="#{name}"/>' for name in 'abcdefgh')
    body = ''.join(f'<g id="{name}">{uses}</g>' for name in 'abcdefgh')
    content = f'{OPENING}{body}<text y="9" opacity="0.5">a</text></svg>'.encode()
    assert judged(content) == []
    assert MOST_STEPS < 100_000


@pytest.mark.parametrize(
    'style',
    [
        'text { fill: ' + '(' * 5000 + ' }',
        '@media print {' * 3000 + 'text { fill: #fff }',
        'g ' * 40 + 'text { opacity: 0.5 }',
        ':is(' * 500 + 'text { opacity: 0.5 }',
    ],
)
def test_a_hostile_sheet_costs_nothing(style: str) -> None:
    """It says nothing that is believed, and breaks nothing."""
    assert found(f'<style>{style}</style><text y="9">a</text>') == []


@given(some.text('MmLlHhVvCcSsQqTtAaZz0123456789.,- eE()', max_size=60), some.text(max_size=40))
def test_any_values_at_all_are_borne(data: str, value: str) -> None:
    """What cannot be read is not certain, and never a traceback."""
    clean = ''.join(one for one in value if one.isprintable() and one not in '<&"')
    judged(
        f'{OPENING}<g transform="{data}"><path d="{data}" style="{clean}"/></g>'
        f'<rect x="{clean}" width="{data}" height="9"/><polygon points="{data}"/>'
        f'<text x="{data}" y="9" fill="{clean}" opacity="{clean}" font-size="{data}">a</text>'
        '</svg>'.encode()
    )
