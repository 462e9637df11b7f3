"""A publication: what a catalogue tells of a report whose products stand finished.

In: nothing (pure values).  Out: `Publication`, made when a report is built, kept in its manifest,
and read from there whenever a catalogue is made.
"""

from __future__ import annotations

from dataclasses import dataclass

from proofpress.model.timeline import Date


@dataclass(frozen=True, slots=True)
class House:
    """The publisher of a report, as `imprint.yaml` names it."""

    name: str
    catalogue_title: str = ''
    website: str = ''
    email: str = ''
    accessibility_contact: str = ''


@dataclass(frozen=True, slots=True)
class Download:
    """A file that readers fetch."""

    path: str
    """POSIX path below the report's folder."""
    media_type: str
    size: int
    """Bytes."""
    sha256: str
    """Hexadecimal, lower case."""
    standards: tuple[str, ...] = ()
    """Standards that the file claims and keeps (`PDF/UA-1`)."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the cover, a PNG."""

    path: str
    """POSIX path below the report's folder."""
    width: int
    """Pixels."""
    height: int


@dataclass(frozen=True, slots=True)
class Accessibility:
    """What the EPUB says of its accessibility, in the words of schema.org."""

    summary: str = ''
    """Sentences in English."""
    modes: tuple[str, ...] = ()
    """`accessMode`: `textual`, `visual`."""
    sufficient: tuple[str, ...] = ()
    """`accessModeSufficient`; modes that are needed together are parted by commas."""
    features: tuple[str, ...] = ()
    hazards: tuple[str, ...] = ()
    conforms_to: tuple[str, ...] = ()
    """Only what the publisher claims."""
    certified_by: str = ''


@dataclass(frozen=True, slots=True)
class Publication:
    """A report as a catalogue lists it."""

    slug: str
    """Name of its folder in the build."""
    identifier: str
    """DOI URL or `urn:uuid:`."""
    title: str
    lang: str
    """BCP 47."""
    house: House
    downloads: tuple[Download, ...]
    """Best for e-readers first."""
    cover: Image
    thumbnail: Image
    direction: str = 'ltr'
    """`ltr` or `rtl`."""
    subtitle: str = ''
    authors: tuple[str, ...] = ()
    date: Date | None = None
    modified: Date | None = None
    summary: str = ''
    """Plain text, paragraphs parted by blank lines."""
    keywords: tuple[str, ...] = ()
    publisher: str = ''
    series: str = ''
    number: str = ''
    version: str = ''
    licence: str = ''
    is_draft: bool = False
    page: str = ''
    """Path of the web page; empty when there is none."""
    proof: str = ''
    """Path of the report of the proof; empty when there is none."""
    accessibility: Accessibility = Accessibility()
