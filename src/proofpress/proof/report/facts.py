"""What the report tells, in its order: the same for the record (JSON) and the page (HTML).

In: the `Proof`, the book, and the PDF's pages in small.  Out: `Facts`.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from proofpress.compose.book import Book
from proofpress.diagnostics import Severity
from proofpress.proof.ledger import Entry, Finding, Place, Proof
from proofpress.proof.pictures import Pages, Picture
from proofpress.span import Span

MOST_THUMBNAILS = 240
_OPENERS = frozenset({'caption', 'figcaption', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'})
"""Kinds of entries that tell a reader what a page holds."""


class Standing(enum.Enum):
    """Whether the products may be published."""

    SOUND = 'sound'
    """Nothing forbids it; there may be warnings."""
    UNSOUND = 'unsound'
    DRAFT = 'draft'
    """They may, marked as a draft on every page; whether there are errors says their number."""


@dataclass(frozen=True, slots=True)
class NumberedFinding:
    """A finding with its number in the report."""

    number: int
    """From 1: errors first, then in the order of pages and sources."""
    finding: Finding
    entry_number: int | None
    """Number of the ledger's entry that it speaks of; None when there is none."""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """One page of the PDF."""

    index: int
    """From 0."""
    folio: str
    word_count: int
    thumbnail: Picture | None
    """None when the PDF has no such page, and for the pages after the first `MOST_THUMBNAILS`."""
    begins: tuple[Entry, ...]
    """Headings and captions that stand on it first."""
    findings: tuple[NumberedFinding, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the report tells."""

    book: Book
    proof: Proof
    standing: Standing
    findings: tuple[NumberedFinding, ...]
    pages: tuple[PageFacts, ...]

    def count_of(self, severity: Severity) -> int:
        """Count the findings of a severity."""
        return sum(one.finding.diagnostic.severity is severity for one in self.findings)

    def folio(self, page_index: int) -> str:
        """Return what a page is called; empty when it has no name."""
        folios = self.proof.page_map.folios
        return folios[page_index] if 0 <= page_index < len(folios) else ''


def thumbnails(pages: Pages) -> tuple[Picture | None, ...]:
    """Draw the first pages in small; None stands for one that cannot be drawn."""
    return tuple(map(pages.thumbnail, range(min(len(pages), MOST_THUMBNAILS))))


def gather_facts(proof: Proof, book: Book, small: Sequence[Picture | None]) -> Facts:
    """Put in order what was found out; `small` holds the PDF's `thumbnails`."""
    findings = tuple(_numbered(proof))
    if book.draft_mark:
        standing = Standing.DRAFT
    else:
        standing = Standing.SOUND if proof.holds else Standing.UNSOUND
    return Facts(book, proof, standing, findings, tuple(_pages(proof, findings, small)))


def _numbered(proof: Proof) -> Iterator[NumberedFinding]:
    by_place: dict[Place, int] = {}
    by_address: dict[str, int] = {}
    by_origin: dict[Span, int] = {}
    for number, entry in enumerate(proof.ledger, 1):
        for place in entry.pdf:
            # A page as a whole is nobody's place.
            if place.box is not None:
                by_place.setdefault(place, number)
        if entry.epub:
            by_address.setdefault(entry.epub, number)
        if entry.web:
            by_address.setdefault(f'#{entry.web}', number)
        if entry.origin is not None:
            by_origin.setdefault(entry.origin, number)
    for number, finding in enumerate(sorted(proof.findings, key=_rank), 1):
        span = finding.diagnostic.span
        known = [by_place.get(place) for place in finding.places]
        address = finding.address
        if finding.product == 'web':
            address = address[address.find('#') :]
        known += [by_address.get(address), by_origin.get(span) if span else None]
        yield NumberedFinding(number, finding, next((one for one in known if one), None))


def _rank(finding: Finding) -> tuple[bool, int, float, Span, str, str]:
    """Return what findings are sorted by."""
    diagnostic = finding.diagnostic
    first = finding.places[0] if finding.places else None
    # Without a page: behind those that have one.
    page_index = first.page_index if first else 1 << 30
    height = -first.box.top if first and first.box else 0.0
    is_error = diagnostic.severity is Severity.ERROR
    span = diagnostic.span or Span('', 0, 0)
    return (not is_error, page_index, height, span, diagnostic.id, diagnostic.message)


def _pages(
    proof: Proof, findings: tuple[NumberedFinding, ...], small: Sequence[Picture | None]
) -> Iterator[PageFacts]:
    begins: dict[int, list[Entry]] = {}
    for entry in proof.ledger:
        if entry.pdf and entry.kind in _OPENERS:
            begins.setdefault(entry.pdf[0].page_index, []).append(entry)
    found: dict[int, list[NumberedFinding]] = {}
    for one in findings:
        for page_index in dict.fromkeys(place.page_index for place in one.finding.places):
            found.setdefault(page_index, []).append(one)
    for index, (folio, word_count) in enumerate(
        zip(proof.page_map.folios, proof.word_counts, strict=True)
    ):
        yield PageFacts(
            index,
            folio,
            word_count,
            small[index] if index < len(small) else None,
            tuple(begins.get(index, ())),
            tuple(found.get(index, ())),
        )
