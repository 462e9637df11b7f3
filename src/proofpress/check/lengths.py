"""Sizes, weights and opacities of type, as style sheets write them.

In: tokens of CSS.  Out: CSS pixels, weights, and shares of one.
"""

from __future__ import annotations

from collections.abc import Sequence

from tinycss2 import ast

from proofpress.check.colours import BOLD

_PIXELS = {'px': 1.0, 'pt': 4 / 3, 'pc': 16.0, 'in': 96.0, 'cm': 96 / 2.54, 'mm': 96 / 25.4}
"""CSS Values 4, section 6.2."""
_NORMAL = 400


def share_of(tokens: Sequence[ast.Node], otherwise: float = 1.0) -> float:
    """Return an opacity, 0 to 1; the other one when none is named."""
    for token in tokens:
        if token.type in {'number', 'percentage'}:
            share = float(token.value / 100 if token.type == 'percentage' else token.value)
            return min(1.0, max(0.0, share))
    return otherwise


def pixels(tokens: Sequence[ast.Node], around_px: float, root_px: float) -> float | None:
    """Return a font size in CSS pixels; None when it depends on the window."""
    token = next((one for one in tokens if one.type != 'whitespace'), None)
    if token is None:
        return None
    if token.type == 'dimension' and token.lower_unit in _PIXELS:
        return float(token.value * _PIXELS[token.lower_unit])
    if token.type == 'dimension' and token.lower_unit in {'em', 'rem'}:
        return float(token.value * (root_px if token.lower_unit == 'rem' else around_px))
    if token.type == 'percentage':
        return float(token.value * around_px / 100)
    return float(token.value) if token.type == 'number' else None


def weight_of(tokens: Sequence[ast.Node], around: float) -> float:
    """Return a font weight, 1 to 1000."""
    for token in tokens:
        if token.type == 'number':
            return float(token.value)
        if token.type == 'ident' and token.lower_value in {'bold', 'bolder'}:
            return BOLD
        if token.type == 'ident' and token.lower_value in {'normal', 'lighter'}:
            return _NORMAL
    return around
