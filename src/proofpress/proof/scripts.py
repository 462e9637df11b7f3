"""Scripts whose letters stand in another order, or in other parts, than their words.

In: text.  Out: whether it runs from right to left.  In Arabic and its kin several letters share a
glyph and marks are drawn apart, so no letter has a box of its own; and what is drawn from right to
left stands in a file in the order of painting.
"""

from __future__ import annotations

import re

_RIGHT_TO_LEFT = re.compile('[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]')


def runs_right_to_left(text: str) -> bool:
    """Tell whether any letter of a text belongs to a script that runs from right to left."""
    return _RIGHT_TO_LEFT.search(text) is not None
