"""A column of a table that has no head.

In: a report.  Out: `table-head-empty`, a warning.  The corner above the row heads may be empty.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.check.article import blocks
from proofpress.diagnostics import Diagnostic, Severity
from proofpress.model.prose import Table, plain_text
from proofpress.model.report import Report


def table_head_empty(report: Report) -> Iterator[Diagnostic]:
    """Name each empty head cell but the first."""
    for block in blocks(report):
        if isinstance(block, Table):
            for number, cell in enumerate(block.head[1:], start=2):
                if not plain_text(cell.children).strip():
                    yield Diagnostic(
                        'table-head-empty',
                        f"Column {number} of the table has no head",
                        cell.span,
                        "say in the first row what the column holds",
                        Severity.WARNING,
                    )
