"""Rule: the navigation lists the headings of the book: all, in order, nested, leading to them.

In: what is told, the edition and its lists of headings.  Out: findings `navigation-wrong`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from proofpress.compose.book import Matter, Outline
from proofpress.proof.ledger import Finding
from proofpress.proof.markup import NavEntry
from proofpress.proof.reflowed.edition import Contents, Edition, place_of
from proofpress.proof.reflowed.told import Told, contents_title, headings
from proofpress.span import Span

EPUB_LEVELS = 3
"""Kobo shows no more (kobolabs/epub-spec, "Table of Contents")."""
_LANDMARK_WORDS = frozenset({"Landmarks", "Cover", "Title page"})

_Listed = tuple[int, str, str]
"""Level, words and target of a heading."""


def wrong_navigation(
    told: Told, edition: Edition, contents: Contents, most_levels: int, title: str
) -> Iterator[Finding]:
    """Yield a finding for the first heading that the list gets wrong, and for a wrong title."""
    if contents.title != title:
        message = (
            f"The contents of the {edition.medium} are headed “{contents.title}”, not “{title}”"
        )
        yield edition.fault('navigation-wrong', message, None, contents.path)
    levels = max(1, min(told.book.toc_depth, most_levels))
    outlines = list(headings(told.book.outlines(), levels))
    listed = list(_listed(contents.entries, contents.path))
    anchors = {
        f'{document.path}#{anchor.id}'
        for document in edition.documents
        for anchor in document.markup.anchors
    }
    for wanted, had in zip_longest(outlines, listed):
        if message := _difference(wanted, had, anchors, edition.medium):
            outline = None if wanted is None else wanted[1]
            yield edition.fault('navigation-wrong', message, _origin(told, outline), contents.path)
            return


def _difference(
    wanted: tuple[int, Outline] | None,
    had: _Listed | None,
    anchors: set[str],
    medium: str,
) -> str:
    if wanted is None:
        return f"The contents of the {medium} list “{had[1] if had else ''}”, which is no heading"
    level, outline = wanted
    words = label(outline)
    if had is None:
        return f"The contents of the {medium} do not list “{words}”"
    if had[1] != words:
        return f"The contents of the {medium} list “{had[1]}” where “{words}” belongs"
    if had[0] != level:
        return f"The contents of the {medium} list “{words}” on level {had[0]} instead of {level}"
    if had[2].partition('#')[2] != outline.id or had[2] not in anchors:
        return f"The contents of the {medium} lead from “{words}” to “{had[2]}”, not to its heading"
    return ''


def label(outline: Outline) -> str:
    """Return a heading with its number, white space collapsed."""
    return ' '.join(f'{outline.number} {outline.title}'.split())


def _listed(entries: Iterable[NavEntry], path: str, level: int = 1) -> Iterator[_Listed]:
    for entry in entries:
        place = place_of(entry.href, path)
        target = entry.href if place is None else f'{place.path}#{place.id}'
        yield level, entry.words, target
        yield from _listed(entry.children, path, level + 1)


def _origin(told: Told, outline: Outline | None) -> Span | None:
    if outline is not None:
        for section, markup in told.each():
            if any(anchor.id == outline.id for anchor in markup.anchors):
                return told.origin(section, outline.id)
    return None


def wrong_landmarks(told: Told, edition: Edition, landmarks: Contents) -> Iterator[Finding]:
    """Yield a finding for each landmark with words of its own, or that leads nowhere."""
    known = _LANDMARK_WORDS | {contents_title(told.book)}
    known |= {section.title for section in told.book.sections}
    places = {
        f'{document.path}#{id_}'
        for document in edition.every_document
        for id_ in ('', *(anchor.id for anchor in document.markup.anchors))
    }
    for _, words, target in _listed(landmarks.entries, landmarks.path):
        leads = target if '#' in target else f'{target}#'
        if leads not in places or words not in known:
            message = f"The landmark “{words}” of the {edition.medium} leads to “{target}”"
            yield edition.fault('navigation-wrong', message, None, landmarks.path)
    bodies = [entry for entry in landmarks.entries if 'bodymatter' in entry.type.split()]
    first = next((s for s in told.sections if s.matter is Matter.BODY), None)
    for entry in bodies:
        place = place_of(entry.href, landmarks.path)
        here = next((d for d in edition.documents if place and d.path == place.path), None)
        opens = {anchor.id for anchor in here.markup.anchors} if here else set()
        if first is not None and first.id not in opens:
            message = (
                f"The {edition.medium} opens at “{entry.words}”, where the text does not begin"
            )
            yield edition.fault('navigation-wrong', message, told.origin(first), landmarks.path)
