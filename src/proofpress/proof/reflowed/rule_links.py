"""Rule: every link and note leads where the book says, from the same words.

In: what is told, the edition, and which blocks say the same words.  Out: findings `link-astray`,
and `note-astray` for calls of notes and the ways back.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from proofpress.proof.ledger import Finding
from proofpress.proof.markup import Anchor, Link
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
    """Nothing stands where it leads."""


@dataclass(frozen=True, slots=True)
class _Astray:
    """Where a link stands that does not lead where it should."""

    origin: Span | None
    address: str
    role: str
    words: str = ''
    target: str = ''


def astray_links(told: Told, edition: Edition, agreement: Agreement) -> Iterator[Finding]:
    """Yield a finding for each link that is lost, added or leads elsewhere.

    Links that lead where they should, and find nothing there, are one finding: what is gone is one
    thing, and may have many links.
    """
    homes = _homes(edition)
    found: dict[str, list[_Led]] = defaultdict(list)
    for document in edition.documents:
        for one in document.markup.links:
            found[one.block].append(_led(one, document, homes))
    paths = {id_: path for path, id_ in reversed(tuple(homes))}
    wanted = _by_block(told)
    said = {one.id for one, _ in agreement.blocks} - agreement.astray
    known = {one.id for one in told.said}
    dead: list[_Astray] = []
    for block in dict.fromkeys((*wanted, *(block for block in found if block in known))):
        links, had = wanted.get(block, []), found[block]
        is_same = block in said
        if not is_same and len(links) != len(had):
            continue
        path = paths.get(block, edition.opening)
        for link, led in _paired(links, had):
            role = link.role if link is not None else led.role if led is not None else ''
            place = _Astray(told.origins.get(block), f'{path}#{block}' if block else path, role)
            if message := _difference(link, led, edition.medium, is_same=is_same):
                yield _astray(edition, place, message)
            elif led is not None and led.is_dead:
                dead.append(replace(place, words=led.words, target=led.target))
    yield from _dead(edition, dead)


def _astray(edition: Edition, place: _Astray, message: str) -> Finding:
    if place.role in _NOTE_ROLES:
        return edition.fault('note-astray', message, place.origin, place.address)
    return edition.fault('link-astray', message, place.origin, place.address)


def _dead(edition: Edition, dead: Sequence[_Astray]) -> Iterator[Finding]:
    for is_note in (True, False):
        kind = [place for place in dead if (place.role in _NOTE_ROLES) is is_note]
        if kind:
            first, *others = kind
            more = f", nor what {len(others)} other links lead to" if others else ""
            yield _astray(
                edition,
                first,
                f"In the {edition.medium} “{first.words}” leads to “{first.target}”, which is not "
                f"there{more}",
            )


def _paired(
    links: Sequence[Link], found: Sequence[_Led]
) -> Iterator[tuple[Link | None, _Led | None]]:
    """Pair links in order; where their numbers differ, by where they lead."""
    if len(links) == len(found):
        yield from zip(links, found, strict=True)
        return
    matcher = difflib.SequenceMatcher(
        None, [link.href for link in links], [led.target for led in found], autojunk=False
    )
    for _, start, end, found_start, found_end in matcher.get_opcodes():
        yield from zip_longest(links[start:end], found[found_start:found_end])


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


def _difference(link: Link | None, led: _Led | None, medium: str, *, is_same: bool) -> str:
    """Say what is wrong with a link; of words only where the block's words are right."""
    if led is None:
        return f"In the {medium} “{link.words}” leads nowhere any more" if link else ""
    if link is None:
        return f"In the {medium} “{led.words}” leads to “{led.target}”: the report has no such link"
    if led.target != link.href:
        return f"In the {medium} “{led.words}” leads to “{led.target}” instead of “{link.href}”"
    if is_same and led.words != link.words:
        return f"In the {medium} the link to “{led.target}” stands on “{led.words}”"
    if led.label != link.label:
        return (
            f"In the {medium} a listener hears “{led.label or led.words}” instead of "
            f"“{link.label or link.words}” for the link to “{link.href}”"
        )
    if led.role != link.role:
        return f"In the {medium} “{led.words}” is no longer marked as “{link.role}”"
    return ''
