"""The download page: every report with its cover, its files and how to check them.

In: a `Shelf`.  Out: `index.html`, one file beside the reports' folders: no script, no face, nothing
from elsewhere but the covers in those folders.  Every word is escaped, and the page's own policy
lets nothing else in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from proofpress.catalogue.shelf import (
    FEED_1,
    FEED_1_TYPE,
    FEED_2,
    FEED_2_TYPE,
    MARK,
    Shelf,
    address,
    format_name,
)
from proofpress.model.publication import Accessibility, House, Image, Publication
from proofpress.model.timeline import Date
from proofpress.stylesheet import layered
from proofpress.templates import policy_source, templates_in

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_EMAIL = re.compile(r'[^\s@<>"]+@[^\s@<>"]+')
_WEBSITE = re.compile(r'https?://\S+')


@dataclass(frozen=True, slots=True)
class FileView:
    """A file as the page offers it."""

    name: str
    href: str
    media_type: str
    size: str
    sha256: str
    standards: str
    file_name: str


@dataclass(frozen=True, slots=True)
class ImageView:
    """A cover as the page shows it."""

    href: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class DateView:
    """A date for machines and for people."""

    iso: str
    words: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach somebody: words, linked when they are an address."""

    words: str
    href: str
    """Empty when there is nothing to link to."""


@dataclass(frozen=True, slots=True)
class HouseView:
    """A publisher as the page's foot names it."""

    name: str
    website: Contact | None
    email: Contact | None
    accessibility: Contact | None


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report as the page shows it."""

    about: Publication
    cover: ImageView
    number: str
    dates: tuple[tuple[str, DateView], ...]
    authors: str
    summary: tuple[str, ...]
    files: tuple[FileView, ...]
    page: str
    proof: str
    accessibility: Accessibility


def page(shelf: Shelf) -> bytes:
    """Return `index.html`."""
    style = Markup(_style())
    text = (
        templates_in('catalogue/templates')
        .get_template('index.html')
        .render(
            policy=_policy(style),
            style=style,
            mark=MARK,
            title=shelf.title,
            feeds=((FEED_1, FEED_1_TYPE), (FEED_2, FEED_2_TYPE)),
            reports=[_report(one) for one in shelf.publications],
            houses=[_house(house) for house in shelf.houses],
        )
    )
    return f'{text}\n'.encode()


def _report(one: Publication) -> ReportView:
    return ReportView(
        about=one,
        cover=_image(one, one.thumbnail),
        number=' '.join(filter(None, (one.series, one.number))),
        dates=tuple(_dates(one)),
        authors=', '.join(one.authors),
        summary=tuple(filter(None, (part.strip() for part in one.summary.split('\n\n')))),
        files=tuple(_files(one)),
        page=address(one, one.page) if one.page else '',
        proof=address(one, one.proof) if one.proof else '',
        accessibility=one.accessibility,
    )


def _image(one: Publication, image: Image) -> ImageView:
    return ImageView(address(one, image.path), image.width, image.height)


def _dates(one: Publication) -> Iterator[tuple[str, DateView]]:
    if one.date is not None:
        yield "", _date(one.date)
    if one.modified is not None and one.modified != one.date:
        yield "revised", _date(one.modified)


def _date(date: Date) -> DateView:
    month = _MONTHS[date.month - 1] if date.month else ''
    day = str(date.day) if date.month and date.day else ''
    return DateView(date.iso, ' '.join(filter(None, (day, month, str(date.year)))))


def _files(one: Publication) -> Iterator[FileView]:
    for download in one.downloads:
        yield FileView(
            format_name(download),
            address(one, download.path),
            download.media_type,
            _size(download.size),
            download.sha256,
            ', '.join(download.standards),
            download.path.rpartition('/')[2],
        )


def _size(size: int) -> str:
    """Return a size in words, in decimal units as file managers print them."""
    if size < 1_000_000:
        return f'{max(1, round(size / 1000))} kB'
    return f'{size / 1_000_000:.1f} MB'


def _house(house: House) -> HouseView:
    return HouseView(
        house.name,
        _contact(house.website),
        _contact(house.email),
        _contact(house.accessibility_contact),
    )


def _contact(text: str) -> Contact | None:
    """Return a contact; a manifest may hold anything, so only what is surely one is linked."""
    text = text.strip()
    if not text:
        return None
    if _WEBSITE.fullmatch(text):
        return Contact(re.sub(r'^https?://|/$', '', text), text)
    return Contact(text, f'mailto:{text}' if _EMAIL.fullmatch(text) else '')


def _policy(style: str) -> str:
    """Return the policy that lets in this very style, and the covers from the folders below."""
    # `file:` beside 'self', because a page opened from disk has no origin that 'self' could name.
    return (
        f"default-src 'none'; style-src '{policy_source(style)}'; img-src 'self' file:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _style() -> str:
    return layered('catalogue.css')
