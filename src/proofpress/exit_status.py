"""What a command says to the shell when it ends; the manual lists these numbers.

In: nothing (values).  Out: `ExitStatus`.
"""

from __future__ import annotations

import enum


class ExitStatus(enum.IntEnum):
    """The end of a command."""

    FINE = 0
    FINDINGS = 1
    """The source, a product or the place for the products is not as it must be."""
    USAGE = 2
    """The command line asks for what does not exist."""
    MISSING = 3
    """A system library or an outer tool is not installed."""
    LIMIT = 4
    """The report asks for more time or memory than a report may take."""
    FAULT = 70
    """Proofpress itself is at fault (EX_SOFTWARE of sysexits.h)."""
    INTERRUPTED = 130
    """Control-C: 128 and the number of SIGINT."""
