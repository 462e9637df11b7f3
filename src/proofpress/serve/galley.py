"""Galleys: pages set ahead of the rest, as printers pull a proof before the sheet is made up.

In: the folder of a report that was just saved.  Out: a `Galley`, and an `Advance` of the EPUB and
the web page, when the edit allows them.  Who makes them is told to the server (`GalleyDesk`); it
only shows them until the whole is published.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from proofpress.diagnostics import Diagnostic
from proofpress.product import ProductFile


class Galley(Protocol):
    """The pages of one stretch of a report, set and proofed by themselves."""

    @property
    def pdf(self) -> bytes:
        """The pages, as a PDF of their own."""

    @property
    def first_page_index(self) -> int:
        """Where they stand in the PDF of the whole (from 0)."""

    @property
    def replaced(self) -> int:
        """How many pages of the former PDF they stand for."""

    @property
    def folios(self) -> tuple[str, ...]:
        """The folio of each page."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was found on them."""


class Advance(Protocol):
    """The EPUB's texts and the web page, made ahead of the rest; nobody has proofed them."""

    @property
    def web(self) -> bytes:
        """The web page, without its assets."""

    @property
    def documents(self) -> Sequence[ProductFile]:
        """The documents of the EPUB in reading order, by their paths in the archive."""


class GalleyDesk(Protocol):
    """Sets pages of one report ahead; it is asked by one thread at a time."""

    def get_ready(self) -> None:
        """Look at what is published now, so that an edit finds all ready."""

    def galley(self) -> Galley | None:
        """Set what was edited since the last time; None when the whole has to be made."""

    def advance(self) -> Advance | None:
        """Make the EPUB's texts and the web page of that; None when the whole has to be made."""

    def close(self) -> None:
        """End what it keeps running."""


GalleyDesks = Callable[[Path], GalleyDesk]
"""Opens the desk for a report's folder."""
