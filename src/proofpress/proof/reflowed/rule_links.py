"""Rule: every link and note leads where the book says, from the same words.

In: what is told, the edition, and which blocks say the same words.  Out: findings `link-astray`,
and `note-astray` for calls of notes and the ways back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from proofpress.proof.ledger import Finding
from proofpress.proof.read_markup import Anchor, Link
from proofpress.proof.reflowed.edition import Document, Edition, place_of
from proofpress.proof.reflowed.rule_words import Agreement
from proofpress.proof.reflowed.told import Told
from proofpress.span import Span

_NOTE_ROLES = frozenset({'doc-noteref', 'doc-backlink'})


@dataclass(frozen=True, slots=True)
class _Led:
    """A link of the edition, resolved."""

    target: str
    """`#id` within the product, else the address as it stands."""
    words: str
    label: str
    role: str
    document: Document
    is_dead: bool


def astray_links(told: Told, edition: Edition, agreement: Agreement) -> Iterator[Finding]:
    """Yield a finding for each link that is lost, added or leads elsewhere."""
    homes = _homes(edition)
    found: dict[str, list[_Led]] = defaultdict(list)
    for document in edition.documents:
        for link in document.markup.links:
            found[link.block].append(_led(link, document, homes))
    same = {said.id for said, _ in agreement.blocks} - agreement.astray
    origins = told.origins
    wanted = _by_block(told)
    for block, links in wanted.items():
        if block in same or len(links) == len(found[block]):
            yield from _compared(edition, links, found[block], origins.get(block), block)
    known = {run.block for markup in told.markups for run in markup.runs} | {''}
    for block in found:
        if block in known and block not in wanted:
            yield from _compared(edition, (), found[block], origins.get(block), block)


def count_links(told: Told) -> Mapping[str, int]:
    """Count the links that are checked, those of notes apart."""
    links = [link for markup in told.markups for link in markup.links]
    notes = sum(link.role in _NOTE_ROLES for link in links)
    return {'links': len(links) - notes, 'notes': notes}


def _by_block(told: Told) -> Mapping[str, Sequence[Link]]:
    links: dict[str, list[Link]] = defaultdict(list)
    for link in (*told.opening_links, *(one for m in told.markups for one in m.links)):
        links[link.block].append(link)
    return links


def _homes(edition: Edition) -> Mapping[tuple[str, str], Anchor]:
    return {
        (document.path, anchor.id): anchor
        for document in edition.every_document
        for anchor in document.markup.anchors
    }


def _led(link: Link, document: Document, homes: Mapping[tuple[str, str], Anchor]) -> _Led:
    place = place_of(link.href, document.path)
    if place is None:
        return _Led(link.href, link.words, link.label, link.role, document, is_dead=False)
    is_dead = (place.path, place.id) not in homes
    return _Led(f'#{place.id}', link.words, link.label, link.role, document, is_dead)


def _compared(
    edition: Edition,
    links: Sequence[Link],
    found: Sequence[_Led],
    origin: Span | None,
    block: str,
) -> Iterator[Finding]:
    for link, led in zip_longest(links, found):
        if message := _difference(link, led, edition.medium):
            role = (link or led).role
            path = led.document.path if led else edition.opening
            address = f'{path}#{block}' if block else path
            if role in _NOTE_ROLES:
                yield edition.fault('note-astray', message, origin, address)
            else:
                yield edition.fault('link-astray', message, origin, address)
            if link is None or led is None:
                return


def _difference(link: Link | None, led: _Led | None, medium: str) -> str:
    if led is None:
        return f"In the {medium} a link to “{link.href if link else ''}” is gone"
    if link is None:
        return f"In the {medium} “{led.words}” leads to “{led.target}”: the report has no such link"
    if led.target != link.href:
        return f"In the {medium} “{led.words}” leads to “{led.target}” instead of “{link.href}”"
    if led.is_dead:
        return f"In the {medium} “{led.words}” leads to “{led.target}”, which is not there"
    if led.words != link.words:
        return f"In the {medium} the link to “{led.target}” stands on “{led.words}”"
    if led.label != link.label:
        return (
            f"In the {medium} a listener hears “{led.label or led.words}” instead of "
            f"“{link.label or link.words}” for the link to “{link.href}”"
        )
    if led.role != link.role:
        return f"In the {medium} “{led.words}” is no longer marked as “{link.role}”"
    return ''
