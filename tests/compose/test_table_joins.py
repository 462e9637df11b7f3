"""Cells that are joined reach over rows and columns in every product."""

from __future__ import annotations

from pathlib import Path

from proofpress.compose.book import XHTML
from proofpress.compose.compose import compose
from proofpress.manuscript import read_report

TABLE = """---
title: Rivers
---

# Gauges

| River | Gauge | 2022 | 2023 |
|-------|-------|------|------|
| Mera  | Upper | 210  | 190  |
| ^^    | Lower | 340  | 310  |
| All   | <<    | 550  | 500  |
| ^^    | <<    | 551  | 501  |
"""


def cells(folder: Path, text: str) -> list[list[tuple[str, str, str]]]:
    (folder / 'report.md').write_text(text)
    report = read_report(folder).report
    assert report is not None
    book, _ = compose(report)
    (table,) = (t for section in book.sections for t in section.tree.iter(f'{{{XHTML}}}table'))
    return [
        [(cell.text or '', cell.get('rowspan', ''), cell.get('colspan', '')) for cell in row]
        for row in table.iter(f'{{{XHTML}}}tr')
    ]


def test_joined_cells_are_one_cell(tmp_path: Path) -> None:
    """Whoever listens hears the river's name once, for both of its gauges."""
    assert cells(tmp_path, TABLE)[1:] == [
        [('Mera', '2', ''), ('Upper', '', ''), ('210', '', ''), ('190', '', '')],
        [('Lower', '', ''), ('340', '', ''), ('310', '', '')],
        [('All', '2', '2'), ('550', '', ''), ('500', '', '')],
        [('551', '', ''), ('501', '', '')],
    ]


def test_a_head_over_several_columns_speaks_for_all_of_them(tmp_path: Path) -> None:
    """Its scope is the group."""
    text = TABLE.replace('| River | Gauge | 2022 | 2023 |', '| River | Gauge | Flow | <<   |')
    assert cells(tmp_path, text)[0] == [('River', '', ''), ('Gauge', '', ''), ('Flow', '', '2')]


def test_the_marks_are_words_elsewhere(tmp_path: Path) -> None:
    """Only a cell that says nothing else is joined."""
    text = TABLE.replace('| ^^    | Lower', '| ^^ up | Lower')
    assert cells(tmp_path, text)[2][0] == ('^^ up', '', '')
