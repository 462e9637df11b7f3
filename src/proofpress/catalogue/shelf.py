"""The shelf: which reports a catalogue lists, in which order, and under whose name.

In: the folders that stand in the build, or their publications.  Out: `Shelf`, from which every form
of the catalogue is made, and why a folder is not listed.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from proofpress.diagnostics import Diagnostic, Severity
from proofpress.manifest import publication_in
from proofpress.model.publication import Download, House, Publication
from proofpress.model.timeline import Date
from proofpress.product import Standing

MARK = 'proofpress-catalogue'
"""Stands in every file of a catalogue, and says who made it."""
PAGE = 'index.html'
FEED_1 = 'opds.xml'
FEED_2 = 'opds.json'
FEED_1_TYPE = 'application/atom+xml;profile=opds-catalog;kind=acquisition'
FEED_2_TYPE = 'application/opds+json'
EPUB_TYPE = 'application/epub+zip'
PDF_TYPE = 'application/pdf'
IMAGE_TYPE = 'image/png'
OPEN_ACCESS = 'http://opds-spec.org/acquisition/open-access'

_NAMESPACE = uuid.UUID('5d2c6a52-9d0c-5e0e-9f3c-0d0a4b8d7a51')
_IDENTIFIER = re.compile(r'(?:https?://|urn:[a-z0-9-]+:)[A-Za-z0-9._~:/?#@!$&\'()*+,;=%-]+')
_TAG = re.compile('[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*')
# Atom asks every entry for a date (RFC 4287, 4.1.2): for a report without one it is the date that
# the entries of its EPUB carry too, which nobody takes for a real one.
_UNDATED = Date(1980, 1, 1)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What every form of the catalogue says."""

    title: str
    identifier: str
    """`urn:uuid:`, the same as long as the publisher keeps its name."""
    updated: str
    """RFC 3339; when the newest report changed."""
    houses: tuple[House, ...]
    """The publishers; the first gives the catalogue its title."""
    publications: tuple[Publication, ...]
    """Newest first."""
    identifiers: tuple[str, ...]
    """Of the publications, no two alike."""


def listed(
    standing: Iterable[Standing],
) -> tuple[tuple[Publication, ...], tuple[Diagnostic, ...]]:
    """Return the publications that stand as their manifests say, and why others are left out.

    A folder is left out when its manifest says nothing for catalogues, or when a file that readers
    would fetch is not the one that was built: the size and the checksum beside it would be wrong.
    """
    publications: list[Publication] = []
    found: list[Diagnostic] = []
    for one in standing:
        publication = publication_in(one.manifest)
        reason = _misfit(publication, one)
        if publication is None or reason:
            found.append(_left_out(one, reason))
        else:
            publications.append(publication)
    return tuple(publications), tuple(found)


def shelf(publications: Sequence[Publication]) -> Shelf:
    """Put publications in order: newest first, then by title."""
    ordered = sorted(publications, key=lambda one: (one.title.casefold(), one.title, one.slug))
    ordered.sort(key=lambda one: _whole_date(one.date).iso, reverse=True)
    houses = _houses(ordered)
    return Shelf(
        title=houses[0].catalogue_title or houses[0].name or "Reports",
        identifier=uuid.uuid5(_NAMESPACE, houses[0].name).urn,
        updated=max(map(updated, ordered)),
        houses=houses,
        publications=tuple(ordered),
        identifiers=tuple(_identifiers(ordered)),
    )


def updated(publication: Publication) -> str:
    """Return when the report last changed (RFC 3339)."""
    return f'{_whole_date(publication.modified or publication.date).iso}T00:00:00Z'


def address(publication: Publication, path: str) -> str:
    """Return the address of a report's file, relative to the catalogue."""
    # A colon would make the folder's name look like a scheme (RFC 3986, 4.2).
    return '/'.join(quote(part, safe='') for part in (publication.slug, *path.split('/')))


def format_name(download: Download) -> str:
    """Return what a reader calls the format."""
    if download.path.endswith('.kepub.epub'):
        return "EPUB for Kobo"
    return {PDF_TYPE: "PDF", EPUB_TYPE: "EPUB"}.get(download.media_type, download.media_type)


def _houses(publications: Sequence[Publication]) -> tuple[House, ...]:
    """Return the publishers, that of most reports first; of equals the first by name."""
    counts = Counter(one.house for one in publications)
    return tuple(
        sorted(
            counts,
            key=lambda house: (
                -counts[house],
                house.name,
                house.catalogue_title,
                house.website,
                house.email,
                house.accessibility_contact,
            ),
        )
    )


def _identifiers(publications: Sequence[Publication]) -> Iterator[str]:
    """Yield identifiers that no two entries share: translations may have one DOI."""
    counts = Counter(one.identifier for one in publications)
    for one in publications:
        if counts[one.identifier] == 1:
            yield one.identifier
        else:
            yield uuid.uuid5(_NAMESPACE, f'{one.identifier} {one.slug}').urn


def _whole_date(date: Date | None) -> Date:
    date = date or _UNDATED
    return Date(date.year, date.month or 1, (date.month and date.day) or 1)


def _misfit(publication: Publication | None, standing: Standing) -> str:
    """Return what is wrong with a folder, as the end of a sentence; empty when all is well."""
    if publication is None or publication.slug != standing.slug:
        return "its manifest says nothing that a catalogue could use"
    if not publication.downloads:
        return "its manifest names no file to download"
    if not (_IDENTIFIER.fullmatch(publication.identifier) and _TAG.fullmatch(publication.lang)):
        return "its identifier or its language is none"
    for download in publication.downloads:
        if download.media_type not in (EPUB_TYPE, PDF_TYPE):
            return f"“{download.media_type}” is no kind of file to download"
        facts = standing.files.get(download.path)
        if facts is None:
            return f"“{download.path}” is missing"
        if (facts.size, facts.sha256) != (download.size, download.sha256):
            return f"“{download.path}” is not the file that was built"
    shown = (publication.cover.path, publication.thumbnail.path, publication.page)
    for path in (*shown, publication.proof):
        if path and path not in standing.files:
            return f"“{path}” is missing"
    return ''


def _left_out(standing: Standing, reason: str) -> Diagnostic:
    return Diagnostic(
        'report-not-listed',
        f"The catalogue leaves out “{standing.place}”: {reason}",
        help="build the report anew, or move the folder away",
        severity=Severity.WARNING,
    )
