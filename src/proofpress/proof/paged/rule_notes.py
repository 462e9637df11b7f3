"""Every note stands on the page that calls it, or on the next where there is no room."""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.proof.ledger import Finding
from proofpress.proof.paged.evidence import Evidence
from proofpress.proof.paged.expected import ExpectedBlock


def astray_notes(evidence: Evidence) -> Iterator[Finding]:
    """Yield `note-astray` for each note on another page."""
    pairs = {one.expected.id: one for one in evidence.pairing.pairs}
    for block in evidence.expectation.blocks:
        if block.kind != 'note-number':
            continue
        call = evidence.page_of(_call_of(block))
        one = pairs.get(block.id)
        note = None if one is None else next(iter(evidence.places(one.found)), None)
        if call is None or note is None or 0 <= note.page_index - call <= 1:
            continue
        yield evidence.finding(
            'note-astray',
            f"Note {block.text} stands on page {evidence.folio(note.page_index)}, and is called "
            f"on page {evidence.folio(call)}",
            block,
            (note,),
            "this is a fault of the layout: report it with this note",
        )


def _call_of(block: ExpectedBlock) -> str:
    return block.links[0].href.removeprefix('#')
