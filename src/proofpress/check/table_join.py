"""Cells that are joined to nothing, or to a part of another.

In: a report.  Out: `table-join-astray`.  Joined cells make a rectangle with the one that has the
words; head and body are apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.check.article import blocks
from proofpress.diagnostics import Diagnostic
from proofpress.model.prose import Table
from proofpress.model.report import Report
from proofpress.model.tables import stray_joins


def table_join_astray(report: Report) -> Iterator[Diagnostic]:
    """Name each joined cell that belongs to no other."""
    for block in blocks(report):
        if isinstance(block, Table):
            for cell in (*stray_joins([block.head]), *stray_joins(block.rows)):
                join = cell.join.value if cell.join else ''
                yield Diagnostic(
                    'table-join-astray',
                    f"The cell “{join}” is joined to no other",
                    cell.span,
                    "“^^” goes on with the cell above and “<<” with the one to the left; together "
                    "they must make a rectangle",
                )
