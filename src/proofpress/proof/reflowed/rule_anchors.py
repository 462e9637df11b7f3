"""Rule: every place to which something may lead stands once, and where the book has it.

A link is right only when its target is: a note's id on another element opens the wrong note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from proofpress.proof.ledger import Finding
from proofpress.proof.read_markup import Anchor
from proofpress.proof.reflowed.edition import Document, Edition
from proofpress.proof.reflowed.rule_words import Agreement
from proofpress.proof.reflowed.told import Told

_NOTE_ROLES = frozenset({'doc-noteref', 'doc-backlink'})


def astray_anchors(told: Told, edition: Edition, agreement: Agreement) -> Iterator[Finding]:
    """Yield a finding for each id that is lost, stands twice, or has moved to other words."""
    places: dict[str, tuple[Document | None, Anchor | None]] = {}
    for document in edition.documents:
        counts = Counter(anchor.id for anchor in document.markup.anchors)
        for anchor in document.markup.anchors:
            places.setdefault(anchor.id, (document, anchor))
            if counts.pop(anchor.id, 1) > 1:
                yield edition.fault(
                    'anchor-wrong',
                    f"In the {edition.medium} “{anchor.id}” stands twice in one document: "
                    "links to it may lead to the wrong one",
                    told.origins.get(anchor.block),
                    f'{document.path}#{anchor.id}',
                )
    notes = {
        link.href.removeprefix('#')
        for markup in told.markups
        for link in markup.links
        if link.role in _NOTE_ROLES
    }
    same = {said.id for said, _ in agreement.blocks} - agreement.astray
    for section, markup in told.each():
        for anchor in markup.anchors:
            home, found = places.get(anchor.id, (None, None))
            block = anchor.block if found is None else found.block
            if found is not None and not _has_moved(anchor, found):
                continue
            if not {anchor.block, block} <= same:
                continue
            path = edition.opening if home is None else home.path
            where = "is gone" if found is None else "has moved to other words"
            message = f"In the {edition.medium} the place “{anchor.id}” {where}"
            origin = told.origin(section, anchor.id, anchor.block)
            if anchor.id in notes:
                yield edition.fault('note-astray', message, origin, f'{path}#{block}')
            else:
                yield edition.fault('anchor-wrong', message, origin, f'{path}#{block}')


def _has_moved(anchor: Anchor, found: Anchor) -> bool:
    return (anchor.block, anchor.offset, anchor.name) != (found.block, found.offset, found.name)
