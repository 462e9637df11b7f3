"""Every printed page number is the folio of the page where its target stands.

Contents, timeline, glossary, cross-references.  Numbers are compared with the places of the
targets' own words, not with links or named destinations, which may be wrong in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from proofpress.proof.ledger import Finding
from proofpress.proof.paged.evidence import Evidence
from proofpress.proof.paged.expected import Number, seen


def wrong_page_numbers(evidence: Evidence) -> Iterator[Finding]:
    """Yield `page-number-wrong` for each place that prints other numbers than it should."""
    for one in evidence.pairing.pairs:
        for number, printed in zip(one.expected.numbers, one.numbers, strict=True):
            wanted = page_numbers(evidence, number)
            if seen(wanted) != printed:
                words = ' '.join(one.expected.text.split())
                yield evidence.finding(
                    'page-number-wrong',
                    f"The PDF prints “{printed}” after “{words}” where “{wanted}” is right",
                    one.expected,
                    evidence.places(one.found),
                    "this is a fault of Proofpress: report it with these words",
                )


def page_numbers(evidence: Evidence, number: Number) -> str:
    """Return the folios of the targets as they should be printed, `2, 4–6`.

    Three and more that follow each other are a range; a target that stands nowhere has none.
    """
    found = (evidence.page_of(target) for target in number.targets)
    indexes = sorted({index for index in found if index is not None})
    runs: list[list[int]] = []
    for index in indexes:
        if runs and index == runs[-1][-1] + 1 and _counts_on(evidence, index - 1):
            runs[-1].append(index)
        else:
            runs.append([index])
    return ', '.join(
        part for run in runs for part in _printed([evidence.folio(index) for index in run])
    )


def _printed(folios: Sequence[str]) -> Sequence[str]:
    return [f'{folios[0]}–{folios[-1]}'] if len(folios) > 2 else folios


def _counts_on(evidence: Evidence, index: int) -> bool:
    """Tell whether the page after this one is numbered in the same way."""
    return evidence.folio(index).isdigit() is evidence.folio(index + 1).isdigit()
