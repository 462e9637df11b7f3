"""Rule: every place to which something may lead stands once, and where the book has it.

A link is right only when its target is: a note's id on another element opens the wrong note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from proofpress.proof.ledger import Finding
from proofpress.proof.markup import Anchor
from proofpress.proof.reflowed.edition import Document, Edition
from proofpress.proof.reflowed.rule_words import Agreement
from proofpress.proof.reflowed.told import Told

_NOTE_ROLES = frozenset({'doc-noteref', 'doc-backlink'})


def astray_anchors(told: Told, edition: Edition, agreement: Agreement) -> Iterator[Finding]:
    """Yield a finding for each id that is lost, stands twice, or has moved to other words."""
    places: dict[str, tuple[Document | None, Anchor | None]] = {}
    for document in edition.documents:
        counts = Counter(anchor.id for anchor in document.markup.anchors)
        doubled = {id_ for id_, count in counts.items() if count > 1}
        for anchor in document.markup.anchors:
            is_inner = anchor.id != anchor.block and anchor.block in doubled
            if anchor.id in doubled and anchor.id not in places and not is_inner:
                yield edition.fault(
                    'anchor-wrong',
                    f"In the {edition.medium} “{anchor.id}” stands twice in one document: "
                    "links to it may lead to the wrong one",
                    told.origins.get(anchor.block),
                    f'{document.path}#{anchor.id}',
                )
            places.setdefault(anchor.id, (document, anchor))
    notes = {
        link.href.removeprefix('#')
        for markup in told.markups
        for link in markup.links
        if link.role in _NOTE_ROLES
    }
    same = {said.id for said, _ in agreement.blocks}
    # Where words are lost or changed, that is the finding; their places are gone with them.
    astray = agreement.astray | {said.id for said in told.said if said.id not in same}
    for section, markup in told.each():
        # A section that is gone altogether is gone with all its words, which is told.
        for anchor in markup.anchors if section.id in places else ():
            home, found = places.get(anchor.id, (None, None))
            block = anchor.block if found is None else found.block
            message = _difference(anchor, found, edition.medium)
            if not message or astray & {anchor.block, block}:
                continue
            if home is None:
                home = places.get(anchor.within, places.get(section.id, (None, None)))[0]
            address = f'{home.path if home else edition.opening}#{block}'
            origin = told.origin(section, anchor.id, anchor.block)
            if anchor.id in notes:
                yield edition.fault('note-astray', message, origin, address)
            else:
                yield edition.fault('anchor-wrong', message, origin, address)


def _difference(anchor: Anchor, found: Anchor | None, medium: str) -> str:
    if found is None:
        return f"In the {medium} the place “{anchor.id}” is gone"
    if found.name != anchor.name:
        return f"In the {medium} “{anchor.id}” is marked as {found.name} instead of {anchor.name}"
    # A section stands in no other; on the web page it stands in the part for the text.
    if anchor.within and found.within != anchor.within:
        return f"In the {medium} “{anchor.id}” stands in “{found.within}”, not in “{anchor.within}”"
    if (found.block, found.offset) != (anchor.block, anchor.offset):
        return f"In the {medium} the place “{anchor.id}” has moved to other words"
    return ''
