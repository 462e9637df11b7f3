"""Two files of a report whose names are one on other systems: `Map.svg` and `map.svg`.

In: a report.  Out: `name-clash`, at the second.  Windows and macOS keep only one of them, so a copy
of the folder would show one picture in two places.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from proofpress.check.article import blocks, inlines
from proofpress.diagnostics import Diagnostic, Note
from proofpress.model.prose import Figure, Image
from proofpress.model.report import Report
from proofpress.span import Span


def name_clash(report: Report) -> Iterator[Diagnostic]:
    """Name each file that differs from an earlier one in case or in composed letters alone."""
    first: dict[str, tuple[str, Span]] = {}
    for path, span in _files(report):
        other, place = first.setdefault(_folded(path), (path, span))
        if other != path:
            yield Diagnostic(
                'name-clash',
                f"The files “{other}” and “{path}” are one on Windows and macOS",
                span,
                "give one of them another name",
                notes=(Note("the first is named here", place),),
            )


def _folded(path: str) -> str:
    """Return the name as the file systems compare it that keep no two of a kind."""
    return unicodedata.normalize('NFC', unicodedata.normalize('NFC', path).casefold())


def _files(report: Report) -> Iterator[tuple[str, Span]]:
    """Yield the files that the report names and that are there, with the places."""
    yield from ((chapter.path, Span(chapter.path)) for chapter in report.chapters)
    for block in blocks(report):
        if isinstance(block, Figure) and block.path in report.pictures:
            yield block.path, block.span
    for inline in inlines(report):
        if isinstance(inline, Image) and inline.path in report.pictures:
            yield inline.path, inline.span
