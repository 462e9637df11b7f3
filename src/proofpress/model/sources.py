"""The sources: what the report cites, in the terms of CSL 1.0.2.

In: nothing (pure values).  Out: `Source` values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from proofpress.span import Span

CslValue = str | int | tuple['CslValue', ...] | Mapping[str, 'CslValue']
"""A value of a CSL item: text, number, list or mapping; read-only."""


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of `sources.yaml`, `sources.json` or a `.bib` file."""

    span: Span
    id: str
    title: str
    type: str = 'document'
    """CSL item type (CSL 1.0.2, appendix III)."""
    csl: Mapping[str, CslValue] = field(default_factory=dict, hash=False)
    """The whole item in CSL-JSON form, `id`, `title`, `type`, `issued` included; read-only."""
