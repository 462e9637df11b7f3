"""The report: front matter, imprint and all that belongs to one publication.

In: nothing (pure values).  Out: `Report`, what `manuscript` reads and `check` and `compose` use.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from proofpress.model.actors import Actor
from proofpress.model.prose import Chapter, Paragraph
from proofpress.model.sources import Source
from proofpress.model.timeline import Date, Event
from proofpress.span import Span


class Numbering(enum.Enum):
    """What gets numbers.  `PARAGRAPHS` is known and refused with `not-yet` for now."""

    NONE = 'none'
    SECTIONS = 'sections'
    PARAGRAPHS = 'paragraphs'


class Status(enum.Enum):
    DRAFT = 'draft'
    FINAL = 'final'


class Paper(enum.Enum):
    """Trimmed page size."""

    A4 = 'a4'
    LETTER = 'letter'


@dataclass(frozen=True, slots=True)
class Author:
    name: str
    span: Span
    affiliation: str = ''
    orcid: str = ''
    """Sixteen digits in four groups, without the https prefix."""
    email: str = ''
    role: str = ''


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of the change history; the type is one of Crossref's update types."""

    span: Span
    date: Date
    type: str
    note: str


@dataclass(frozen=True, slots=True)
class Isbn:
    """ISBNs per format, hyphenated as the author wrote them."""

    pdf: str = ''
    epub: str = ''


@dataclass(frozen=True, slots=True)
class Imprint:
    """The publisher, from `imprint.yaml` in the folder that holds the reports."""

    name: str = ''
    logo: Picture | None = None
    """An SVG, shown on the cover and the imprint page."""
    address: tuple[str, ...] = ()
    """Postal address, one line each."""
    website: str = ''
    email: str = ''
    licence: str = ''
    """SPDX id or a sentence; the default of a report's `license`."""
    accessibility_contact: str = ''
    accessibility_conformance: str = ''
    """What the publisher claims of its EPUBs, in the words that EPUB Accessibility 1.1 asks for."""
    accessibility_certifier: str = ''
    """Who vouches for it."""
    accessibility_report: str = ''
    """Address of what was found in the audit."""
    catalogue_title: str = ''
    disclaimer: str = ''
    paper: Paper = Paper.A4


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The YAML head of `report.md`, resolved against the imprint's defaults."""

    span: Span
    title: str
    subtitle: str = ''
    short_title: str = ''
    """For running heads; the title when the author gave none."""
    authors: tuple[Author, ...] = ()
    date: Date | None = None
    date_modified: Date | None = None
    lang: str = 'en'
    """BCP 47."""
    abstract: tuple[Paragraph, ...] = ()
    """Markdown of the dialect, paragraphs only."""
    keywords: tuple[str, ...] = ()
    license: str = ''
    copyright: str = ''
    publisher: str = ''
    series: str = ''
    number: str = ''
    version: str = ''
    identifier: str = ''
    """The DOI as a URL, or `urn:uuid:` of publisher and slug (UUID 5)."""
    doi: str = ''
    isbn: Isbn = Isbn()
    toc_depth: int = 2
    csl: str = 'chicago-notes-bibliography'
    key_findings: tuple[Paragraph, ...] = ()
    """Markdown of the dialect, a paragraph each."""
    status: Status = Status.FINAL
    numbering: Numbering = Numbering.SECTIONS
    changes: tuple[Change, ...] = ()
    house: str = ''
    paper: Paper = Paper.A4


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture file of the report, read once."""

    path: str
    """POSIX path relative to the report's folder."""
    media_type: str
    """`image/svg+xml`, `image/png` or `image/jpeg`."""
    content: bytes = field(repr=False)
    width: int = 0
    """Pixels (for SVG: user units of the viewBox)."""
    height: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """One publication, whole."""

    slug: str
    """The folder's name."""
    front_matter: FrontMatter
    imprint: Imprint
    chapters: tuple[Chapter, ...]
    """`report.md`'s own body first (when it has one), then the files that `chapters:` names."""
    timeline: tuple[Event, ...] = ()
    actors: tuple[Actor, ...] = ()
    sources: tuple[Source, ...] = ()
    pictures: Mapping[str, Picture] = field(default_factory=dict, hash=False)
    """Every picture that the article shows, by path."""
    in_chapters: bool = False
    """True when `chapters:` names the files: each then starts on a new page."""
    left_out: frozenset[str] = frozenset()
    """Ids of events, actors and sources that could not be read whole: what names them is right."""
