"""Every picture of the book is told in the PDF, in the author's words; every table has its rows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from proofpress.diagnostics import Diagnostic
from proofpress.proof.ledger import Finding, Place
from proofpress.proof.paged.evidence import Evidence
from proofpress.proof.paged.expected import seen

_ROW_HELP = "cut the row in two, or set what it says as text"
_HELP = "this is a fault of Proofpress: report it with this picture"


def lost_figures(evidence: Evidence) -> Iterator[Finding]:
    """Yield `picture-lost` for each picture that is missing, or told in other words."""
    pairs = itertools.zip_longest(evidence.expectation.figures, evidence.tags.figures)
    for figure, found in pairs:
        if figure is None:
            place = Place(found.page_index)
            message = f"The PDF tells of a picture that the report does not show: “{found.alt}”"
            yield Finding(Diagnostic('picture-lost', message, None, _HELP), 'pdf', (place,))
        elif found is None:
            message = f"The PDF does not show the picture “{figure.alt}”"
            yield Finding(Diagnostic('picture-lost', message, figure.origin, _HELP), 'pdf')
        elif _told(figure.alt) != _told(found.alt):
            message = f"The PDF tells “{found.alt}” of a picture, and the report “{figure.alt}”"
            yield Finding(
                Diagnostic('picture-lost', message, figure.origin, _HELP),
                'pdf',
                (Place(found.page_index),),
            )


def cut_tables(evidence: Evidence) -> Iterator[Finding]:
    """Yield `table-cut` when a listener hears other tables than the report has."""
    wanted, found = evidence.expectation.table_rows, evidence.tags.table_rows
    if wanted != found:
        message = (
            f"The PDF has tables of {_counts(found)} rows for its listeners, and the report of "
            f"{_counts(wanted)}"
        )
        yield Finding(
            Diagnostic('table-cut', message, None, "this is a fault of Proofpress: report it"),
            'pdf',
        )


def late_heads(evidence: Evidence) -> Iterator[Finding]:
    """Yield `table-cut` for each table whose head is printed below rows that it is the head of."""
    for head, row in evidence.expectation.table_heads:
        above, below = evidence.place_of(head), evidence.place_of(row)
        if above is None or below is None or above.page_index <= below.page_index:
            continue
        block = evidence.block_of(row)
        message = (
            f"The head of a table stands on page {evidence.folio(above.page_index)}, and its first "
            f"row on page {evidence.folio(below.page_index)}"
        )
        yield evidence.finding('table-cut', message, block, (below,), _ROW_HELP)


def _counts(rows: list[int]) -> str:
    return ', '.join(map(str, rows)) or 'no'


def _told(alt: str) -> str:
    """Return what counts of an alternative text: a full stop more or less does not."""
    return seen(alt).replace('.', '')
