"""What comes of a report: diagnostics, and the products that may be published.

In: nothing (values).  Out: `Made`, which a worker hands over, and `Outcome`, which people are told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from proofpress.diagnostics import Diagnostic
from proofpress.lettering import Order
from proofpress.product import ProductFile


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a report."""

    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    """The texts of the report's files, by their path in spans."""
    is_published: bool = False
    """True when new products stand in the folder for them."""


@dataclass(frozen=True, slots=True)
class Made:
    """A report that was read and judged, and its products, if they may be published."""

    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    """The texts of the report's files, by their path in spans."""
    slug: str = ''
    files: tuple[ProductFile, ...] = ()
    """None where nothing is to be published."""
    formes: tuple[ProductFile, ...] = ()
    """What the next build need not print again, as `kept_formes` tells it."""
    orders: tuple[Order, ...] = ()
    """For what faces were cut that did not stand yet where it was made."""
