"""Colours on screens: readable by day and by night."""

from __future__ import annotations

import re

import pytest

from proofpress.stylesheet import shipped_sheet

GROUNDS = ('paper', 'tint', 'mark')
INKS = ('ink', 'ink-soft', 'accent')


def _tokens(*, dark: bool) -> dict[str, str]:
    day, _, night = shipped_sheet('tokens/web.css').partition('@media')
    tokens = dict(re.findall(r'--([\w-]+):\s*(#[0-9a-f]{6})', day))
    return tokens | (dict(re.findall(r'--([\w-]+):\s*(#[0-9a-f]{6})', night)) if dark else {})


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize('dark', [False, True])
@pytest.mark.parametrize('ink', INKS)
@pytest.mark.parametrize('ground', GROUNDS)
def test_every_ink_is_readable_on_every_ground(ink: str, ground: str, dark: bool) -> None:
    """Below 4.5:1 one reader in twelve gives up (WCAG 2.2, 1.4.3)."""
    tokens = _tokens(dark=dark)
    assert _contrast(tokens[ink], tokens[ground]) >= 4.5


@pytest.mark.parametrize('dark', [False, True])
def test_the_skip_link_is_readable_on_its_ground(dark: bool) -> None:
    """Whoever needs it sees it for a moment only."""
    tokens = _tokens(dark=dark)
    assert _contrast(tokens['on-accent'], tokens['accent']) >= 4.5


@pytest.mark.parametrize('dark', [False, True])
def test_drawings_stand_out(dark: bool) -> None:
    """Lines of a chart need 3:1 (WCAG 2.2, 1.4.11)."""
    tokens = _tokens(dark=dark)
    assert _contrast(tokens['drawing'], tokens['paper']) >= 3
