"""A style sheet is read for what it would load, however it is written."""

from __future__ import annotations

import pytest

from proofpress.proof.read_stylesheet import FontFace, read_stylesheet


@pytest.mark.parametrize(
    'sheet',
    [
        '@import "u";',
        '@import url(u) layer(base);',
        '@IMPORT url("u");',
        'p { background: URL(u) }',
        'p { background: \\75rl(u) }',
        'p { background: image-set("u" 1x) }',
        '@media print { p { background: no-repeat url( "u" ) } }',
        '@layer a { @media print { li { list-style: url(u) } } }',
        'p { --x: url(u) }',
    ],
)
def test_every_address_is_seen(sheet: str) -> None:
    """One that is overlooked tells somebody who reads the report."""
    assert read_stylesheet(sheet).urls == ('u',)


def test_a_font_is_known_by_its_family() -> None:
    """A message names the typeface that an editor knows."""
    sheet = (
        '@font-face { font-family: "Source Serif 4"; src: local("x"), url(a.ttf), url("b.ttf") }'
    )
    assert read_stylesheet(sheet).faces == (FontFace('Source Serif 4', ('a.ttf', 'b.ttf')),)
    assert read_stylesheet(sheet).urls == ()


@pytest.mark.parametrize('sheet', ['', '/* url(u) */', 'p { content: "url(u)" }', '}}}{', 'p {'])
def test_what_loads_nothing_is_no_address(sheet: str) -> None:
    """Words are no addresses, and what is no CSS does nothing."""
    assert read_stylesheet(sheet).urls == ()
