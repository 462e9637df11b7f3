"""The proof as a page to read: `proof.html`, one file that needs no other and no network.

In: the `Facts`, the PDF's pages, the texts of the sources.  Out: HTML.  Every word is escaped; the
only script is ours, and the page's own policy lets no other run.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from proofpress.assets import package_text
from proofpress.diagnostics import Severity
from proofpress.proof.ledger import Entry, Place
from proofpress.proof.pictures import Pages, Picture
from proofpress.proof.report import wording
from proofpress.proof.report.facts import Facts, NumberedFinding, PageFacts, Standing
from proofpress.stylesheet import layered
from proofpress.templates import policy_source, templates_in

MOST_PICTURES = 40
"""Of places, in the whole report."""
MOST_PLACES = 3
"""Pictures for one finding."""
_MOST_LINE = 240
"""Characters of a source line that are shown."""
_OVERVIEW_FROM = 4
"""Findings from which on a table of them goes before."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture as the page shows it."""

    address: str
    """A `data:` URL."""
    width: int
    height: int
    alt: str
    caption: str = ''


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as the page shows it."""

    number: int
    severity: str
    id: str
    message: str
    help: str
    where: str
    address: str
    source: str
    line: str
    """The source's line; empty when it is not at hand."""
    notes: tuple[str, ...]
    entry_number: int | None
    entry_id: str
    shots: tuple[Shot, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """A page as the page shows it: its thumbnail and what is said of it."""

    number: int
    """From 1, in the file."""
    name: str
    folio: str
    begins: str
    words: str
    thumbnail: Shot | None
    findings: tuple[NumberedFinding, ...]
    has_errors: bool


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of the ledger as the page shows it."""

    number: int
    kind: str
    entry: Entry
    source: str
    places: tuple[PlaceView, ...]
    finding_number: int | None


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A page on which an entry stands."""

    folio: str
    number: int
    """From 1, in the file."""


@dataclass(frozen=True, slots=True)
class Group:
    """The entries of one section."""

    title: str
    is_ours: bool
    """True for a title that the report gives itself, in English."""
    rows: tuple[Row, ...]


def report_page(facts: Facts, pages: Pages, texts: Mapping[str, str]) -> bytes:
    """Return the page; `texts` are the sources by the paths of spans."""
    style, script = Markup(_style()), Markup(package_text('proof/report/templates/proof.js'))
    products, counts = wording.count_rows(facts)
    findings = list(_findings(facts, pages, texts))
    views = [_page_view(facts, one) for one in facts.pages]
    ledger = facts.proof.ledger
    text = (
        templates_in('proof/report/templates')
        .get_template('proof.html')
        .render(
            policy=_policy(style, script),
            style=style,
            script=script,
            facts=facts,
            metadata=facts.book.metadata,
            verdict=wording.verdict(facts),
            consequence=wording.consequence(facts),
            product_names=wording.product_names(facts),
            products=products,
            counts=counts,
            findings=findings,
            has_overview=len(findings) >= _OVERVIEW_FROM,
            pages=views,
            page_count=len(views),
            thumbnail_count=sum(view.thumbnail is not None for view in views),
            most_pictures=MOST_PICTURES,
            has_more_places=sum(len(one.finding.places) for one in facts.findings) > MOST_PICTURES,
            groups=list(_groups(facts)),
            entry_count=len(ledger),
            has_epub=any(entry.epub for entry in ledger),
            has_web=any(entry.web for entry in ledger),
            pdf='' if facts.standing is Standing.UNSOUND else f'{facts.book.slug}.pdf',
        )
    )
    return f'{text}\n'.encode()


def _findings(facts: Facts, pages: Pages, texts: Mapping[str, str]) -> Iterator[FindingView]:
    left = MOST_PICTURES
    for one in facts.findings:
        finding, diagnostic = one.finding, one.finding.diagnostic
        wanted = finding.places[: min(MOST_PLACES, left)]
        shots = tuple(shot for place in wanted if (shot := _place_shot(facts, pages, place)))
        left -= len(wanted)
        span = diagnostic.span
        entry = facts.proof.ledger[one.entry_number - 1] if one.entry_number else None
        yield FindingView(
            one.number,
            diagnostic.severity.value,
            diagnostic.id,
            diagnostic.message,
            diagnostic.help or '',
            wording.where(facts, finding),
            finding.address,
            str(span) if span else '',
            _line(texts.get(span.path, ''), span.line) if span else '',
            tuple(f'{note.message} ({note.span})' for note in diagnostic.notes),
            one.entry_number,
            entry.id if entry else '',
            shots,
        )


def _line(text: str, number: int) -> str:
    lines = text.split('\n', number)
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ''
    return line if len(line) <= _MOST_LINE else f'{line[:_MOST_LINE].rstrip()} …'


def _place_shot(facts: Facts, pages: Pages, place: Place) -> Shot | None:
    picture = pages.of_place(place)
    alt = "The place on the page, outlined in red" if place.box else "The page"
    return _shot(picture, alt, wording.place_name(facts, place)) if picture else None


def _page_view(facts: Facts, one: PageFacts) -> PageView:
    name = wording.place_name(facts, Place(one.index))
    return PageView(
        one.index + 1,
        name,
        one.folio or '–',
        _opener(one),
        f'{one.word_count:,}',
        _shot(one.thumbnail, name) if one.thumbnail else None,
        one.findings,
        any(two.finding.diagnostic.severity is Severity.ERROR for two in one.findings),
    )


def _opener(one: PageFacts) -> str:
    """Return the first heading that stands on the page, else the first caption."""
    headings = (entry for entry in one.begins if entry.kind.startswith('h'))
    first = next(headings, one.begins[0] if one.begins else None)
    return first.text if first else ''


def _groups(facts: Facts) -> Iterator[Group]:
    """Yield the ledger section by section, in the book's order; what belongs to pages is last."""
    found = {one.entry_number: one.number for one in reversed(facts.findings)}
    rows: dict[str, list[Row]] = {section.id: [] for section in facts.book.sections}
    for number, entry in enumerate(facts.proof.ledger, 1):
        row = _row(facts, number, entry, found.get(number))
        rows.setdefault(entry.section, []).append(row)
    titles = {
        section.id: f'{section.number} {section.title}'.strip() for section in facts.book.sections
    }
    for id_, members in rows.items():
        if members:
            is_ours = id_ not in titles
            title = titles.get(id_) or id_ or "On the pages: running heads, folios"
            yield Group(title, is_ours, tuple(members))


def _row(facts: Facts, number: int, entry: Entry, finding_number: int | None) -> Row:
    places = dict.fromkeys(place.page_index for place in entry.pdf)
    return Row(
        number,
        wording.kind(entry),
        entry,
        str(entry.origin) if entry.origin else '',
        tuple(PlaceView(facts.folio(index) or '–', index + 1) for index in places),
        finding_number,
    )


def _shot(picture: Picture, alt: str, caption: str = '') -> Shot:
    text = base64.b64encode(picture.content).decode('ascii')
    return Shot(
        f'data:{picture.media_type};base64,{text}', picture.width, picture.height, alt, caption
    )


def _policy(style: str, script: str) -> str:
    """Return the policy that lets in this very style and script, and pictures from the page."""
    return (
        f"default-src 'none'; style-src '{policy_source(style)}'; "
        f"script-src '{policy_source(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


@cache
def _style() -> str:
    return layered('proof.css')
