"""Reads a report's folder into values of the model; the author's manual is `docs/report-folder.md`.

In: a folder.  Out: a `Manuscript`: the `Report`, everything there is to say about its files, and
their texts.  Nothing raises for bad files, and nothing outside the folder is read but the imprint
beside it.  `report` knows the order of the files, `workspace` opens them.
"""

from proofpress.manuscript.report import Manuscript, read_report

__all__ = ['Manuscript', 'read_report']
