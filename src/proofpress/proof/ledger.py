"""The ledger: for each block of the book and each generated text, where it stands in each product.

In: nothing (values).  Out: `Proof`, what the proof of a report's products hands over: findings,
page map, ledger, and what was counted.  Everything in it was read from the finished files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from proofpress.diagnostics import Diagnostic, has_errors
from proofpress.model.page_map import PageMap
from proofpress.span import Span


class Box(NamedTuple):
    """A rectangle in points, from the page's lower left corner (ISO 32000-1, 7.9.5)."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a page of the PDF."""

    page_index: int
    """From 0."""
    box: Box | None = None
    """None for the page as a whole."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic of the proof, with the places in the products that show it."""

    diagnostic: Diagnostic
    product: str
    """`pdf`, `epub`, `kepub` (Kobo's variant of it) or `web`."""
    places: tuple[Place, ...] = ()
    """In the PDF."""
    address: str = ''
    """In EPUB and web page: file and id, `EPUB/text/background.xhtml#background-p3`."""
    blocks: tuple[str, ...] = ()
    """Ids of the blocks that it is about, as far as they are known."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One block of the composed tree, or one generated text."""

    id: str
    """Its id in the tree; texts that have none are named by what they are: `folio-vii`."""
    kind: str
    """`p`, `h2`, `caption`, `note`, `note-number`, `page-number`, `running-head`, ..."""
    section: str
    """Id of the section that it belongs to; empty for what belongs to a page."""
    text: str
    """As read from the tree, white space collapsed."""
    origin: Span | None = None
    """Where the author wrote it; None for what the press generated."""
    pdf: tuple[Place, ...] = ()
    """One for each page that it stands on."""
    epub: str = ''
    """File and id; empty when it is not to be in the EPUB."""
    web: str = ''
    """Its id in the web page; empty when it is not to be there."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found out about the products of one report."""

    findings: tuple[Finding, ...]
    page_map: PageMap
    ledger: tuple[Entry, ...]
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many of each were checked: `words`, `notes`, `page-numbers`, `links`, `glyphs`, ..."""
    word_counts: tuple[int, ...] = ()
    """Words on each page of the PDF, as white space parts them; running head and folio too."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The findings without their places."""
        return tuple(finding.diagnostic for finding in self.findings)

    @property
    def holds(self) -> bool:
        """True when nothing forbids publication."""
        return not has_errors(self.diagnostics)
