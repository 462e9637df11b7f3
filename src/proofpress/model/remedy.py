"""Remedies: other ways to set a block that the usual way loses or misplaces.

In: nothing (values).  Out: `Remedy`; the value is the classes that a block is set with on paper, as
`styles/components/remedies.css` knows them.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType


class Remedy(enum.Enum):
    """How a block is set that would not stand on its page otherwise."""

    IN_TEXT = 'remedy-in-text'
    """A note stands in the text, after the block that calls it."""
    BROKEN = 'remedy-broken'
    """Words break anywhere, without a hyphen."""
    SMALLER = 'remedy-smaller'
    """A table has smaller letters and narrower gaps."""
    TURNED = 'remedy-smaller remedy-turned'
    """A table stands on a page that is wider than high."""
    TURNED_BROKEN = 'remedy-smaller remedy-turned remedy-broken'
    """Both, and its words break anywhere."""
    LOOSE = 'remedy-loose'
    """The rows of a table may break across pages."""
    APART = 'remedy-apart'
    """A block starts a page."""


Remedies = Mapping[str, Remedy]
"""The remedy of each block, by its id."""
NO_REMEDIES: Remedies = MappingProxyType({})
