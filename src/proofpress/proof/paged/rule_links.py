"""Every link of the PDF leads where its words say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import hypot, inf

from proofpress.proof.ledger import Box, Finding, Place
from proofpress.proof.paged.evidence import Evidence, pieces_of_link
from proofpress.proof.paged.expected import ExpectedLink, seen
from proofpress.proof.paged.pairs import Pair
from proofpress.proof.read_pdf import LinkReading

_NUMBERS = re.compile(r'(\d+|[ivxlcdm]+)(–(\d+|[ivxlcdm]+))?')
_FAR = 150.0
"""Points between a link's goal and the words that it names: beyond, a reader would miss them."""

_BESIDE = 4.0
"""Points between two places that are two to the eye."""


def astray_links(evidence: Evidence) -> Iterator[Finding]:
    """Yield `link-astray` for each link that is missing or leads elsewhere."""
    annotations = {link.number: link for page in evidence.reading.pages for link in page.links}
    for one in evidence.pairing.pairs:
        links = _links_at(one)
        for link in one.expected.links:
            if link.start == link.end and _has_link(evidence, one, link):
                continue
            at = one.found_at(link.start)
            number = links.get(at, -1)
            areas = one.found.links[number].annotations if number >= 0 else ()
            found = [annotations[area] for area in areas if area in annotations]
            if not found or not all(_leads(evidence, link, area) for area in found):
                yield _astray(evidence, one, link, number, found)
        yield from _astray_numbers(evidence, one, links, annotations)


def _has_link(evidence: Evidence, one: Pair, link: ExpectedLink) -> bool:
    """Tell whether a link without words, on a picture, is on the pages of its block."""
    pages = {page_index for page_index, _ in one.pages()}
    areas = (area for index in pages for area in evidence.reading.pages[index].links)
    return any(_leads(evidence, link, area) for area in areas)


def _links_at(one: Pair) -> dict[int, int]:
    """Return which link begins at which seen character of the found block."""
    links: dict[int, int] = {}
    at = 0
    known = -1
    for piece in one.found.pieces:
        if piece.link >= 0 and piece.link != known:
            links.setdefault(at, piece.link)
        known = piece.link
        at += len(seen(piece.text))
    return links


def _leads(evidence: Evidence, link: ExpectedLink, area: LinkReading) -> bool:
    if not link.href.startswith('#'):
        return area.uri == link.href
    page_index = evidence.page_of(link.href[1:])
    # A section without words of its own, or a figure: its name must do.
    if page_index is None:
        return area.target == link.href[1:] or area.page_index is not None
    if area.page_index != page_index:
        return False
    place = evidence.place_of(link.href[1:])
    if place is None or place.box is None:
        return True
    if _is_of_note(link) and _leads_nearer(evidence, link, area, place):
        return False
    # The words of a figure are its caption, which stands below the picture.
    is_figure = any(figure.id == link.href[1:] for figure in evidence.expectation.figures)
    return place.box.bottom - _FAR < area.top and (is_figure or area.top < place.box.top + _FAR)


def _is_of_note(link: ExpectedLink) -> bool:
    return link.href.startswith(('#note-', '#call-'))


def _leads_nearer(evidence: Evidence, link: ExpectedLink, area: LinkReading, place: Place) -> bool:
    """Tell whether a link to a note, or back to its call, leads to another one on the page."""
    boxes = evidence.note_boxes.get((link.href[1:5], place.page_index), {})
    others = (_distance(area, box) for id_, box in boxes.items() if id_ != link.href[1:])
    return min(others, default=inf) + _BESIDE < _distance(area, place.box)


def _distance(area: LinkReading, box: Box | None) -> float:
    """Return how many points from the upper left corner of words a link leads."""
    return inf if box is None else hypot(area.left - box.left, area.top - box.top)


def _astray(
    evidence: Evidence, one: Pair, link: ExpectedLink, number: int, found: list[LinkReading]
) -> Finding:
    words = _words(one, link)
    if link.start == link.end:
        message = f"A picture is no link in the PDF, and should lead to {link.href}"
    elif not found:
        message = f"The words “{words}” are no link in the PDF, and should lead to {link.href}"
    else:
        goals = ', '.join(dict.fromkeys(_goal(evidence, area) for area in found))
        message = f"The link “{words}” leads to {goals} in the PDF, and should to {link.href}"
    contents = list(pieces_of_link(one.found, number))
    places = tuple(
        Place(page_index, evidence.box(page_index, [content_id]))
        for page_index, content_id in contents
    )
    return evidence.finding(
        'link-astray',
        message,
        one.expected,
        places or evidence.places(one.found),
        "this is a fault of Proofpress: report it with these words",
    )


def _words(one: Pair, link: ExpectedLink) -> str:
    """Return the words of a link, or as many as can be told."""
    text = one.expected.text
    starts = [index for index, character in enumerate(text) if seen(character)]
    if link.start >= len(starts):
        return ' '.join(text.split())
    return ' '.join(text[starts[link.start] : starts[max(link.start, link.end - 1)] + 1].split())


def _goal(evidence: Evidence, area: LinkReading) -> str:
    if area.uri:
        return area.uri
    return "nowhere" if area.page_index is None else f"page {evidence.folio(area.page_index)}"


def _astray_numbers(
    evidence: Evidence, one: Pair, links: dict[int, int], annotations: dict[int, LinkReading]
) -> Iterator[Finding]:
    """Yield a finding for each printed page number that leads to another page than it names."""
    if not one.expected.numbers:
        return
    for number in links.values():
        words = ''.join(piece.text for piece in one.found.pieces if piece.link == number).strip()
        if not _NUMBERS.fullmatch(words):
            continue
        folio = words.partition('–')[0]
        for area in one.found.links[number].annotations:
            link = annotations.get(area)
            if link is None or link.page_index is None:
                continue
            if evidence.folio(link.page_index) != folio:
                yield evidence.finding(
                    'link-astray',
                    f"The page number {words} leads to {_goal(evidence, link)} in the PDF",
                    one.expected,
                    evidence.places(one.found),
                    "this is a fault of Proofpress: report it with this number",
                )
