"""Says what was found: to people on a terminal, to programs as JSON Lines, to services as SARIF.

In: `Findings`.  Out: text on streams; nothing else in Proofpress prints.
"""

from __future__ import annotations

from typing import Protocol, TextIO

from proofpress.present.findings import Findings, printable
from proofpress.present.json import JsonLines
from proofpress.present.sarif import sarif
from proofpress.present.terminal import Terminal

__all__ = ['Findings', 'JsonLines', 'Presenter', 'Terminal', 'printable', 'sarif', 'show_page']


class Presenter(Protocol):
    """Shows findings report by report."""

    def show(self, findings: Findings) -> None:
        """Write the diagnostics of a report."""

    def finish(self) -> None:
        """Write what must be said when all reports are done."""


def show_page(page: str, stream: TextIO) -> None:
    """Write a page of the manual."""
    print(page, file=stream, end='')
