"""Rule: every cell stands in its row, with its kind, its spans and its words.

A row without one empty cell says the same words, and says them under the wrong headings.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from proofpress.proof.ledger import Finding
from proofpress.proof.markup import Row
from proofpress.proof.reflowed.edition import Document, Edition
from proofpress.proof.reflowed.rule_words import Agreement
from proofpress.proof.reflowed.told import Told


def wrong_rows(told: Told, edition: Edition, agreement: Agreement) -> Iterator[Finding]:
    """Yield a finding for each row whose words are right and whose cells are not."""
    found: dict[str, list[tuple[Document, Row]]] = defaultdict(list)
    for document in edition.documents:
        for row in document.markup.rows:
            found[row.block].append((document, row))
    for section, markup in told.each():
        for row in markup.rows:
            places = found.get(row.block)
            if not places or row.block in agreement.astray:
                continue
            document, had = places.pop(0)
            if row.cells != had.cells:
                shown = ' | '.join(map(_words, had.cells))
                yield edition.fault(
                    'table-wrong',
                    f"The cells of a row of the {edition.medium} are not the report's: “{shown}”",
                    told.origin(section, row.block),
                    f'{document.path}#{row.block}',
                )


def count_rows(told: Told) -> int:
    """Count the rows that are checked."""
    return sum(len(markup.rows) for markup in told.markups)


def _words(cell: str) -> str:
    return cell.split(' ', 3)[3]
