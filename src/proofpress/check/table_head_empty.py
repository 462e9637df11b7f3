"""A column of a table that has no head.

In: a report.  Out: `table-head-empty`, a warning, and `table-without-head`, an error.  The corner
above the row heads may be empty.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.check.article import blocks
from proofpress.diagnostics import Diagnostic, Severity
from proofpress.model.prose import Cell, Table, plain_text
from proofpress.model.report import Report


def table_head_empty(report: Report) -> Iterator[Diagnostic]:
    """Name each empty head cell but the first."""
    for block in blocks(report):
        if not isinstance(block, Table):
            continue
        if not any(_says(cell) for cell in block.head):
            yield Diagnostic(
                'table-without-head',
                "The table has no head: nobody who listens can tell what its columns hold",
                block.span,
                "say in the first row what each column holds",
            )
        else:
            for number, cell in enumerate(block.head[1:], start=2):
                if not _says(cell):
                    yield Diagnostic(
                        'table-head-empty',
                        f"Column {number} of the table has no head",
                        cell.span,
                        "say in the first row what the column holds",
                        Severity.WARNING,
                    )


def _says(cell: Cell) -> bool:
    """Tell whether a cell has words, or goes on with one that has."""
    return cell.join is not None or bool(plain_text(cell.children).strip())
