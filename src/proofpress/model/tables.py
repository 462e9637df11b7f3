"""How far the cells of a table reach: cells that are joined to the one above or to the left.

In: rows of cells.  Out: `Extent`s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from proofpress.model.prose import Cell, Join


@dataclass(frozen=True, slots=True)
class Extent:
    """How many rows and columns a cell takes up."""

    rows: int
    columns: int


def extent_of(rows: Sequence[Sequence[Cell]], column: int) -> Extent:
    """Return how far the cell in a column of the first row reaches right and down.

    Rows below belong to it as long as every cell under it is joined; a cell joined otherwise is
    for `check` to name.
    """
    columns = 1
    while column + columns < len(rows[0]) and rows[0][column + columns].join is Join.LEFT:
        columns += 1
    count = 1
    while count < len(rows) and _belongs(rows[count], column, columns):
        count += 1
    return Extent(count, columns)


def _belongs(row: Sequence[Cell], column: int, columns: int) -> bool:
    cells = row[column : column + columns]
    return (
        len(cells) == columns
        and cells[0].join is Join.ABOVE
        and all(cell.join is not None for cell in cells)
    )


def stray_joins(rows: Sequence[Sequence[Cell]]) -> list[Cell]:
    """Return the joined cells that are part of no other cell, in reading order."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell.join is None:
                extent = extent_of(rows[row:], column)
                taken |= {
                    (row + down, column + right)
                    for down in range(extent.rows)
                    for right in range(extent.columns)
                }
    return [
        cell
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if cell.join is not None and (row, column) not in taken
    ]
